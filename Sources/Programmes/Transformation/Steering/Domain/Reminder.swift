// SPDX-License-Identifier: Apache-2.0

import Casework
package import Foundation
package import Kernel

/// A letter that reminds an agency of the tasks it is late with (công văn đôn đốc), as it was recorded as sent.
package struct Reminder: Sendable, Equatable {
    package let id: ID<Reminder>
    /// Who gave the tasks and reminds.
    package let giver: Place
    package let agency: Place
    package let letter: ReminderLetter
    let sentBy: String
    package let sentAt: Date
    package let event: String
}

/// What such a letter says: the list makes itself, only its closing is written.
package struct ReminderLetter: Sendable, Equatable, Codable {
    package struct Item: Sendable, Equatable, Codable {
        package let file: String
        package let title: String
        /// The document that the task comes from.
        package let basis: String
        /// The day by which it was to be done: 2026-07-15.
        package let due: String
        package let daysLate: Int
    }

    /// The day on which the days were counted: 2026-07-20.
    package let day: String
    package let items: [Item]
    package let closing: String
}

package enum ReminderProblem: Problem, Equatable, CaseIterable {
    case noSuchReminder, nothingLate, blankClosing, longClosing

    package var code: String {
        switch self {
        case .noSuchReminder: "steering.reminders.no_such_reminder"
        case .nothingLate: "steering.reminders.nothing_late"
        case .blankClosing: "steering.reminders.blank_closing"
        case .longClosing: "steering.reminders.long_closing"
        }
    }

    package var kind: ProblemKind {
        switch self {
        case .noSuchReminder: .notFound
        case .nothingLate: .conflict
        default: .invalid
        }
    }

    package var field: String? { [.blankClosing, .longClosing].contains(self) ? "closing" : nil }
}
