// SPDX-License-Identifier: Apache-2.0

package import Foundation
package import Kernel

/// Numbers, dates and amounts as people in Việt Nam write them, whatever the process locale.
package struct Formats: Sendable {
    let language: Language

    package init(_ language: Language) { self.language = language }

    /// 1.234.567 in Vietnamese, 1,234,567 in English.
    package func number(_ value: Int) -> String {
        (value < 0 ? "−" : "") + Self.grouped(String(value.magnitude), by: groupMark)
    }

    /// 1.234.567,5 in Vietnamese, 1,234,567.5 in English; always `places` decimals, halves away from zero.
    package func decimal(_ value: Double, places: Int = 1) -> String {
        guard value.isFinite else { return "–" }
        let digits = String(format: "%.\(places)f", Self.rounded(value, places))
        let parts = digits.drop { $0 == "-" }.split(separator: ".")
        let isZero = !digits.contains { $0 != "0" && $0 != "." && $0 != "-" }
        let whole = Self.grouped(String(parts[0]), by: groupMark)
        let sign = digits.hasPrefix("-") && !isZero ? "−" : ""
        return sign + whole + (parts.count > 1 ? decimalMark + parts[1] : "")
    }

    /// 45,8 % in Vietnamese, 45.8 % in English, from a share of 0.458. The space does not break.
    package func percent(_ share: Double, places: Int = 1) -> String {
        decimal(share * 100, places: places) + "\u{A0}%"
    }

    /// 26.000 đ: amounts are whole đồng.
    package func amount(_ dong: Int) -> String { number(dong) + "\u{A0}đ" }

    /// 412 KB, 1,2 MB.
    package func bytes(_ count: Int) -> String {
        count < 1 << 20
            ? "\(number(max(count / 1024, 1)))\u{A0}KB" : "\(decimal(Double(count) / Double(1 << 20)))\u{A0}MB"
    }

    /// dd/MM/yyyy.
    package func date(_ day: Day) -> String { "\(Self.two(day.day))/\(Self.two(day.month))/\(day.year)" }

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

    /// thứ Tư 15/07/2026, Wednesday 15/07/2026.
    package func day(_ time: Date) -> String {
        let names =
            language == .vi
            ? ["Chủ nhật", "thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy"]
            : ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
        return "\(names[Self.calendar.component(.weekday, from: time) - 1]) \(date(time))"
    }

    /// Việt Nam has kept UTC+7 without daylight saving since 1975, so no zone database is needed.
    package static let calendar: Calendar = {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = TimeZone(secondsFromGMT: 7 * 3600)!
        return calendar
    }()

    private var groupMark: String { language == .vi ? "." : "," }
    private var decimalMark: String { language == .vi ? "," : "." }

    private static func rounded(_ value: Double, _ places: Int) -> Double {
        let power = pow(10, Double(places))
        let scaled = value * power
        // Beyond 2^53 there are no decimals left to round.
        return scaled.magnitude < 9e15 ? scaled.rounded(.toNearestOrAwayFromZero) / power : value
    }

    private static func grouped(_ digits: String, by mark: String) -> String {
        var grouped = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { grouped += mark }
            grouped.append(digit)
        }
        return grouped
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
