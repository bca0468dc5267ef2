// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
import Kernel
import Payments
import TestKit
import Testing

@Suite("Bank statements")
struct StatementTests {
    private let day = Day(Site.moment)

    private func file(_ lines: [String]) throws -> StatementFile {
        try StatementFile((["account,transaction,date,amount,memo"] + lines).joined(separator: "\n"), name: "s.csv")
    }

    @Test(
        "what nobody told of pays its bill, the rest waits, and a second time changes nothing",
        arguments: Backend.available)
    func enter(backend: Backend) async throws {
        let office = try await Office(backend)
        let (told, untold) = (try await office.bill(), try await office.bill())
        try await office.tell(office.notice(told, transaction: "FT1"))
        let number = office.account.number
        let statement = try file([
            "\(number),FT1,\(day),16000,\(told.reference)", "\(number),FT2,\(day),16000,\(untold.reference)",
            "\(number),FT3,\(day),20000,ung ho", "\(number),FT4,\(day),-11000,phi quan ly",
        ])
        let outcome = try await office.service.enter(statement, by: Office.mai)
        #expect(outcome.lines == 4 && outcome.new == 4 && outcome.applied == 1 && outcome.unmatched == 1)
        #expect(try await office.bill(untold.id)?.state == .paid)
        let again = try await office.service.enter(statement, by: Office.mai)
        #expect(again.new == 0 && again.applied == 0 && again.unmatched == 0)
        #expect(try await office.balance().balance(.bank) == 52_000)
        #expect(try await office.receipts() == [1, 2])
        #expect(try await office.events().count { $0 == "payments.statement_entered" } == 1)
        // The bank that tells late is not believed twice.
        #expect(try await office.tell(office.notice(untold, transaction: "FT2")) == .known)
    }

