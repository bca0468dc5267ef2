// SPDX-License-Identifier: Apache-2.0

package import Foundation
package import Kernel

/// What a provider tells of money that came: said by a notification, or read from a line of a bank statement.
package struct TransferNotice: Equatable, Sendable {
    /// The provider's own name for the transfer: the same transfer told twice is one.
    package let transaction: String
    /// The number of the account that was paid into.
    package let account: String
    package let amount: Decimal
    package let currency: String
    package let memo: String
    package let paidAt: Date

    /// Nil when a part is missing or too long, or nothing came.
    package init?(
        transaction: String, account: String, amount: Decimal, currency: String, memo: String, paidAt: Date
    ) {
        guard (1...64).contains(transaction.count), transaction.allSatisfy(\.isASCII), (1...32).contains(account.count),
            account.allSatisfy(\.isASCII), amount > 0, amount <= Decimal(Money.limit), currency.count == 3,
            currency.allSatisfy(\.isASCII), memo.count <= 500, !memo.unicodeScalars.contains("\0"),
            paidAt.timeIntervalSince1970.magnitude < 1e11
        else { return nil }
        self.transaction = transaction
        self.account = account
        self.amount = amount
        self.currency = currency.uppercased()
        self.memo = memo.precomposedStringWithCanonicalMapping
        self.paidAt = paidAt
    }

    /// Nil for another currency, and for parts of a đồng.
    package var money: Money? {
        guard currency == "VND", let dong = Int("\(amount)") else { return nil }
        return Money(dong)
    }

    package var reference: PaymentReference? { .found(in: memo) }
}

/// A notice as it was kept, and what became of it.
package struct ReceivedNotice: Equatable, Sendable {
    /// How it came.
    package enum Channel: String, Sendable { case notification, statement }

    /// What it was found to be. Only `applied` paid a bill.
    package enum Outcome: String, Sendable, CaseIterable {
        case applied, unknownReference, otherAmount, otherCurrency, billClosed, otherAccount
        /// The matter the bill belongs to refused to go on; the money is safe, the bill is still open.
        case blocked
    }

    /// What a cashier did with money that found no bill.
    package enum Handling: String, Sendable { case assigned, returned, noted }

    package let id: ID<ReceivedNotice>
    package let provider: String
    package let channel: Channel
    package let notice: TransferNotice
    package let agency: Place
    package let bill: ID<Bill>?
    package let outcome: Outcome
    package let receivedAt: Date
    /// How often the same was told again.
    package let repeats: Int
    package let handling: Handling?
    package let remark: String

    /// A cashier must look at it.
    package var isWaiting: Bool { outcome != .applied && handling == nil }
}

/// A notification that was not believed, counted by the hour so that nobody can fill the disk with them.
package struct RefusedNotification: Equatable, Sendable {
    package enum Reason: String, Sendable, CaseIterable {
        /// The signature is missing or wrong.
        case forged
        /// Signed, but too long ago or in the future: somebody may be repeating what they overheard.
        case stale
        /// Signed, but not in the provider's language.
        case unreadable
        /// A transfer that was told before, now told otherwise.
        case changed
    }

    package let provider: String
    package let reason: Reason
    /// The agency of the bill that the notification names; everywhere when it names none of ours.
    package let agency: Place
    /// The bill's reference, or "".
    package let reference: String
    package let times: Int
    package let firstAt: Date
    package let lastAt: Date
}

extension RefusedNotification.Reason: Error {}
