// SPDX-License-Identifier: Apache-2.0

package import Foundation
package import Kernel

/// When an office works: deadlines count these minutes and no others (giờ hành chính, ngày làm việc).
///
/// Days are the days of Việt Nam. Arithmetic is in whole minutes: a receipt slip promises an hour and a minute, not a
/// second.
package struct WorkingCalendar: Sendable, Equatable {
    /// The office hours of a working day, as minutes after midnight, in order and apart from one another.
    package let hours: [Range<Int>]
    /// Days of the week that are free by rule: Saturdays and Sundays.
    package let daysOff: Set<Day>
    /// Days that are worked although they fall on a weekend, in exchange for a day off (hoán đổi ngày làm việc).
    package let extraDays: Set<Day>

    /// Why the days above are what they are, where that is known.
    package let reasons: [Day: Reason]

    package struct Reason: Sendable, Equatable {
        package let name: String, englishName: String
        /// The document that says so, or "unverified".
        package let basis: String

        package init(name: String, englishName: String, basis: String) {
            (self.name, self.englishName, self.basis) = (name, englishName, basis)
        }
    }

    package init(
        hours: [Range<Int>], daysOff: Set<Day> = [], extraDays: Set<Day> = [], reasons: [Day: Reason] = [:]
    ) {
        self.hours = hours
        self.daysOff = daysOff
        self.extraDays = extraDays
        self.reasons = reasons
    }

    /// How long a working day is, in minutes.
    package var minutesPerDay: Int { hours.reduce(0) { $0 + $1.count } }

    package func isWorking(_ day: Day) -> Bool {
        extraDays.contains(day) || (!day.isWeekend && !daysOff.contains(day))
    }

    /// The first working day after `day`.
    package func workingDay(after day: Day) -> Day {
        var next = day + 1
        while !isWorking(next) { next = next + 1 }
        return next
    }

    /// When the office closes on `day`.
    package func closing(of day: Day) -> Date { day.at(minute: hours.last?.upperBound ?? 0) }

    /// The working minutes from `start` to `end`; zero if `end` is not later.
    package func minutes(from start: Date, to end: Date) -> Int {
        guard start < end else { return 0 }
        let (first, last) = (Day(start), Day(end))
        guard first < last else {
            return isWorking(first) ? worked(in: first.minute(of: start)..<first.minute(of: end)) : 0
        }
        var sum = 0
        if isWorking(first) { sum += worked(in: first.minute(of: start)..<Self.midnight) }
        if isWorking(last) { sum += worked(in: 0..<last.minute(of: end)) }
        var day = first + 1
        while day < last {
            if isWorking(day) { sum += minutesPerDay }
            day = day + 1
        }
        return sum
    }

    /// The moment at which `minutes` of working time have passed since `start`. Time outside office hours does not
    /// count, so what arrives at night begins to count in the morning.
    package func moment(_ minutes: Int, after start: Date) -> Date {
        var left = max(minutes, 0)
        var day = Day(start)
        var from = day.minute(of: start)
        while true {
            if isWorking(day) {
                for period in hours where period.upperBound > from {
                    let begin = max(period.lowerBound, from)
                    if left <= period.upperBound - begin { return day.at(minute: begin + left) }
                    left -= period.upperBound - begin
                }
            }
            (day, from) = (day + 1, 0)
        }
    }

    private static let midnight = 24 * 60

    private func worked(in span: Range<Int>) -> Int { hours.reduce(0) { $0 + $1.clamped(to: span).count } }
}

extension Day {
    /// Monday is 0. The first of January 1970 was a Thursday.
    package var weekday: Int { (number + 3) % 7 }

    var isWeekend: Bool { weekday >= 5 }

    /// `minute` minutes after midnight in Việt Nam.
    func at(minute: Int) -> Date { Date(timeIntervalSince1970: Double(number * 86_400 + minute * 60 - 7 * 3600)) }

    /// How many whole minutes of this day have passed at `time`.
    func minute(of time: Date) -> Int { Int((time.timeIntervalSince(at(minute: 0)) / 60).rounded(.down)) }
}
