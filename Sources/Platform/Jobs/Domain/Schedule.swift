// SPDX-License-Identifier: Apache-2.0

package import Foundation

/// Something that is done again and again, by one process of all that share the database.
package struct Schedule: Sendable {
    package enum Rule: Sendable, Equatable {
        /// Every so many seconds.
        case every(Int)
        /// Once a day at a time of the clock in Việt Nam, which is seven hours ahead of UTC all year.
        case daily(hour: Int, minute: Int)

        /// The first moment after `time` that the rule names.
        package func next(after time: Date) -> Date {
            switch self {
            case .every(let seconds): Self.next(after: time, period: seconds, offset: 0)
            case .daily(let hour, let minute):
                Self.next(after: time, period: 86_400, offset: (hour - 7) * 3600 + minute * 60)
            }
        }

        private static func next(after time: Date, period: Int, offset: Int) -> Date {
            let seconds = Int(time.timeIntervalSince1970.rounded(.down)) - offset
            let passed = (seconds % period + period) % period
            return Date(timeIntervalSince1970: Double(seconds - passed + period + offset))
        }
    }

    /// For example `ledger.witness`.
    package let name: String
    package let rule: Rule
    /// After so long without an end another process may take it up: the one that had it is thought to be dead.
    package let limit: Duration
    /// What is done. `Leases.confirm(lease)` in a transaction refuses a process that was replaced.
    package let work: @Sendable (_ lease: Lease) async throws -> Void

    package init(
        _ name: String, _ rule: Rule, limit: Duration = .seconds(600),
        work: @escaping @Sendable (Lease) async throws -> Void
    ) {
        self.name = name
        self.rule = rule
        self.limit = limit
        self.work = work
    }
}

/// What is known of a schedule: when it runs next, when it ran last, and what went wrong then.
package struct ScheduleRecord: Sendable, Equatable {
    package let name: String
    package let due: Date
    package let ran: Date?
    /// Empty when the last run went well.
    package let problem: String
}
