// SPDX-License-Identifier: Apache-2.0

import Database

/// The ledger as `doicanh verify` reads it: in pieces, so that neither memory nor one long transaction grows with it.
struct VerificationStore {
    let db: any Connection

    struct Piece: Sendable {
        var rows: [SealedRow] = []
        var nodes: [TreeNode] = []
        var heads: [Head] = []
    }

    struct SealedRow: Sendable {
        let position: Int64
        let eventID: String
        let leaf: Hash?
        /// Nil when the event's row is gone.
        let event: StoredEvent?
        let personal: PersonalContent?
    }

    /// Everything about the positions in `range`; nodes and heads are those that end inside it.
    func piece(_ range: ClosedRange<Int64>) throws -> Piece {
        var piece = Piece()
        try db.each(
            """
            SELECT n.position, n.event_id, n.leaf_hash, \(EventStore.columns), p.salt, p.content FROM ledger_entry n
            LEFT JOIN ledger_event e ON e.id = n.event_id LEFT JOIN ledger_personal p ON p.event_id = n.event_id
            WHERE n.position >= \(range.lowerBound) AND n.position <= \(range.upperBound) ORDER BY n.position
            """
        ) { piece.rows.append(try SealedRow($0)) }
        piece.heads = try db.rows(
            """
            SELECT * FROM ledger_head WHERE size >= \(range.lowerBound) AND size <= \(range.upperBound) ORDER BY size
            """
        ).map(Head.init)
        var level = Frontier.step
        while range.upperBound >> level > 0 {
            let (first, last) = ((range.lowerBound - 1) >> level, range.upperBound >> level)
            try db.each(
                """
                SELECT level, node_index, hash FROM ledger_node
                WHERE level = \(level) AND node_index >= \(first) AND node_index < \(last)
                """
            ) { row in
                guard let hash = Hash(try row.blob("hash")) else { return }
                piece.nodes.append(TreeNode(level: level, index: try row.integer("node_index"), hash: hash))
            }
            level += Frontier.step
        }
        return piece
    }

    /// The last position and the newest head's size, seen in one statement.
    func ends() throws -> (entries: Int64, head: Int64) {
        let rows = try db.rows(
            """
            SELECT (SELECT COALESCE(MAX(position), 0) FROM ledger_entry) AS entries,
                   (SELECT COALESCE(MAX(size), 0) FROM ledger_head) AS head
            """)
        guard let row = rows.first else { return (0, 0) }
        return (try row.integer("entries"), try row.integer("head"))
    }

    func leaves(_ range: ClosedRange<Int64>) throws -> [(position: Int64, leaf: Hash?)] {
        try db.rows(
            """
            SELECT position, leaf_hash FROM ledger_entry
            WHERE position >= \(range.lowerBound) AND position <= \(range.upperBound)
            """
        ).map { (try $0.integer("position"), Hash(try $0.blob("leaf_hash"))) }
    }

    func unqueued() throws -> [String] {
        try db.rows(
            """
            SELECT e.id FROM ledger_event e
            WHERE NOT EXISTS (SELECT 1 FROM ledger_entry n WHERE n.event_id = e.id)
            AND NOT EXISTS (SELECT 1 FROM ledger_pending p WHERE p.event_id = e.id) ORDER BY e.id LIMIT 10
            """
        ).map { try $0.text("id") }
    }

    func wronglyQueued() throws -> [String] {
        try db.rows(
            """
            SELECT p.event_id FROM ledger_pending p
            WHERE NOT EXISTS (SELECT 1 FROM ledger_event e WHERE e.id = p.event_id)
            OR EXISTS (SELECT 1 FROM ledger_entry n WHERE n.event_id = p.event_id) ORDER BY p.arrival LIMIT 10
            """
        ).map { try $0.text("event_id") }
    }

    /// Calls `body` with each event in the queue and its personal content.
    func eachPending(_ body: (StoredEvent, PersonalContent?) throws -> Void) throws {
        try db.each(
            """
            SELECT \(EventStore.columns), p.salt, p.content FROM ledger_pending q JOIN ledger_event e ON e.id = q.event_id
            LEFT JOIN ledger_personal p ON p.event_id = q.event_id
            """
        ) { try body(StoredEvent($0), PersonalContent($0)) }
    }

    func isErased(_ event: String) throws -> Bool {
        try !db.rows(
            "SELECT 1 FROM ledger_event WHERE kind = \(LedgerEvents.erased) AND subject = \(event) LIMIT 1"
        ).isEmpty
    }

    /// The events about keys, sealed or not, oldest first.
    func keyEvents() throws -> [StoredEvent] {
        try db.rows(
            """
            SELECT \(EventStore.columns) FROM ledger_event e LEFT JOIN ledger_entry n ON n.event_id = e.id
            LEFT JOIN ledger_pending p ON p.event_id = e.id
            WHERE e.kind IN (\(LedgerEvents.keyMade), \(LedgerEvents.keyEnded), \(LedgerEvents.keyRevoked))
            ORDER BY n.position IS NULL, n.position, p.arrival
            """
        ).map(StoredEvent.init)
    }
}

extension VerificationStore.SealedRow {
    init(_ row: Row) throws {
        let hasEvent = try row.raw("id") != .null
        self.init(
            position: try row.integer("position"), eventID: try row.text("event_id"),
            leaf: Hash(try row.blob("leaf_hash")), event: hasEvent ? try StoredEvent(row) : nil,
            personal: try PersonalContent(row))
    }
}

extension PersonalContent {
    /// From the columns `salt` and `content` of an outer join.
    init?(_ row: Row) throws {
        guard let salt = try row.optional("salt", row.blob), let content = try row.optional("content", row.text) else {
            return nil
        }
        self.init(salt: salt, content: content)
    }
}
