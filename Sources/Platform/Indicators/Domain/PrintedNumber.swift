// SPDX-License-Identifier: Apache-2.0

package import Foundation

/// What a number says that somebody printed in Vietnamese: `1.914` is one thousand nine hundred and fourteen, `135,53` has a
/// decimal comma, `23.3 nghìn` a misplaced point, `4 - 5` is a stretch.
///
/// Dates, periods, ordinals in words and lists say no number. Nothing is mended: what looks like a misprint is read as it stands.
package struct PrintedNumber: Equatable, Sendable {
    package let low: Decimal
    package let high: Decimal

    private static let scales: [Substring: Decimal] = ["nghìn": 1000, "triệu": 1_000_000, "tỷ": 1_000_000_000]
    private static let years: ClosedRange<Decimal> = 1900...2100
    private static let words: [Substring: Decimal] = ["một": 1, "hai": 2, "ba": 3]

    package init?(_ text: String) {
        var parts = text.components(separatedBy: " - ").map { $0.split(separator: " ") }
        // "1,5 - 2 nghìn": what is said behind the second is meant of both.
        if parts.count == 2, parts[0].count == 1, parts[1].count == 2 { parts[0].append(parts[1][1]) }
        let numbers = parts.compactMap(Self.number)
        guard numbers.count == parts.count, let low = numbers.first, let high = numbers.last, numbers.count <= 2,
            low <= high, numbers.count == 1 || !numbers.allSatisfy(Self.years.contains)
        else { return nil }
        (self.low, self.high) = (low, high)
    }

    private static func number(_ words: [Substring]) -> Decimal? {
        guard let first = words.first, words.count <= 2, let digits = Self.words[first] ?? number(first) else {
            return nil
        }
        guard words.count == 2 else { return digits }
        return scales[words[1]].map { digits * $0 }
    }

    private static func number(_ text: Substring) -> Decimal? {
        let plain: String
        if text.wholeMatch(of: /[0-9]{1,3}(\.[0-9]{3})+(,[0-9]+)?/) != nil {
            plain = String(text.replacing(".", with: "").replacing(",", with: "."))
        } else if text.wholeMatch(of: /[0-9]+([.,][0-9]+)?/) != nil {
            plain = String(text.replacing(",", with: "."))
        } else {
            return nil
        }
        return Decimal(string: plain, locale: Locale(identifier: "en_US_POSIX"))
    }
}
