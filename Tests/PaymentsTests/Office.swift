// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
import Kernel
import Ledger
import Payments
import TestKit
import Wire

/// An agency that is paid, with its people and a bank that tells of transfers.
struct Office: Sendable {
    static let place = Place(rawValue: "yen-mo")
    static let secret = SharedSecret("a secret of the tests only")!
    static let minh = Actor(id: "minh", kind: .resident)
    static let mai = cashier("mai", at: place)
    static let stranger = cashier("kim", at: Place(rawValue: "kim-son"))

    let database: any Database
    let service: PaymentService
    let clock: StoppedClock
    let account: ReceivingAccount

    init(_ backend: Backend, onSettled: [SettledHook] = []) async throws {
        let clock = StoppedClock(Site.moment)
        database = try await backend.migrated(LedgerMigrations.all + PaymentMigrations.all)
        service = PaymentService(
            database: database,
            providers: [BankProvider(secret: Self.secret), MobileMoneyProvider(secret: Self.secret)],
            onSettled: onSettled, now: clock.now, newID: { UUIDv7.string() })
        self.clock = clock
        account = try await service.openAccount(
            .init(bank: "970436", bankName: "Ngân hàng thử", number: "0011012345678", holder: "UBND xã Yên Mô"),
            at: Self.place, by: .system)
    }

    static func cashier(_ id: String, at place: Place) -> Actor {
        let rights = [Payments.read, Payments.exempt, Payments.refund, Payments.settle, Payments.keepAccounts]
        return Actor(id: id, kind: .official, grants: Set(rights.map { Grant($0, in: place) }), agency: place)
    }

    /// A bill of two extract copies.
    func bill(_ amount: Money = 8_000, copies: Int = 2, at agency: Place = place) async throws -> Bill {
        let line = try BillLine("Lệ phí trích lục", englishText: "Extract fee", unit: amount, quantity: copies)
        return try await database.write { [service] connection in
            guard
                let bill = try service.bill(
                    [line], for: "dossier-1", at: agency, payer: Self.minh.id, by: Self.minh, in: connection)
            else { throw PaymentProblem.badLine }
            return bill
        }
    }

    func bill(_ id: ID<Bill>) async throws -> Bill? {
        try await database.read { [service] in try service.bills(of: "dossier-1", in: $0).first { $0.id == id } }
    }

    /// What the bank tells when the bill is paid as its code says, unless told otherwise.
    func notice(
        _ bill: Bill, transaction: String = UUIDv7.string(), amount: Decimal? = nil, currency: String = "VND",
        memo: String? = nil, account: String? = nil
    ) throws -> TransferNotice {
        let notice = TransferNotice(
            transaction: transaction, account: account ?? self.account.number,
            amount: amount ?? Decimal(bill.amount.dong), currency: currency,
            memo: memo ?? "MBVCB.\(bill.reference) nop phi", paidAt: clock.now())
        guard let notice else { throw NotificationProblem.unreadable }
        return notice
    }

    /// Tells it as the bank does.
    @discardableResult
    func tell(_ notice: TransferNotice, secret: SharedSecret = secret) async throws -> Taking {
        try await service.receive(
            BankProvider.notification(of: notice, secret: secret, at: clock.now()), from: BankProvider.id)
    }

    @discardableResult
    func pay(_ bill: Bill) async throws -> Taking { try await tell(notice(bill)) }

    func balance() async throws -> TrialBalance { try await service.balance(of: Self.place, for: Self.mai) }

    func events() async throws -> [String] {
        try await database.read { connection in
            try connection.rows("SELECT kind FROM ledger_event ORDER BY id").map { try $0.text("kind") }
        }
    }
}
