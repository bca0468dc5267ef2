// SPDX-License-Identifier: Apache-2.0

import Foundation
package import Kernel

/// What a task says, as the case file keeps it (JSON).
package struct TaskOrder: Sendable, Equatable, Codable {
    package let text: String
    /// The directive or conclusions it comes from.
    package let basis: String
    /// Agencies that join in, by their ids.
    package let joining: [String]
    /// The indicator that tells how far it is, if there is one.
    package let indicator: String?
    /// What it reaches is to be carried to others; nil in tasks given before that was asked.
    package let isPilot: Bool?
}

extension TaskOrder {
    /// Reads what a case file keeps.
    init(content: String) throws { self = try JSONDecoder().decode(Self.self, from: Data(content.utf8)) }
}

/// What an official states to give a task, as it was typed.
package struct TaskDraft: Sendable {
    /// Identifiers of agencies, such as H42.19; those that join in one a line.
    package var title = "", text = "", basis = "", lead = "", joining = "", indicator = ""
    package var due: Day?
    /// Under a directive: the numbers of its group, and of its priority if it serves one.
    package var group = "", priority = ""
    package var isPilot = false

    package init() {}
}

package enum TaskProblem: Problem, Equatable {
    case blankTitle, longTitle, blankText, longText, blankBasis, longBasis, noDue, duePast, noLead, noSuchJoining(
        String)
    case noSuchIndicator, noSuchGroup, noSuchPriority

    package var code: String {
        switch self {
        case .blankTitle: "steering.tasks.blank_title"
        case .longTitle: "steering.tasks.long_title"
        case .blankText: "steering.tasks.blank_text"
        case .longText: "steering.tasks.long_text"
        case .blankBasis: "steering.tasks.blank_basis"
        case .longBasis: "steering.tasks.long_text"
        case .noDue: "steering.tasks.no_due"
        case .duePast: "steering.tasks.due_past"
        case .noLead: "steering.tasks.no_lead"
        case .noSuchJoining: "steering.tasks.no_such_joining"
        case .noSuchIndicator: "steering.tasks.no_such_indicator"
        case .noSuchGroup: "steering.directives.no_such_group"
        case .noSuchPriority: "steering.directives.no_such_priority"
        }
    }

    package var kind: ProblemKind { .invalid }

    package var field: String? {
        switch self {
        case .blankTitle, .longTitle: "title"
        case .blankText, .longText: "text"
        case .blankBasis, .longBasis: "basis"
        case .noDue, .duePast: "due"
        case .noLead: "lead"
        case .noSuchJoining: "joining"
        case .noSuchIndicator: "indicator"
        case .noSuchGroup: "group"
        case .noSuchPriority: "priority"
        }
    }

    package var slots: [String: String] { if case .noSuchJoining(let text) = self { ["text": text] } else { [:] } }
}
