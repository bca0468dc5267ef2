// SPDX-License-Identifier: Apache-2.0

package import Database
package import Kernel
import Ledger

/// What an operator sees of the work beside the pages, and does about messages that were given up.
package struct JobService: Sendable {
    private let database: any Database
    private let schedules: [Schedule]
    private let now: Now
    private let newID: NewID

    package static let permission: Permission = "jobs.keep"

    package init(database: any Database, schedules: [Schedule] = [], now: @escaping Now, newID: @escaping NewID) {
        self.database = database
        self.schedules = schedules
        self.now = now
        self.newID = newID
    }

    /// How much waits in the outbox.
    package func queue(for actor: Actor) async throws -> OutboxQueue {
        try actor.may(Self.permission, in: .everywhere)
        return try await database.read { try OutboxStore(db: $0).queue() }
    }

    /// What runs by the clock, in the order of the list, with its last run and its next.
    package func schedules(for actor: Actor) async throws -> [ScheduleRecord] {
        try actor.may(Self.permission, in: .everywhere)
        let records = try await database.read { try ScheduleStore(db: $0).all() }
        return schedules.map { schedule in
            records.first { $0.name == schedule.name }
                ?? ScheduleRecord(name: schedule.name, due: schedule.rule.next(after: now()), ran: nil, problem: "")
        }
    }

    package func deadLetters(limit: Int = 50, for actor: Actor) async throws -> [DeadLetter] {
        try actor.may(Self.permission, in: .everywhere)
        return try await database.read { try OutboxStore(db: $0).dead(limit: limit) }
    }

    /// Sends it again, with as many attempts as a new one.
    package func retry(_ id: ID<OutgoingMessage>, by actor: Actor) async throws {
        try await settle(id, "jobs.letter_retried", by: actor) { [now] in try $0.revive(id, due: now()) }
    }

    /// Gives it up for good.
    package func drop(_ id: ID<OutgoingMessage>, by actor: Actor) async throws {
        try await settle(id, "jobs.letter_dropped", by: actor) { try $0.drop(id) }
    }

    /// The event names the message's kind and the event it was to tell of, never its content.
    private func settle(
        _ id: ID<OutgoingMessage>, _ kind: String, by actor: Actor,
        _ change: @escaping @Sendable (OutboxStore) throws -> Bool
    ) async throws {
        try actor.may(Self.permission, in: .everywhere)
        try await database.write { [now, newID] db in
            let store = OutboxStore(db: db)
            guard let letter = try store.deadLetter(id), try change(store) else {
                throw JobProblem.noDeadLetter(id.rawValue)
            }
            try Ledger(db).append(
                Event(
                    id: ID(newID()), kind: kind, subject: id.rawValue, actor: actor.id, at: now(),
                    facts: ["kind": letter.message.kind, "event": letter.message.event]))
        }
    }
}
