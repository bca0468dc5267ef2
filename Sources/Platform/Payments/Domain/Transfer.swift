// SPDX-License-Identifier: Apache-2.0

package import Foundation
package import Kernel

/// One account of an agency's books.
package struct BookAccount: Hashable, Sendable {
    package enum Kind: String, Sendable, CaseIterable {
        /// What people owe.
        case receivable
        /// What lies with the bank, or with a provider of mobile money: one for each receiving account.
        case bank
        /// What was paid over the counter.
        case cash
        case income
        /// What is owed to people who get something back.
        case refunds
        /// Money that came and belongs to no bill yet.
        case suspense
    }

    package let agency: Place
    package let kind: Kind
    /// Which of several of its kind; "" when there is one.
    package let detail: String

    package init(_ kind: Kind, of agency: Place, detail: String = "") {
        (self.kind, self.agency, self.detail) = (kind, agency, detail)
    }

    var id: String { "\(agency.rawValue)/\(kind.rawValue)" + (detail.isEmpty ? "" : "/\(detail)") }
}

/// Money that passes from one account to another. One row holds both sides, so books that do not balance cannot be kept.
package struct Transfer: Equatable, Sendable {
    /// Why it passes.
    package enum Occasion: String, Sendable, CaseIterable {
        case billed, paid, exempted, cancelled, refunded, paidOut, unmatched, assigned, returned
    }

    package let id: ID<Transfer>
    package let debit: BookAccount
    package let credit: BookAccount
    package let amount: Money
    package let occasion: Occasion
    package let bill: ID<Bill>?
    package let notice: ID<ReceivedNotice>?
    package let at: Date
}

/// What passed through each account, and what is left on it.
package struct TrialBalance: Equatable, Sendable {
    package struct Line: Equatable, Sendable {
        package let account: BookAccount
        package let debit: Int
        package let credit: Int
        package var balance: Int { debit - credit }
    }

    package let lines: [Line]

    package var debit: Int { lines.reduce(0) { $0 + $1.debit } }
    package var credit: Int { lines.reduce(0) { $0 + $1.credit } }

    /// What is left on the accounts of one kind.
    package func balance(_ kind: BookAccount.Kind) -> Int {
        lines.filter { $0.account.kind == kind }.reduce(0) { $0 + $1.balance }
    }
}
