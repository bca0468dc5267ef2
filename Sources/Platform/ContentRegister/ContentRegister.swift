// SPDX-License-Identifier: Apache-2.0

import Crypto
package import Database
import Foundation
package import Kernel
import Ledger

/// Which of the files that ship with the product this office has replaced by its own. Content is read at start only, so
/// that is when a change is noticed and becomes an event.
package struct ContentRegister: Sendable {
    private let database: any Database
    private let now: Now
    private let newID: NewID

    package static let migrations = [
        Migration(
            "content-001-replacement",
            [
                """
                CREATE TABLE content_replacement (
                    file \(.text) PRIMARY KEY,
                    sha256 \(.text) NOT NULL
                ) \(.strict)
                """
            ])
    ]

    package init(database: any Database, now: @escaping Now, newID: @escaping NewID) {
        self.database = database
        self.now = now
        self.newID = newID
    }

    /// Compares the replaced files, text by path, with those of the last start. Each that differs becomes an event with
    /// the hash before and after, "" standing for the text that ships. Returns the paths.
    @discardableResult
    package func record(_ replaced: [String: String]) async throws -> [String] {
        let current = replaced.mapValues { Self.sha256($0) }
        return try await database.write { [now, newID] db in
            let known = try Self.known(db)
            let changed = Set(known.keys).union(current.keys).filter { known[$0] != current[$0] }.sorted()
            for file in changed {
                try Self.set(file, to: current[file], db)
                try Ledger(db).append(
                    Event(
                        id: ID(newID()), kind: "content.changed", subject: file, actor: Actor.system.id, at: now(),
                        facts: ["before": known[file] ?? "", "after": current[file] ?? ""]))
            }
            return changed
        }
    }

    private static func known(_ db: any Connection) throws -> [String: String] {
        let rows = try db.rows("SELECT file, sha256 FROM content_replacement ORDER BY file\(db.dialect.lockRow)")
        return try rows.reduce(into: [:]) { $0[try $1.text("file")] = try $1.text("sha256") }
    }

    private static func set(_ file: String, to sha256: String?, _ db: any Connection) throws {
        guard let sha256 else {
            try db.run("DELETE FROM content_replacement WHERE file = \(file)")
            return
        }
        try db.run(
            """
            INSERT INTO content_replacement (file, sha256) VALUES (\(file), \(sha256))
            ON CONFLICT (file) DO UPDATE SET sha256 = excluded.sha256
            """)
    }

    private static func sha256(_ text: String) -> String {
        SHA256.hash(data: Data(text.utf8)).hex
    }
}
