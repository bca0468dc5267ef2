// SPDX-License-Identifier: Apache-2.0

package import Agencies
package import Casework
package import Database
import Foundation
package import Kernel
import Ledger

/// Drafts letters to agencies that are late with their tasks, and keeps those that were sent. Sending them is the work of the
/// document system of the agency.
package struct ReminderService: Sendable {
    static let closingLimit = 2000
    /// More open tasks than any agency gave.
    private static let taskLimit = 5000
    private static let listLimit = 200

    let database: any Database
    let cases: CaseService
    let agencies: AgencyService
    let now: Now
    let newID: NewID
    /// What stands on each task when a letter was sent: of the day and of how many days late.
    let note: @Sendable (ReminderLetter, ReminderLetter.Item) -> String

    package init(
        database: any Database, cases: CaseService, agencies: AgencyService, now: @escaping Now,
        newID: @escaping NewID, note: @escaping @Sendable (ReminderLetter, ReminderLetter.Item) -> String
    ) {
        (self.database, self.cases, self.agencies) = (database, cases, agencies)
        (self.now, self.newID, self.note) = (now, newID, note)
    }

    /// What an agency is late with.
    package struct Arrears: Sendable {
        package let agency: Place
        package let items: [ReminderLetter.Item]
    }

    /// The agencies that are late with tasks given from the agency of an official: those with most of them first.
    package func arrears(for actor: Actor) async throws -> [Arrears] {
        let desk = try giver(actor)
        let files = try await cases.open(Tasks.kind, from: desk, limit: Self.taskLimit, for: actor)
        return try await database.read { db in
            try Dictionary(grouping: files.filter(isLate), by: \.holder).map { agency, files in
                Arrears(agency: agency, items: try files.map { try item(of: $0, in: db) })
            }.sorted { ($1.items.count, $0.agency.rawValue) < ($0.items.count, $1.agency.rawValue) }
        }
    }

    package func arrears(of agency: Place, for actor: Actor) async throws -> Arrears {
        guard let found = try await arrears(for: actor).first(where: { $0.agency == agency }) else {
            throw ReminderProblem.nothingLate
        }
        return found
    }

    /// The letter to an agency as it would go out now.
    package func draft(to agency: Place, closing: String, for actor: Actor) async throws -> ReminderLetter {
        ReminderLetter(
            day: Day(now()).description, items: try await arrears(of: agency, for: actor).items, closing: closing)
    }

    /// Records that the letter was sent, and says so on each of its tasks.
    @discardableResult
    package func send(to agency: Place, closing: String, by actor: Actor) async throws -> Reminder {
        let desk = try giver(actor)
        if let problem = Self.problems(in: closing).first { throw problem }
        let known = try await arrears(of: agency, for: actor).items
        let (id, event, time) = (ID<Reminder>(newID()), newID(), now())
        return try await database.write { db in
            // What was reported or handed over meanwhile is not reminded of.
            let files = try known.compactMap { try cases.take(ID($0.file), in: db) }
                .filter { $0.holder == agency && isLate($0) }
            guard !files.isEmpty else { throw ReminderProblem.nothingLate }
            let letter = ReminderLetter(
                day: Day(time).description, items: try files.map { try item(of: $0, in: db) }, closing: closing)
            let reminder = Reminder(
                id: id, giver: desk, agency: agency, letter: letter, sentBy: actor.id, sentAt: time, event: event)
            try ReminderStore(db: db).insert(reminder)
            for (file, item) in zip(files, letter.items) {
                try cases.write(note(letter, item), in: file, by: actor, in: db)
            }
            try Ledger(db).append(
                Event(
                    id: ID(event), kind: "steering.reminded", subject: id.rawValue, place: agency.rawValue,
                    actor: actor.id, at: time, facts: ["giver": desk.rawValue, "tasks": "\(files.count)"]))
            return reminder
        }
    }

    /// Those the agency of an official sent or was sent, the newest first.
    package func sent(for actor: Actor) async throws -> [Reminder] {
        // Before the question, not in it: the compiler of Swift 6.3 breaks over a call that may throw among its arguments.
        let agency = try reader(actor)
        return try await database.ask(ReminderStore.concerning(agency, limit: Self.listLimit))
    }

    package func reminder(_ id: ID<Reminder>, for actor: Actor) async throws -> Reminder {
        let agency = try reader(actor)
        let found: Reminder? = try await database.ask(ReminderStore.find(id))
        guard let reminder = found, [reminder.giver, reminder.agency].contains(agency) else {
            throw ReminderProblem.noSuchReminder
        }
        return reminder
    }

    static func problems(in closing: String) -> [ReminderProblem] {
        closing.isEmpty ? [.blankClosing] : closing.count > closingLimit ? [.longClosing] : []
    }

    private func isLate(_ file: CaseFile) -> Bool {
        let progress = cases.progress(of: file)
        return progress.stage == .open && progress.isLate
    }

    private func item(of file: CaseFile, in db: any Connection) throws -> ReminderLetter.Item {
        let (progress, order) = (
            cases.progress(of: file), try TaskOrder(content: try CaseService.content(of: file.id, in: db))
        )
        return ReminderLetter.Item(
            file: file.id.rawValue, title: file.matter, basis: order.basis,
            due: progress.due.map { Day($0).description } ?? "", daysLate: progress.daysLate(at: now()))
    }

    private func giver(_ actor: Actor) throws -> Place {
        guard let desk = actor.agency else { throw Forbidden(Tasks.give) }
        try actor.may(Tasks.give, in: desk)
        return desk
    }

    private func reader(_ actor: Actor) throws -> Place {
        guard let agency = actor.agency else { throw Forbidden(Tasks.read) }
        try actor.may(Tasks.read, in: agency)
        return agency
    }
}
