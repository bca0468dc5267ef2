// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
import Kernel

/// The `payment_notice` and `refused_notification` tables.
struct NoticeStore {
    let db: any Connection

    /// False when this transfer was told before.
    func insert(_ received: ReceivedNotice) throws -> Bool {
        let notice = received.notice
        return try db.change(
            """
            INSERT INTO payment_notice (id, provider, transaction_id, channel, account, amount, currency, memo, paid_at,
                agency, bill_id, outcome, received_at, repeats, remark)
            VALUES (\(received.id), \(received.provider), \(notice.transaction), \(received.channel.rawValue),
                \(notice.account), \("\(notice.amount)"), \(notice.currency), \(notice.memo), \(notice.paidAt),
                \(received.agency.rawValue), \(received.bill), \(received.outcome.rawValue), \(received.receivedAt), 0,
                '')
            ON CONFLICT (provider, transaction_id) DO NOTHING
            """) == 1
    }

    func find(_ transaction: String, provider: String) throws -> ReceivedNotice? {
        try notices("provider = \(provider) AND transaction_id = \(transaction)").first
    }

    func find(_ id: ID<ReceivedNotice>) throws -> ReceivedNotice? { try notices("id = \(id)").first }

    func take(_ id: ID<ReceivedNotice>) throws -> ReceivedNotice? {
        try notices("id = \(id) \(db.dialect.lockRow)").first
    }

    /// Those of an agency that a cashier must look at, the oldest first.
    func waiting(at agency: Place, limit: Int) throws -> [ReceivedNotice] {
        try notices(
            """
            agency = \(agency.rawValue) AND handling IS NULL AND outcome <> 'applied'
            ORDER BY received_at, id LIMIT \(limit)
            """)
    }

    /// Those that came to an agency between two moments, by the bank's time.
    func list(at agency: Place, paidFrom start: Date, to end: Date) throws -> [ReceivedNotice] {
        try notices(
            """
            agency = \(agency.rawValue) AND paid_at >= \(start) AND paid_at < \(end) ORDER BY paid_at, id
            """)
    }

    func countRepeat(_ id: ID<ReceivedNotice>) throws {
        try db.run("UPDATE payment_notice SET repeats = repeats + 1 WHERE id = \(id)")
    }

    func handle(
        _ id: ID<ReceivedNotice>, _ handling: ReceivedNotice.Handling, bill: ID<Bill>?, remark: String
    ) throws {
        try db.run(
            """
            UPDATE payment_notice SET handling = \(handling.rawValue), bill_id = coalesce(\(bill), bill_id),
                remark = \(remark)
            WHERE id = \(id)
            """)
    }

    /// True when it is the first of its hour.
    func refuse(
        _ reason: RefusedNotification.Reason, provider: String, agency: Place, reference: String, at time: Date
    ) throws -> Bool {
        let rows = try db.rows(
            """
            INSERT INTO refused_notification
                (provider, reason, agency, reference, hour, times, first_at, last_at)
            VALUES (\(provider), \(reason.rawValue), \(agency.rawValue), \(reference),
                \(time.milliseconds / 3_600_000), 1, \(time), \(time))
            ON CONFLICT (provider, reason, reference, hour)
                DO UPDATE SET times = refused_notification.times + 1, last_at = excluded.last_at
            RETURNING times
            """)
        return try rows.first?.int("times") == 1
    }

    /// What was refused that concerns an agency, or nobody in particular, the latest first.
    func refused(at agency: Place, since time: Date, limit: Int) throws -> [RefusedNotification] {
        try db.rows(
            """
            SELECT provider, reason, agency, reference, times, first_at, last_at FROM refused_notification
            WHERE agency IN (\(agency.rawValue), \(Place.everywhere.rawValue)) AND last_at >= \(time)
            ORDER BY last_at DESC LIMIT \(limit)
            """
        ).map { row in
            RefusedNotification(
                provider: try row.text("provider"),
                reason: try row.value("reason", RefusedNotification.Reason.init(rawValue:)),
                agency: Place(rawValue: try row.text("agency")), reference: try row.text("reference"),
                times: try row.int("times"), firstAt: try row.time("first_at"), lastAt: try row.time("last_at"))
        }
    }

    private func notices(_ condition: SQL) throws -> [ReceivedNotice] {
        try db.rows(
            """
            SELECT id, provider, transaction_id, channel, account, amount, currency, memo, paid_at, agency, bill_id,
                outcome, received_at, repeats, handling, remark
            FROM payment_notice WHERE \(condition)
            """
        ).map(ReceivedNotice.init(row:))
    }
}

extension ReceivedNotice {
    fileprivate init(row: Row) throws {
        let notice = TransferNotice(
            transaction: try row.text("transaction_id"), account: try row.text("account"),
            amount: try row.value("amount") { Decimal(string: $0) }, currency: try row.text("currency"),
            memo: try row.text("memo"), paidAt: try row.time("paid_at"))
        guard let notice else { throw DatabaseProblem.mistake("a notice that could not have been taken") }
        self.init(
            id: try row.id("id"), provider: try row.text("provider"),
            channel: try row.value("channel", Channel.init(rawValue:)), notice: notice,
            agency: Place(rawValue: try row.text("agency")), bill: try row.optional("bill_id", row.text).map { ID($0) },
            outcome: try row.value("outcome", Outcome.init(rawValue:)), receivedAt: try row.time("received_at"),
            repeats: try row.int("repeats"),
            handling: try row.optional("handling", row.text).flatMap(Handling.init(rawValue:)),
            remark: try row.text("remark"))
    }
}
