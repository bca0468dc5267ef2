// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
import Kernel

/// The tables `ledger_event`, written once and never changed, and `ledger_pending`, the queue before the sealer.
struct EventStore {
    let db: any Connection

    func insert(_ event: Event, commitment: Hash?) throws {
        try db.run(
            """
            INSERT INTO ledger_event (id, kind, subject, place, actor, at, facts, commitment)
            VALUES (\(event.id), \(event.kind), \(event.subject), \(event.place), \(event.actor), \(event.at),
                    \(CanonicalJSON.text(event.facts)), \(commitment?.bytes))
            """)
        try db.run("INSERT INTO ledger_pending (event_id) VALUES (\(event.id))")
    }

    /// The committed events without a position, in the order in which they were appended.
    func pending(limit: Int) throws -> [(arrival: Int64, event: StoredEvent)] {
        try db.rows(
            """
            SELECT p.arrival, \(Self.columns) FROM ledger_pending p JOIN ledger_event e ON e.id = p.event_id
            ORDER BY p.arrival LIMIT \(limit)
            """
        ).map { (try $0.integer("arrival"), try StoredEvent($0)) }
    }

    func anyPending() throws -> Bool { try !db.rows("SELECT 1 FROM ledger_pending ORDER BY arrival LIMIT 1").isEmpty }

    func lag() throws -> SealLag {
        let waiting = try db.rows("SELECT count(*) AS waiting FROM ledger_pending").first?.int("waiting") ?? 0
        let oldest = try db.rows(
            """
            SELECT e.at FROM ledger_pending p JOIN ledger_event e ON e.id = p.event_id ORDER BY p.arrival LIMIT 1
            """
        ).first?.time("at")
        return SealLag(waiting: waiting, oldest: oldest)
    }

    /// Takes what has a position now out of the queue.
    func leaveQueue(_ arrivals: [Int64]) throws {
        for part in arrivals.powersOfTwo(upTo: 64) {
            let list = part.map { arrival -> SQL in "\(arrival)" }.joined(by: ", ")
            try db.run("DELETE FROM ledger_pending WHERE arrival IN (\(list))")
        }
    }

    func find(_ id: ID<Event>) throws -> StoredEvent? {
        try db.rows("SELECT \(Self.columns) FROM ledger_event e WHERE e.id = \(id)").first.map(StoredEvent.init)
    }

    func counts() throws -> [String: Int] {
        try db.rows("SELECT kind, count(*) AS count FROM ledger_event GROUP BY kind").reduce(into: [:]) { counts, row in
            counts[try row.text("kind")] = try row.int("count")
        }
    }

    /// Sealed events after `position`, in order.
    func sealed(after position: Int64, limit: Int) throws -> [SealedEvent] {
        try db.rows(
            """
            SELECT n.position, \(Self.columns) FROM ledger_entry n JOIN ledger_event e ON e.id = n.event_id
            WHERE n.position > \(position) ORDER BY n.position LIMIT \(limit)
            """
        ).map { try StoredEvent($0).sealed(at: try $0.integer("position")) }
    }

    func latest(_ count: Int) throws -> [SealedEvent] {
        try db.rows(
            """
            SELECT n.position, \(Self.columns) FROM ledger_entry n JOIN ledger_event e ON e.id = n.event_id
            ORDER BY n.position DESC LIMIT \(count)
            """
        ).map { try StoredEvent($0).sealed(at: try $0.integer("position")) }
    }

    static let columns: SQL = "e.id, e.kind, e.subject, e.place, e.actor, e.at, e.facts, e.commitment"
}

extension StoredEvent {
    init(_ row: Row) throws {
        self.init(
            id: try row.text("id"), kind: try row.text("kind"), subject: try row.text("subject"),
            place: try row.text("place"), actor: try row.text("actor"), at: try row.integer("at"),
            facts: try row.text("facts"), commitment: try row.optional("commitment", row.hash))
    }
}

extension Row {
    func hash(_ column: String) throws -> Hash {
        guard let hash = Hash(try blob(column)) else { throw DatabaseProblem.mistake("\(column) is not 32 bytes") }
        return hash
    }
}

extension Array {
    /// Slices whose lengths are powers of two: statements made from them have few different texts, so they stay prepared.
    func powersOfTwo(upTo largest: Int) -> [ArraySlice<Element>] {
        var slices: [ArraySlice<Element>] = []
        var rest = self[...]
        var width = largest
        while !rest.isEmpty {
            while width > rest.count { width /= 2 }
            slices.append(rest.prefix(width))
            rest = rest.dropFirst(width)
        }
        return slices
    }
}
