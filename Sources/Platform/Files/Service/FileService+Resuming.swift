// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
package import Kernel

/// Files in pieces, for those whose connection breaks before a photograph is through.
///
/// A piece is received as any file is, so it is on disk when it is acknowledged, whichever process answers the next one.
/// What is whole goes through `take` like a file that came in one go: nothing is believed that was not seen again.
extension FileService {
    /// How many files one person may have on the way: the oldest makes room.
    static let uploadsAtOnce = 20

    /// Announces a file. Refuses a name that is not taken and a size that nobody takes.
    package func expect(
        _ name: String, size: Int, limits: FileLimits = FileLimits(), by actor: Actor
    ) async throws -> ResumableUpload {
        guard let name = FileName.checked(name) else { throw UploadProblem.badName(field: "name") }
        guard size > 0 else { throw FileProblem.empty }
        guard size <= limits.bytes else { throw FileProblem.tooLarge(limit: limits.bytes) }
        let upload = ResumableUpload(
            id: ID(newID()), owner: actor.id, name: name, size: size, received: 0, begunAt: now())
        try await database.write { db in
            let store = ResumableUploadStore(db: db)
            try store.insert(upload)
            for id in try store.surplus(of: actor.id, beyond: Self.uploadsAtOnce) { try forget(id, in: db) }
        }
        return upload
    }

    /// As `expect`, for programs that name files by what is in them: one of this name and size that is under way goes on.
    package func resume(
        _ name: String, size: Int, limits: FileLimits = FileLimits(), by actor: Actor
    ) async throws -> ResumableUpload {
        let begun = try await database.read { try ResumableUploadStore(db: $0).find(name, size: size, of: actor.id) }
        if let begun, !begun.isWhole { return begun }
        return try await expect(name, size: size, limits: limits, by: actor)
    }

    /// How far a file has come.
    package func upload(_ id: ID<ResumableUpload>, of actor: Actor) async throws -> ResumableUpload {
        guard let upload = try await database.read({ try ResumableUploadStore(db: $0).find(id, of: actor.id) }) else {
            throw FileProblem.notFound(id.rawValue)
        }
        return upload
    }

    /// Takes the piece that begins at `start`. Throws `FileProblem.elsewhere` when another one is waited for, as after an
    /// answer that got lost. A first piece of a kind that is not taken spares the rest the way.
    package func add<Bytes: AsyncSequence>(
        _ bytes: Bytes, at start: Int, to id: ID<ResumableUpload>, limits: FileLimits = FileLimits(), by actor: Actor
    ) async throws -> ResumableUpload where Bytes.Element == [UInt8] {
        let upload = try await upload(id, of: actor)
        guard start == upload.received, !upload.isWhole else { throw FileProblem.elsewhere(at: upload.received) }
        let piece = try await receive(
            bytes, limits: FileLimits(bytes: upload.nextPiece, kinds: Set(MediaKind.allCases)))
        guard piece.size == upload.nextPiece else { throw FileProblem.cutShort }
        guard start > 0 || limits.kinds.contains(piece.kind) else { throw FileProblem.kindNotAllowed(piece.kind) }
        return try await database.write { db in
            guard let moved = try ResumableUploadStore(db: db).add(piece, at: start, to: id, of: actor.id) else {
                throw FileProblem.elsewhere(at: upload.received + piece.size)
            }
            try attach(piece, named: upload.name, to: Self.subject(of: id), in: db)
            return moved
        }
    }

    /// The file that its pieces make, for a field of a form: what `take` is for one that came in one go. Its pieces stay
    /// until `grace` is over, so that a form may be sent twice.
    package func take(
        _ id: ID<ResumableUpload>, in field: String, limits: FileLimits = FileLimits(), by actor: Actor
    ) async throws -> ReceivedFile {
        let (upload, pieces) = try await database.read { db in
            let store = ResumableUploadStore(db: db)
            return (try store.find(id, of: actor.id), try store.pieces(of: id))
        }
        guard let upload, upload.isWhole else {
            throw UploadProblem.file(.cutShort, field: field)
        }
        return try await take(joined(pieces), named: upload.name, in: field, limits: limits)
    }

    private func joined(_ pieces: [String]) -> some AsyncSequence<[UInt8], any Error> & Sendable {
        let hashes = AsyncStream { line in
            for hash in pieces { line.yield(hash) }
            line.finish()
        }
        return hashes.map { [self] hash in
            try await contents(hash).reduce(into: [UInt8]()) { $0 += $1 }
        }
    }

    /// Forgets what was begun before `time`; its pieces go as files do that nobody refers to.
    func forgetUploads(before time: Date) async throws {
        while true {
            let count = try await database.write { db in
                let old = try ResumableUploadStore(db: db).begun(before: time, limit: 100)
                for id in old { try forget(id, in: db) }
                return old.count
            }
            if count == 0 { return }
        }
    }

    private func forget(_ id: ID<ResumableUpload>, in db: any Connection) throws {
        for hash in Set(try ResumableUploadStore(db: db).pieces(of: id)) {
            try release(hash, from: Self.subject(of: id), in: db)
        }
        try ResumableUploadStore(db: db).forget(id)
    }

    private static func subject(of id: ID<ResumableUpload>) -> String { "upload:\(id)" }
}
