// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
import Kernel

/// The `statement_line` table.
struct StatementStore {
    let db: any Connection

    /// False when the line was brought before.
    func insert(_ line: StatementLine, of account: ID<ReceivingAccount>, at time: Date) throws -> Bool {
        try db.change(
            """
            INSERT INTO statement_line (account_id, transaction_id, day, amount, memo, imported_at)
            VALUES (\(account), \(line.transaction), \(line.day), \(line.amount), \(line.memo), \(time))
            ON CONFLICT (account_id, transaction_id) DO NOTHING
            """) == 1
    }

    /// The lines of an agency's accounts on one day.
    func lines(at agency: Place, on day: Day) throws -> [StatementLine] {
        try db.rows(
            """
            SELECT a.number, l.transaction_id, l.day, l.amount, l.memo
            FROM statement_line l JOIN receiving_account a ON a.id = l.account_id
            WHERE a.agency = \(agency.rawValue) AND l.day = \(day) ORDER BY l.transaction_id
            """
        ).map { row in
            StatementLine(
                account: try row.text("number"), transaction: try row.text("transaction_id"), day: try row.day("day"),
                amount: try row.int("amount"), memo: try row.text("memo"))
        }
    }
}
