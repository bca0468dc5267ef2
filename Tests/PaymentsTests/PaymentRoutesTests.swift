// SPDX-License-Identifier: Apache-2.0

import Agencies
import Database
import DemoBank
import Foundation
import Hummingbird
import HummingbirdTesting
import Identity
import Jobs
import Kernel
import Payments
import TestKit
import Testing
import Web

@testable import Product

@Suite("Payment pages")
struct PaymentRoutesTests {
    /// A bill of two extract copies for Minh at the desk of xã Yên Mô.
    private func bill(_ site: Site, at place: Place = Site.agency) async throws -> Bill {
        try await site.platform.payments.openDemoAccount(at: place)
        let minh = try await site.platform.identity.account(login: "minh").id.rawValue
        let line = try BillLine("Lệ phí trích lục", englishText: "Extract fee", unit: 8_000, quantity: 2)
        return try await site.platform.database.write { [payments = site.platform.payments] connection in
            guard
                let bill = try payments.bill(
                    [line], for: "dossier-1", at: place, payer: minh, by: .system, in: connection)
            else { throw PaymentProblem.badLine }
            return bill
        }
    }

    @Test("the payer sees how to pay, then that it is paid, and the receipt", arguments: Backend.available)
    func payer(backend: Backend) async throws {
        try await Site.run(on: backend) { site in
            let minh = try await site.signIn(as: .minh)
            let bill = try await bill(site)
            let open = try await minh.get("/bills/\(bill.id)")
            #expect(open.text("h1")?.contains("16.000\u{A0}đ") == true)
            #expect(open.html.contains(bill.reference.description) && open.html.contains("<svg class=\"qr\""))
            #expect(open.texts("dd").contains("0011012345678"))
            #expect(try await minh.get("/bills/\(bill.id)/receipt").status == 404)
            #expect(try await minh.get("/").links.contains("/bills/\(bill.id)"))
            #expect(try await minh.get("/bills").links.contains("/bills/\(bill.id)"))

            try await site.pay(bill)
            let paid = try await minh.get("/bills/\(bill.id)")
            #expect(paid.text("h1")?.hasPrefix("Đã nộp") == true)
            #expect(!paid.html.contains("<svg class=\"qr\""))
            let receipt = try await minh.get("/bills/\(bill.id)/receipt")
            #expect(receipt.text("h1")?.contains("0000001/2026") == true)
            #expect(receipt.texts("dd").contains("Nguyễn Văn Minh"))
            #expect(receipt.html.contains("Mười sáu nghìn đồng"))
            #expect(try await minh.get("/").links.contains("/bills/\(bill.id)") == false)
        }
    }

