// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
import Kernel

/// The books: `book_account` and `book_transfer`. What is written is never changed.
struct BookStore {
    let db: any Connection

    func insert(_ transfer: Transfer) throws {
        try open([transfer.debit, transfer.credit])
        try db.run(
            """
            INSERT INTO book_transfer (id, debit, credit, amount, occasion, bill_id, notice_id, at)
            VALUES (\(transfer.id), \(transfer.debit.id), \(transfer.credit.id), \(transfer.amount),
                    \(transfer.occasion.rawValue), \(transfer.bill), \(transfer.notice), \(transfer.at))
            """)
    }

    /// The transfers of an agency between two moments, in order.
    func transfers(of agency: Place, from start: Date, to end: Date) throws -> [Transfer] {
        try transfers("d.agency = \(agency.rawValue) AND t.at >= \(start) AND t.at < \(end)")
    }

    func transfers(of bill: ID<Bill>) throws -> [Transfer] { try transfers("t.bill_id = \(bill)") }

    /// What was booked as having come with each notice.
    func landed(_ notices: [ID<ReceivedNotice>]) throws -> [ID<ReceivedNotice>: Int] {
        guard !notices.isEmpty else { return [:] }
        let ids = notices.map { id -> SQL in "\(id)" }
        var landed: [ID<ReceivedNotice>: Int] = [:]
        for row in try db.rows(
            """
            SELECT t.notice_id, t.amount FROM book_transfer t JOIN book_account d ON d.id = t.debit
            WHERE t.notice_id IN (\(ids.joined(by: ", "))) AND d.kind = 'bank'
            """)
        {
            landed[try row.id("notice_id")] = try row.int("amount")
        }
        return landed
    }

    /// What passed through each of an agency's accounts up to a moment.
    func balance(of agency: Place, before end: Date) throws -> TrialBalance {
        let rows = try db.rows(
            """
            SELECT t.kind, t.detail, sum(t.debit) AS debit, sum(t.credit) AS credit
            FROM (
                SELECT a.kind, a.detail, b.amount AS debit, 0 AS credit
                FROM book_account a JOIN book_transfer b ON b.debit = a.id
                WHERE a.agency = \(agency.rawValue) AND b.at < \(end)
                UNION ALL
                SELECT a.kind, a.detail, 0, b.amount
                FROM book_account a JOIN book_transfer b ON b.credit = a.id
                WHERE a.agency = \(agency.rawValue) AND b.at < \(end)
            ) t
            GROUP BY t.kind, t.detail ORDER BY t.kind, t.detail
            """)
        return TrialBalance(
            lines: try rows.map { row in
                TrialBalance.Line(
                    account: try BookAccount(row: row, agency: agency, kind: "kind", detail: "detail"),
                    debit: try row.int("debit"), credit: try row.int("credit"))
            })
    }

    private func open(_ accounts: [BookAccount]) throws {
        let rows = accounts.map { account -> SQL in
            "(\(account.id), \(account.agency.rawValue), \(account.kind.rawValue), \(account.detail))"
        }
        try db.run(
            """
            INSERT INTO book_account (id, agency, kind, detail) VALUES \(rows.joined(by: ", "))
            ON CONFLICT (id) DO NOTHING
            """)
    }

    private func transfers(_ condition: SQL) throws -> [Transfer] {
        try db.rows(
            """
            SELECT t.id, t.amount, t.occasion, t.bill_id, t.notice_id, t.at, d.agency, d.kind AS debit_kind,
                d.detail AS debit_detail, c.kind AS credit_kind, c.detail AS credit_detail
            FROM book_transfer t JOIN book_account d ON d.id = t.debit JOIN book_account c ON c.id = t.credit
            WHERE \(condition) ORDER BY t.at, t.id
            """
        ).map { row in
            let agency = Place(rawValue: try row.text("agency"))
            return Transfer(
                id: try row.id("id"),
                debit: try BookAccount(row: row, agency: agency, kind: "debit_kind", detail: "debit_detail"),
                credit: try BookAccount(row: row, agency: agency, kind: "credit_kind", detail: "credit_detail"),
                amount: try row.money("amount"),
                occasion: try row.value("occasion", Transfer.Occasion.init(rawValue:)),
                bill: try row.optional("bill_id", row.text).map { ID($0) },
                notice: try row.optional("notice_id", row.text).map { ID($0) }, at: try row.time("at"))
        }
    }
}

extension BookAccount {
    fileprivate init(row: Row, agency: Place, kind: String, detail: String) throws {
        self.init(try row.value(kind, Kind.init(rawValue:)), of: agency, detail: try row.text(detail))
    }
}
