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
        var people: Set<String> = []
        for row in missing { people.formUnion(try await reminders.officials(row.agency.place)) }
        let (event, time, words) = (newID(), now(), reminders.words(summary.completeness.template, period))
        let accounts = people.sorted()
        try await database.write { [reminders] db in
            try Ledger(db).append(
                Event(
                    id: ID(event), kind: "collection.reminded", subject: template, place: above.id.rawValue,
                    actor: actor.id, at: time,
                    facts: ["form": template, "period": period.description, "agencies": "\(missing.count)"]))
            for account in accounts {
                try reminders.notifications.tell(
                    account, words, at: "/desk/collection/\(template)/\(period)",
                    id: ID("collection/\(template)/\(period)/\(account)/\(Day(time))"), event: event, in: db)
            }
        }
        return missing.count
    }
}
