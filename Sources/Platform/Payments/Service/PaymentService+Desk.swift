// SPDX-License-Identifier: Apache-2.0

import Database
package import Foundation
package import Kernel
import Ledger

/// What a cashier sees of one agency.
package struct CashierDesk: Sendable {
    package let open: [Bill]
    /// Decided on the day of asking: paid, exempted, cancelled, given back.
    package let decided: [Bill]
    /// Money that found no bill, or not the right one.
    package let waiting: [ReceivedNotice]
    package let refused: [RefusedNotification]
    /// Decided to be given back, and not yet sent.
    package let refunds: [Bill]

    /// How many of each are shown.
    package static let limit = 100
    /// For how long what was refused is shown.
    package static let memory: TimeInterval = 7 * 86_400
}

/// A bill with what belongs to it.
package struct BillFile: Sendable {
    package let bill: Bill
    package let receipt: Receipt?
    package let refund: Refund?
    /// Where it can be paid.
    package let accounts: [ReceivingAccount]
}

extension PaymentService {
    /// A bill, for its payer and for those who may read the agency's; that an official did, the payer sees under
    /// `/me/access`.
    package func file(_ id: ID<Bill>, for actor: Actor) async throws -> BillFile {
        try await show(to: actor) { connection, log in
            guard let bill = try BillStore(db: connection).find(id),
                bill.payer == actor.id || actor.can(Payments.read, in: bill.agency)
            else { throw PaymentProblem.noBill }
            try log.record("payments.access.bill", of: [bill.payer])
            let receipts = ReceiptStore(db: connection)
            return BillFile(
                bill: bill, receipt: try receipts.find(id), refund: try receipts.refund(of: id),
                accounts: try ReceivingAccountStore(db: connection).open(at: bill.agency))
        }
    }

    /// What an account has to pay or has paid, the newest first.
    package func bills(for actor: Actor, limit: Int = 50) async throws -> [Bill] {
        try await database.read { try BillStore(db: $0).newest(of: actor.id, limit: limit) }
    }

    /// Money that came, and the bill it was meant for where that is known. The payer sees that it was read.
    package func notice(
        _ id: ID<ReceivedNotice>, for actor: Actor
    ) async throws -> (received: ReceivedNotice, bill: Bill?) {
        try await show(to: actor) { connection, log in
            guard let received = try NoticeStore(db: connection).find(id),
                actor.can(Payments.read, in: received.agency)
            else { throw PaymentProblem.noNotice }
            let bill = try received.bill.flatMap(BillStore(db: connection).find)
            guard let bill, bill.agency == received.agency else { return (received, nil) }
            try log.record("payments.access.bill", of: [bill.payer])
            return (received, bill)
        }
    }

    /// What there is to do at an agency, and what was done today. Each payer in it sees that the list was read.
    package func desk(at agency: Place, for actor: Actor) async throws -> CashierDesk {
        try actor.may(Payments.read, in: agency)
        let (now, today) = (now(), Day(now()))
        return try await show(to: actor) { connection, log in
            let (bills, notices) = (BillStore(db: connection), NoticeStore(db: connection))
            let elsewhere: [Place] = actor.can(Payments.read, in: .everywhere) ? [.everywhere] : []
            let desk = CashierDesk(
                open: try bills.open(at: agency, limit: CashierDesk.limit),
                decided: try bills.decided(
                    at: agency, from: today.start, to: (today + 1).start, limit: CashierDesk.limit),
                waiting: try ([agency] + elsewhere).flatMap { try notices.waiting(at: $0, limit: CashierDesk.limit) },
                refused: try notices.refused(at: agency, since: now - CashierDesk.memory, limit: CashierDesk.limit),
                refunds: try ReceiptStore(db: connection).waitingRefunds(at: agency).compactMap {
                    try bills.find($0.bill)
                })
            try log.record("payments.access.desk", of: (desk.open + desk.decided + desk.refunds).map(\.payer))
            return desk
        }
    }

