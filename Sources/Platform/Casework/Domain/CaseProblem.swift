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
    case blankReason, blankReply, blankRequest, blankResult, longText
    /// The new day is not after the old one.
    case dueNotLater
    case noDue
    case noSuchAgency, noSuchOfficer
    case blankMessage
    case noScore, ratedAlready
    /// Of an agency's calendar: none chosen, in the past, or what it is anyway.
    case noDay, dayPast, dayIsSo
    case blankQuestion, blankAnswer, duePast
    /// The agency has not answered the last question yet.
    case askedAlready
    /// Nobody stands above the agency in this matter.
    case noSuperior
    /// None of many was chosen.
    case nothingChosen

    package var code: String {
        switch self {
        case .notFound: "cases.not_found"
        case .changedMeanwhile: "cases.changed_meanwhile"
        case .cannotMove: "cases.cannot_move"
        case .noSuchMove: "cases.no_such_move"
        case .blankReason: "cases.blank_reason"
        case .blankReply: "cases.blank_reply"
        case .blankRequest: "cases.blank_request"
        case .blankResult: "cases.blank_result"
        case .longText: "cases.long_text"
        case .dueNotLater: "cases.due_not_later"
        case .noDue: "cases.no_due"
        case .noSuchAgency: "cases.no_such_agency"
        case .noSuchOfficer: "cases.no_such_officer"
        case .blankMessage: "cases.blank_message"
        case .noScore: "cases.no_score"
        case .noDay: "cases.no_day"
        case .dayPast: "cases.day_past"
        case .dayIsSo: "cases.day_is_so"
        case .blankQuestion: "cases.blank_question"
        case .blankAnswer: "cases.blank_answer"
        case .duePast: "cases.due_past"
        case .askedAlready: "cases.asked_already"
        case .noSuperior: "cases.no_superior"
        case .ratedAlready: "cases.rated_already"
        case .nothingChosen: "cases.nothing_chosen"
        }
    }

    package var kind: ProblemKind {
        switch self {
        case .notFound: .notFound
        case .changedMeanwhile, .cannotMove, .ratedAlready, .noSuperior: .conflict
        default: .invalid
        }
    }

    package var field: String? {
        switch self {
        case .blankReason, .blankReply, .blankRequest, .blankResult, .blankQuestion, .longText: "text"
        case .blankAnswer: "answer"
        case .dueNotLater, .noDue, .duePast: "due"
        case .noSuchAgency, .askedAlready: "agency"
        case .noSuchOfficer: "officer"
        case .blankMessage: "message"
        case .noScore: "score"
        case .noDay, .dayPast, .dayIsSo: "day"
        case .notFound, .changedMeanwhile, .cannotMove, .noSuchMove, .ratedAlready, .nothingChosen, .noSuperior: nil
        }
    }

    package var slots: [String: String] { self == .longText ? ["limit": "\(CaseFile.textLimit)"] : [:] }
}

extension CaseProblem {
    /// What people write must be there, and must fit.
    static func check(_ text: String, orElse blank: CaseProblem) throws(CaseProblem) {
        guard !text.isEmpty else { throw blank }
        guard text.count <= CaseFile.textLimit else { throw .longText }
    }
}

/// One of many cases that could not be changed, and why.
package struct CaseRefusal: Sendable {
    package let id: ID<CaseFile>
    package let problem: any Problem
}

extension Problem {
    /// What the page of a case can say; anything else has a page of its own.
    var isAboutTheCase: Bool { kind == .invalid || kind == .conflict }
}
