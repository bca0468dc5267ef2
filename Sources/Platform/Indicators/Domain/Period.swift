// SPDX-License-Identifier: Apache-2.0

package import Kernel

/// A stretch of time that is reported on, written as SDMX writes it (section 4.2 of its technical notes): `2020`, `2020-S1`,
/// `2020-Q3`, `2020-07`, `2020-W30`, `2020-07-15`; a five-year plan as `2021-2025`.
package struct Period: Hashable, Sendable, CustomStringConvertible {
    package enum Kind: String, CaseIterable, Sendable, Codable { case day, week, month, quarter, half, year, plan }

    package let kind: Kind
    package let days: ClosedRange<Day>

    /// The period of this kind that a day lies in.
    package init(_ kind: Kind, containing day: Day) {
        self.kind = kind
        days =
            switch kind {
            case .day: day...day
            case .week: (day - day.weekday)...(day - day.weekday + 6)
            case .month: day.daysOfMonth
            case .quarter: Self.months((day.month - 1) / 3 * 3 + 1, count: 3, of: day.year)
            case .half: Self.months((day.month - 1) / 6 * 6 + 1, count: 6, of: day.year)
            case .year: Self.months(1, count: 12, of: day.year)
            // The plans of Việt Nam begin in years that end in 1 or 6.
            case .plan: Self.months(1, count: 60, of: day.year - (day.year + 4) % 5)
            }
    }

    /// Years that anybody reports on.
    private static let years = 1900...2999

    /// Nil for whatever `description` would not write.
    package init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard let year = Int(parts[0]), Self.years.contains(year), let first = Self.month(1, of: year) else {
            return nil
        }
        let rest = parts.count > 1 ? parts[1] : ""
        let number = Int(rest.drop { !$0.isASCII || $0.isLetter }) ?? 0
        let found: Period? =
            switch (parts.count, rest.first, rest.count) {
            case (1, _, _): Period(.year, containing: first)
            case (2, "S", 2): Self.month(number * 6, of: year).map { Period(.half, containing: $0) }
            case (2, "Q", 2): Self.month(number * 3, of: year).map { Period(.quarter, containing: $0) }
            // The first week of a year is that of 4 January (ISO 8601).
            case (2, "W", 3): Period(.week, containing: first + 3 + 7 * (number - 1))
            case (2, _, 2): Self.month(number, of: year).map { Period(.month, containing: $0) }
            case (2, _, 4): Period(.plan, containing: first)
            default: Day(text).map { Period(.day, containing: $0) }
            }
        guard let found, found.description == String(text) else { return nil }
        self = found
    }

    /// In days.
    package var length: Int { days.upperBound.number - days.lowerBound.number + 1 }

    package var next: Period { Period(kind, containing: days.upperBound + 1) }
    package var previous: Period { Period(kind, containing: days.lowerBound - 1) }

    /// Which of its kind it is in its year.
    package var number: Int {
        switch kind {
        case .day: days.lowerBound.day
        case .week: (days.lowerBound.number - (Day(year: year, month: 1, day: 4) ?? .beginning).number + 6) / 7 + 1
        case .month: days.lowerBound.month
        case .quarter: days.upperBound.month / 3
        case .half: days.upperBound.month / 6
        case .year, .plan: 1
        }
    }

    /// The year it belongs to: a week to that of its Thursday.
    package var year: Int { kind == .week ? (days.lowerBound + 3).year : days.lowerBound.year }

    package var description: String {
        switch kind {
        case .day: days.lowerBound.description
        case .week: "\(Self.padded(year, 4))-W\(Self.padded(number, 2))"
        case .month: String(days.lowerBound.description.prefix(7))
        case .quarter: "\(Self.padded(year, 4))-Q\(number)"
        case .half: "\(Self.padded(year, 4))-S\(number)"
        case .year: Self.padded(year, 4)
        case .plan: "\(Self.padded(year, 4))-\(Self.padded(year + 4, 4))"
        }
    }

    private static func month(_ month: Int, of year: Int) -> Day? { Day(year: year, month: month, day: 1) }

    private static func months(_ first: Int, count: Int, of year: Int) -> ClosedRange<Day> {
        let end = first + count - 2
        guard let start = month(first, of: year), let last = month(end % 12 + 1, of: year + end / 12) else {
            preconditionFailure("a year from 1 to 9999")
        }
        return start...last.daysOfMonth.upperBound
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}

extension Day {
    /// Days since Monday.
    fileprivate var weekday: Int { ((number + 3) % 7 + 7) % 7 }
}