    /// A page of an agency's bills in one state, the oldest first. Each payer in it sees that the list was read.
    package func bills(
        at agency: Place, in state: Bill.State, after mark: BillMark? = nil, limit: Int, for actor: Actor
    ) async throws -> [Bill] {
        try actor.may(Payments.read, in: agency)
        return try await show(to: actor) { connection, log in
            let bills = try BillStore(db: connection).list(at: agency, in: state, after: mark, limit: limit)
            try log.record("payments.access.desk", of: bills.map(\.payer))
            return bills
        }
    }

    /// The agency's bill whose reference stands in what was typed.
    package func bill(found text: String, at agency: Place, for actor: Actor) async throws -> Bill? {
        try actor.may(Payments.read, in: agency)
        guard let reference = PaymentReference.found(in: text) else { return nil }
        let bill = try await database.read { try BillStore(db: $0).find(reference) }
        return bill?.agency == agency ? bill : nil
    }

    /// Pays an open bill of the same agency and amount with money that found none.
    package func assign(
        _ id: ID<ReceivedNotice>, to reference: String, by actor: Actor
    ) async throws -> Bill {
        let reference = PaymentReference.found(in: reference)
        return try await database.write { connection in
            let bill = try reference.flatMap(BillStore(db: connection).take)
            let received = try take(id, for: actor, in: connection)
            guard let bill, bill.agency == received.agency, bill.state == .open, received.notice.money == bill.amount,
                try landing(of: received, in: connection) != nil
            else { throw PaymentProblem.otherAmount }
            try NoticeStore(db: connection).handle(received.id, .assigned, bill: bill.id, remark: "")
            try pay(
                bill, with: received, from: BookAccount(.suspense, of: bill.agency), .assigned, by: actor,
                in: connection)
            return bill
        }
    }

    /// Writes down that money which belongs to no bill was sent back, or, where none of it lies with the agency, what
    /// was done about it.
    package func close(_ id: ID<ReceivedNotice>, because remark: String, by actor: Actor) async throws {
        guard !remark.isEmpty else { throw PaymentProblem.blankReason }
        guard remark.count <= Bill.reasonLimit else { throw PaymentProblem.longReason }
        try await database.write { connection in
            let received = try take(id, for: actor, in: connection)
            let account = try landing(of: received, in: connection)
            let handling = account == nil ? ReceivedNotice.Handling.noted : .returned
            try NoticeStore(db: connection).handle(id, handling, bill: nil, remark: remark)
            if let account, let money = received.notice.money {
                try book(
                    .returned, money, debit: BookAccount(.suspense, of: account.agency), credit: account.inBooks,
                    notice: id, in: connection)
            }
            try Ledger(connection).append(
                Event(
                    id: ID(newID()), kind: "payments.unmatched_closed", subject: id.rawValue,
                    place: received.agency.rawValue, actor: actor.id, at: now(), facts: ["how": handling.rawValue],
                    personal: ["reason": remark]))
        }
    }

    private func take(
        _ id: ID<ReceivedNotice>, for actor: Actor, in connection: any Connection
    ) throws -> ReceivedNotice {
        guard let received = try NoticeStore(db: connection).take(id), actor.can(Payments.read, in: received.agency)
        else { throw PaymentProblem.noNotice }
        try actor.may(Payments.settle, in: received.agency)
        guard received.isWaiting else { throw PaymentProblem.notWaiting }
        return received
    }

    /// The account on which the money of a notice was booked; nil when none was.
    private func landing(of received: ReceivedNotice, in connection: any Connection) throws -> ReceivingAccount? {
        guard received.notice.money != nil else { return nil }
        return try ReceivingAccountStore(db: connection)
            .find(received.notice.account, provider: received.provider).first { $0.agency == received.agency }
    }

    private func show<T: Sendable>(
        to actor: Actor, _ body: @escaping @Sendable (any Connection, AccessLog) throws -> T
    ) async throws -> T {
        try await database.show(to: actor, because: "payments.access.why", now: now, newID: newID, body)
    }
}
