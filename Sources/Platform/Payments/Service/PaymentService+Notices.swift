// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
package import Kernel
import Ledger
import Logging

/// What became of a notice.
package enum Taking: Equatable, Sendable {
    case new(ReceivedNotice.Outcome)
    /// It was told before; nothing changed.
    case known
}

/// Why a notification is not taken. Whoever forges one learns nothing but that.
package enum NotificationProblem: Problem, Equatable, CaseIterable {
    case noProvider
    /// Not signed by the provider, or not just now.
    case refused
    case unreadable

    package var code: String {
        switch self {
        case .noProvider: "payments.no_provider"
        case .refused: "payments.notification_refused"
        case .unreadable: "payments.notification_unreadable"
        }
    }

    package var kind: ProblemKind {
        switch self {
        case .noProvider: .notFound
        case .refused: .unauthenticated
        case .unreadable: .invalid
        }
    }
}

extension PaymentService {
    /// Takes a provider's notification. What is genuine is kept whatever it says, and pays a bill only where everything
    /// fits; what is not is counted, for the cashier to see.
    @discardableResult
    package func receive(_ notification: RawNotification, from provider: String) async throws -> Taking {
        guard let provider = providers.first(where: { $0.id == provider }) else {
            throw NotificationProblem.noProvider
        }
        let notice: TransferNotice
        do throws(RefusedNotification.Reason) { notice = try provider.open(notification, at: now()) } catch {
            let said = PaymentReference.found(in: String(decoding: notification.body.prefix(4096), as: UTF8.self))
            try await database.write { try refuse(error, from: provider.id, naming: said, in: $0) }
            throw error == .unreadable ? NotificationProblem.unreadable : .refused
        }
        return try await take(notice, from: provider.id, by: .notification)
    }

    /// Keeps a notice that is known to be genuine, and pays the bill it names where everything fits. Told again, it changes
    /// nothing.
    func take(
        _ notice: TransferNotice, from provider: String, by channel: ReceivedNotice.Channel
    ) async throws -> Taking {
        do {
            return try await database.write { connection in
                try take(notice, from: provider, by: channel, isBlocked: false, in: connection)
            }
        } catch let error where (error as? any Problem)?.kind != .unavailable {
            // The money has come whatever the matter it is for thinks of it.
            Logger(label: "payments").error("a settled bill was not accepted", metadata: ["reason": "\(error)"])
            return try await database.write { connection in
                try take(notice, from: provider, by: channel, isBlocked: true, in: connection)
            }
        }
    }

    private func take(
        _ notice: TransferNotice, from provider: String, by channel: ReceivedNotice.Channel, isBlocked: Bool,
        in connection: any Connection
    ) throws -> Taking {
        // The bill before the notice, always: two notices of one bill wait for each other here.
        let bill = try notice.reference.flatMap(BillStore(db: connection).take)
        let accounts = try ReceivingAccountStore(db: connection).find(notice.account, provider: provider)
        let account = accounts.first { $0.agency == bill?.agency } ?? accounts.first
        var outcome = notice.outcome(for: bill, into: account)
        if isBlocked, outcome == .applied { outcome = .blocked }
        let received = ReceivedNotice(
            id: ID(newID()), provider: provider, channel: channel, notice: notice,
            agency: account?.agency ?? bill?.agency ?? .everywhere, bill: bill?.id, outcome: outcome,
            receivedAt: now(), repeats: 0, handling: nil, remark: "")
        guard try NoticeStore(db: connection).insert(received) else {
            return try takeAgain(received, in: connection)
        }
        if outcome == .applied, let bill, let account {
            try pay(bill, with: received, from: account.inBooks, .paid, in: connection)
        } else {
            try keepUnmatched(received, account, in: connection)
        }
        return .new(outcome)
    }

    /// Settles a bill. `source` is where the money lies: with the bank, in the till, or among what was unmatched.
    func pay(
        _ bill: Bill, with received: ReceivedNotice? = nil, from source: BookAccount, _ occasion: Transfer.Occasion,
        by actor: Actor = .system, in connection: any Connection
    ) throws {
        var bill = bill
        try bill.pay(by: actor.id, at: now())
        try BillStore(db: connection).updateDecision(of: bill)
        try book(
            occasion, bill.amount, debit: source, credit: BookAccount(.receivable, of: bill.agency), bill: bill.id,
            notice: received?.id, in: connection)
        let transaction = received.map { "\($0.provider) \($0.notice.transaction)" } ?? ""
        let event = try record(
            "paid", bill, by: actor, ["transaction": transaction],
            saying: ["by": source.kind == .cash ? "cash" : "transfer"], in: connection)
        try onSettled.forEach { try $0(bill, connection) }
        try ReceiptStore(db: connection).issue(for: bill, event: event, at: now())
    }

    private func keepUnmatched(
        _ received: ReceivedNotice, _ account: ReceivingAccount?, in connection: any Connection
    ) throws {
        if let account, let money = received.notice.money {
            try book(
                .unmatched, money, debit: account.inBooks, credit: BookAccount(.suspense, of: account.agency),
                notice: received.id, in: connection)
        }
        try Ledger(connection).append(
            Event(
                id: ID(newID()), kind: "payments.unmatched", subject: received.id.rawValue,
                place: received.agency.rawValue, actor: Actor.system.id, at: now(),
                facts: ["provider": received.provider, "outcome": received.outcome.rawValue],
                personal: ["transaction": received.notice.transaction]))
    }

    private func takeAgain(_ received: ReceivedNotice, in connection: any Connection) throws -> Taking {
        let (store, notice) = (NoticeStore(db: connection), received.notice)
        guard let known = try store.find(notice.transaction, provider: received.provider) else {
            throw DatabaseProblem.busy
        }
        if known.notice.isSame(as: notice) {
            if received.channel == .notification { try store.countRepeat(known.id) }
        } else {
            try refuse(.changed, from: received.provider, naming: notice.reference, in: connection)
        }
        return .known
    }

    private func refuse(
        _ reason: RefusedNotification.Reason, from provider: String, naming reference: PaymentReference?,
        in connection: any Connection
    ) throws {
        let bill = try reference.flatMap(BillStore(db: connection).find)
        let isFirst = try NoticeStore(db: connection).refuse(
            reason, provider: provider, agency: bill?.agency ?? .everywhere,
            reference: bill?.reference.description ?? "", at: now())
        // One event for each row: whoever sends a million forgeries fills neither the table nor the ledger.
        guard isFirst else { return }
        try Ledger(connection).append(
            Event(
                id: ID(newID()), kind: "payments.notification_refused", subject: bill?.id.rawValue ?? provider,
                place: bill?.agency.rawValue ?? "", actor: Actor.system.id, at: now(),
                facts: ["provider": provider, "why": reason.rawValue]))
    }
}

extension TransferNotice {
    /// Whether it pays the bill, and if not, why.
    func outcome(for bill: Bill?, into account: ReceivingAccount?) -> ReceivedNotice.Outcome {
        guard let bill else { return .unknownReference }
        guard let account, account.agency == bill.agency else { return .otherAccount }
        guard bill.state == .open else { return .billClosed }
        guard currency == "VND" else { return .otherCurrency }
        return money == bill.amount ? .applied : .otherAmount
    }

    /// Whether it tells of the same transfer: notification and statement may word the memo differently.
    func isSame(as other: TransferNotice) -> Bool {
        transaction == other.transaction && account == other.account && amount == other.amount
            && currency == other.currency && reference == other.reference
    }
}
