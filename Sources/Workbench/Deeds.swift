// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
import Jobs
import Kernel
import Ledger

/// What the bench writes: each deed raises its writer's total, is an event of the ledger, and sends a message.
///
/// Nothing here forbids a deed to be done twice; that it is not is what a crash trial is about.
struct Deeds {
    let db: any Connection

    static let migrations = [
        Migration(
            "bench-001",
            [
                """
                CREATE TABLE bench_deed (
                    id \(.text) PRIMARY KEY, request \(.text) NOT NULL, writer \(.text) NOT NULL, number \(.int) NOT NULL
                ) \(.strict)
                """,
                "CREATE INDEX bench_deed_request ON bench_deed (request)",
                "CREATE TABLE bench_total (writer \(.text) PRIMARY KEY, total \(.int) NOT NULL) \(.strict)",
                "CREATE TABLE bench_row (id \(.text) PRIMARY KEY, body \(.text) NOT NULL) \(.strict)",
            ])
    ]

    func add(_ request: String, by writer: String) throws {
        let now = Date()
        try db.run("INSERT INTO bench_total (writer, total) VALUES (\(writer), 0) ON CONFLICT (writer) DO NOTHING")
        let total = try db.rows("SELECT total FROM bench_total WHERE writer = \(writer)\(db.dialect.lockRow)")[0]
            .int("total")
        let id = UUIDv7.string()
        try db.run(
            """
            INSERT INTO bench_deed (id, request, writer, number) VALUES (\(id), \(request), \(writer), \(total + 1))
            """)
        try Ledger(db).append(Event(id: ID(id), kind: "bench.done", subject: request, actor: writer, at: now))
        try Outbox(db).put(OutgoingMessage(id: ID(id), kind: "bench", event: id, body: request), due: now)
        try db.run("UPDATE bench_total SET total = \(total + 1) WHERE writer = \(writer)")
    }

    /// The least that can be made durable here: one row, and nothing beside it.
    func addRow() throws {
        let body = "Cột đèn chiếu sáng trước nhà văn hóa thôn đã hỏng ba ngày nay."
        try db.run("INSERT INTO bench_row (id, body) VALUES (\(UUIDv7.string()), \(body))")
    }

    /// Those of `requests` that were done, as often as they were.
    func done(_ requests: Set<String>) throws -> [String] {
        guard !requests.isEmpty else { return [] }
        let list = requests.map { "\($0)" as SQL }.joined(by: ", ")
        return try db.rows("SELECT request FROM bench_deed WHERE request IN (\(list))").map { try $0.text("request") }
    }

    /// The requests that were done, with the id of each deed.
    func all() throws -> [(request: String, id: String)] {
        var deeds: [(String, String)] = []
        try db.each("SELECT request, id FROM bench_deed") { deeds.append((try $0.text("request"), try $0.text("id"))) }
        return deeds
    }

    /// What does not add up inside the database, each as a sentence.
    func contradictions() throws -> [String] {
        let questions: [(String, SQL)] = [
            (
                "writers whose total is not the number of their deeds",
                """
                SELECT count(*) AS n FROM bench_total WHERE total <> (
                    SELECT count(*) FROM bench_deed WHERE bench_deed.writer = bench_total.writer)
                """
            ),
            (
                "numbers given twice",
                """
                SELECT count(*) AS n FROM (
                    SELECT 1 FROM bench_deed GROUP BY writer, number HAVING count(*) > 1) AS twice
                """
            ),
            (
                "deeds without their event",
                """
                SELECT count(*) AS n FROM bench_deed WHERE NOT EXISTS (
                    SELECT 1 FROM ledger_event WHERE ledger_event.id = bench_deed.id)
                """
            ),
            (
                "events without their deed",
                """
                SELECT count(*) AS n FROM ledger_event WHERE kind = 'bench.done' AND NOT EXISTS (
                    SELECT 1 FROM bench_deed WHERE bench_deed.id = ledger_event.id)
                """
            ),
            (
                "messages without their deed",
                """
                SELECT count(*) AS n FROM job_outbox WHERE NOT EXISTS (
                    SELECT 1 FROM bench_deed WHERE bench_deed.id = job_outbox.id)
                """
            ),
        ]
        return try questions.compactMap { sentence, query in
            let count = try db.rows(query)[0].int("n")
            return count == 0 ? nil : "\(count) \(sentence)"
        }
    }

    /// How many events the newest head of the ledger covers.
    func sealed() throws -> Int {
        try db.rows("SELECT coalesce(max(size), 0) AS size FROM ledger_head").first?.int("size") ?? 0
    }

    /// The ids of messages that still wait.
    func waiting() throws -> Set<String> {
        var ids: Set<String> = []
        try db.each("SELECT id FROM job_outbox") { ids.insert(try $0.text("id")) }
        return ids
    }
}
