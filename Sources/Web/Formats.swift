// SPDX-License-Identifier: Apache-2.0

package import Foundation
package import Kernel

/// Numbers, dates and amounts as people in Việt Nam write them, whatever the process locale.
package struct Formats: Sendable {
    let language: Language

    package init(_ language: Language) { self.language = language }

    /// 1.234.567 in Vietnamese, 1,234,567 in English.
    package func number(_ value: Int) -> String {
        let digits = String(value.magnitude)
        let separator = language == .vi ? "." : ","
        var grouped = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { grouped += separator }
            grouped.append(digit)
        }
        return (value < 0 ? "−" : "") + grouped
    }

    /// dd/MM/yyyy in Việt Nam's time.
    package func date(_ time: Date) -> String {
        let parts = Self.calendar.dateComponents([.year, .month, .day], from: time)
        return "\(Self.two(parts.day!))/\(Self.two(parts.month!))/\(parts.year!)"
    }

    /// HH:mm, dd/MM/yyyy in Việt Nam's time.
    package func time(_ time: Date) -> String {
        let parts = Self.calendar.dateComponents([.hour, .minute], from: time)
        return "\(Self.two(parts.hour!)):\(Self.two(parts.minute!)), \(date(time))"
    }

    /// Việt Nam has kept UTC+7 without daylight saving since 1975, so no zone database is needed.
    package static let calendar: Calendar = {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = TimeZone(secondsFromGMT: 7 * 3600)!
        return calendar
    }()

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
