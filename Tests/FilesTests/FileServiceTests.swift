// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
import Kernel
import Synchronization
import TestKit
import Testing

@testable import Files

@Suite("Files")
struct FileServiceTests {
    @Test("what was sent comes back, in pieces", arguments: Backend.available)
    func roundTrip(backend: Backend) async throws {
        let desk = try await FilesFixture(backend)
        let bytes = FilesFixture.pdf(megabytes: 3)
        let file = try await desk.service.receive(FilesFixture.stream(bytes, by: 70_001))

        try await desk.attach(file, to: "petition-1")

        #expect(file.kind == .pdf)
        #expect(file.size == bytes.count)
        var pieces: [[UInt8]] = []
        for try await piece in try await desk.service.contents(file.hash) { pieces.append(piece) }
        #expect(pieces.count == 7)
        #expect(Array(pieces.joined()) == bytes)
        #expect(try await desk.attached("petition-1").map(\.name) == ["giấy khai sinh.pdf"])
    }

    @Test("the same bytes are kept once", arguments: Backend.available)
    func once(backend: Backend) async throws {
        let desk = try await FilesFixture(backend)
        let first = try await desk.service.receive(FilesFixture.stream(FilesFixture.pdf(megabytes: 1), by: 9_999))
        let second = try await desk.service.receive(FilesFixture.stream(FilesFixture.pdf(megabytes: 1), by: 65_536))
        #expect(first == second)
        #expect(try await desk.keptPieces() == (backend == .sqlite ? 1 : 3))
    }

    @Test("what is empty, too large or of another kind is refused and leaves nothing", arguments: Backend.available)
    func refused(backend: Backend) async throws {
        let desk = try await FilesFixture(backend)
        await #expect(throws: FileProblem.empty) { try await desk.service.receive(FilesFixture.stream([], by: 10)) }
        await #expect(throws: FileProblem.tooLarge(limit: 1 << 20)) {
            try await desk.service.receive(
                FilesFixture.stream(FilesFixture.pdf(megabytes: 2), by: 65_536), limits: FileLimits(bytes: 1 << 20))
        }
        await #expect(throws: FileProblem.kindNotAllowed(.other)) {
            try await desk.service.receive(FilesFixture.stream(Array("\u{7F}ELF\u{1}".utf8), by: 10))
        }
        #expect(try await desk.keptPieces() == 0)
    }

    @Test("bytes that nobody named in time go, those in use stay", arguments: Backend.available)
    func collect(backend: Backend) async throws {
        let desk = try await FilesFixture(backend)
        let used = try await desk.service.receive(FilesFixture.stream(FilesFixture.pdf(megabytes: 1), by: 65_536))
        let unused = try await desk.service.receive(FilesFixture.stream(FilesFixture.pdf(megabytes: 2), by: 65_536))
        try await desk.attach(used, to: "petition-1")

        #expect(try await desk.service.collect() == 0)
        desk.pass(FileService.grace + 1)
        #expect(try await desk.service.collect() == 1)

        await #expect(throws: FileProblem.notFound(unused.hash)) { try await desk.service.contents(unused.hash) }
        await #expect(throws: FileProblem.notFound(unused.hash)) { try await desk.attach(unused, to: "petition-2") }
        for try await _ in try await desk.service.contents(used.hash) {}
    }

    @Test("bytes that are sent again start their time anew", arguments: Backend.available)
    func again(backend: Backend) async throws {
        let desk = try await FilesFixture(backend)
        let bytes = FilesFixture.pdf(megabytes: 1)
        _ = try await desk.service.receive(FilesFixture.stream(bytes, by: 65_536))
        desk.pass(FileService.grace + 1)
        let file = try await desk.service.receive(FilesFixture.stream(bytes, by: 65_536))
        #expect(try await desk.service.collect() == 0)
        try await desk.attach(file, to: "petition-1")
        for try await _ in try await desk.service.contents(file.hash) {}
    }

    @Test("small files are rows, come many at once, and go like all others", arguments: Backend.available)
    func small(backend: Backend) async throws {
        let desk = try await FilesFixture(backend)
        let texts = (0..<5).map { Array("%PDF-1.7 Kính gửi xã \($0 % 4)".utf8) }
        let large = FilesFixture.pdf(megabytes: 1)
        let stored = try await desk.service.receive(all: texts + [large] + texts)
        #expect(stored.map(\.size) == (texts + [large] + texts).map(\.count))
        #expect(Set(stored.map(\.hash)).count == 5)
        #expect(try await desk.service.contents(all: stored.map(\.hash)) == texts + [large] + texts)
        let rows = try await desk.database.read {
            try $0.rows("SELECT count(*) AS count FROM file_chunk")[0].int("count")
        }
        #expect(rows == (backend == .sqlite ? 4 : 4 + 3))
        try await desk.attach(stored[0], to: "petition-1")
        desk.pass(FileService.grace + 1)
        #expect(try await desk.service.collect() == 4)
        #expect(try await desk.service.contents(all: [stored[0].hash]) == [texts[0]])
        await #expect(throws: FileProblem.notFound(stored[1].hash)) {
            try await desk.service.contents(all: [stored[1].hash])
        }
    }

    @Test("a small file lies where a large one would since before it was a row")
    func former() async throws {
        let desk = try await FilesFixture(.sqlite)
        let bytes = Array("%PDF-1.7 Kính gửi xã".utf8)
        let file = try await desk.service.receive(FilesFixture.stream(bytes, by: 10))
        let place = FileFolder(desk.folder).place(of: file)
        try FileManager.default.createDirectory(
            at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: place)
        try await desk.database.write { try $0.run("DELETE FROM file_chunk") }
        #expect(try await desk.service.contents(all: [file.hash]) == [bytes])
        #expect(try await desk.service.receive(all: [bytes]) == [file])
        desk.pass(FileService.grace + 1)
        #expect(try await desk.service.collect() == 1)
        #expect(!FileManager.default.fileExists(atPath: place.path(percentEncoded: false)))
    }

    @Test("a small file that was changed in its row is noticed", arguments: Backend.available)
    func changedRow(backend: Backend) async throws {
        let desk = try await FilesFixture(backend)
        let file = try await desk.service.receive(FilesFixture.stream(Array("%PDF-1.7 Kính gửi".utf8), by: 10))
        try await desk.database.write { try $0.run("UPDATE file_chunk SET bytes = \(Array("%PDF-1.7 Kinh gui".utf8))") }
        await #expect(throws: FileProblem.damaged(file.hash)) { try await desk.service.contents(file.hash) }
    }

    @Test("bytes changed on the disk are noticed before the last piece is believed")
    func damaged() async throws {
        let desk = try await FilesFixture(.sqlite)
        let file = try await desk.service.receive(FilesFixture.stream(FilesFixture.pdf(megabytes: 1), by: 65_536))
        let place = FileFolder(desk.folder).place(of: file)
        var bytes = try Data(contentsOf: place)
        bytes[700_000] ^= 1
        try bytes.write(to: place)
        await #expect(throws: FileProblem.damaged(file.hash)) {
            for try await _ in try await desk.service.contents(file.hash) {}
        }
    }
}

