// SPDX-License-Identifier: Apache-2.0

package import Foundation
package import Kernel
package import Ledger

/// The proof that a bill was paid (biên lai). Its numbers count each agency's receipts of a year, without a gap.
package struct Receipt: Equatable, Sendable {
    package let agency: Place
    package let year: Int
    package let number: Int
    package let bill: ID<Bill>
    /// The event of the ledger that tells of the payment.
    package let event: ID<Event>
    package let issuedAt: Date

    /// 0000012/2026.
    package var label: String {
        let digits = "\(number)"
        return String(repeating: "0", count: max(0, 7 - digits.count)) + digits + "/\(year)"
    }
}

/// Money that is given back, decided once for a bill and paid out by the bank later.
package struct Refund: Equatable, Sendable {
    package let id: ID<Refund>
    package let bill: ID<Bill>
    package let amount: Money
    package let decidedAt: Date
    /// Nil while it has not left the account.
    package let paidOutAt: Date?
}
