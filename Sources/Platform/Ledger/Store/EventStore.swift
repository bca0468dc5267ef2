// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
import Kernel

/// The `ledger_event` table: written once, never changed.
struct EventStore {
    let db: any Connection

    func insert(_ event: Event) throws {
        try db.run(
            """
            INSERT INTO ledger_event (id, kind, subject, place, actor, at, facts)
            VALUES (\(event.id), \(event.kind), \(event.subject), \(event.place), \(event.actor), \(event.at),
                    \(try Self.json(event.facts)))
            """)
    }

    private static func json(_ facts: [String: String]) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(facts), as: UTF8.self)
    }
}
