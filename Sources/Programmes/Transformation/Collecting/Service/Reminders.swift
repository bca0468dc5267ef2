// SPDX-License-Identifier: Apache-2.0

import Agencies
import Database
import Indicators
import Kernel
import Ledger
import Notifications

/// How a reminder reaches people.
package struct Reminders: Sendable {
    let notifications: NotificationService
    /// The accounts of those who have a post at an agency.
    let officials: @Sendable (Place) async throws -> [String]
    /// What it says.
    let words: @Sendable (Template, Period) -> PersonalNotice.Words

    init(
        notifications: NotificationService, officials: @escaping @Sendable (Place) async throws -> [String],
        words: @escaping @Sendable (Template, Period) -> PersonalNotice.Words
    ) { (self.notifications, self.officials, self.words) = (notifications, officials, words) }
}

extension CollectionService {
    /// Reminds the agencies directly below that have not sent their report, or have to send it again; each person is told once a
    /// day. Returns how many agencies that are.
    @discardableResult
    func remind(_ template: String, _ period: Period, by actor: Actor) async throws -> Int {
        let above = try await agency(of: actor, Collecting.accept)
        let summary = try await summary(template, period, for: actor)
        let missing = summary.rows.filter { row in
            row.superior == above.place && (row.report?.last == nil || row.report?.state == .returned)
        }
        guard !missing.isEmpty else { throw CollectionProblem.nobodyToRemind }
        try await tell(missing, summary.completeness, from: above.place, by: actor)
        return missing.count
    }

    /// Reminds all agencies that have not sent a report, or have to send it again, when it is due in three days or today, and a
    /// week after. Returns how many reports that are.
    @discardableResult
    package func remindOfDue() async throws -> Int {
        var count = 0
        for template in templates.all {
            let current = Period(template.period, containing: today)
            for period in [current, current.previous, current.previous.previous]
            where Self.reminderDays.contains(where: { template.due(period) + $0 == today }) {
                let whole = try await completeness(template.id, period)
                let missing = whole.rows.filter { $0.report?.last == nil || $0.report?.state == .returned }
                for (above, rows) in Dictionary(grouping: missing, by: \.superior) {
                    try await tell(rows, whole, from: above ?? .everywhere, by: .system)
                }
                count += missing.count
            }
        }
        return count
    }

    /// Days after the one on which a report is due.
    static let reminderDays: Set<Int> = [-3, 0, 7]

    private func tell(
        _ missing: [Completeness.Row], _ whole: Completeness, from above: Place, by actor: Actor
    ) async throws {
        var people: Set<String> = []
        for row in missing { people.formUnion(try await reminders.officials(row.agency.place)) }
        let (template, period) = (whole.template, whole.period)
        let (event, time, words) = (newID(), now(), reminders.words(template, period))
        let accounts = people.sorted()
        try await database.write { [reminders] db in
            try Ledger(db).append(
                Event(
                    id: ID(event), kind: "collection.reminded", subject: template.id, place: above.rawValue,
                    actor: actor.id, at: time,
                    facts: ["form": template.id, "period": period.description, "agencies": "\(missing.count)"]))
            for account in accounts {
                try reminders.notifications.tell(
                    account, words, at: "/desk/collection/\(template.id)/\(period)",
                    id: ID("collection/\(template.id)/\(period)/\(account)/\(Day(time))"), event: event, in: db)
            }
        }
    }
}
