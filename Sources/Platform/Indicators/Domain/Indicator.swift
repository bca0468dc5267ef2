// SPDX-License-Identifier: Apache-2.0

package import Foundation
package import Kernel

/// Something leaders steer by (chỉ tiêu), defined by content: a decision that changes how it is reckoned adds a version of
/// its formula, and what was said under the old one stays.
package struct Indicator: Sendable, Equatable, Decodable {
    package enum Unit: String, Sendable, Codable, CaseIterable { case percent, count }
    package enum Direction: String, Sendable, Codable { case up, down }

    package struct Words: Sendable, Equatable, Codable {
        package let vi: String, en: String
        package subscript(_ language: Language) -> String { language == .vi ? vi : en }
    }

    /// How it is reckoned, from a day on.
    package struct Formula: Sendable, Equatable, Decodable {
        package let version: Int
        /// Since when; nil for ever.
        let from: Day?
        /// The measures that are added up above and below the line, those with a minus before them taken off; nothing below it
        /// for what is only counted.
        package let numerator: [String]
        package let denominator: [String]
        /// Whether it tells what there is at the end of a period, from the first event on, rather than what happened in it.
        package let accumulates: Bool
        /// The decision that set it, or `unverified`.
        package let basis: String

        package var measures: [String] { (numerator + denominator).map { Self.measure(of: $0) } }

        package static func measure(of term: String) -> String { String(term.drop { $0 == "-" }) }

        private enum CodingKeys: String, CodingKey { case version, from, numerator, denominator, accumulates, basis }

        package init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            self.init(
                version: try container.decode(Int.self, forKey: .version),
                from: try container.decodeIfPresent(Day.self, forKey: .from),
                numerator: try container.decode([String].self, forKey: .numerator),
                denominator: try container.decode([String].self, forKey: .denominator),
                accumulates: try container.decodeIfPresent(Bool.self, forKey: .accumulates) ?? false,
                basis: try container.decode(String.self, forKey: .basis))
        }

        init(
            version: Int, from: Day?, numerator: [String], denominator: [String], accumulates: Bool = false,
            basis: String
        ) {
            (self.version, self.from, self.basis) = (version, from, basis)
            (self.numerator, self.denominator, self.accumulates) = (numerator, denominator, accumulates)
        }
    }

    /// A figure that somebody printed about the same thing. It is shown beside what is counted and never joined with it.
    package struct Reported: Sendable, Equatable, Decodable {
        package let period: Period
        package let figure: String
    }

    /// What was to be reached by the end of a period, and the printed figure that says so.
    package struct PrintedTarget: Sendable, Equatable, Decodable {
        package let period: Period
        package let value: Decimal
        package let figure: String
    }

    package let id: String
    package let name: Words
    /// What it says and what it does not.
    package let about: Words
    package let programme: String
    package let unit: Unit
    package let direction: Direction
    /// The kinds of period it is told for, the usual one first.
    package let periods: [Period.Kind]
    /// The oldest first; none where nothing here can count it.
    package let formulas: [Formula]
    package let reported: [Reported]
    package let targets: [PrintedTarget]

    /// How it is reckoned in a period: by the formula that was in force when it began.
    package func formula(in period: Period) -> Formula? {
        formulas.last { $0.from.map { $0 <= period.days.lowerBound } ?? true }
    }

    /// The target that holds in a period: the one for the shortest period around it.
    package func target(in period: Period) -> PrintedTarget? {
        targets.filter { $0.period.days.contains(period.days) }.min { $0.period.length < $1.period.length }
    }
}

/// What an indicator was in a period.
package struct IndicatorValue: Sendable, Equatable {
    /// SDMX's OBS_STATUS as far as we know cases of it: A (normal), P (provisional, the period is not over), B (break, the unit
    /// was there for a part of the period only).
    package enum Status: String, Sendable, CaseIterable { case final = "A", provisional = "P", broken = "B" }

    package let period: Period
    package let formula: Indicator.Formula
    /// What each of the formula's measures counted.
    package let counts: [String: Int]
    package let status: Status

    package init(period: Period, formula: Indicator.Formula, counts: [String: Int], status: Status) {
        (self.period, self.formula, self.counts, self.status) = (period, formula, counts, status)
    }

    package var numerator: Int { sum(formula.numerator) }
    package var denominator: Int { sum(formula.denominator) }

    /// Nothing was counted at all.
    package var isEmpty: Bool { counts.values.allSatisfy { $0 == 0 } }

    /// The share or the count; nil where there is nothing to divide by.
    package var value: Double? {
        if formula.denominator.isEmpty { return Double(numerator) }
        return denominator == 0 ? nil : Double(numerator) / Double(denominator)
    }

    private func sum(_ terms: [String]) -> Int {
        terms.reduce(0) { sum, term in
            let count = counts[Indicator.Formula.measure(of: term)] ?? 0
            return term.hasPrefix("-") ? sum - count : sum + count
        }
    }
}

extension Period: Decodable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let period = Period(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a period (2020-Q3)")
        }
        self = period
    }
}
