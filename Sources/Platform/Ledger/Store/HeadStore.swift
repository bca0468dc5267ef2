// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation

/// The table `ledger_head`: one signed head for each batch.
struct HeadStore {
    let db: any Connection

    /// Takes the one row that only one sealer can hold, until the transaction ends. False: another holds it.
    func takeSeal() throws -> Bool {
        try !db.rows("SELECT only_row FROM ledger_sealer\(db.dialect.lockNext)").isEmpty
    }

    func newest() throws -> Head? {
        try db.rows("SELECT * FROM ledger_head ORDER BY size DESC LIMIT 1").first.map(Head.init)
    }

    func find(size: Int64) throws -> Head? {
        try db.rows("SELECT * FROM ledger_head WHERE size = \(size)").first.map(Head.init)
    }

    /// How many events the newest head covered at a moment; 0 before the first.
    func size(at time: Date) throws -> Int64 {
        try db.rows("SELECT size FROM ledger_head WHERE at <= \(time) ORDER BY at DESC, size DESC LIMIT 1").first?
            .integer("size") ?? 0
    }

    /// Heads larger than `size`, smallest first.
    func after(_ size: Int64, limit: Int) throws -> [Head] {
        try db.rows("SELECT * FROM ledger_head WHERE size > \(size) ORDER BY size LIMIT \(limit)").map(Head.init)
    }

    func insert(_ head: Head) throws {
        try db.run(
            """
            INSERT INTO ledger_head (size, root, previous, at, key_id, signature)
            VALUES (\(head.size), \(head.root.bytes), \(head.previous.bytes), \(head.at), \(head.keyID),
                    \(head.signature))
            """)
    }
}

extension Head {
    init(_ row: Row) throws {
        self.init(
            size: try row.integer("size"), root: try row.hash("root"), previous: try row.hash("previous"),
            at: try row.time("at"), keyID: try row.text("key_id"), signature: try row.blob("signature"))
    }
}
