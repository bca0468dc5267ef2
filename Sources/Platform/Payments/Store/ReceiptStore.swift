// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
import Kernel
import Ledger

/// Receipts and refunds.
struct ReceiptStore {
    let db: any Connection

    /// Gives a paid bill the next number of its agency and year. The last thing before the commit: whoever takes a number
    /// holds up all others of the agency until then, and a number that was rolled back is given again.
    @discardableResult
    func issue(for bill: Bill, event: ID<Event>, at time: Date) throws -> Receipt {
        let year = Day(time).year
        let rows = try db.rows(
            """
            INSERT INTO receipt_count (agency, year, last) VALUES (\(bill.agency.rawValue), \(year), 1)
            ON CONFLICT (agency, year) DO UPDATE SET last = receipt_count.last + 1
            RETURNING last
            """)
        guard let number = try rows.first?.int("last") else { throw DatabaseProblem.mistake("no receipt number") }
        let receipt = Receipt(
            agency: bill.agency, year: year, number: number, bill: bill.id, event: event, issuedAt: time)
        try db.run(
            """
            INSERT INTO receipt (agency, year, number, bill_id, event_id, issued_at)
            VALUES (\(receipt.agency.rawValue), \(year), \(number), \(bill.id), \(event), \(time))
            """)
        return receipt
    }

    func find(_ bill: ID<Bill>) throws -> Receipt? {
        try db.rows("SELECT agency, year, number, bill_id, event_id, issued_at FROM receipt WHERE bill_id = \(bill)")
            .first.map { row in
                Receipt(
                    agency: Place(rawValue: try row.text("agency")), year: try row.int("year"),
                    number: try row.int("number"), bill: try row.id("bill_id"), event: try row.id("event_id"),
                    issuedAt: try row.time("issued_at"))
            }
    }

    func insert(_ refund: Refund, by actor: String) throws {
        try db.run(
            """
            INSERT INTO refund (id, bill_id, amount, decided_by, decided_at)
            VALUES (\(refund.id), \(refund.bill), \(refund.amount), \(actor), \(refund.decidedAt))
            """)
    }

    func refund(of bill: ID<Bill>) throws -> Refund? {
        try db.rows("SELECT id, bill_id, amount, decided_at, paid_out_at FROM refund WHERE bill_id = \(bill)")
            .first.map(Refund.init(row:))
    }

    /// An agency's refunds that have not left its account, the oldest first.
    func waitingRefunds(at agency: Place) throws -> [Refund] {
        try db.rows(
            """
            SELECT r.id, r.bill_id, r.amount, r.decided_at, r.paid_out_at FROM refund r JOIN bill b ON b.id = r.bill_id
            WHERE b.agency = \(agency.rawValue) AND b.state = 'refunded' AND r.paid_out_at IS NULL
            ORDER BY r.decided_at, r.id
            """
        ).map(Refund.init(row:))
    }

    /// False when it was paid out already.
    func payOut(_ refund: ID<Refund>, by actor: String, at time: Date) throws -> Bool {
        try db.change(
            """
            UPDATE refund SET paid_out_by = \(actor), paid_out_at = \(time)
            WHERE id = \(refund) AND paid_out_at IS NULL
            """) == 1
    }
}

extension Refund {
    fileprivate init(row: Row) throws {
        self.init(
            id: try row.id("id"), bill: try row.id("bill_id"), amount: try row.money("amount"),
            decidedAt: try row.time("decided_at"), paidOutAt: try row.optional("paid_out_at", row.time))
    }
}
