// SPDX-License-Identifier: Apache-2.0

package import Database
import Foundation
package import Kernel

/// Shows and erases the personal content of events, for officials who may. The proof stays whole either way, because the
/// leaf holds only a salted commitment.
package struct PersonalService: Sendable {
    let database: any Database
    let now: Now
    let newID: NewID

    package init(database: any Database, now: @escaping Now, newID: @escaping NewID) {
        self.database = database
        self.now = now
        self.newID = newID
    }

    /// The personal content of an event of somebody else, after it is written to the access log of the accounts it
    /// concerns who looked and why. Nil when there is none, or it was erased.
    package func disclose(_ id: ID<Event>, reason: String, to actor: Actor) async throws -> [String: String]? {
        let reason = reason.trimmingCharacters(in: .whitespacesAndNewlines)
        return try await database.show(to: actor, because: reason, now: now, newID: newID) { connection, log in
            guard let event = try EventStore(db: connection).find(id) else { throw LedgerProblem.noSuchEvent }
            try actor.may(.readLedgerPersonal, in: Place(rawValue: event.place))
            guard !reason.isEmpty else { throw LedgerProblem.reasonMissing }
            guard let personal = try PersonalStore(db: connection).find(id) else { return nil }
            try log.record("ledger.access.event", of: [event.actor, event.subject])
            return try CanonicalJSON.object(personal.content)
        }
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
