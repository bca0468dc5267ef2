// SPDX-License-Identifier: Apache-2.0

import Casework
import Foundation
import Kernel
import Payments

/// When people send their dossiers: by season, day of the week and hour; online at any of them.
struct Rhythm: Sendable {
    private let days: Weighted<Day>
    private let hours: Weighted<Int>

    init(_ scenario: Scenario, _ calendar: WorkingCalendar) {
        days = Weighted(
            scenario.days.map { day in
                let isHoliday = day.weekday < 5 && !calendar.isWorking(day)
                return (
                    day,
                    scenario.months[day.month - 1] * scenario.weekdays[day.weekday]
                        * (isHoliday ? scenario.holidays : 1)
                )
            })
        hours = Weighted(scenario.hours.enumerated().map { ($0.offset, $0.element) })
    }

    /// So many moments of the year, in order.
    func arrivals(_ count: Int, by chance: Chance) -> [Date] {
        var chance = chance
        return (0..<count).map { _ in
            let second = hours.one(by: &chance) * 3600 + chance.below(3600)
            return days.one(by: &chance).start.addingTimeInterval(Double(second))
        }.sorted()
    }

    /// The first moment from `time` on at which people are up.
    static func awake(_ time: Date) -> Date {
        let day = Day(time)
        let hour = time.timeIntervalSince(day.start) / 3600
        if hour < 6 { return day.start.addingTimeInterval(6 * 3600 + hour * 600) }
        return hour < 22 ? time : (day + 1).start.addingTimeInterval(6 * 3600 + (hour - 22) * 1800)
    }
}
