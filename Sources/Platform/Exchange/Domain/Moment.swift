// SPDX-License-Identifier: Apache-2.0

package import Foundation
import Kernel

/// A time as signed papers write it, `2026-07-08T03:04:05.678Z`: to the millisecond, in one way only.
package struct Moment: Hashable, Comparable, Sendable, CustomStringConvertible {
    package let milliseconds: Int64

    package init(_ time: Date) { milliseconds = time.milliseconds }

    /// Reads that form and no other.
    package init?(_ text: String) {
        let parts = text.split(separator: "T", omittingEmptySubsequences: false)
        guard parts.count == 2, let day = Day(parts[0]), parts[1].hasSuffix("Z") else { return nil }
        let clock = parts[1].dropLast().split(whereSeparator: { ":.".contains($0) })
        let numbers = clock.compactMap { Int64($0) }
        guard numbers.count == 4 else { return nil }
        milliseconds =
            Int64(day.number) * 86_400_000 + ((numbers[0] * 60 + numbers[1]) * 60 + numbers[2]) * 1000 + numbers[3]
        guard description == text else { return nil }
    }

    package var date: Date { Date(milliseconds: milliseconds) }

    package var description: String {
        let days = Int((Double(milliseconds) / 86_400_000).rounded(.down))
        let rest = milliseconds - Int64(days) * 86_400_000
        let (seconds, thousandths) = (rest / 1000, rest % 1000)
        func digits(_ number: Int64, _ count: Int) -> String {
            String(repeating: "0", count: max(0, count - "\(number)".count)) + "\(number)"
        }
        return "\(Day(number: days))T\(digits(seconds / 3600, 2)):\(digits(seconds / 60 % 60, 2)):"
            + "\(digits(seconds % 60, 2)).\(digits(thousandths, 3))Z"
    }

    package static func < (left: Moment, right: Moment) -> Bool { left.milliseconds < right.milliseconds }
}

extension Moment: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let moment = Moment(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a time")
        }
        self = moment
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
