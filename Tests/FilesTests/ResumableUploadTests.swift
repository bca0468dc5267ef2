// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
import Kernel
import TestKit
import Testing

@testable import Files

@Suite("Files in pieces")
struct ResumableUploadTests {
    private let minh = Actor(id: "minh", kind: .resident)
    private let stranger = Actor(id: "hoa", kind: .resident)

    /// Sends what is left of a file, as far as `end`.
    private func send(
        _ bytes: [UInt8], _ upload: ResumableUpload, to end: Int, _ desk: FilesFixture
    ) async throws -> ResumableUpload {
        var upload = upload
        while upload.received < end {
            let piece = Array(bytes[upload.received...].prefix(upload.nextPiece))
            upload = try await desk.service.add(
                FilesFixture.stream(piece, by: 10_000), at: upload.received, to: upload.id, by: minh)
        }
        return upload
    }

    @Test("go on where they stopped, and are the file that was sent", arguments: Backend.available)
    func resumed(backend: Backend) async throws {
        let desk = try await FilesFixture(backend)
        // Two pieces that are the same.
        let zeros = [UInt8](repeating: 0, count: 3 * ResumableUpload.pieceSize)
        let bytes = FilesFixture.pdf(megabytes: 1) + zeros + [1, 2, 3]
        var upload = try await desk.service.expect("ảnh chụp.pdf", size: bytes.count, by: minh)
        upload = try await send(bytes, upload, to: bytes.count / 2, desk)
        await #expect(throws: UploadProblem.file(.cutShort, field: "scan")) {
            try await desk.service.take(upload.id, in: "scan", by: minh)
        }
        // The sender comes back, and asks how far it was.
        upload = try await desk.service.upload(upload.id, of: minh)
        upload = try await send(bytes, upload, to: bytes.count, desk)
        #expect(upload.isWhole)
        for _ in 0..<2 {
            let received = try await desk.service.take(upload.id, in: "scan", by: minh)
            let file = try await desk.service.receive(FilesFixture.stream(bytes, by: 65_536))
            #expect(received.stored == file && received.name == "ảnh chụp.pdf")
        }
    }

    @Test("a program that forgot what it had sent asks by name and size, and goes on", arguments: Backend.available)
    func asked(backend: Backend) async throws {
        let desk = try await FilesFixture(backend)
        let bytes = FilesFixture.pdf(megabytes: 1)
        func resume(_ actor: Actor, size: Int) async throws -> ResumableUpload {
            try await desk.service.resume("abc", size: size, by: actor)
        }
        let begun = try await resume(minh, size: bytes.count)
        let upload = try await send(bytes, begun, to: ResumableUpload.pieceSize, desk)
        #expect(try await resume(minh, size: bytes.count) == upload)
        #expect(upload.received == ResumableUpload.pieceSize)
        #expect(try await resume(stranger, size: bytes.count).received == 0)
        #expect(try await resume(minh, size: bytes.count + 1).received == 0)
        #expect(try await send(bytes, upload, to: bytes.count, desk).isWhole)
        #expect(try await resume(minh, size: bytes.count).id != begun.id)
    }

    @Test("a piece that came already, or too early, changes nothing", arguments: Backend.available)
    func twice(backend: Backend) async throws {
        let desk = try await FilesFixture(backend)
        let bytes = FilesFixture.pdf(megabytes: 1)
        let upload = try await desk.service.expect("a.pdf", size: bytes.count, by: minh)
        let piece = Array(bytes.prefix(ResumableUpload.pieceSize))
        func add(_ piece: [UInt8], at start: Int, by actor: Actor) async throws -> Int {
            try await desk.service.add(
                FilesFixture.stream(piece, by: 10_000), at: start, to: upload.id, by: actor
            ).received
        }
        #expect(try await add(piece, at: 0, by: minh) == piece.count)
        for start in [0, 2 * piece.count, -1] {
            await #expect(throws: FileProblem.elsewhere(at: piece.count)) { try await add(piece, at: start, by: minh) }
        }
        await #expect(throws: FileProblem.cutShort) {
            try await add(Array(piece.dropLast()), at: piece.count, by: minh)
        }
        await #expect(throws: FileProblem.tooLarge(limit: piece.count)) {
            try await add(piece + [0], at: piece.count, by: minh)
        }
        await #expect(throws: FileProblem.notFound(upload.id.rawValue)) {
            try await add(piece, at: piece.count, by: stranger)
        }
        #expect(try await desk.service.upload(upload.id, of: minh).received == piece.count)
    }

    @Test("several who send the same piece at once have sent it once", arguments: Backend.available)
    func atOnce(backend: Backend) async throws {
        let desk = try await FilesFixture(backend)
        let bytes = FilesFixture.pdf(megabytes: 1)
        let upload = try await desk.service.expect("a.pdf", size: bytes.count, by: minh)
        let piece = Array(bytes.prefix(ResumableUpload.pieceSize))
        let taken = await withTaskGroup { group in
            for _ in 0..<8 {
                group.addTask {
                    (try? await desk.service.add(
                        FilesFixture.stream(piece, by: 10_000), at: 0, to: upload.id, by: minh)) != nil
                }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(taken == 1)
        #expect(try await desk.service.upload(upload.id, of: minh).received == piece.count)
    }

    @Test("what nobody would take is refused at the first piece, or before", arguments: Backend.available)
    func refused(backend: Backend) async throws {
        let desk = try await FilesFixture(backend)
        await #expect(throws: FileProblem.tooLarge(limit: 20 << 20)) {
            try await desk.service.expect("a.pdf", size: 2 << 30, by: minh)
        }
        await #expect(throws: FileProblem.empty) { try await desk.service.expect("a.pdf", size: 0, by: minh) }
        await #expect(throws: UploadProblem.badName(field: "name")) {
            try await desk.service.expect("../../x", size: 10, by: minh)
        }
        let program = try await desk.service.expect("a.pdf", size: 5, by: minh)
        await #expect(throws: FileProblem.kindNotAllowed(.other)) {
            try await desk.service.add(
                FilesFixture.stream(Array("\u{7F}ELF\u{1}".utf8), by: 10), at: 0, to: program.id, by: minh)
        }
    }

    @Test("what is old, or too much for one person, goes with its pieces", arguments: Backend.available)
    func forgotten(backend: Backend) async throws {
        let desk = try await FilesFixture(backend)
        let bytes = FilesFixture.pdf(megabytes: 1)
        let first = try await desk.service.expect("a.pdf", size: bytes.count, by: minh)
        _ = try await send(bytes, first, to: bytes.count, desk)
        desk.pass(1)
        for _ in 0..<FileService.uploadsAtOnce { _ = try await desk.service.expect("b.pdf", size: 9, by: minh) }
        await #expect(throws: FileProblem.notFound(first.id.rawValue)) {
            try await desk.service.upload(first.id, of: minh)
        }
        desk.pass(FileService.grace + 1)
        let late = try await desk.service.expect("c.pdf", size: 9, by: minh)
        try await desk.service.collect()
        #expect(try await desk.keptPieces() == 0)
        #expect(try await desk.service.upload(late.id, of: minh) == late)
        let left = try await desk.database.read {
            try $0.rows("SELECT count(*) AS n FROM resumable_upload")[0].int("n")
        }
        #expect(left == 1)
    }
}
