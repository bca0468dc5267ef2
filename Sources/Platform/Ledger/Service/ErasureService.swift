// SPDX-License-Identifier: Apache-2.0

package import Database
import Foundation
package import Kernel

/// Erases the personal content of an event; its proof stays whole, because the leaf holds only a salted commitment.
package struct ErasureService: Sendable {
    let database: any Database
    let now: Now
    let newID: NewID

    package init(database: any Database, now: @escaping Now, newID: @escaping NewID) {
        self.database = database
        self.now = now
        self.newID = newID
    }

    /// `reason` is kept as personal content of the erasure's own event, because people write names into reasons.
    package func erase(_ id: ID<Event>, reason: String, by actor: Actor) async throws {
        let reason = reason.trimmingCharacters(in: .whitespacesAndNewlines)
        try await database.write { [now, newID] connection in
            guard let event = try EventStore(db: connection).find(id) else { throw LedgerProblem.noSuchEvent }
            try actor.may(.eraseLedgerPersonal, in: Place(rawValue: event.place))
            guard !reason.isEmpty else { throw LedgerProblem.reasonMissing }
            guard try PersonalStore(db: connection).erase(id) else { throw LedgerProblem.nothingToErase }
            try Ledger(connection).append(
                Event(
                    id: ID(newID()), kind: LedgerEvents.erased, subject: id.rawValue, place: event.place,
                    actor: actor.id, at: now(), personal: ["reason": reason]))
        }
    }
}

/// The kinds of events that the ledger writes about itself.
enum LedgerEvents {
    static let erased = "ledger.erased"
    static let keyMade = "ledger.key_made"
    static let keyEnded = "ledger.key_ended"
    static let keyRevoked = "ledger.key_revoked"
    static let accessRead = "access.read"
}
