// SPDX-License-Identifier: Apache-2.0

import Database
package import Kernel
import Ledger

/// The days on which an agency works otherwise than the country does (hoán đổi ngày làm việc).
extension CaseService {
    /// May decide on which days an agency works.
    package static let keepCalendar: Permission = "cases.keep_calendar"

    /// The agency's own days from today on, in order.
    package func ownDays(of agency: Place, for actor: Actor) async throws -> [OwnDay] {
        try actor.may(Self.keepCalendar, in: agency)
        let days = try await database.read { try CaseStore(db: $0).calendarDays(of: agency) }
        return upcoming(off: days.off, worked: days.worked)
    }

    /// The days off and the swapped days of the whole country, from today on, in order, each with its reason.
    package var nationalDays: [(day: OwnDay, reason: WorkingCalendar.Reason?)] {
        upcoming(off: calendar.daysOff, worked: calendar.extraDays).map { ($0, calendar.reasons[$0.day]) }
    }

    private func upcoming(off: Set<Day>, worked: Set<Day>) -> [OwnDay] {
        (off.map { OwnDay(day: $0, isWorked: false) } + worked.map { OwnDay(day: $0, isWorked: true) })
            .filter { $0.day >= Day(now()) }.sorted { $0.day < $1.day }
    }

    /// Changes a day that is yet to come. Deadlines reckoned before stay as they were promised.
    package func setDay(
        _ day: Day?, isWorked: Bool?, saying reason: String, at agency: Place, by actor: Actor
    ) async throws {
        try actor.may(Self.keepCalendar, in: agency)
        guard let day, let isWorked else { throw CaseProblem.noDay }
        guard day > Day(now()) else { throw CaseProblem.dayPast }
        guard calendar.isWorking(day) != isWorked else { throw CaseProblem.dayIsSo }
        try CaseProblem.check(reason, orElse: .blankReason)
        try await database.write { db in
            try CaseStore(db: db).setCalendarDay(OwnDay(day: day, isWorked: isWorked), of: agency)
            try tell("set", day, ["worked": isWorked ? "yes" : "no", "reason": reason], agency, actor, db)
        }
    }

    /// The agency works on the day as the country does again.
    package func clearDay(_ day: Day?, at agency: Place, by actor: Actor) async throws {
        try actor.may(Self.keepCalendar, in: agency)
        guard let day else { throw CaseProblem.noDay }
        guard day > Day(now()) else { throw CaseProblem.dayPast }
        try await database.write { db in
            guard try CaseStore(db: db).clearCalendarDay(day, of: agency) else { return }
            try tell("cleared", day, [:], agency, actor, db)
        }
    }

    private func tell(
        _ what: String, _ day: Day, _ facts: [String: String], _ agency: Place, _ actor: Actor, _ db: any Connection
    ) throws {
        try Ledger(db).append(
            Event(
                id: ID(newID()), kind: "cases.calendar_day_\(what)", subject: day.description, place: agency.rawValue,
                actor: actor.id, at: now(), facts: facts))
    }
}

/// A day on which is worked, or not, against the rule of the week.
package struct OwnDay: Sendable, Equatable {
    package let day: Day
    package let isWorked: Bool
}
