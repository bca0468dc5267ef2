// SPDX-License-Identifier: Apache-2.0

import Foundation
import Indicators
import Kernel

/// Times as SDMX writes them.
enum TimePeriod {
    /// The days of whatever SDMX takes for an observation's time: `2020`, `2020-Q3`, `2020-07`, `2020-M07`, `2020-07-15`,
    /// `2020-07-15T00:00:00`, `2021-01-01/P5Y`.
    static func days(_ text: String) -> ClosedRange<Day>? {
        if let period = Period(text) { return period.days }
        if let time = text.firstIndex(of: "T"), let day = Day(text[..<time]), moment(text) != nil { return day...day }
        // Reporting periods of a year and of a month are other words for what a calendar says.
        if text.hasSuffix("-A1") { return Period(text.dropLast(3))?.days }
        if let month = text.wholeMatch(of: /([0-9]{4})-M([0-9]{2})/) { return Period("\(month.1)-\(month.2)")?.days }
        if text.hasSuffix("-01-01/P5Y"), let day = Day(text.prefix(10)) {
            let plan = Period(.plan, containing: day)
            return plan.days.lowerBound == day ? plan.days : nil
        }
        return nil
    }

    /// How SDMX writes a period; ours differ in the plans of five years only.
    static func text(_ period: Period) -> String {
        period.kind == .plan ? "\(period.days.lowerBound)/P5Y" : period.description
    }

    /// A moment: `2020-07-15T08:30:00+07:00`. Without a zone it is in Việt Nam's, and a day is its beginning there.
    static func moment(_ text: String) -> Date? {
        let pattern =
            /([0-9]{4}-[0-9]{2}-[0-9]{2})(?:T([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]{1,9}))?)?(Z|[+\- ][0-9]{2}:[0-9]{2})?/
        guard let found = text.wholeMatch(of: pattern), let day = Day(found.1) else { return nil }
        func number(_ text: Substring?) -> Int { text.flatMap { Int($0) } ?? 0 }
        let (hour, minute, second) = (number(found.2), number(found.3), number(found.4))
        guard hour <= 23 || (hour, minute, second) == (24, 0, 0), minute <= 59, second <= 59 else { return nil }
        let fraction = found.5.flatMap { Double("0.\($0)") } ?? 0
        guard let offset = offset(found.6) else { return nil }
        return Date(
            timeIntervalSince1970: Double(day.number * 86_400 + hour * 3600 + minute * 60 + second - offset) + fraction)
    }

    /// In seconds; what is no zone is none. A plus that was not encoded came as a space.
    private static func offset(_ zone: Substring?) -> Int? {
        guard let zone else { return 7 * 3600 }
        if zone == "Z" { return 0 }
        guard let hours = Int(zone.dropFirst().prefix(2)), let minutes = Int(zone.suffix(2)), hours <= 14, minutes <= 59
        else { return nil }
        return (zone.hasPrefix("-") ? -1 : 1) * (hours * 3600 + minutes * 60)
    }
}

extension Period.Kind {
    /// SDMX's code of frequencies (CL_FREQ 2.1).
    var frequency: String {
        switch self {
        case .day: "D"
        case .week: "W"
        case .month: "M"
        case .quarter: "Q"
        case .half: "S"
        case .year: "A"
        case .plan: "A5"
        }
    }
}
