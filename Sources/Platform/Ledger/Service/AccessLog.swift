// SPDX-License-Identifier: Apache-2.0

package import Database
package import Foundation
package import Kernel

/// Who read whose data, visible to the person whose data it was.
///
/// Record the reading in the transaction that reads, which is then a `write`: what cannot be recorded is not shown.
///
///     try AccessLog(connection, now: now, newID: newID)
///         .record(reader: actor, subject: resident.id.rawValue, what: "identity.profile", why: reason)
///
/// A page that is loaded again is no second reading: the same reader, the same data and the same reason within
/// `AccessLog.once` count as one.
package struct AccessLog {
    private let db: any Connection
    private let now: Now
    private let newID: NewID

    package static let once: TimeInterval = 3600

    package init(
        _ connection: any Connection, now: @escaping Now = { Date() }, newID: @escaping NewID = { UUIDv7.string() }
    ) {
        db = connection
        self.now = now
        self.newID = newID
    }

    /// `subject` is the account whose data was read, `what` a string key that names the data, `about` what the person
    /// knows it by, `why` the reason the reader gave, or a string key where the work itself is the reason. Reading one's
    /// own data is not recorded.
    package func record(reader: Actor, subject: String, what: String, about: String = "", why: String) throws {
        guard reader.id != subject else { return }
        let event = Event(
            id: ID(newID()), kind: LedgerEvents.accessRead, subject: subject, place: reader.agency?.rawValue ?? "",
            actor: reader.id, at: now(),
            personal: ["what": what, "about": about, "why": why].filter { !$0.value.isEmpty })
        guard try !AccessStore(db: db).isKnown(event, since: event.at - Self.once) else { return }
        try Ledger(db).append(event)
        try AccessStore(db: db).insert(event.id, subject: subject)
    }
}

/// One reading of a person's data, as that person sees it.
package struct AccessRecord: Sendable, Equatable {
    package let event: ID<Event>
    package let reader: String
    /// The agency the reader acted for, or "".
    package let agency: String
    package let at: Date
    package let what: String
    /// What the person knows the data by, or "".
    package let about: String
    package let why: String
}

/// Shows a person who read their data.
package struct AccessService: Sendable {
    let database: any Database

    package init(database: any Database) { self.database = database }

    /// Newest first; `before` is the event the page before ended with.
    package func readings(of actor: Actor, before: ID<Event>? = nil, limit: Int = 50) async throws -> [AccessRecord] {
        try await database.read { try AccessStore(db: $0).readings(subject: actor.id, before: before, limit: limit) }
    }
}
