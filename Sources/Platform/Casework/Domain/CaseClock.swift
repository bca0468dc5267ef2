// SPDX-License-Identifier: Apache-2.0

package import Foundation
import Kernel

/// The time an agency has for a case: runs while the agency works, stands while it waits for the applicant.
package struct CaseClock: Sendable, Equatable {
    /// When the case is due; while the clock stands, when it would have been.
    package private(set) var due: Date
    package private(set) var stoppedAt: Date?

    package init(due: Date, stoppedAt: Date? = nil) {
        self.due = due
        self.stoppedAt = stoppedAt
    }

    /// Starts at the receipt of a case.
    package init(limit: TimeLimit, from receipt: Date, in calendar: WorkingCalendar) {
        self.init(due: limit.due(from: receipt, in: calendar))
    }

    /// Stops a clock that runs; one that stands goes on standing.
    package mutating func stop(at time: Date) { stoppedAt = stoppedAt ?? time }

    /// Runs on with the working time that was left when it stopped. What was late stays late by as much.
    package mutating func resume(at time: Date, in calendar: WorkingCalendar) {
        guard let stopped = stoppedAt else { return }
        stoppedAt = nil
        due =
            stopped < due
            ? calendar.moment(calendar.minutes(from: stopped, to: due), after: time)
            : due.addingTimeInterval(time.timeIntervalSince(stopped))
    }

    /// Working minutes left; below zero when it is late. Asked of a clock that stands, what was left when it stopped.
    package func minutesLeft(at time: Date, in calendar: WorkingCalendar) -> Int {
        let time = stoppedAt ?? time
        return time <= due ? calendar.minutes(from: time, to: due) : -calendar.minutes(from: due, to: time)
    }

    package func isLate(at time: Date) -> Bool { (stoppedAt ?? time) > due }
}
