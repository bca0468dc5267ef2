// SPDX-License-Identifier: Apache-2.0

import Database

/// The `ledger_consumer` table: how far each consumer has come.
struct ConsumerStore {
    let db: any Connection

    /// Locks the row of `name` and returns its position, or nil when another process holds it. `enter` it first.
    func take(_ name: String) throws -> Int64? {
        try db.rows("SELECT position FROM ledger_consumer WHERE name = \(name)\(db.dialect.lockNext)").first?
            .integer("position")
    }

    func position(_ name: String) throws -> Int64 {
        try db.rows("SELECT position FROM ledger_consumer WHERE name = \(name)").first?.integer("position") ?? 0
    }

    /// Makes the row of `name`. True if another version stood there: its position is 0 again.
    func enter(_ name: String, version: String) throws -> Bool {
        try db.run(
            """
            INSERT INTO ledger_consumer (name, version, position) VALUES (\(name), \(version), 0)
            ON CONFLICT (name) DO NOTHING
            """)
        return try db.change(
            """
            UPDATE ledger_consumer SET version = \(version), position = 0
            WHERE name = \(name) AND version <> \(version)
            """) > 0
    }

    func move(_ name: String, to position: Int64) throws {
        try db.run("UPDATE ledger_consumer SET position = \(position) WHERE name = \(name)")
    }
}
