// SPDX-License-Identifier: Apache-2.0

package import Foundation

/// How far a promised time is away, in the unit people would say it in.
///
///     Deadline(dossier.dueAt, now: now).status(context.strings)
package struct Deadline: Sendable, Equatable {
    enum Distance: Equatable { case lateDays(Int), lateHours(Int), leftDays(Int), leftHours(Int), lessThanAnHour }

    let distance: Distance
    let kind: Status.Kind

    /// `warning` is how long before the deadline it counts as at risk: a day unless the service says otherwise.
    package init(_ due: Date, now: Date, warning: TimeInterval = 86_400) {
        let seconds = due.timeIntervalSince(now)
        kind = seconds < 0 ? .late : seconds <= warning ? .risk : .onTime
        let hours = Int(abs(seconds) / 3600)
        distance =
            switch (seconds < 0, hours) {
            // Started hours count when late, full hours when there is time left: neither promises too much.
            case (true, 0..<24): .lateHours(hours + 1)
            case (true, _): .lateDays(hours / 24)
            case (false, 0): .lessThanAnHour
            case (false, 1..<48): .leftHours(hours)
            case (false, _): .leftDays(hours / 24)
            }
    }

    /// "Quá hạn 1 ngày", "Còn 3 giờ", with its shape.
    package func status(_ strings: Strings) -> Status {
        let words =
            switch distance {
            case .lateDays(let days): strings.plural("web.deadline.late_days", days)
            case .lateHours(let hours): strings.plural("web.deadline.late_hours", hours)
            case .leftDays(let days): strings.plural("web.deadline.left_days", days)
            case .leftHours(let hours): strings.plural("web.deadline.left_hours", hours)
            case .lessThanAnHour: strings["web.deadline.soon"]
            }
        return Status(kind, words)
    }
}
