// SPDX-License-Identifier: Apache-2.0

import Database
import Kernel

/// The `ledger_personal` table: the only place where personal content of events lies.
struct PersonalStore {
    let db: any Connection

    func insert(_ personal: PersonalContent, of event: ID<Event>) throws {
        try db.run(
            """
            INSERT INTO ledger_personal (event_id, salt, content)
            VALUES (\(event), \(personal.salt), \(personal.content))
            """)
    }

    func find(_ event: ID<Event>) throws -> PersonalContent? {
        try db.rows("SELECT salt, content FROM ledger_personal WHERE event_id = \(event)").first
            .map { PersonalContent(salt: try $0.blob("salt"), content: try $0.text("content")) }
    }

    /// False when there was nothing to erase.
    func erase(_ event: ID<Event>) throws -> Bool {
        try db.change("DELETE FROM ledger_personal WHERE event_id = \(event)") == 1
    }
}
