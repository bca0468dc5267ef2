// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
import Kernel

/// The `job_outbox` table: what waits to be delivered, and what was given up. A delivered message leaves it.
struct OutboxStore {
    let db: any Connection

    func insert(_ message: OutgoingMessage, due: Date) throws {
        try db.run(
            """
            INSERT INTO job_outbox (id, kind, event, body, attempts, due_at, problem)
            VALUES (\(message.id), \(message.kind), \(message.event), \(message.body), 0, \(due), '')
            """)
    }

    /// Takes up to `limit` messages that are due. They are due again at `back`, should their courier never return.
    func take(_ limit: Int, kinds: [String], now: Date, back: Date) throws -> [OutgoingMessage] {
        let kinds = kinds.map { "\($0)" as SQL }.joined(by: ", ")
        return try db.rows(
            """
            UPDATE job_outbox SET attempts = attempts + 1, due_at = \(back)
            WHERE id IN (
                SELECT id FROM job_outbox WHERE dead_at IS NULL AND due_at <= \(now) AND kind IN (\(kinds))
                ORDER BY due_at, id LIMIT \(limit)\(db.dialect.lockNext)
            )
            RETURNING id, kind, event, body, attempts
            """
        ).map(OutgoingMessage.init(row:)).sorted { $0.id < $1.id }
    }

    func delete(_ id: ID<OutgoingMessage>) throws { try db.run("DELETE FROM job_outbox WHERE id = \(id)") }

    func deleteWaiting(_ kind: String) throws -> Int {
        try db.change("DELETE FROM job_outbox WHERE kind = \(kind) AND dead_at IS NULL")
    }

    /// Puts a message back, unless another courier has set out with it in the meantime.
    func postpone(_ message: OutgoingMessage, until due: Date, problem: String) throws {
        try db.run(
            """
            UPDATE job_outbox SET due_at = \(due), problem = \(problem)
            WHERE id = \(message.id) AND attempts = \(message.attempts) AND dead_at IS NULL
            """)
    }

    func bury(_ message: OutgoingMessage, at time: Date, problem: String) throws {
        try db.run(
            """
            UPDATE job_outbox SET dead_at = \(time), problem = \(problem)
            WHERE id = \(message.id) AND attempts = \(message.attempts) AND dead_at IS NULL
            """)
    }

    func dead(limit: Int) throws -> [DeadLetter] {
        try db.rows(
            """
            SELECT \(Self.deadColumns) FROM job_outbox
            WHERE dead_at IS NOT NULL ORDER BY dead_at DESC, id DESC LIMIT \(limit)
            """
        ).map(DeadLetter.init(row:))
    }

    /// The dead letter, for whoever is about to settle it: nobody else does before this transaction ends.
    func deadLetter(_ id: ID<OutgoingMessage>) throws -> DeadLetter? {
        try db.rows(
            """
            SELECT \(Self.deadColumns) FROM job_outbox WHERE id = \(id) AND dead_at IS NOT NULL\(db.dialect.lockRow)
            """
        ).first.map(DeadLetter.init(row:))
    }

    func queue() throws -> OutboxQueue {
        let row = try db.rows(
            """
            SELECT count(*) FILTER (WHERE dead_at IS NULL) AS waiting, count(dead_at) AS dead,
                min(CASE WHEN dead_at IS NULL THEN due_at END) AS earliest
            FROM job_outbox
            """
        ).first
        return OutboxQueue(
            waiting: try row?.int("waiting") ?? 0,
            earliest: try row?.optional("earliest", { try row?.time($0) }) ?? nil,
            dead: try row?.int("dead") ?? 0)
    }

    func lying(_ kinds: [String], _ bodies: [String]) throws -> [LyingMessage] {
        try db.rows(
            """
            SELECT body, attempts, due_at, dead_at, problem FROM job_outbox
            WHERE kind IN (\(list(kinds))) AND body IN (\(list(bodies))) ORDER BY id
            """
        ).map { row in
            let isDead = try row.optional("dead_at", row.time) != nil
            return LyingMessage(
                body: try row.text("body"), attempts: try row.int("attempts"),
                due: isDead ? nil : try row.time("due_at"), problem: try row.text("problem"))
        }
    }

    func givenUp(_ kinds: [String]) throws -> [String] {
        try db.rows("SELECT body FROM job_outbox WHERE dead_at IS NOT NULL AND kind IN (\(list(kinds)))").map {
            try $0.text("body")
        }
    }

    func hasten(_ kinds: [String], _ ending: String, to due: Date) throws -> Int {
        let pattern = "%" + ending.replacing("\\", with: "\\\\").replacing("%", with: "\\%").replacing("_", with: "\\_")
        return try db.change(
            """
            UPDATE job_outbox SET due_at = \(due)
            WHERE dead_at IS NULL AND due_at > \(due) AND kind IN (\(list(kinds))) AND body LIKE \(pattern) ESCAPE '\\'
            """)
    }

    private func list(_ texts: [String]) -> SQL { texts.map { "\($0)" as SQL }.joined(by: ", ") }

    private static let deadColumns: SQL = "id, kind, event, body, attempts, dead_at, problem"

    /// False when there is no such dead letter.
    func revive(_ id: ID<OutgoingMessage>, due: Date) throws -> Bool {
        try db.change(
            """
            UPDATE job_outbox SET dead_at = NULL, attempts = 0, due_at = \(due)
            WHERE id = \(id) AND dead_at IS NOT NULL
            """) == 1
    }

    func drop(_ id: ID<OutgoingMessage>) throws -> Bool {
        try db.change("DELETE FROM job_outbox WHERE id = \(id) AND dead_at IS NOT NULL") == 1
    }
}

extension DeadLetter {
    fileprivate init(row: Row) throws {
        self.init(message: try OutgoingMessage(row: row), at: try row.time("dead_at"), problem: try row.text("problem"))
    }
}

extension OutgoingMessage {
    fileprivate init(row: Row) throws {
        self.init(
            id: try row.id("id"), kind: try row.text("kind"), event: try row.text("event"), body: try row.text("body"),
            attempts: try row.int("attempts"))
    }
}
