// SPDX-License-Identifier: Apache-2.0

import Database
package import Foundation
import Kernel

/// The register of files: `file`, `file_reference`, `file_chunk`.
struct FileStore {
    let db: any Connection

    /// Enters a file that has arrived, or sets its clock back to zero when it is known. Returns the upload that holds its
    /// bytes: the first one.
    func remember(_ file: StoredFile, upload: String, at time: Date) throws -> String {
        try db.ask(Self.remembering(file, upload: upload, at: time))
    }

    static func remembering(_ file: StoredFile, upload: String, at time: Date) -> Query<String> {
        Query(
            """
            INSERT INTO file (hash, size, kind, upload, received_at)
            VALUES (\(file.hash), \(file.size), \(file.kind.rawValue), \(upload), \(time))
            ON CONFLICT (hash) DO UPDATE SET received_at = excluded.received_at
            RETURNING upload
            """
        ) { try $0.first?.text("upload") ?? upload }
    }

    func find(_ hash: String) throws -> (file: StoredFile, upload: String)? {
        let found = try db.ask(Self.file(hash))
        return found
    }

    static func file(_ hash: String) -> Query<(file: StoredFile, upload: String)?> {
        Query("SELECT hash, size, kind, upload FROM file WHERE hash = \(hash)") { try $0.first.map(file) }
    }

    /// With the bytes of its first row, where it has one.
    static func whole(_ hash: String) -> Query<(file: StoredFile, upload: String, bytes: [UInt8]?)?> {
        Query(
            """
            SELECT f.hash, f.size, f.kind, f.upload, c.bytes FROM file f
            LEFT JOIN file_chunk c ON c.upload = f.upload AND c.number = 0 AND f.size <= \(FileService.small)
            WHERE f.hash = \(hash)
            """
        ) { rows in
            try rows.first.map { row in
                let (file, upload) = try file(row)
                return (file, upload, try row.optional("bytes", row.blob))
            }
        }
    }

    func each(_ body: (StoredFile, String) throws -> Void) throws {
        try db.each("SELECT hash, size, kind, upload FROM file ORDER BY hash") {
            let (file, upload) = try Self.file($0)
            try body(file, upload)
        }
    }

    func refer(to hash: String, from subject: String, named name: String, at time: Date) throws {
        try db.run(
            """
            INSERT INTO file_reference (hash, subject, name, at) VALUES (\(hash), \(subject), \(name), \(time))
            ON CONFLICT (subject, hash) DO NOTHING
            """)
    }

    func release(_ hash: String, from subject: String) throws {
        try db.run("DELETE FROM file_reference WHERE hash = \(hash) AND subject = \(subject)")
    }

    static func attached(to subject: String) -> Query<[Attachment]> {
        Query(
            """
            SELECT f.hash, f.size, f.kind, f.upload, r.name, r.at FROM file_reference r JOIN file f ON f.hash = r.hash
            WHERE r.subject = \(subject) ORDER BY r.at, f.hash
            """
        ) {
            try $0.map { Attachment(file: try file($0).0, name: try $0.text("name"), at: try $0.time("at")) }
        }
    }

    func isReferred(_ hash: String) throws -> Bool {
        try !db.rows("SELECT 1 FROM file_reference WHERE hash = \(hash) LIMIT 1").isEmpty
    }

    /// Forgets one file that nobody refers to and that arrived before `time`, and returns it. The row is locked, so an
    /// arrival of the same bytes waits, and then finds them gone.
    func forgetOne(before time: Date) throws -> (file: StoredFile, upload: String)? {
        try db.rows(
            """
            DELETE FROM file WHERE hash = (
                SELECT f.hash FROM file f WHERE f.received_at < \(time)
                    AND NOT EXISTS (SELECT 1 FROM file_reference r WHERE r.hash = f.hash)
                ORDER BY f.hash LIMIT 1 \(db.dialect.lockNext)
            ) RETURNING hash, size, kind, upload
            """
        ).first.map(Self.file)
    }

    private static func file(_ row: Row) throws -> (StoredFile, String) {
        let file = StoredFile(
            hash: try row.text("hash"), size: try row.int("size"), kind: try row.value("kind", MediaKind.init))
        return (file, try row.text("upload"))
    }

    // Chunks

    func add(_ bytes: [UInt8], _ number: Int, of upload: String) throws {
        try db.run("INSERT INTO file_chunk (upload, number, bytes) VALUES (\(upload), \(number), \(bytes))")
    }

    func chunk(_ number: Int, of upload: String) throws -> [UInt8]? {
        try db.rows("SELECT bytes FROM file_chunk WHERE upload = \(upload) AND number = \(number)").first?.blob("bytes")
    }

    func removeChunks(of upload: String) throws { try db.run("DELETE FROM file_chunk WHERE upload = \(upload)") }

    /// Removes what uploads that never ended have left. Upload ids sort by their time.
    func removeChunks(ofUploadsBefore id: String) throws {
        try db.run(
            """
            DELETE FROM file_chunk
            WHERE upload < \(id) AND NOT EXISTS (SELECT 1 FROM file f WHERE f.upload = file_chunk.upload)
            """)
    }
}

/// A file under the name its sender gave it, attached to a case, a message, a record.
package struct Attachment: Sendable, Equatable {
    package let file: StoredFile
    package let name: String
    package let at: Date
}
