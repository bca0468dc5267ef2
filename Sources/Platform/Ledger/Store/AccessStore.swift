// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
import Kernel

/// The table `ledger_access`: the readings by the person whose data it was.
struct AccessStore {
    let db: any Connection

    func insert(_ event: ID<Event>, subject: String) throws {
        try db.run("INSERT INTO ledger_access (subject, event_id) VALUES (\(subject), \(event))")
    }

    /// Of whom the same reading was entered since `time`.
    func known(_ people: [String], _ reading: [String: String], by reader: Actor, since time: Date) throws -> Set<
        String
    > {
        let anyOfThem = people.map { SQL("\($0)") }.joined(by: ", ")
        return Set(
            try db.rows(
                """
                SELECT DISTINCT a.subject FROM ledger_access a
                JOIN ledger_event e ON e.id = a.event_id
                JOIN ledger_personal p ON p.event_id = a.event_id
                WHERE a.subject IN (\(anyOfThem)) AND e.actor = \(reader.id)
                    AND e.place = \(reader.agency?.rawValue ?? "") AND e.at > \(time)
                    AND p.content = \(CanonicalJSON.text(reading))
                """
            ).map { try $0.text("subject") })
    }

    func readings(subject: String, before: ID<Event>?, limit: Int) throws -> [AccessRecord] {
        let older: SQL = if let before { " AND a.event_id < \(before)" } else { "" }
        return try db.rows(
            """
            SELECT e.id, e.actor, e.place, e.at, p.content FROM ledger_access a
            JOIN ledger_event e ON e.id = a.event_id
            LEFT JOIN ledger_personal p ON p.event_id = a.event_id
            WHERE a.subject = \(subject)\(older) ORDER BY a.event_id DESC LIMIT \(limit)
            """
        ).map { row in
            let personal = try row.optional("content", row.text).map(CanonicalJSON.object) ?? [:]
            return AccessRecord(
                event: try row.id("id"), reader: try row.text("actor"), agency: try row.text("place"),
                at: try row.time("at"), what: personal["what"] ?? "",
                about: personal["about"] ?? "", why: personal["why"] ?? "")
        }
    }
}
