// SPDX-License-Identifier: Apache-2.0

import Foundation
package import Kernel
import Units

/// One line of a bank statement: what came to an account (above zero) or left it.
package struct StatementLine: Equatable, Sendable {
    package let account: String
    package let transaction: String
    package let day: Day
    package let amount: Int
    package let memo: String

    /// What it tells of money that came; nil for what left.
    var notice: TransferNotice? {
        guard amount > 0 else { return nil }
        return TransferNotice(
            transaction: transaction, account: account, amount: .init(amount), currency: "VND", memo: memo,
            paidAt: day.start)
    }
}

/// A bank statement as CSV with the columns `account,transaction,date,amount,memo`: days as 2026-07-08, amounts in whole
/// đồng, what left the account with a minus. Refused as a whole when one line cannot be read.
package struct StatementFile: Sendable {
    package let lines: [StatementLine]

    package init(_ text: String, name: String) throws(ContentProblem) {
        let table = try CSVTable(text, file: name, columns: ["account", "transaction", "date", "amount", "memo"])
        var lines: [StatementLine] = []
        for row in table.rows {
            guard let day = Day(row["date"]) else { throw row.mistake("\(row["date"]) is not a day like 2026-07-08") }
            guard let amount = Int(row["amount"]), amount != 0, amount.magnitude <= UInt(Money.limit) else {
                throw row.mistake("\(row["amount"]) is not an amount of whole đồng")
            }
            let line = StatementLine(
                account: row["account"], transaction: row["transaction"], day: day, amount: amount, memo: row["memo"])
            guard !line.transaction.isEmpty, amount < 0 || line.notice != nil else {
                throw row.mistake("the transaction is missing, or a part is too long")
            }
            lines.append(line)
        }
        self.lines = lines
    }
}

/// What an import found.
package struct StatementOutcome: Equatable, Sendable {
    package var lines = 0
    /// Lines that no import had brought before.
    package var new = 0
    /// Bills that were paid because of it.
    package var applied = 0
    /// Money that waits for a cashier because of it.
    package var unmatched = 0
    /// Refunds that were found to have left the account.
    package var paidOut = 0

    package init() {}
}
