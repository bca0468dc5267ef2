// SPDX-License-Identifier: Apache-2.0

package import Foundation
package import Kernel

/// Days and times as the standard writes them, in Việt Nam's time.
package enum EdXMLText {
    static let zone = 7 * 3600

    /// `2026/03/02`
    package static func written(_ day: Day) -> String { day.description.replacing("-", with: "/") }

    /// `2026/03/02 08:15:00`
    package static func written(_ time: Date) -> String {
        let second = (Int(time.timeIntervalSince1970.rounded(.down)) + zone).quotientAndRemainder(dividingBy: 86_400)
        let rest = second.remainder < 0 ? second.remainder + 86_400 : second.remainder
        let parts = [rest / 3600, rest / 60 % 60, rest % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
        return "\(written(Day(time))) \(parts.joined(separator: ":"))"
    }

    /// Some programs write `-` between the numbers.
    static func day(_ text: some StringProtocol) -> Day? { Day(String(text).replacing("/", with: "-")) }

    /// A time without its clock is the day's beginning.
    static func time(_ text: String) -> Date? {
        let parts = text.split(whereSeparator: { $0 == " " || $0 == "T" })
        guard (1...2).contains(parts.count), let day = day(parts[0]) else { return nil }
        var seconds = 0
        if parts.count == 2 {
            let clock = parts[1].split(separator: ":", omittingEmptySubsequences: false)
            let numbers = clock.compactMap { $0.count == 2 ? Int($0) : nil }
            guard clock.count == 3, numbers.count == 3, (0...23).contains(numbers[0]), (0...59).contains(numbers[1]),
                (0...59).contains(numbers[2])
            else { return nil }
            seconds = numbers[0] * 3600 + numbers[1] * 60 + numbers[2]
        }
        return Date(timeIntervalSince1970: Double(day.number * 86_400 + seconds - zone))
    }
}
