// SPDX-License-Identifier: Apache-2.0

package import Kernel

/// What a leader says about a document that came (ý kiến chỉ đạo, bút phê), as it was typed.
package struct DirectionForm: Sendable {
    package var opinion = ""
    /// Accounts: who leads, who joins in, who is told.
    package var lead = "", joining: [String] = [], informed: [String] = []
    package var due: Day?
    /// The code or the address of a task that it belongs to.
    package var task = ""

    package init() {}
}

/// What an official has to do with a document that came.
package enum DirectionRole: String, Sendable, CaseIterable {
    /// Chủ trì, phối hợp, để biết.
    case lead, joining, informed
}

/// Somebody with a part in a document that came.
package struct DirectionPart: Sendable, Hashable {
    package let account: String
    package let role: DirectionRole
}

package enum DirectionProblem: Problem, Equatable {
    case blankOpinion, longOpinion, noLead, noDue, duePast, noSuchOfficial, noSuchTask, changedMeanwhile, cannotDirect
    /// Somebody else was told to deal with it.
    case notLead

    package var code: String {
        switch self {
        case .blankOpinion: "documents.blank_opinion"
        case .longOpinion: "documents.long_opinion"
        case .noLead: "documents.no_lead"
        case .noDue: "documents.no_due"
        case .duePast: "documents.due_past"
        case .noSuchOfficial: "documents.no_such_official"
        case .noSuchTask: "documents.no_such_task"
        case .changedMeanwhile: "documents.changed_meanwhile"
        case .cannotDirect: "documents.cannot_direct"
        case .notLead: "documents.not_lead"
        }
    }

    package var kind: ProblemKind {
        switch self {
        case .changedMeanwhile, .cannotDirect: .conflict
        case .notLead: .forbidden
        default: .invalid
        }
    }

    package var slots: [String: String] { self == .longOpinion ? ["limit": "\(DirectionService.opinionLimit)"] : [:] }

    package var field: String? {
        switch self {
        case .blankOpinion, .longOpinion: "opinion"
        case .noLead, .noSuchOfficial: "lead"
        case .noDue, .duePast: "due"
        case .noSuchTask: "task"
        case .changedMeanwhile, .cannotDirect, .notLead: nil
        }
    }
}