    @Test(
        "the cashier enters a statement by the page; one that cannot be read says which line",
        arguments: Backend.available)
    func statement(backend: Backend) async throws {
        try await Site.run(on: backend) { site in
            let (minh, thu) = (try await site.signIn(as: .minh), try await site.signIn(as: .thu))
            let bill = try await bill(site)
            let line = "0011012345678,FT1,2026-07-08,16000,\(bill.reference)"
            func send(_ lines: [String]) async throws -> TestPage {
                let text = (["account,transaction,date,amount,memo"] + lines).joined(separator: "\n")
                try await thu.get("/desk/bills/reconciliation")
                return try await thu.post(
                    "/desk/bills/statements", ["provider": "bank"], files: [("statement", "s.csv", Array(text.utf8))])
            }
            let entered = try await send([line])
            #expect(entered.status == 200 && entered.html.contains("Đã đọc 1 dòng, 1 dòng mới"))
            #expect(entered.text("h1")?.contains("08/07/2026") == true)
            #expect(try await minh.get("/bills/\(bill.id)").text("h1")?.hasPrefix("Đã nộp") == true)
            #expect(try await send([line]).html.contains("Đã đọc 1 dòng, 0 dòng mới"))

            let bad = try await send([line, "0011012345678,FT2,8/7/2026,1,x"])
            #expect(bad.status == 422 && bad.links.contains("#statement") && bad.html.contains("dòng 3"))
            #expect(try await send(["999,FT2,2026-07-08,1,x"]).status == 422)
            let none = try await thu.post("/desk/bills/statements", ["provider": "bank"], files: [])
            #expect(none.status == 422)
            let binary = try await thu.post(
                "/desk/bills/statements", [:], files: [("statement", "s.csv", [0xFF, 0xFE, 0, 1])])
            #expect(binary.status == 422)
            let list = try await thu.get("/desk/bills/all?state=paid")
            #expect(list.links.contains("/bills/\(bill.id)"))
            #expect(
                try await thu.get("/desk/bills/all?reference=\(bill.reference)").location == "/bills/\(bill.id)")
            let unknown = try await thu.get("/desk/bills/all?reference=DC")
            #expect(unknown.status == 200 && unknown.html.contains("Không có khoản phí nào mang mã này"))
        }
    }

    @Test("nobody else sees a bill, and the cashier's reading is told to the payer", arguments: Backend.available)
    func others(backend: Backend) async throws {
        try await Site.run(on: backend) { site in
            let minh = try await site.signIn(as: .minh)
            let bill = try await bill(site)
            #expect(try await site.browser().get("/bills/\(bill.id)").status == 401)
            for person in [DemoPerson.hoa, .lan] {
                let stranger = try await site.signIn(as: person)
                #expect(try await stranger.get("/bills/\(bill.id)").status == 404)
                #expect(try await stranger.post("/bills/\(bill.id)/exemption", ["reason": "x"]).status == 404)
            }
            let thu = try await site.signIn(as: .thu)
            #expect(try await thu.get("/desk/bills").links.contains("/bills/\(bill.id)"))
            #expect(try await thu.get("/bills/\(bill.id)").status == 200)
            let readings = try await minh.get("/me/access")
            #expect(readings.html.contains("Đỗ Thị Thu") && readings.html.contains("Thông báo nộp phí, lệ phí"))
        }
    }

    @Test("the cashier waives, gives back and sends back, each with its reason", arguments: Backend.available)
    func cashier(backend: Backend) async throws {
        try await Site.run(on: backend) { site in
            _ = try await site.signIn(as: .minh)
            let thu = try await site.signIn(as: .thu)
            let (waived, paid) = (try await bill(site), try await bill(site))
            try await thu.get("/bills/\(waived.id)")
            let refused = try await thu.post("/bills/\(waived.id)/exemption", ["reason": " "])
            #expect(refused.status == 422 && refused.links.contains("#reason"))
            #expect(try await thu.post("/bills/\(waived.id)/exemption", ["reason": "Hộ nghèo"]).status == 303)
            #expect(try await thu.get("/bills/\(waived.id)").texts("dd").contains("Hộ nghèo"))

            #expect(try await thu.post("/bills/\(paid.id)/cash").status == 303)
            #expect(try await thu.post("/bills/\(paid.id)/cash").status == 409)
            #expect(try await thu.post("/bills/\(paid.id)/refund", ["reason": "Nộp nhầm"]).status == 303)
            #expect(try await thu.get("/desk/bills").html.contains("Chờ chuyển trả"))
            #expect(try await thu.post("/bills/\(paid.id)/repayment").status == 303)
            #expect(try await thu.post("/bills/\(paid.id)/repayment").status == 409)
            #expect(try await thu.get("/desk/bills").html.contains("Chờ chuyển trả") == false)
        }
    }

    @Test("a wrong transfer stands at the desk with what to do, and is dealt with there", arguments: Backend.available)
    func wrong(backend: Backend) async throws {
        try await Site.run(on: backend) { site in
            _ = try await site.signIn(as: .minh)
            let thu = try await site.signIn(as: .thu)
            let bill = try await bill(site)
            try await site.pay(bill, amount: 15_000)
            let desk = try await thu.get("/desk/bills")
            let path = try #require(desk.links.first { $0.hasPrefix("/desk/bills/notices/") })
            let notice = try await thu.get(path)
            #expect(notice.text("h1") == "Sai số tiền")
            let wrong = try await thu.post("\(path)/assignment", ["reference": bill.reference.description])
            #expect(wrong.status == 422 && wrong.html.contains(bill.reference.description))
            #expect(try await thu.post("\(path)/closure", ["reason": "Đã chuyển trả"]).status == 303)
            #expect(try await thu.get(path).html.contains("Đã chuyển trả"))
            let day = try await thu.get("/desk/bills/reconciliation")
            #expect(day.links.contains(path) && day.status == 200)
            #expect(try await thu.get("/desk/bills/reconciliation?day=heute").status == 422)
        }
    }

    @Test("whoever leads the agency announces its account", arguments: Backend.available)
    func accounts(backend: Backend) async throws {
        try await Site.run(on: backend) { site in
            let tuan = try await site.signIn(as: .tuan)
            #expect(try await tuan.get("/desk/bills/accounts").status == 200)
            let account = ["bank": "970403", "bank_name": "Ngân hàng thử", "account": "123", "holder": ""]
            let refused = try await tuan.post("/desk/bills/accounts", account)
            #expect(refused.status == 422 && refused.links.contains("#holder"))
            let taken = try await tuan.post(
                "/desk/bills/accounts", account.merging(["holder": "UBND xã Yên Mô"]) { $1 })
            #expect(taken.status == 303)
            #expect(try await tuan.get("/desk/bills/accounts").html.contains("UBND xã Yên Mô"))
            let thu = try await site.signIn(as: .thu)
            #expect(try await thu.get("/desk/bills/accounts").status == 403)
        }
    }

    @Test(
        "the simulated bank reads the code and tells over HTTP; whatever it meets, nobody waits",
        arguments: Backend.available)
    func simulated(backend: Backend) async throws {
        let clock = StoppedClock(Site.moment)
        let platform = try Platform.test(on: try await backend.migrated(Platform.migrations), now: clock.now)
        let bank = try #require(platform.demoBank)
        let office = Place(rawValue: "yen-mo")
        try await platform.payments.openDemoAccount(at: office)
        let account = try #require(try await platform.payments.openAccounts(at: office).first)
        let line = try BillLine("Lệ phí", englishText: "Fee", unit: 8_000, quantity: 2)
        let made = try await platform.database.write { [payments = platform.payments] in
            try payments.bill([line], for: "d", at: office, payer: "minh", by: .system, in: $0)
        }
        let bill = try #require(made)
        let order = account.order(for: bill)
        let post = PostOffice(
            database: platform.database, couriers: Modules.couriers(platform), now: clock.now, chance: { 0 })
        func state() async throws -> Bill.State? {
            try await platform.database.read { [payments = platform.payments] in
                try payments.bills(of: "d", in: $0).first?.state
            }
        }
        // The order is taken though nobody listens yet; its notification comes back to the outbox.
        try await bank.transfer(
            .init(account: order.account, amount: 16_000, memo: order.purpose), by: Actor(id: "minh", kind: .resident))
        #expect(try await post.deliver() == 1)
        #expect(try await state() == .open)
        let application = Application(router: try platform.router())
        try await application.test(.live) { client in
            let port = try #require(client.port)
            platform.isListening(at: "http://127.0.0.1:\(port)")
            clock.advance(by: 60)
            #expect(try await post.deliver() == 1)
            #expect(try await post.deliver() == 0)
        }
        #expect(try await state() == .paid)
        await platform.database.close()
    }

    @Test("a forged notification gets 401 and no reason; other bodies their own status", arguments: Backend.available)
    func forged(backend: Backend) async throws {
        let platform = try Platform.test(on: try await backend.migrated(Platform.migrations))
        let application = Application(router: try platform.router())
        try await application.test(.router) { client in
            func send(_ provider: String, type: String, body: String) async throws -> TestResponse {
                try await client.execute(
                    uri: "/api/payments/notifications/\(provider)", method: .post, headers: [.contentType: type],
                    body: ByteBuffer(string: body))
            }
            let forged = try await send("bank", type: "application/json", body: "{\"amount\": 1}")
            #expect(forged.status == .unauthorized)
            let text = String(buffer: forged.body)
            #expect(text.contains("payments.notification_refused") && !text.contains("signature"))
            #expect(try await send("pigeon", type: "application/json", body: "{}").status == .notFound)
            #expect(try await send("bank", type: "text/xml", body: "<a/>").status == .unsupportedMediaType)
            let form = try await send("bank", type: "application/x-www-form-urlencoded", body: "a=b")
            #expect(form.status == .forbidden)
            let long = String(repeating: " ", count: RawNotification.limit + 1)
            #expect(try await send("bank", type: "application/json", body: long).status == .contentTooLarge)
        }
        await platform.database.close()
    }
}

extension Site {
    /// Tells of the bill's transfer as the bank of this site's agency would, by its statement.
    fileprivate func pay(_ bill: Bill, amount: Int? = nil) async throws {
        let text = """
            account,transaction,date,amount,memo
            0011012345678,\(UUIDv7.string()),\(Day(clock.now())),\(amount ?? bill.amount.dong),\(bill.reference)
            """
        _ = try await platform.payments.enter(try StatementFile(text, name: "s.csv"), by: .system)
    }
}
