// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
import Kernel

/// The `bill` and `bill_line` tables.
struct BillStore {
    let db: any Connection

    func find(_ id: ID<Bill>) throws -> Bill? {
        try bills("SELECT \(Self.columns) FROM bill WHERE id = \(id)").first
    }

    /// As `find`, for a bill about to be changed: nobody else changes it before this transaction ends.
    func take(_ id: ID<Bill>) throws -> Bill? {
        try bills("SELECT \(Self.columns) FROM bill WHERE id = \(id) \(db.dialect.lockRow)").first
    }

    func take(_ reference: PaymentReference) throws -> Bill? {
        try bills(
            "SELECT \(Self.columns) FROM bill WHERE reference = \(reference.description) \(db.dialect.lockRow)"
        ).first
    }

    func find(_ reference: PaymentReference) throws -> Bill? {
        try bills("SELECT \(Self.columns) FROM bill WHERE reference = \(reference.description)").first
    }

    func subjects(of bills: [String]) throws -> [String: String] {
        guard !bills.isEmpty else { return [:] }
        let list = bills.map { "\($0)" as SQL }.joined(by: ", ")
        return try db.rows("SELECT id, subject FROM bill WHERE id IN (\(list))")
            .reduce(into: [:]) { $0[try $1.text("id")] = try $1.text("subject") }
    }

    func list(of subject: String) throws -> [Bill] {
        try bills("SELECT \(Self.columns) FROM bill WHERE subject = \(subject) ORDER BY id")
    }

    func newest(of payer: String, limit: Int) throws -> [Bill] {
        try bills(
            """
            SELECT \(Self.columns) FROM bill WHERE payer = \(payer) ORDER BY issued_at DESC, id DESC LIMIT \(limit)
            """)
    }

    /// An agency's open bills, the oldest first.
    func open(at agency: Place, limit: Int) throws -> [Bill] {
        try bills(
            """
            SELECT \(Self.columns) FROM bill WHERE agency = \(agency.rawValue) AND state = 'open'
            ORDER BY issued_at, id LIMIT \(limit)
            """)
    }

    /// An agency's bills in one state, the oldest first, from after `mark` on.
    func list(at agency: Place, in state: Bill.State, after mark: BillMark?, limit: Int) throws -> [Bill] {
        var query: SQL =
            "SELECT \(Self.columns) FROM bill WHERE agency = \(agency.rawValue) AND state = \(state.rawValue)"
        if let mark { query = query + " AND (issued_at, id) > (\(mark.time), \(mark.id))" }
        return try bills(query + " ORDER BY issued_at, id LIMIT \(limit)")
    }

    /// Those that an agency's people or its payers decided on between two moments, the latest first.
    func decided(at agency: Place, from start: Date, to end: Date, limit: Int) throws -> [Bill] {
        try bills(
            """
            SELECT \(Self.columns) FROM bill
            WHERE agency = \(agency.rawValue) AND decided_at >= \(start) AND decided_at < \(end)
            ORDER BY decided_at DESC, id DESC LIMIT \(limit)
            """)
    }

    /// False when the reference is given already.
    func insert(_ bill: Bill) throws -> Bool {
        let inserted = try db.change(
            """
            INSERT INTO bill (id, reference, agency, subject, payer, amount, issued_at, state)
            VALUES (\(bill.id), \(bill.reference.description), \(bill.agency.rawValue), \(bill.subject), \(bill.payer),
                    \(bill.amount), \(bill.issuedAt), \(bill.state.rawValue))
            ON CONFLICT (reference) DO NOTHING
            """)
        guard inserted == 1 else { return false }
        let lines = bill.lines.enumerated().map { position, line -> SQL in
            """
            (\(bill.id), \(position + 1), \(line.text), \(line.englishText), \(line.unit), \(line.quantity))
            """
        }
        try db.run(
            """
            INSERT INTO bill_line (bill_id, position, text, english_text, unit_amount, quantity)
            VALUES \(lines.joined(by: ", "))
            """)
        return true
    }

    func updateDecision(of bill: Bill) throws {
        try db.run(
            """
            UPDATE bill SET state = \(bill.state.rawValue), decided_by = \(bill.decision?.by),
                decided_at = \(bill.decision?.at), reason = \(bill.decision?.reason)
            WHERE id = \(bill.id)
            """)
    }

    private func bills(_ sql: SQL) throws -> [Bill] {
        let rows = try db.rows(sql)
        guard !rows.isEmpty else { return [] }
        let ids = try rows.map { row -> SQL in "\(try row.text("id"))" }
        var lines: [String: [BillLine]] = [:]
        for row in try db.rows(
            """
            SELECT bill_id, text, english_text, unit_amount, quantity FROM bill_line
            WHERE bill_id IN (\(ids.joined(by: ", "))) ORDER BY bill_id, position
            """)
        {
            lines[try row.text("bill_id"), default: []].append(try BillLine(row: row))
        }
        return try rows.map { try Bill(row: $0, lines: lines[try $0.text("id")] ?? []) }
    }

    private static let columns: SQL =
        "id, reference, agency, subject, payer, amount, issued_at, state, decided_by, decided_at, reason"
}

extension BillLine {
    fileprivate init(row: Row) throws {
        try self.init(
            try row.text("text"), englishText: try row.text("english_text"), unit: try row.money("unit_amount"),
            quantity: try row.int("quantity"))
    }
}

extension Bill {
    fileprivate init(row: Row, lines: [BillLine]) throws {
        self.init(
            id: try row.id("id"), reference: try row.value("reference") { PaymentReference($0) },
            agency: Place(rawValue: try row.text("agency")), subject: try row.text("subject"),
            payer: try row.text("payer"), lines: lines, amount: try row.money("amount"),
            issuedAt: try row.time("issued_at"), state: try row.value("state", State.init(rawValue:)),
            decision: try row.optional("decided_at", row.time).map { at in
                Decision(by: try row.text("decided_by"), at: at, reason: try row.text("reason"))
            })
    }
}

extension SQL.StringInterpolation {
    /// An amount is stored as whole đồng.
    mutating func appendInterpolation(_ money: Money) { appendInterpolation(money.dong) }
}

extension Row {
    func money(_ column: String) throws -> Money {
        guard let money = Money(try int(column)) else { throw DatabaseProblem.mistake("no amount in \(column)") }
        return money
    }
}
