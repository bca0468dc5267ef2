// SPDX-License-Identifier: Apache-2.0

package import Database
package import Foundation
import Kernel

/// Files as rows of the database, for several processes on one PostgreSQL. Each piece is a commit of its own, so no
/// transaction is open while a slow phone sends.
package struct FileChunks: FileRepository {
    private let database: any Database

    package init(_ database: any Database) { self.database = database }

    package func begin(_ id: String) async throws -> any Upload { ChunkUpload(id: id, database: database) }

    package func piece(_ number: Int, of file: StoredFile, upload: String) async throws -> [UInt8] {
        try await database.read { try piece(number, of: file, upload: upload, in: $0) }
    }

    package func piece(
        _ number: Int, of file: StoredFile, upload: String, in db: any Connection
    ) throws -> [UInt8] {
        let bytes = try FileStore(db: db).chunk(number, of: upload)
        if number == 0, bytes == nil { throw FileProblem.notFound(file.hash) }
        return bytes ?? []
    }

    package func restore(
        _ file: StoredFile, upload: String, in db: any Connection, next: () throws -> [UInt8]?
    ) throws {
        var number = 0
        while let piece = try next() {
            try FileStore(db: db).add(piece, number, of: upload)
            number += 1
        }
    }

    package func remove(_ file: StoredFile, upload: String, in db: any Connection) throws {
        try FileStore(db: db).removeChunks(of: upload)
    }

    package func sweep(before time: Date, in db: any Connection) throws {
        try FileStore(db: db).removeChunks(ofUploadsBefore: UUIDv7.string(at: time))
    }
}

private actor ChunkUpload: Upload {
    nonisolated let id: String
    private let database: any Database
    private var waiting: [UInt8] = []
    private var number = 0

    init(id: String, database: any Database) {
        self.id = id
        self.database = database
    }

    func append(_ bytes: [UInt8]) async throws {
        waiting += bytes
        while waiting.count >= FileChunks.pieceSize { try await store(FileChunks.pieceSize) }
    }

    func finish() async throws { if !waiting.isEmpty { try await store(waiting.count) } }

    func keep(_ file: StoredFile, held upload: String) async throws { if upload != id { await discard() } }

    // What is not removed now is swept later.
    func discard() async { _ = try? await database.write { [id] in try FileStore(db: $0).removeChunks(of: id) } }

    private func store(_ count: Int) async throws {
        let piece = Array(waiting.prefix(count))
        waiting.removeFirst(count)
        try await database.write { [id, number] in try FileStore(db: $0).add(piece, number, of: id) }
        number += 1
    }
}
