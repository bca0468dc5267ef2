// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
import Kernel
import Payments
import Synchronization
import TestKit
import Testing
import Wire

@Suite("Payment notifications")
struct NotificationTests {
    @Test("a transfer that fits pays its bill, with entry, event and receipt", arguments: Backend.available)
    func fits(backend: Backend) async throws {
        let settled = SettledBills()
        let office = try await Office(backend, onSettled: [settled.hook])
        let bill = try await office.bill()
        #expect(try await office.pay(bill) == .new(.applied))
        #expect(try await office.bill(bill.id)?.state == .paid)
        #expect(settled.states == [.paid])
        let balance = try await office.balance()
        #expect(balance.balance(.bank) == 16_000 && balance.balance(.receivable) == 0)
        #expect(try await office.events() == ["payments.account_opened", "payments.billed", "payments.paid"])
        #expect(try await office.receipts() == [1])
    }

    @Test("mobile money speaks another language and is understood too", arguments: Backend.available)
    func mobileMoney(backend: Backend) async throws {
        let office = try await Office(backend)
        _ = try await office.service.openAccount(
            .init(
                provider: MobileMoneyProvider.id, bank: "", bankName: "Tiền di động", number: "DVC014701",
                holder: "UBND xã Yên Mô"),
            at: Office.place, by: .system)
        let bill = try await office.bill()
        let notice = try office.notice(bill, account: "DVC014701")
        let sent = try MobileMoneyProvider.notification(of: notice, secret: Office.secret, at: office.clock.now())
        await #expect(throws: NotificationProblem.refused) {
            try await office.service.receive(sent, from: BankProvider.id)
        }
        #expect(try await office.service.receive(sent, from: MobileMoneyProvider.id) == .new(.applied))
        #expect(try await office.service.receive(sent, from: MobileMoneyProvider.id) == .known)
        await #expect(throws: NotificationProblem.noProvider) {
            try await office.service.receive(sent, from: "pigeon")
        }
    }

    struct Odd: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let outcome: ReceivedNotice.Outcome
        var amount: Decimal?, currency = "VND", memo: String?, account: String?
        /// What is kept apart in the books.
        var suspense: Int
    }

    static let odd: [Odd] = [
        Odd(testDescription: "too little", outcome: .otherAmount, amount: 15_999, suspense: 15_999),
        Odd(testDescription: "too much", outcome: .otherAmount, amount: 16_001, suspense: 16_001),
        Odd(testDescription: "parts of a đồng", outcome: .otherAmount, amount: Decimal(string: "16000.5"), suspense: 0),
        Odd(testDescription: "dollars", outcome: .otherCurrency, currency: "USD", suspense: 0),
        Odd(testDescription: "no reference", outcome: .unknownReference, memo: "nop phi", suspense: 16_000),
        Odd(
            testDescription: "a reference never given", outcome: .unknownReference,
            memo: PaymentReference.random().description, suspense: 16_000),
        Odd(testDescription: "an account of nobody", outcome: .otherAccount, account: "999", suspense: 0),
    ]

    @Test("what does not fit is kept and never applied", arguments: Backend.available, odd)
    func doesNotFit(backend: Backend, odd: Odd) async throws {
        let office = try await Office(backend)
        let bill = try await office.bill()
        let notice = try office.notice(
            bill, amount: odd.amount, currency: odd.currency, memo: odd.memo, account: odd.account)
        #expect(try await office.tell(notice) == .new(odd.outcome))
        #expect(try await office.tell(notice) == .known)
        #expect(try await office.bill(bill.id)?.state == .open)
        let desk = try await office.service.desk(at: Office.place, for: Office.mai)
        #expect(desk.waiting.map(\.outcome) == [odd.outcome])
        #expect(desk.waiting.map(\.repeats) == [1])
        let balance = try await office.balance()
        #expect(balance.balance(.suspense) == -odd.suspense && balance.balance(.receivable) == 16_000)
        // The right transfer still pays.
        #expect(try await office.pay(bill) == .new(.applied))
    }

    @Test("money for another agency's bill is not taken for it", arguments: Backend.available)
    func otherAgency(backend: Backend) async throws {
        let office = try await Office(backend)
        let kimSon = Place(rawValue: "kim-son")
        _ = try await office.service.openAccount(
            .init(bank: "970436", bankName: "Ngân hàng thử", number: "77", holder: "UBND Kim Sơn"), at: kimSon,
            by: .system)
        let bill = try await office.bill(at: kimSon)
        #expect(try await office.tell(office.notice(bill)) == .new(.otherAccount))
        #expect(try await office.service.desk(at: Office.place, for: Office.mai).waiting.count == 1)
        #expect(try await office.service.desk(at: kimSon, for: Office.stranger).waiting.isEmpty)
    }

    @Test("a bill already paid is not paid again", arguments: Backend.available)
    func paidAlready(backend: Backend) async throws {
        let office = try await Office(backend)
        let bill = try await office.bill()
        try await office.pay(bill)
        #expect(try await office.pay(bill) == .new(.billClosed))
        #expect(try await office.balance().balance(.suspense) == -16_000)
        #expect(try await office.receipts() == [1])
    }

    @Test("forged, stale and unreadable notifications are counted, not believed", arguments: Backend.available)
    func refused(backend: Backend) async throws {
        let office = try await Office(backend)
        let bill = try await office.bill()
        let notice = try office.notice(bill)
        let good = try BankProvider.notification(of: notice, secret: Office.secret, at: office.clock.now())
        var other = good.headers
        other[BankProvider.signatureHeader] = String(repeating: "0", count: 64)
        var later = good.headers
        later[BankProvider.timestampHeader] = "\(Int64(office.clock.now().timeIntervalSince1970) + 1)"
        var body = good.body
        body.replaceSubrange(body.firstRange(of: Data("16000".utf8))!, with: Data("99999".utf8))
        let forged = [
            RawNotification(headers: other, body: good.body), RawNotification(headers: later, body: good.body),
            RawNotification(headers: good.headers, body: body), RawNotification(headers: [:], body: good.body),
        ]
        for notification in forged {
            await #expect(throws: NotificationProblem.refused) {
                try await office.service.receive(notification, from: BankProvider.id)
            }
        }
        for seconds: TimeInterval in [-301, 301] {
            let stale = try BankProvider.notification(
                of: notice, secret: Office.secret, at: office.clock.now() + seconds)
            await #expect(throws: NotificationProblem.refused) {
                try await office.service.receive(stale, from: BankProvider.id)
            }
        }
        let stamp = good.headers[BankProvider.timestampHeader] ?? ""
        for text in ["", "{}", "[]", "null", "{\"transactionId\":1}", String(repeating: "[", count: 1000)] {
            let body = Data(text.utf8)
            let headers = [
                BankProvider.timestampHeader: stamp,
                BankProvider.signatureHeader: Office.secret.signature(of: body, timestamp: stamp),
            ]
            await #expect(throws: NotificationProblem.unreadable) {
                try await office.service.receive(RawNotification(headers: headers, body: body), from: BankProvider.id)
            }
        }
        #expect(try await office.bill(bill.id)?.state == .open)
        let seen = try await office.service.desk(at: Office.place, for: Office.mai).refused
        let counted = Dictionary(uniqueKeysWithValues: seen.map { ($0.reason, $0) })
        #expect(counted[.forged]?.times == 4 && counted[.forged]?.reference == bill.reference.description)
        #expect(counted[.stale]?.times == 2 && counted[.unreadable]?.times == 6)
        #expect(try await office.events().count { $0 == "payments.notification_refused" } == 3)
        // The genuine one is none the worse for it.
        #expect(try await office.service.receive(good, from: BankProvider.id) == .new(.applied))
    }

    @Test("a transfer told again with another amount changes nothing", arguments: Backend.available)
    func changed(backend: Backend) async throws {
        let office = try await Office(backend)
        let bill = try await office.bill()
        try await office.tell(office.notice(bill, transaction: "FT1", amount: 1_000))
        #expect(try await office.tell(office.notice(bill, transaction: "FT1")) == .known)
        #expect(try await office.bill(bill.id)?.state == .open)
        #expect(try await office.service.desk(at: Office.place, for: Office.mai).refused.map(\.reason) == [.changed])
    }

    @Test("sixteen at once pay once", arguments: Backend.available)
    func duplicates(backend: Backend) async throws {
        let office = try await Office(backend)
        let bill = try await office.bill()
        let notice = try office.notice(bill)
        let takings = try await withThrowingTaskGroup(of: Taking.self) { group in
            for _ in 0..<16 { group.addTask { try await office.tell(notice) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(takings.count { $0 == .new(.applied) } == 1 && takings.count { $0 == .known } == 15)
        #expect(try await office.balance().balance(.bank) == 16_000)
        #expect(try await office.receipts() == [1])
    }

    @Test("sixteen different transfers for one bill: one pays, the others wait", arguments: Backend.available)
    func rivals(backend: Backend) async throws {
        let office = try await Office(backend)
        let bill = try await office.bill()
        let takings = try await withThrowingTaskGroup(of: Taking.self) { group in
            for _ in 0..<16 { group.addTask { try await office.pay(bill) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(takings.count { $0 == .new(.applied) } == 1 && takings.count { $0 == .new(.billClosed) } == 15)
        #expect(try await office.balance().balance(.suspense) == -15 * 16_000)
    }

    @Test("receipts are numbered without a gap, also when some are rolled back", arguments: Backend.available)
    func receipts(backend: Backend) async throws {
        struct Refused: Error {}
        let office = try await Office(
            backend, onSettled: [{ bill, _ in if bill.amount == 7_000 { throw Refused() } }])
        var bills: [Bill] = []
        for number in 0..<48 { bills.append(try await office.bill(number % 3 == 0 ? 7_000 : 8_000, copies: 1)) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for client in 0..<16 {
                let own = bills.enumerated().filter { $0.offset % 16 == client }.map(\.element)
                group.addTask { for bill in own { try await office.pay(bill) } }
            }
            try await group.waitForAll()
        }
        #expect(try await office.receipts() == Array(1...32))
        // A new year begins at one.
        office.clock.advance(by: 366 * 86_400)
        try await office.pay(try await office.bill())
        #expect(try await office.receipts() == [1, 1] + Array(2...32))
    }
}

extension Office {
    /// The numbers given, in order.
    func receipts() async throws -> [Int] {
        try await database.read { connection in
            try connection.rows("SELECT number FROM receipt ORDER BY number").map { try $0.int("number") }
        }
    }
}