    @Test(
        "a statement of mobile money pays what no notification told of, by its merchant", arguments: Backend.available)
    func mobileMoney(backend: Backend) async throws {
        let office = try await Office(backend)
        let merchant = try await office.service.openAccount(
            .init(
                provider: MobileMoneyProvider.id, bank: "", bankName: "Tiền di động", number: "DVC014701",
                holder: "UBND xã Yên Mô"),
            at: Office.place, by: .system)
        let bill = try await office.bill()
        let statement = try file(["\(merchant.number),MM1,\(day),16000,\(bill.reference)"])
        await #expect(throws: PaymentProblem.unknownAccount) {
            try await office.service.enter(statement, by: Office.mai)
        }
        let outcome = try await office.service.enter(statement, from: MobileMoneyProvider.id, by: Office.mai)
        #expect(outcome.applied == 1)
        #expect(try await office.bill(bill.id)?.state == .paid)
        let found = try await office.service.reconcile(Office.place, on: day, for: Office.mai)
        #expect(found.rows.map(\.difference) == [.notNotified] && found.stated == 16_000)
    }

    @Test(
        "all bills of a state are listed page by page, and one is found by its reference", arguments: Backend.available)
    func pages(backend: Backend) async throws {
        let office = try await Office(backend)
        var bills: [Bill] = []
        for _ in 0..<7 {
            bills.append(try await office.bill())
            office.clock.advance(by: 1)
        }
        try await office.pay(bills[3])
        var (seen, mark) = ([ID<Bill>](), BillMark?.none)
        while true {
            let page = try await office.service.bills(
                at: Office.place, in: .open, after: mark, limit: 2, for: Office.mai)
            guard let last = page.last else { break }
            seen += page.map(\.id)
            mark = BillMark(BillMark(last).description)
        }
        #expect(seen == bills.filter { $0.id != bills[3].id }.map(\.id))
        let paid = try await office.service.bills(at: Office.place, in: .paid, limit: 9, for: Office.mai)
        #expect(paid.map(\.id) == [bills[3].id])
        let found = try await office.service.bill(
            found: "ma \(bills[5].reference)", at: Office.place, for: Office.mai)
        #expect(found?.id == bills[5].id)
        let elsewhere = try await office.bill(at: Place(rawValue: "kim-son"))
        #expect(
            try await office.service.bill(found: elsewhere.reference.description, at: Office.place, for: Office.mai)
                == nil)
        await #expect(throws: Forbidden.self) {
            try await office.service.bills(at: Office.place, in: .open, limit: 2, for: Office.stranger)
        }
    }

    @Test("the refund that left the account is found by its reference", arguments: Backend.available)
    func refund(backend: Backend) async throws {
        let office = try await Office(backend)
        let bill = try await office.bill()
        try await office.pay(bill)
        _ = try await office.service.refund(bill.id, because: "Nộp nhầm", by: Office.mai)
        let line = "\(office.account.number),FT9,\(day),-16000,hoan tra \(bill.reference)"
        #expect(try await office.service.enter(try file([line]), by: Office.mai).paidOut == 1)
        #expect(try await office.service.enter(try file([line]), by: Office.mai).paidOut == 0)
        #expect(try await office.balance().balance(.refunds) == 0)
    }

    @Test("a day's differences are named", arguments: Backend.available)
    func reconcile(backend: Backend) async throws {
        let office = try await Office(backend)
        var bills: [Bill] = []
        for _ in 0..<4 { bills.append(try await office.bill()) }
        for (index, bill) in bills.prefix(3).enumerated() {
            try await office.tell(office.notice(bill, transaction: "FT\(index)"))
        }
        try await office.tell(office.notice(bills[3], transaction: "FT8", currency: "USD"))
        func differences() async throws -> [String: Reconciliation.Difference] {
            let found = try await office.service.reconcile(Office.place, on: day, for: Office.mai)
            return Dictionary(uniqueKeysWithValues: found.rows.map { ($0.notice.notice.transaction, $0.difference) })
        }
        #expect(
            try await differences() == [
                "FT0": .noStatement, "FT1": .noStatement, "FT2": .noStatement, "FT8": .notBooked,
            ])
        let number = office.account.number
        let statement = try file([
            "\(number),FT0,\(day),16000,\(bills[0].reference)", "\(number),FT1,\(day),15000,\(bills[1].reference)",
            "\(number),FT5,\(day),16000,\(bills[3].reference)",
        ])
        _ = try await office.service.enter(statement, by: Office.mai)
        #expect(
            try await differences() == [
                "FT0": .none, "FT1": .otherAmount, "FT2": .notOnStatement, "FT5": .notNotified, "FT8": .notBooked,
            ])
        let found = try await office.service.reconcile(Office.place, on: day, for: Office.mai)
        #expect(found.notified == 48_000 && found.stated == 47_000 && found.booked == 64_000)
        #expect(try await office.service.reconcile(Office.place, on: day + 1, for: Office.mai).rows.isEmpty)
        await #expect(throws: Forbidden.self) {
            try await office.service.reconcile(Office.place, on: day, for: Office.stranger)
        }
    }

    @Test("a statement of strangers or of another agency is refused whole", arguments: Backend.available)
    func strangers(backend: Backend) async throws {
        let office = try await Office(backend)
        let own = "\(office.account.number),FT1,\(day),16000,x"
        await #expect(throws: PaymentProblem.unknownAccount) {
            try await office.service.enter(try file([own, "999,FT2,\(day),16000,x"]), by: Office.mai)
        }
        await #expect(throws: Forbidden.self) {
            try await office.service.enter(try file([own]), by: Office.stranger)
        }
        #expect(try await office.balance().lines.isEmpty)
    }

    @Test(
        "a line that cannot be read is named",
        arguments: [
            "1,FT1,2026-13-01,5,x", "1,FT1,2026-07-08,0,x", "1,FT1,2026-07-08,1.5,x", "1,,2026-07-08,5,x", "1,FT1",
            "1,FT1,2026-07-08,99999999999999,x", "1,FT1,2026-07-08,-9223372036854775808,x",
        ])
    func unreadable(line: String) {
        let problem = #expect(throws: ContentProblem.self) { try file(["1,FT0,2026-07-08,5,x", line]) }
        #expect(problem?.line == 3)
    }
}

