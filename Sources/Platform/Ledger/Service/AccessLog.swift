// SPDX-License-Identifier: Apache-2.0

package import Database
package import Foundation
package import Kernel

/// Who read whose data, visible to the person whose data it was.
///
/// What cannot be recorded is not shown: the reading is entered in the transaction that reads. A page that is loaded again is
/// no second reading: the same reader, the same data and the same reason within `AccessLog.once` count as one, and such a
/// page takes no part in the queue of those who write.
///
///     try await database.show(to: actor, because: reason) { db, log in
///         try log.record("identity.profile", of: [resident.id.rawValue])
///         return resident
///     }
package struct AccessLog {
    fileprivate let db: any Connection
    fileprivate let reader: Actor
    fileprivate let why: String
    fileprivate let mayWrite: Bool
    fileprivate let now: Now
    fileprivate let newID: NewID

    package static let once: TimeInterval = 3600

    /// Ends a transaction that only reads and finds a reading that is not entered yet.
    fileprivate struct IsNew: Error {}

    /// `what` is a string key that names the data, `people` the accounts whose data it is, `about` what they know it by.
    /// Reading one's own data is not recorded.
    package func record(_ what: String, of people: some Sequence<String>, about: String = "") throws {
        let people = Set(people).subtracting([reader.id]).sorted()
        guard !people.isEmpty else { return }
        let reading = ["what": what, "about": about, "why": why].filter { !$0.value.isEmpty }
        let known = try AccessStore(db: db).known(people, reading, by: reader, since: now() - Self.once)
        for person in people where !known.contains(person) {
            guard mayWrite else { throw IsNew() }
            let event = Event(
                id: ID(newID()), kind: LedgerEvents.accessRead, subject: person, place: reader.agency?.rawValue ?? "",
                actor: reader.id, at: now(), personal: reading)
            try Ledger(db).append(event)
            try AccessStore(db: db).insert(event.id, subject: person)
        }
    }
}

extension Database {
    /// Shows people's data to `reader`. `why` is the reason they gave, or a string key where the work itself is the reason.
    /// `body` enters in the log what it read of whom; it is run again where a reading is new. It only reads, unless it is
    /// said to be `changing` something.
    package func show<T: Sendable>(
        to reader: Actor, because why: String, changing: Bool = false, now: @escaping Now = { Date() },
        newID: @escaping NewID = { UUIDv7.string() },
        _ body: @escaping @Sendable (any Connection, AccessLog) throws -> T
    ) async throws -> T {
        if !changing {
            do {
                return try await read {
                    try body($0, AccessLog(db: $0, reader: reader, why: why, mayWrite: false, now: now, newID: newID))
                }
            } catch is AccessLog.IsNew {}
        }
        return try await write {
            try body($0, AccessLog(db: $0, reader: reader, why: why, mayWrite: true, now: now, newID: newID))
        }
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
