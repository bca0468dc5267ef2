// SPDX-License-Identifier: Apache-2.0

package import Casework
package import Foundation
package import Kernel

/// A line of the book of what came to an agency (sổ đăng ký văn bản đến, decree 30/2020, annex IV).
package struct Arrival: Sendable, Equatable {
    package let id: ID<Arrival>
    package let agency: Place
    package let year: Int
    /// From 1 on 1 January, in the order in which they were entered.
    package let number: Int
    package let arrivedOn: Day
    /// Who issued it, as printed.
    package let sender: String
    /// Number and notation, as printed.
    package let notation: String
    package let day: Day
    package let type: String
    package let subject: String
    package let enteredBy: String
    package let enteredAt: Date
    package let event: String
    /// Where it is dealt with; nil for what was entered before that was written down.
    package var file: ID<CaseFile>?
    /// The entry that took its place, after its sender changed it.
    package var replacedBy: ID<Arrival>?

    /// Under which it is known to be there twice: number, notation and agency, as people type them.
    static func key(_ sender: String, _ notation: String) -> String {
        [notation, sender].map {
            $0.precomposedStringWithCanonicalMapping.lowercased().split(whereSeparator: \.isWhitespace).joined()
        }
        .joined(separator: "|")
    }
}

/// What the case of an arrival keeps (JSON).
struct ArrivalContent: Codable {
    let number: Int, year: Int
    let notation: String, day: String
    let urgency: Urgency
    /// `paper` or `exchange`.
    let medium: String

    var json: String {
        get throws { String(decoding: try JSONEncoder().encode(self), as: UTF8.self) }
    }
}

/// What was typed to enter an arrival.
package struct ArrivalForm: Sendable {
    package var sender = "", notation = "", type = "", subject = ""
    package var day: Day?, arrivedOn: Day?
    /// Somebody has looked at the entry that seems to be the same, and it is another.
    package var isAnother = false
    /// How secret it is said to be.
    package var secrecy = ""

    package init() {}
}

package enum ArrivalProblem: Problem, Equatable {
    case blankSender, longSender, blankNotation, longNotation, noDay, dayAhead, noArrival, arrivalAhead, arrivalTooEarly
    case noType, blankSubject, longSubject
    case secret(String)
    /// Said to be a State secret.
    case classified
    /// An entry has the same number, notation and agency.
    case twice(Int, year: Int)

    package var code: String {
        switch self {
        case .blankSender: "documents.blank_sender"
        case .longSender: "documents.long_sender"
        case .blankNotation: "documents.blank_notation"
        case .longNotation: "documents.long_notation"
        case .noDay: "documents.no_day"
        case .dayAhead: "documents.day_ahead"
        case .noArrival: "documents.no_arrival"
        case .arrivalAhead: "documents.arrival_ahead"
        case .arrivalTooEarly: "documents.arrival_too_early"
        case .noType: "documents.no_type"
        case .blankSubject: "documents.blank_subject"
        case .longSubject: "documents.long_subject"
        case .secret: "documents.secret"
        case .classified: "documents.classified"
        case .twice: "documents.twice"
        }
    }

    package var kind: ProblemKind { .invalid }

    package var slots: [String: String] {
        switch self {
        case .longSender, .longNotation: ["limit": "\(DraftingService.lineLimit)"]
        case .longSubject: ["limit": "\(DraftingService.subjectLimit)"]
        case .secret(let mark): ["mark": mark]
        case .twice(let number, let year): ["number": "\(number)", "year": "\(year)"]
        default: [:]
        }
    }

    package var field: String? {
        switch self {
        case .blankSender, .longSender: "sender"
        case .blankNotation, .longNotation: "notation"
        case .noDay, .dayAhead: "day"
        case .noArrival, .arrivalAhead, .arrivalTooEarly: "arrived"
        case .noType: "type"
        case .blankSubject, .longSubject, .secret: "subject"
        case .twice: "another"
        case .classified: "secrecy"
        }
    }
}

extension ArrivalProblem {
    var isSecret: Bool {
        switch self {
        case .secret, .classified: true
        default: false
        }
    }
}
