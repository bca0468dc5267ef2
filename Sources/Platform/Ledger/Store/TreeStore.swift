// SPDX-License-Identifier: Apache-2.0

import Database
import Kernel

/// The tables `ledger_entry` (positions and leaf hashes) and `ledger_node` (complete nodes at every fourth level).
struct TreeStore {
    let db: any Connection

    func insert(_ entries: [Entry]) throws {
        for part in entries.powersOfTwo(upTo: 64) {
            let rows = part.map { entry -> SQL in "(\(entry.position), \(entry.event), \(entry.leaf.bytes))" }
            try db.run("INSERT INTO ledger_entry (position, event_id, leaf_hash) VALUES \(rows.joined(by: ", "))")
        }
    }

    func insert(_ nodes: [TreeNode]) throws {
        for part in nodes.powersOfTwo(upTo: 64) {
            let rows = part.map { node -> SQL in "(\(node.level), \(node.index), \(node.hash.bytes))" }
            try db.run("INSERT INTO ledger_node (level, node_index, hash) VALUES \(rows.joined(by: ", "))")
        }
    }

    /// The hashes at `level`, which is a multiple of four, whose indexes are in `range`.
    func hashes(level: Int, _ range: Range<Int64>) throws -> [Hash] {
        let rows =
            level == 0
            ? try db.rows(
                """
                SELECT leaf_hash AS hash FROM ledger_entry
                WHERE position > \(range.lowerBound) AND position <= \(range.upperBound) ORDER BY position
                """)
            : try db.rows(
                """
                SELECT hash FROM ledger_node WHERE level = \(level)
                AND node_index >= \(range.lowerBound) AND node_index < \(range.upperBound) ORDER BY node_index
                """)
        guard rows.count == range.count else { throw LedgerProblem.damaged }
        return try rows.map { try $0.hash("hash") }
    }

    /// The tree for proofs; each piece is one query of at most sixteen rows.
    var tree: MerkleTree { MerkleTree(hashes: hashes) }

    func entry(of event: String) throws -> Entry? {
        try db.rows("SELECT position, event_id, leaf_hash FROM ledger_entry WHERE event_id = \(event)").first.map {
            Entry(position: try $0.integer("position"), event: event, leaf: try $0.hash("leaf_hash"))
        }
    }

    func event(at position: Int64) throws -> ID<Event>? {
        try db.rows("SELECT event_id FROM ledger_entry WHERE position = \(position)").first?.id("event_id")
    }

    func frontier(size: Int64) throws -> Frontier {
        let tails = try (0..<Frontier.depth(of: size)).map { k in
            let tail = Frontier.tail(of: size, at: k)
            return tail.isEmpty ? [] : try hashes(level: Frontier.step * k, tail)
        }
        return Frontier(size: size, tails: tails)
    }
}

/// An event's place in the ledger.
struct Entry: Equatable, Sendable {
    let position: Int64
    let event: String
    let leaf: Hash
}
