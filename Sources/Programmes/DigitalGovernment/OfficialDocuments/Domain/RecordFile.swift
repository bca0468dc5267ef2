// SPDX-License-Identifier: Apache-2.0

package import Foundation
package import Kernel

/// A file of an agency's work (hồ sơ công việc, decree 30/2020, chapter IV): what came, what went out and the cases of one
/// matter, in an order, kept for as long as its retention says.
package struct RecordFile: Sendable, Equatable {
    package let id: ID<RecordFile>
    package let agency: Place
    /// Of the list of files it stands in (danh mục hồ sơ).
    package let year: Int
    /// Its number and notation in that list, such as 01.TH.
    package let notation: String
    package let title: String
    /// By its id among `Retentions`.
    package let retention: String
    /// The account of who answers for it.
    package let keeper: String
    package let note: String
    package let openedBy: String
    package let openedAt: Date
    package let event: String
    /// How many papers lie in it.
    package internal(set) var count: Int
    package internal(set) var closing: Closing?
    package internal(set) var destruction: Destruction?
    package internal(set) var handover: Handover?

    /// After it nothing more is put in.
    package struct Closing: Sendable, Equatable {
        package let by: String
        package let day: Day
        /// The last day of its retention; nil where it is kept for ever.
        package let keepUntil: Day?
        package let event: String
    }

    /// That it is to be destroyed. The decision alone: nothing is deleted by it.
    package struct Destruction: Sendable, Equatable {
        package let by: String
        package let at: Date
        package let reason: String
        package let event: String
    }

    /// That it went to the agency's archive.
    package struct Handover: Sendable, Equatable {
        package let by: String
        package let at: Date
        package let event: String
    }

    /// Where a file stands on its way to the archive.
    package enum Archiving: Sendable, Equatable {
        case done(Day), later(Day), soon(Day), overdue(Day)
    }

    /// So many days before its last day whoever answers for it is reminded.
    package static let reminderDays = 30

    /// Nil for what is not closed, or is to be destroyed.
    package func archiving(on day: Day, _ term: Retentions.Handover) -> Archiving? {
        if let handover { return .done(Day(handover.at)) }
        guard let closing, destruction == nil else { return nil }
        let due = term.due(closedOn: closing.day)
        if due < day { return .overdue(due) }
        return due - Self.reminderDays <= day ? .soon(due) : .later(due)
    }

    package enum State: String, Sendable { case open, closed, past, destroyed }

    package func state(on day: Day) -> State {
        if destruction != nil { return .destroyed }
        guard let closing else { return .open }
        return closing.keepUntil.map { $0 < day } ?? false ? .past : .closed
    }
}

/// A line of a file: something that lies in it, as it was when it was put there.
package struct FiledPaper: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
        /// A document the agency issued.
        case issued
        /// One from the book of arrivals.
        case arrival
        /// A case file of any kind.
        case caseFile = "case"
    }

    package let kind: Kind
    /// Its id among its kind.
    package let subject: String
    /// From 1, in the order of the file.
    package internal(set) var ordinal: Int
    /// Number and notation, or the code of a case.
    package let text: String
    package let title: String
    /// What type of document; "" for a case.
    package let type: String
    /// Who issued it; "" for the agency itself.
    package let issuer: String
    /// The day that stands on it.
    package let day: Day
    /// The event of its issue or arrival; "" where there is none.
    package let source: String
    package let addedBy: String
    package let addedAt: Date
    /// The event by which it came into the file.
    package let event: String

    /// As it is ticked on a page.
    package var key: String { "\(kind.rawValue).\(subject)" }
}

/// What was typed to open a file.
package struct RecordForm: Sendable {
    package var notation = "", title = "", year = "", retention = "", keeper = "", note = ""

    package init() {}
}

package enum RecordProblem: Problem, Equatable {
    case blankNotation, longNotation, blankTitle, longTitle, badYear, noRetention, noKeeper, longNote
    /// Another file of the year has it.
    case notationTaken(String)
    case notFound, closed, empty, full, notClosed, handedOver
    case blankPaper, noSuchPaper(String), alreadyIn(String)
    case notPast, permanent, destroyed, blankReason, longReason

    package var code: String {
        switch self {
        case .blankNotation: "documents.records.blank_notation"
        case .longNotation: "documents.records.long_notation"
        case .blankTitle: "documents.records.blank_title"
        case .longTitle: "documents.records.long_title"
        case .badYear: "documents.records.bad_year"
        case .noRetention: "documents.records.no_retention"
        case .noKeeper: "documents.records.no_keeper"
        case .longNote: "documents.records.long_note"
        case .notationTaken: "documents.records.notation_taken"
        case .notFound: "documents.records.not_found"
        case .closed: "documents.records.closed"
        case .empty: "documents.records.empty"
        case .full: "documents.records.full"
        case .notClosed: "documents.records.not_closed"
        case .handedOver: "documents.records.handed_over"
        case .blankPaper: "documents.records.blank_paper"
        case .noSuchPaper: "documents.records.no_such_paper"
        case .alreadyIn: "documents.records.already_in"
        case .notPast: "documents.records.not_past"
        case .permanent: "documents.records.permanent"
        case .destroyed: "documents.records.destroyed"
        case .blankReason: "documents.records.blank_reason"
        case .longReason: "documents.records.long_reason"
        }
    }

    package var kind: ProblemKind {
        switch self {
        case .notFound: .notFound
        case .closed, .notPast, .permanent, .destroyed, .notClosed, .handedOver: .conflict
        default: .invalid
        }
    }

    package var slots: [String: String] {
        switch self {
        case .longNotation: ["limit": "\(RecordService.notationLimit)"]
        case .longTitle, .longNote, .longReason: ["limit": "\(RecordService.textLimit)"]
        case .full: ["limit": "\(RecordService.paperLimit)"]
        case .notationTaken(let text), .noSuchPaper(let text), .alreadyIn(let text): ["text": text]
        default: [:]
        }
    }

    package var field: String? {
        switch self {
        case .blankNotation, .longNotation, .notationTaken: "notation"
        case .blankTitle, .longTitle: "title"
        case .badYear: "year"
        case .noRetention: "retention"
        case .noKeeper: "keeper"
        case .longNote: "note"
        case .blankPaper, .noSuchPaper, .alreadyIn, .full: "number"
        case .blankReason, .longReason: "reason"
        case .notFound, .closed, .empty, .notPast, .permanent, .destroyed, .notClosed, .handedOver: nil
        }
    }
}
