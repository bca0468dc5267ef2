// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation

/// The table `ledger_key`: the register of this node's public keys.
struct KeyStore {
    let db: any Connection

    func all() throws -> [NodeKey] {
        try db.rows("SELECT * FROM ledger_key ORDER BY valid_from, id").map(NodeKey.init)
    }

    /// The keys that may sign now, newest first.
    func current() throws -> [NodeKey] {
        try db.rows(
            """
            SELECT * FROM ledger_key WHERE valid_until IS NULL AND revoked_at IS NULL ORDER BY valid_from DESC, id
            """
        ).map(NodeKey.init)
    }

    func find(_ id: String) throws -> NodeKey? {
        try db.rows("SELECT * FROM ledger_key WHERE id = \(id)").first.map(NodeKey.init)
    }

    /// As `find`, and nobody ends the key before this transaction does.
    func lock(_ id: String) throws -> NodeKey? {
        try db.rows("SELECT * FROM ledger_key WHERE id = \(id)\(db.dialect.lockRow)").first.map(NodeKey.init)
    }

    func insert(_ key: NodeKey) throws {
        try db.run(
            "INSERT INTO ledger_key (id, public_key, valid_from) VALUES (\(key.id), \(key.publicKey), \(key.validFrom))"
        )
    }

    func end(_ id: String, at time: Date) throws {
        try db.run("UPDATE ledger_key SET valid_until = \(time) WHERE id = \(id) AND valid_until IS NULL")
    }

    func revoke(_ id: String, at time: Date) throws {
        try db.run("UPDATE ledger_key SET revoked_at = \(time) WHERE id = \(id) AND revoked_at IS NULL")
    }
}

extension NodeKey {
    init(_ row: Row) throws {
        self.init(
            id: try row.text("id"), publicKey: try row.blob("public_key"), validFrom: try row.time("valid_from"),
            validUntil: try row.optional("valid_until", row.time), revokedAt: try row.optional("revoked_at", row.time))
    }
}
