// SPDX-License-Identifier: Apache-2.0

package import Kernel
package import Web

/// What is wrong with one answer.
package enum AnswerFlaw: Error, Sendable, Equatable {
    case missing
    case tooLong(limit: Int)
    case badIdentifier
    case badDate
    case badPartialDate
    case tooEarly(Day)
    case tooLate(Day)
    case badNumber
    case notWhole
    case tooManyDecimals(Int)
    case tooSmall(Double)
    case tooLarge(Double)
    case badPhone
    case badEmail
    case badChoice
    case unitNotChosen
    case unknownUnit
    case lineMissing
    case tooManyFiles(Int)
    case tooFewEntries(Int)
    case tooManyEntries(Int)
    /// A rule of the form's own, with its own words.
    case rule(Words)
    /// Not the sort of value the question takes: no page of ours sends such.
    case wrongKind
    /// Answered though nothing asks for it.
    case notAsked

    package var code: String {
        switch self {
        case .missing: "forms.missing"
        case .tooLong: "forms.too_long"
        case .badIdentifier: "forms.bad_identifier"
        case .badDate: "forms.bad_date"
        case .badPartialDate: "forms.bad_partial_date"
        case .tooEarly: "forms.too_early"
        case .tooLate: "forms.too_late"
        case .badNumber: "forms.bad_number"
        case .notWhole: "forms.not_whole"
        case .tooManyDecimals: "forms.too_many_decimals"
        case .tooSmall: "forms.too_small"
        case .tooLarge: "forms.too_large"
        case .badPhone: "forms.bad_phone"
        case .badEmail: "forms.bad_email"
        case .badChoice: "forms.bad_choice"
        case .unitNotChosen: "forms.unit_not_chosen"
        case .unknownUnit: "forms.unknown_unit"
        case .lineMissing: "forms.line_missing"
        case .tooManyFiles: "forms.too_many_files"
        case .tooFewEntries: "forms.too_few_entries"
        case .tooManyEntries: "forms.too_many_entries"
        case .rule: "forms.rule"
        case .wrongKind: "forms.wrong_kind"
        case .notAsked: "forms.not_asked"
        }
    }

    func slots(_ language: Language) -> [String: String] {
        let formats = Formats(language)
        switch self {
        case .tooLong(let limit), .tooManyDecimals(let limit), .tooManyFiles(let limit), .tooFewEntries(let limit),
            .tooManyEntries(let limit):
            return ["limit": formats.number(limit)]
        case .tooSmall(let bound), .tooLarge(let bound): return ["limit": formats.plain(bound)]
        case .tooEarly(let day), .tooLate(let day): return ["day": formats.date(day)]
        case .rule(let words): return ["sentence": words[language]]
        default: return [:]
        }
    }
}

/// An answer that is refused: where, why, and in which words.
package struct AnswerProblem: Error, Sendable, Equatable {
    /// The page it is asked on.
    package let page: String
    /// The name of the field it is said at: `born`, or `children-2-born` in the second entry.
    package let field: String
    package let label: Words
    package let flaw: AnswerFlaw

    package var code: String { flaw.code }

    package func sentence(_ strings: Strings) -> String {
        let question = label[strings.language]
        // A question stands before a colon without its mark.
        let names = ["question": question, "label": question.hasSuffix("?") ? String(question.dropLast()) : question]
        return strings.fill("problem.\(code)", flaw.slots(strings.language).merging(names) { own, _ in own })
    }
}

extension Mistakes {
    /// What was wrong with a page of a form.
    init(_ problems: [AnswerProblem], strings: Strings) {
        self.init(found: problems.map { ($0.field, $0.sentence(strings)) })
    }
}

extension Formats {
    /// A number with as many decimals as it has.
    func plain(_ number: Double) -> String {
        if let whole = Int(exactly: number) { return self.number(whole) }
        return decimal(number, places: (number * 10).rounded() == number * 10 ? 1 : 2)
    }
}
