// SPDX-License-Identifier: Apache-2.0

package import Kernel

/// What providers told, what the bank's statement says and what stands in the books, of one agency on one day.
package struct Reconciliation: Equatable, Sendable {
    package enum Difference: String, Sendable, CaseIterable {
        case none
        /// There is no statement of that day yet, so nothing can be said.
        case noStatement
        case notOnStatement
        /// The statement has it, the provider never told.
        case notNotified
        case otherAmount
        case notBooked
    }

    package struct Row: Equatable, Sendable {
        package let notice: ReceivedNotice
        /// As the statement has it.
        package let stated: Int?
        /// As the books have it.
        package let booked: Int?
        package let difference: Difference

        init(_ notice: ReceivedNotice, stated: Int?, booked: Int?, hasStatement: Bool) {
            self.notice = notice
            self.stated = stated
            self.booked = booked
            difference =
                if booked == nil { .notBooked } else if !hasStatement { .noStatement } else if stated == nil {
                    .notOnStatement
                } else if stated != notice.notice.money?.dong || stated != booked {
                    .otherAmount
                } else if notice.channel
                    == .statement
                { .notNotified } else { .none }
        }
    }

    package let agency: Place
    package let day: Day
    /// What came.
    package let rows: [Row]
    /// What left the accounts, by the statement and by the books; both below zero or zero.
    package let statedOut: Int
    package let bookedOut: Int

    package var notified: Int {
        rows.filter { $0.notice.channel == .notification }.reduce(0) { $0 + ($1.notice.notice.money?.dong ?? 0) }
    }
    package var stated: Int { rows.reduce(0) { $0 + ($1.stated ?? 0) } }
    package var booked: Int { rows.reduce(0) { $0 + ($1.booked ?? 0) } }
}
