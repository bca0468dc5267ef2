// SPDX-License-Identifier: Apache-2.0

package import Foundation
package import Kernel

/// Why something about a report was refused. What concerns one field names it.
package enum CollectionProblem: Problem, Equatable {
    case noSuchForm, noSuchPeriod, notFound, notAsked, notThen
    case notOpen(Day)
    case blank(String), notANumber(String), overHundred(String), tooLow(String, Decimal), tooHigh(String, Decimal)
    case moreThan(String, String), tooLong(String), unknownField(String)
    /// The system counts it itself.
    case counted(String)
    /// The spreadsheet is not the one of this form, period and agency.
    case otherLayout
    case noFile
    case twice(String), merged(String), formula(String), date(String), notText(String)
    /// It waits for the level above, which must not find something else there.
    case waiting
    case blankReason, longReason, notMinutes
    case nobodyToRemind
    /// Somebody else was quicker, or nothing waits to be decided.
    case decided

    package var code: String {
        switch self {
        case .noSuchForm: "collection.no_such_form"
        case .noSuchPeriod: "collection.no_such_period"
        case .notFound: "collection.not_found"
        case .notAsked: "collection.not_asked"
        case .notThen: "collection.not_then"
        case .notOpen: "collection.not_open"
        case .blank: "collection.blank"
        case .notANumber: "collection.not_a_number"
        case .overHundred: "collection.over_hundred"
        case .tooLow: "collection.too_low"
        case .tooHigh: "collection.too_high"
        case .moreThan: "collection.more_than"
        case .tooLong: "collection.too_long"
        case .unknownField: "collection.unknown_field"
        case .counted: "collection.counted"
        case .otherLayout: "collection.other_layout"
        case .noFile: "collection.no_file"
        case .twice: "collection.twice"
        case .merged: "collection.merged"
        case .formula: "collection.formula"
        case .date: "collection.date"
        case .notText: "collection.not_text"
        case .waiting: "collection.waiting"
        case .blankReason: "collection.blank_reason"
        case .longReason: "collection.long_reason"
        case .notMinutes: "collection.not_minutes"
        case .nobodyToRemind: "collection.nobody_to_remind"
        case .decided: "collection.decided"
        }
    }

    package var kind: ProblemKind {
        switch self {
        case .noSuchForm, .noSuchPeriod, .notFound: .notFound
        case .waiting, .decided: .conflict
        default: .invalid
        }
    }

    package var slots: [String: String] {
        switch self {
        case .notOpen(let day): ["day": "\(day)"]
        case .tooLow(_, let limit), .tooHigh(_, let limit): ["limit": "\(limit)"]
        case .tooLong: ["limit": "\(Answers.textLimit)"]
        case .longReason: ["limit": "\(Report.reasonLimit)"]
        case .notMinutes: ["limit": "\(Report.minuteLimit)"]
        case .moreThan(_, let other): ["other": other]
        case .unknownField(let name): ["name": name]
        default: [:]
        }
    }

    /// The field of the form's page.
    package var field: String? {
        switch self {
        case .blank(let field), .notANumber(let field), .overHundred(let field), .tooLow(let field, _),
            .tooHigh(let field, _), .moreThan(let field, _), .tooLong(let field), .counted(let field),
            .twice(let field), .merged(let field),
            .formula(let field), .date(let field), .notText(let field):
            Self.name(of: field)
        case .blankReason, .longReason: "reason"
        case .notMinutes: "minutes"
        case .otherLayout, .noFile: "file"
        default: nil
        }
    }

    /// What a field of a form is called on the page, apart from what the page has of its own.
    package static func name(of field: String) -> String { "value-\(field)" }
}
