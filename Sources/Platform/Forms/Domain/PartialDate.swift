// SPDX-License-Identifier: Apache-2.0

import Kernel

/// A year, a month of a year, or a day: `1960`, `1960-07`, `1960-07-15`.
struct PartialDate {
    /// The first and the last day it can mean.
    let first: Day, last: Day

    var isWhole: Bool { first == last }

    init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard (1...3).contains(parts.count), parts[0].utf8.count == 4,
            parts.dropFirst().allSatisfy({ $0.utf8.count == 2 }),
            let first = Day((parts.map(String.init) + ["01", "01"]).prefix(3).joined(separator: "-"))
        else { return nil }
        self.first = first
        switch parts.count {
        case 3: last = first
        case 2: last = Self.lastDay(of: first.month, in: first.year)
        default: last = Self.lastDay(of: 12, in: first.year)
        }
    }

    private static func lastDay(of month: Int, in year: Int) -> Day {
        let next = month == 12 ? Day(year: year + 1, month: 1, day: 1) : Day(year: year, month: month + 1, day: 1)
        // Year 10000 has no day: the last of all is the last of December 9999.
        return next.map { $0 - 1 } ?? Day(number: 2_932_896)
    }
}

/// Numbers as people type them.
enum NumberText {
    /// Reads `1234`, `1.234`, `1,234`, `1 234`, `12,5` and `12.5`: a mark before one or two last digits is the decimal mark,
    /// marks before three digits each are between thousands. Nil for anything else, such as `1.23.4`.
    static func read(_ text: String) -> Double? {
        let plain = String(text.map { $0 == "\u{A0}" ? " " : $0 })
        guard plain.utf8.allSatisfy({ $0 < 0x80 }), let match = plain.wholeMatch(of: Pattern.typedNumber) else {
            return nil
        }
        let marks = Set(match.output.2.filter { !$0.isNumber })
        guard marks.count <= 1 else { return nil }
        let whole = match.output.2.filter(\.isNumber)
        return Double("\(match.output.1)\(whole)\(match.output.3.map { ".\($0)" } ?? "")")
    }
}
