// SPDX-License-Identifier: Apache-2.0

import Foundation

/// What was typed into a form, read and checked against its rules.
package struct Answers: Sendable, Equatable {
    /// By field, as they are kept: digits with a point, or the text.
    package let values: [String: String]
    package let problems: [CollectionProblem]

    static let textLimit = 500

    /// - Parameter typed: By field, as people type: 1.234 for a count, 98,5 for a percentage.
    package init(_ typed: [String: String], to template: Template) {
        var values: [String: String] = [:]
        var problems: [CollectionProblem] = []
        for name in typed.keys.sorted() where typed[name] != "" {
            guard let field = template[name] else {
                problems.append(.unknownField(name))
                continue
            }
            if field.counted != nil { problems.append(.counted(name)) }
        }
        var numbers: [String: Decimal] = [:]
        for field in template.typed {
            let text = typed[field.id] ?? ""
            guard !text.isEmpty else {
                if field.isRequired { problems.append(.blank(field.id)) }
                continue
            }
            if field.kind == .text {
                if text.count > Self.textLimit { problems.append(.tooLong(field.id)) } else { values[field.id] = text }
                continue
            }
            guard let number = Self.number(text, isCount: field.kind == .count) else {
                problems.append(.notANumber(field.id))
                continue
            }
            if field.kind == .percent, number > 100 {
                problems.append(.overHundred(field.id))
            } else if let min = field.min, number < min {
                problems.append(.tooLow(field.id, min))
            } else if let max = field.max, number > max {
                problems.append(.tooHigh(field.id, max))
            } else {
                (numbers[field.id], values[field.id]) = (number, "\(number)")
            }
        }
        for field in template.typed {
            guard let other = field.atMost, let number = numbers[field.id], let limit = numbers[other] else { continue }
            if number > limit { problems.append(.moreThan(field.id, other)) }
        }
        (self.values, self.problems) = (values, problems)
    }

    /// How long it took, as typed: nil where nothing is.
    static func minutes(_ text: String) throws(CollectionProblem) -> Int? {
        guard !text.isEmpty else { return nil }
        guard let number = number(text, isCount: true), number >= 1, number <= Decimal(Report.minuteLimit) else {
            throw .notMinutes
        }
        return NSDecimalNumber(decimal: number).intValue
    }

    /// 98, 98,5 or 98.5, and 1.234 for a count, in which a point parts thousands. Nothing below nothing.
    static func number(_ text: String, isCount: Bool) -> Decimal? {
        let plain = text.filter { $0 != " " && $0 != "\u{A0}" && $0 != "%" }
        guard !plain.isEmpty, plain.utf8.count <= 15,
            plain.allSatisfy({ $0.isASCII && ($0.isNumber || $0 == "." || $0 == ",") })
        else { return nil }
        if isCount {
            let groups = plain.split(separator: /[.,]/, omittingEmptySubsequences: false)
            guard
                groups.count == 1
                    || (1...3).contains(groups[0].count) && groups.dropFirst().allSatisfy({ $0.count == 3 })
            else { return nil }
            return Decimal(string: groups.joined())
        }
        let decimal = plain.replacing(",", with: ".")
        guard decimal.count(where: { $0 == "." }) <= 1, decimal.first != ".", decimal.last != "." else { return nil }
        return Decimal(string: decimal, locale: Locale(identifier: "en_US_POSIX"))
    }
}
