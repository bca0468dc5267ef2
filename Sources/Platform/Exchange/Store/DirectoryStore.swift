// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation

/// The `exchange_directory` table: every version this node has seen, as it was signed.
struct DirectoryStore {
    let db: any Connection

    func newest() throws -> StoredDirectory? {
        try db.rows("SELECT \(Self.columns) FROM exchange_directory ORDER BY version DESC LIMIT 1").first
            .map(StoredDirectory.init(row:))
    }

    func newestVersion() throws -> Int64? {
        let newest = try db.rows("SELECT max(version) AS version FROM exchange_directory")[0]
        return try newest.optional("version", newest.integer)
    }

    func find(_ version: Int64) throws -> StoredDirectory? {
        try db.rows("SELECT \(Self.columns) FROM exchange_directory WHERE version = \(version)").first
            .map(StoredDirectory.init(row:))
    }

    /// False when there is one of this version.
    func insert(_ stored: StoredDirectory, at time: Date) throws -> Bool {
        try db.change(
            """
            INSERT INTO exchange_directory (version, issued_at, valid_until, bytes, signature, taken_at)
            VALUES (\(stored.directory.version), \(stored.directory.issuedAt.date), \(stored.directory.validUntil.date),
                \(stored.paper.bytes), \(stored.paper.signature), \(time))
            ON CONFLICT (version) DO NOTHING
            """) == 1
    }

    private static let columns: SQL = "version, bytes, signature"
}

/// A directory with the bytes the authority signed.
package struct StoredDirectory: Hashable, Sendable {
    package let directory: ExchangeDirectory
    package let paper: SignedPaper

    init(directory: ExchangeDirectory, paper: SignedPaper) { (self.directory, self.paper) = (directory, paper) }

    /// Nil when these are not the bytes of a directory.
    init?(_ paper: SignedPaper) {
        guard let directory = paper.read(ExchangeDirectory.self), directory.format == ExchangeDirectory.format,
            directory.version > 0
        else { return nil }
        self.init(directory: directory, paper: paper)
    }

    fileprivate init(row: Row) throws {
        guard
            let read = StoredDirectory(
                SignedPaper(bytes: try row.blob("bytes"), signature: try row.blob("signature")))
        else { throw DatabaseProblem.mistake("directory \(try row.integer("version")) is none") }
        self = read
    }
}