@Suite("Money that fits no bill")
struct UnmatchedTests {
    @Test("a cashier uses it for the right bill, once", arguments: Backend.available)
    func assign(backend: Backend) async throws {
        let settled = SettledBills()
        let office = try await Office(backend, onSettled: [settled.hook])
        let (bill, dearer) = (try await office.bill(), try await office.bill(9_000))
        try await office.tell(office.notice(bill, memo: "nop tien"))
        let notice = try #require(try await office.service.desk(at: Office.place, for: Office.mai).waiting.first)
        for wrong in ["", "DC", dearer.reference.description] {
            await #expect(throws: PaymentProblem.otherAmount) {
                try await office.service.assign(notice.id, to: wrong, by: Office.mai)
            }
        }
        await #expect(throws: PaymentProblem.noNotice) {
            try await office.service.assign(notice.id, to: bill.reference.description, by: Office.stranger)
        }
        let text = bill.reference.description.lowercased()
        _ = try await office.service.assign(notice.id, to: " \(text) ", by: Office.mai)
        #expect(try await office.bill(bill.id)?.state == .paid && settled.states == [.paid])
        #expect(try await office.receipts() == [1])
        await #expect(throws: PaymentProblem.notWaiting) {
            try await office.service.assign(notice.id, to: bill.reference.description, by: Office.mai)
        }
        let balance = try await office.balance()
        #expect(balance.balance(.suspense) == 0 && balance.balance(.bank) == 16_000)
    }

    @Test("what is sent back leaves the books as it came, with a word about it", arguments: Backend.available)
    func close(backend: Backend) async throws {
        let office = try await Office(backend)
        let bill = try await office.bill()
        try await office.tell(office.notice(bill, amount: 1_000))
        try await office.tell(office.notice(bill, currency: "USD"))
        for notice in try await office.service.desk(at: Office.place, for: Office.mai).waiting {
            await #expect(throws: PaymentProblem.blankReason) {
                try await office.service.close(notice.id, because: "", by: Office.mai)
            }
            try await office.service.close(notice.id, because: "Đã chuyển trả", by: Office.mai)
            await #expect(throws: PaymentProblem.notWaiting) {
                try await office.service.close(notice.id, because: "x", by: Office.mai)
            }
        }
        #expect(try await office.service.desk(at: Office.place, for: Office.mai).waiting.isEmpty)
        let balance = try await office.balance()
        #expect(balance.balance(.suspense) == 0 && balance.balance(.bank) == 0)
    }

    @Test("money to an account of before is still recognised", arguments: Backend.available)
    func oldAccount(backend: Backend) async throws {
        let office = try await Office(backend)
        let bill = try await office.bill()
        let notice = try office.notice(bill)
        office.clock.advance(by: 60)
        let account = try await office.service.openAccount(
            .init(bank: "970415", bankName: "Ngân hàng khác", number: "222", holder: "UBND xã Yên Mô"),
            at: Office.place, by: Office.mai)
        #expect(try await office.service.openAccounts(at: Office.place) == [account])
        #expect(try await office.tell(notice) == .new(.applied))
        await #expect(throws: Forbidden.self) {
            try await office.service.openAccount(
                .init(bank: "970415", bankName: "x", number: "333", holder: "x"), at: Office.place, by: Office.stranger)
        }
    }

    @Test(
        "an account that cannot be one is refused",
        arguments: [
            ("97041", "x", "1", "x", PaymentProblem.badBank), ("97041a", "x", "1", "x", .badBank),
            ("970415", "", "1", "x", .badBankName), ("970415", "x", "", "x", .badAccount),
            ("970415", "x", "12 3", "x", .badAccount),
            ("970415", "x", String(repeating: "1", count: 20), "x", .badAccount),
            ("970415", "x", "1", "", .badHolder), ("970415", "x", "1", "\u{4E2D}", .badHolder),
        ])
    func badAccount(bank: String, name: String, number: String, holder: String, problem: PaymentProblem) async throws {
        let office = try await Office(.sqlite)
        await #expect(throws: problem) {
            try await office.service.openAccount(
                .init(bank: bank, bankName: name, number: number, holder: holder), at: Office.place, by: Office.mai)
        }
    }
}

@Suite("Amounts in words")
struct MoneyInWordsTests {
    @Test(
        "receipts spell amounts as people say them",
        arguments: [
            (0, "Không đồng"), (5, "Năm đồng"), (10, "Mười đồng"), (15, "Mười lăm đồng"), (21, "Hai mươi mốt đồng"),
            (105, "Một trăm linh năm đồng"), (16_000, "Mười sáu nghìn đồng"),
            (1_000_005, "Một triệu không trăm linh năm đồng"),
            (24_055, "Hai mươi tư nghìn không trăm năm mươi lăm đồng"), (2_000_000_000, "Hai tỷ đồng"),
            (1_500_000_000_000, "Một nghìn năm trăm tỷ đồng"), (111, "Một trăm mười một đồng"),
        ])
    func words(dong: Int, expected: String) throws { #expect(try #require(Money(dong)).inWords == expected) }
}