@Suite("Kinds of files")
struct MediaKindTests {
    @Test(
        "a kind is told by the first bytes, whatever the name",
        arguments: [
            ("%PDF-1.7\n", MediaKind.pdf), ("PK\u{3}\u{4}", .zip), ("Kính gửi Ủy ban nhân dân", .text),
            ("RIFF1234WEBPVP8 ", .webp), ("\0\0\0 ftypheic", .heic), ("\0\0\0 ftypisom", .mp4), ("a\0b", .other),
        ])
    func kinds(text: String, kind: MediaKind) { #expect(MediaKind(of: Array(text.utf8)) == kind) }

    @Test("a letter cut by the window is still text", arguments: 0..<4)
    func cut(shift: Int) {
        let text = String(repeating: "a", count: shift) + String(repeating: "Ủ", count: 300)
        #expect(MediaKind(of: Array(text.utf8.prefix(MediaKind.window))) == .text)
    }
}

/// Files on a fresh database, with a clock that a test can move.
struct FilesFixture: Sendable {
    let database: any Database
    let service: FileService
    let folder: URL
    private let clock = Clock()

    private final class Clock: Sendable {
        let time = Mutex(Date(timeIntervalSince1970: 1_783_476_000))
    }

    init(_ backend: Backend) async throws {
        database = try await backend.migrated(FilesMigrations.all)
        folder = TestFolder.own.appending(path: "files-\(UUIDv7.string())")
        let repository: any FileRepository = backend == .sqlite ? FileFolder(folder) : FileChunks(database)
        let now: Now = { [clock] in clock.time.withLock { $0 } }
        service = FileService(
            database: database, repository: repository, now: now, newID: { UUIDv7.string(at: now()) })
    }

    func pass(_ seconds: TimeInterval) { clock.time.withLock { $0 += seconds } }

    func attach(_ file: StoredFile, to subject: String) async throws {
        try await database.write { try service.attach(file, named: "giấy khai sinh.pdf", to: subject, in: $0) }
    }

    func attached(_ subject: String) async throws -> [Files.Attachment] {
        try await database.read { try service.attachments(of: subject, in: $0) }
    }

    /// Files in the folder, or chunks in the database.
    func keptPieces() async throws -> Int {
        let chunks = try await database.read {
            try $0.rows("SELECT count(*) AS n FROM file_chunk").first?.int("n") ?? 0
        }
        let walk = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: [.isRegularFileKey])
        let files = walk?.compactMap { $0 as? URL }.filter { !$0.hasDirectoryPath } ?? []
        return chunks + files.count
    }

    static func pdf(megabytes: Int) -> [UInt8] {
        var bytes = Array("%PDF-1.7\n".utf8)
        bytes += (0..<(megabytes << 20)).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 9) }
        return bytes
    }

    static func stream(_ bytes: [UInt8], by size: Int) -> AsyncStream<[UInt8]> {
        AsyncStream { continuation in
            for start in stride(from: 0, to: bytes.count, by: size) {
                continuation.yield(Array(bytes[start..<min(start + size, bytes.count)]))
            }
            continuation.finish()
        }
    }
}
