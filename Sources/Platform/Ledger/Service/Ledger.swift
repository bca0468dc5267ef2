// SPDX-License-Identifier: Apache-2.0

package import Database
import Foundation
import Kernel

/// The append side of the ledger, used inside the transaction that makes the change:
/// `try Ledger(connection).append(event)`.
package struct Ledger {
    private let db: any Connection

    package init(_ connection: any Connection) { db = connection }

    package func append(_ event: Event) throws {
        try EventStore(db: db).insert(event)
        db.witness("SELECT 1 FROM ledger_event WHERE id = \(event.id)")
    }
}
