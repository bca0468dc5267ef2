// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
import Kernel
import Payments
import Synchronization
import TestKit
import Testing

@Suite("Payment service")
struct PaymentServiceTests {
    @Test("a bill is made in the caller's transaction, or not at all", arguments: Backend.available)
    func caller(backend: Backend) async throws {
        let office = try await Office(backend)
        let bill = try await office.bill()
        #expect(bill.amount == 16_000 && bill.state == .open)
        #expect(try await office.bill(bill.id) == bill)
        let line = try BillLine("Phí", englishText: "Fee", unit: 5_000)
        struct Stop: Error {}
        await #expect(throws: Stop.self) {
            try await office.database.write { connection in
                _ = try office.service.bill(
                    [line], for: "other", at: Office.place, payer: "minh", by: Office.minh, in: connection)
                throw Stop()
            }
        }
        #expect(try await office.database.read { try office.service.bills(of: "other", in: $0) } == [])
        #expect(try await office.balance().balance(.receivable) == 16_000)
    }

    @Test("nothing owed makes no bill", arguments: Backend.available)
    func zero(backend: Backend) async throws {
        let office = try await Office(backend)
        let free = try BillLine("Khai sinh đúng hạn", englishText: "Birth in time", unit: .zero)
        let bill = try await office.database.write { connection in
            try office.service.bill(
                [free], for: "dossier-1", at: Office.place, payer: "minh", by: Office.minh, in: connection)
        }
        #expect(bill == nil)
        #expect(try await office.balance().lines.isEmpty)
    }

    @Test("a line without words, quantity or a possible amount is refused")
    func lines() {
        #expect(throws: PaymentProblem.badLine) { try BillLine("", englishText: "x", unit: 1) }
        #expect(throws: PaymentProblem.badLine) { try BillLine("x", englishText: "", unit: 1) }
        #expect(throws: PaymentProblem.badLine) { try BillLine("x", englishText: "x", unit: 1, quantity: 0) }
        #expect(throws: PaymentProblem.badLine) { try BillLine("x", englishText: "x", unit: 1, quantity: 10_001) }
        #expect(throws: PaymentProblem.badLine) {
            try BillLine("x", englishText: "x", unit: Money(Money.limit)!, quantity: 2)
        }
    }

    @Test("two bills never share a reference", arguments: Backend.available)
    func references(backend: Backend) async throws {
        let office = try await Office(backend)
        let taken = try await office.bill().reference
        let given = Mutex([taken, taken, .random()])
        let service = PaymentService(
            database: office.database, now: office.clock.now, newID: { UUIDv7.string() },
            newReference: { given.withLock { $0.removeFirst() } })
        let line = try BillLine("Phí", englishText: "Fee", unit: 5_000)
        let bill = try await office.database.write { connection in
            try service.bill([line], for: "second", at: Office.place, payer: "hoa", by: Office.minh, in: connection)
        }
        #expect(bill?.reference != taken)
    }

    @Test("what waits for the money moves on with it, or the money is kept apart", arguments: Backend.available)
    func hooks(backend: Backend) async throws {
        struct Refused: Error {}
        let office = try await Office(
            backend,
            onSettled: [
                { bill, connection in
                    try connection.run("UPDATE bill SET subject = 'moved on' WHERE id = \(bill.id)")
                    if bill.amount == 5_000 { throw Refused() }
                }
            ])
        let (good, bad) = (try await office.bill(), try await office.bill(5_000, copies: 1))
        #expect(try await office.pay(good) == .new(.applied))
        #expect(try await office.pay(bad) == .new(.blocked))
        let moved = try await office.database.read { try office.service.bills(of: "moved on", in: $0) }
        #expect(moved.map(\.id) == [good.id] && moved[0].state == .paid)
        #expect(try await office.bill(bad.id)?.state == .open)
        let balance = try await office.balance()
        #expect(balance.balance(.bank) == 21_000 && balance.balance(.suspense) == -5_000)
    }

    @Test("exempting needs a reason and the right, once, and settles", arguments: Backend.available)
    func exempt(backend: Backend) async throws {
        let settled = SettledBills()
        let office = try await Office(backend, onSettled: [settled.hook])
        let bill = try await office.bill()
        await #expect(throws: PaymentProblem.blankReason) {
            try await office.service.exempt(bill.id, because: "", by: Office.mai)
        }
        await #expect(throws: PaymentProblem.longReason) {
            try await office.service.exempt(bill.id, because: String(repeating: "ệ", count: 501), by: Office.mai)
        }
        await #expect(throws: PaymentProblem.noBill) {
            try await office.service.exempt(bill.id, because: "x", by: Office.stranger)
        }
        await #expect(throws: PaymentProblem.noBill) {
            try await office.service.exempt(bill.id, because: "x", by: Office.minh)
        }
        let reader = Actor(id: "ha", kind: .official, grants: [Grant(Payments.read, in: Office.place)])
        await #expect(throws: Forbidden.self) {
            try await office.service.exempt(bill.id, because: "x", by: reader)
        }
        let exempted = try await office.service.exempt(bill.id, because: "Hộ nghèo", by: Office.mai)
        #expect(exempted.state == .exempted && exempted.decision?.reason == "Hộ nghèo")
        #expect(settled.states == [.exempted])
        await #expect(throws: PaymentProblem.notOpen) {
            try await office.service.exempt(bill.id, because: "x", by: Office.mai)
        }
        #expect(try await office.pay(bill) == .new(.billClosed))
        let balance = try await office.balance()
        #expect(balance.balance(.receivable) == 0 && balance.balance(.income) == 0)
        #expect(balance.balance(.suspense) == -16_000)
    }

    @Test("only what was paid is given back, once, and leaves the account once", arguments: Backend.available)
    func refund(backend: Backend) async throws {
        let office = try await Office(backend)
        let bill = try await office.bill()
        await #expect(throws: PaymentProblem.notPaid) {
            try await office.service.refund(bill.id, because: "Nộp nhầm", by: Office.mai)
        }
        try await office.pay(bill)
        #expect(try await office.service.refund(bill.id, because: "Nộp nhầm", by: Office.mai).state == .refunded)
        await #expect(throws: PaymentProblem.notPaid) {
            try await office.service.refund(bill.id, because: "Nộp nhầm", by: Office.mai)
        }
        #expect(try await office.balance().balance(.refunds) == -16_000)
        try await office.service.payOut(bill.id, by: Office.mai)
        await #expect(throws: PaymentProblem.notWaiting) { try await office.service.payOut(bill.id, by: Office.mai) }
        let balance = try await office.balance()
        #expect(BookAccount.Kind.allCases.allSatisfy { balance.balance($0) == 0 })
        #expect(balance.debit == balance.credit && balance.debit == 64_000)
    }

    @Test("cash is taken once, by who may, and goes back out of the till", arguments: Backend.available)
    func cash(backend: Backend) async throws {
        let settled = SettledBills()
        let office = try await Office(backend, onSettled: [settled.hook])
        let bill = try await office.bill()
        let reader = Actor(id: "ha", kind: .official, grants: [Grant(Payments.read, in: Office.place)])
        await #expect(throws: Forbidden.self) { try await office.service.takeCash(for: bill.id, by: reader) }
        await #expect(throws: PaymentProblem.noBill) {
            try await office.service.takeCash(for: bill.id, by: Office.minh)
        }
        try await office.service.takeCash(for: bill.id, by: Office.mai)
        await #expect(throws: PaymentProblem.notOpen) {
            try await office.service.takeCash(for: bill.id, by: Office.mai)
        }
        #expect(settled.states == [.paid])
        #expect(try await office.receipts() == [1])
        #expect(try await office.balance().balance(.cash) == 16_000)
        #expect(try await office.pay(bill) == .new(.billClosed))
        _ = try await office.service.refund(bill.id, because: "Nộp nhầm", by: Office.mai)
        try await office.service.payOut(bill.id, by: Office.mai)
        let balance = try await office.balance()
        #expect(balance.balance(.cash) == 0 && balance.balance(.bank) == 16_000)
    }

    @Test("a cancelled bill is not paid any more", arguments: Backend.available)
    func cancel(backend: Backend) async throws {
        let office = try await Office(backend)
        let bill = try await office.bill()
        try await office.database.write {
            try office.service.cancel(bill.id, because: "Rút hồ sơ", by: Office.minh, in: $0)
        }
        #expect(try await office.pay(bill) == .new(.billClosed))
        #expect(try await office.bill(bill.id)?.state == .cancelled)
        let kinds = try await office.events()
        #expect(
            kinds == [
                "payments.account_opened", "payments.billed", "payments.cancelled", "payments.unmatched",
            ])
    }

    @Test("books that do not balance cannot be kept", arguments: Backend.available)
    func unbalanced(backend: Backend) async throws {
        let office = try await Office(backend)
        _ = try await office.bill()
        for (debit, credit, amount) in [
            ("yen-mo/income", "yen-mo/income", 1), ("yen-mo/income", "yen-mo/receivable", 0),
        ] {
            await #expect(throws: DatabaseProblem.self) {
                try await office.database.write { connection in
                    try connection.run(
                        """
                        INSERT INTO book_transfer (id, debit, credit, amount, occasion, at)
                        VALUES ('x', \(debit), \(credit), \(amount), 'paid', 0)
                        """)
                }
            }
        }
    }

    @Test("after three hundred turns of chance the books still tell the bills' story", arguments: Backend.available)
    func chance(backend: Backend) async throws {
        let office = try await Office(backend)
        var dice = Dice(seed: 20_260_708)
        var bills: [Bill] = []
        for turn in 0..<300 {
            switch dice.roll(6) {
            case 0, 1:
                bills.append(try await office.bill(Money(dice.roll(90) * 1_000 + 1_000)!, copies: dice.roll(3) + 1))
            case 2: if let bill = dice.pick(bills) { try await office.pay(bill) }
            case 3:
                if let bill = dice.pick(bills) { try await office.tell(office.notice(bill, amount: Decimal(turn + 1))) }
            case 4:
                if let bill = dice.pick(bills) {
                    _ = try? await office.service.exempt(bill.id, because: "Hộ nghèo", by: Office.mai)
                }
            default:
                if let bill = dice.pick(bills) {
                    _ = try? await office.service.refund(bill.id, because: "Nộp nhầm", by: Office.mai)
                    if dice.roll(2) == 0 { try? await office.service.payOut(bill.id, by: Office.mai) }
                }
            }
        }
        let now = try await office.database.read { try office.service.bills(of: "dossier-1", in: $0) }
        func sum(_ states: Set<Bill.State>) -> Int {
            now.filter { states.contains($0.state) }.reduce(0) { $0 + $1.amount.dong }
        }
        #expect(Set(now.map(\.state)).isSuperset(of: [.open, .paid, .exempted, .refunded]))
        let balance = try await office.balance()
        #expect(balance.debit == balance.credit)
        #expect(balance.balance(.receivable) == sum([.open]))
        #expect(balance.balance(.income) == -sum([.open, .paid]))
        let sums = BookAccount.Kind.allCases.map(balance.balance)
        #expect(sums.reduce(0, +) == 0)
        #expect(balance.balance(.bank) == sum([.paid]) - balance.balance(.refunds) - balance.balance(.suspense))
    }
}

/// Remembers what was settled.
final class SettledBills: Sendable {
    private let bills = Mutex<[Bill.State]>([])

    var states: [Bill.State] { bills.withLock { $0 } }
    var hook: SettledHook { { bill, _ in self.bills.withLock { $0.append(bill.state) } } }
}

/// The same chances at every run.
struct Dice {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func roll(_ sides: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % sides
    }

    mutating func pick<T>(_ things: [T]) -> T? { things.isEmpty ? nil : things[roll(things.count)] }
}
