// SPDX-License-Identifier: Apache-2.0

import Crypto
package import Database
import Kernel

/// The append side of the ledger, used inside the transaction that makes the change:
/// `try Ledger(connection).append(event)`.
///
/// The event has no position yet: the sealer gives it one, usually within 200 ms of the commit.
package struct Ledger {
    private let db: any Connection

    package init(_ connection: any Connection) { db = connection }

    package func append(_ event: Event) throws {
        let events = EventStore(db: db)
        let personal = event.personal.isEmpty ? nil : PersonalContent.salted(event.personal)
        try events.insert(event, commitment: personal?.commitment)
        if let personal { try PersonalStore(db: db).insert(personal, of: event.id) }
        db.witness("SELECT 1 FROM ledger_event WHERE id = \(event.id)")
    }

    /// The newest signed head that the transaction sees, to be printed in papers; nil while nothing is sealed.
    package func newestHead() throws -> Head? { try HeadStore(db: db).newest() }
}
