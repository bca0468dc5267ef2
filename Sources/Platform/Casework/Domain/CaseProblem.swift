// SPDX-License-Identifier: Apache-2.0

package import Kernel

package enum CaseProblem: Problem, Equatable, CaseIterable {
    /// There is none, or the actor may not know of it.
    case notFound
    /// Somebody else changed the case meanwhile; nothing is overwritten.
    case changedMeanwhile
    /// The move exists, but not from the state the case is in.
    case cannotMove
    case noSuchMove
    case blankReason, blankReply, blankResult, longText
    /// The new day is not after the old one.
    case dueNotLater
    case noDue
    case noSuchAgency, noSuchOfficer
    case blankMessage

    package var code: String {
        switch self {
        case .notFound: "cases.not_found"
        case .changedMeanwhile: "cases.changed_meanwhile"
        case .cannotMove: "cases.cannot_move"
        case .noSuchMove: "cases.no_such_move"
        case .blankReason: "cases.blank_reason"
        case .blankReply: "cases.blank_reply"
        case .blankResult: "cases.blank_result"
        case .longText: "cases.long_text"
        case .dueNotLater: "cases.due_not_later"
        case .noDue: "cases.no_due"
        case .noSuchAgency: "cases.no_such_agency"
        case .noSuchOfficer: "cases.no_such_officer"
        case .blankMessage: "cases.blank_message"
        }
    }

    package var kind: ProblemKind {
        switch self {
        case .notFound: .notFound
        case .changedMeanwhile, .cannotMove: .conflict
        default: .invalid
        }
    }

    package var field: String? {
        switch self {
        case .blankReason, .blankReply, .blankResult, .longText: "text"
        case .dueNotLater, .noDue: "due"
        case .noSuchAgency: "agency"
        case .noSuchOfficer: "officer"
        case .blankMessage: "message"
        case .notFound, .changedMeanwhile, .cannotMove, .noSuchMove: nil
        }
    }

    package var slots: [String: String] { self == .longText ? ["limit": "\(CaseFile.textLimit)"] : [:] }
}
