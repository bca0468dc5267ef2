// SPDX-License-Identifier: Apache-2.0

package import Foundation
package import Kernel

/// How long an agency may take for a case, as its procedure says.
///
/// In content `{"same_day": "15:00"}`, `{"working_days": 3}` or `{"calendar_days": 15}`; stored as `same_day:900`,
/// `working_days:3`, `calendar_days:15`; a day that was named, which no content says, as `until:2026-12-31`.
package enum TimeLimit: Sendable, Equatable {
    /// On the day of receipt; what arrives at or after `cutoff` (minutes after midnight) on the next working day: "nhận sau
    /// 15 giờ thì ngày làm việc tiếp theo".
    case sameDay(cutoff: Int)
    /// Working days, each as long as the office is open, counted from the minute of receipt.
    case workingDays(Int)
    /// Days of the calendar: some laws count weekends and holidays too. A period that would end on a day off ends with the
    /// next working day (Civil Code 2015 art. 148).
    case calendarDays(Int)
    /// By the close of a day that whoever gave the case has named, whenever it is taken on.
    case until(Day)

    /// When a case received at `receipt` is due, if its clock never stops.
    package func due(from receipt: Date, in calendar: WorkingCalendar) -> Date {
        switch self {
        case .sameDay(let cutoff):
            let day = Day(receipt)
            let isInTime = calendar.isWorking(day) && day.minute(of: receipt) < cutoff
            return calendar.closing(of: isInTime ? day : calendar.workingDay(after: day))
        case .workingDays(let days): return calendar.moment(days * calendar.minutesPerDay, after: receipt)
        case .calendarDays(let days):
            let last = Day(receipt) + days
            return calendar.closing(of: calendar.isWorking(last) ? last : calendar.workingDay(after: last))
        case .until(let day): return calendar.closing(of: day)
        }
    }
}

extension TimeLimit: LosslessStringConvertible {
    package init?(_ text: String) {
        let parts = text.split(separator: ":")
        if parts.count == 2, parts[0] == "until" {
            guard let day = Day(parts[1]) else { return nil }
            self = .until(day)
            return
        }
        guard parts.count == 2, let number = Int(parts[1]), number >= 0 else { return nil }
        switch parts[0] {
        case "same_day": self = .sameDay(cutoff: number)
        case "working_days": self = .workingDays(number)
        case "calendar_days": self = .calendarDays(number)
        default: return nil
        }
    }

    package var description: String {
        switch self {
        case .sameDay(let cutoff): "same_day:\(cutoff)"
        case .workingDays(let days): "working_days:\(days)"
        case .calendarDays(let days): "calendar_days:\(days)"
        case .until(let day): "until:\(day)"
        }
    }
}

extension TimeLimit: Decodable {
    private enum CodingKeys: String, CodingKey {
        case sameDay = "same_day"
        case workingDays = "working_days"
        case calendarDays = "calendar_days"
    }

    package init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        if let text = try values.decodeIfPresent(String.self, forKey: .sameDay) {
            guard let cutoff = Self.minute(text) else {
                throw DecodingError.dataCorruptedError(
                    forKey: .sameDay, in: values, debugDescription: "\(text) is not a time of day such as 15:00")
            }
            self = .sameDay(cutoff: cutoff)
        } else if let days = try values.decodeIfPresent(Int.self, forKey: .workingDays) {
            self = .workingDays(days)
        } else {
            self = .calendarDays(try values.decode(Int.self, forKey: .calendarDays))
        }
    }

    /// Minutes after midnight of `15:00`; `24:00` is the end of the day.
    static func minute(_ text: String) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.count == 2 }), let hour = Int(parts[0]),
            let minute = Int(parts[1]),
            (0...24).contains(hour), (0...59).contains(minute), hour * 60 + minute <= 24 * 60
        else { return nil }
        return hour * 60 + minute
    }
}
