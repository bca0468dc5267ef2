// SPDX-License-Identifier: Apache-2.0

import Casework
import Foundation
import Identity
import Kernel
import Payments
import Product
import PublicServices
import Rendering
import TestKit
import Testing

/// Papers that come of what really happened to a dossier, on a machine without a renderer: pages to be printed.
@Suite("Letters of dossiers")
struct LetterTests {
    /// The page of the newest paper of a kind, as `browser` gets it.
    private func letter(_ kind: String, of file: CaseFile, _ desk: Desk, _ browser: Browser) async throws -> TestPage {
        let paper = try #require(try await desk.papers(of: file).last { $0.kind == kind })
        #expect(paper.state == .printable)
        let page = try await browser.get("/documents/\(paper.id)")
        #expect(page.status == 200)
        #expect(!page.html.contains("?:</th>"), "a question stands on \(kind)")
        return page
    }

    @Test(
        "appointment, supplement, apology and stop, each at its step and with what was said",
        arguments: Backend.available)
    func course(backend: Backend) async throws {
        try await Desk.run(on: backend) { desk in
            let minh = try await desk.site.signIn(as: .minh)
            let sent = try await desk.send(try await desk.filled("1.001193", by: desk.minh), by: desk.minh)
            let received = try await desk.move(sent, "receive", by: desk.lan)
            try await desk.deliver()
            let slip = try await letter("appointment-slip", of: received, desk, minh)
            for words in [
                try #require(received.code).description, "Nguyễn Văn Minh", "Đăng ký khai sinh", "bộ", "Trần Thị Lan",
            ] {
                #expect(slip.html.contains(words), "\(words)")
            }

            let asked = try await desk.move(
                received, "request_supplement", "Giấy chứng sinh (bản chính)\n\nGhi rõ nơi sinh", by: desk.lan)
            try await desk.deliver()
            let request = try await letter("supplement-request", of: asked, desk, minh)
            #expect(request.texts("li") == ["Giấy chứng sinh (bản chính)", "Ghi rõ nơi sinh"])
            #expect(!request.html.contains("Lý do:"))

            let supplemented = try await desk.move(asked, "supplement", "Đã bổ sung", by: desk.minh)
            let due = try #require(supplemented.clock?.due)
            let extended = try await desk.move(
                supplemented, "extend", "Chờ trả lời xác minh", due: due + 86_400 * 7, by: desk.tuan)
            try await desk.deliver()
            let apology = try await letter("apology", of: extended, desk, minh)
            #expect(apology.html.contains("Chờ trả lời xác minh") && apology.html.contains("xin lỗi"))
            #expect(apology.html.contains(Day(due).inWords) && apology.html.contains(Day(due + 86_400 * 7).inWords))

            let stopped = try await desk.move(extended, "stop", "Người nộp không bổ sung", by: desk.tuan)
            try await desk.deliver()
            let notice = try await letter("stop-notice", of: stopped, desk, minh)
            #expect(notice.texts("li") == ["Người nộp không bổ sung"])
            let dossier = try await minh.get("/dossiers/\(stopped.id)")
            for paper in try await desk.papers(of: stopped) {
                #expect(dossier.links.contains("/documents/\(paper.id)"), "\(paper.kind)")
            }
        }
    }

    @Test("what is not received gets its refusal", arguments: Backend.available)
    func refusal(backend: Backend) async throws {
        try await Desk.run(on: backend) { desk in
            let sent = try await desk.send(try await desk.filled("2.000635", by: desk.minh), by: desk.minh)
            try await desk.move(sent, "decline", "Không thuộc thẩm quyền", by: desk.lan)
            try await desk.deliver()
            let page = try await letter("refusal", of: sent, desk, try await desk.site.signIn(as: .minh))
            #expect(page.texts("li") == ["Không thuộc thẩm quyền"])
        }
    }

    @Test(
        "a result calls the answers by their names, each person under their own heading", arguments: Backend.available)
    func result(backend: Backend) async throws {
        try await Desk.run(on: backend) { desk in
            let sent = try await desk.send(try await desk.filled("1.001193", variant: 1, by: desk.minh), by: desk.minh)
            let begun = try await desk.move(
                try await desk.move(sent, "receive", by: desk.lan), "begin", by: desk.lan)
            for bill in try await desk.bills(of: sent) {
                _ = try await desk.site.platform.payments.exempt(bill.id, because: "hộ nghèo", by: desk.lan)
            }
            try await desk.move(begun, "decide", "Đăng ký khai sinh, số 45", by: desk.tuan)
            try await desk.site.deliver()
            try await desk.deliver()
            let page = try await letter("result", of: sent, desk, try await desk.site.signIn(as: .minh))
            #expect(page.html.contains("<p>Đăng ký khai sinh, số 45</p>"))
            #expect(!page.html.contains("0912345678"), "a result tells how to reach the person")
        }
    }

    @Test("the control slip tells who had the dossier, to the desk alone", arguments: Backend.available)
    func controlSlip(backend: Backend) async throws {
        try await Desk.run(on: backend) { desk in
            let (minh, lan) = (try await desk.site.signIn(as: .minh), try await desk.site.signIn(as: .lan))
            let sent = try await desk.send(try await desk.filled("2.000635", by: desk.minh), by: desk.minh)
            let received = try await desk.move(sent, "receive", by: desk.lan)
            let asked = try await desk.move(received, "request_supplement", "Thiếu giấy tờ", by: desk.lan)
            try await desk.move(asked, "supplement", "Đã bổ sung", by: desk.minh)
            let path = "/dossiers/\(sent.id)/control-slip"
            #expect(try await lan.get("/dossiers/\(sent.id)").links.contains(path))
            #expect(try await lan.get(path).status == 200)
            let made = try await lan.post(path)
            try await desk.deliver()
            let slip = try await lan.get(try #require(made.location))
            #expect(slip.status == 200 && slip.text("h1") == "Phiếu kiểm soát quá trình giải quyết hồ sơ")
            // Once as the applicant; then to the desk, back to the applicant, to the desk again.
            #expect(slip.texts("td").filter { $0 == "Nguyễn Văn Minh" }.count == 4)
            #expect(try await lan.get(path).links.contains(try #require(made.location)))

            #expect(try await minh.get(try #require(made.location)).status == 404)
            #expect(try await minh.get(path).status == 403)
            #expect(try await minh.post(path).status == 403)
            #expect(!(try await minh.get("/dossiers/\(sent.id)")).links.contains(path))
        }
    }

    @Test("the log book holds what a desk received in a period", arguments: Backend.available)
    func logBook(backend: Backend) async throws {
        try await Desk.run(on: backend) { desk in
            let first = try await desk.send(try await desk.filled("2.000635", by: desk.minh), by: desk.minh)
            let today = try await desk.move(first, "receive", by: desk.lan)
            _ = try await desk.send(try await desk.filled("2.000635", by: desk.minh), by: desk.minh)
            desk.site.clock.advance(by: 86_400)
            let second = try await desk.send(try await desk.filled("2.000635", by: desk.minh), by: desk.minh)
            let tomorrow = try await desk.move(second, "receive", by: desk.lan)

            let lan = try await desk.site.signIn(as: .lan)
            func book(_ from: [String], _ to: [String]) async throws -> TestPage {
                let keys = ["day", "month", "year"]
                let fields = Dictionary(
                    uniqueKeysWithValues: Array(zip(keys.map { "from-\($0)" }, from))
                        + Array(zip(keys.map { "to-\($0)" }, to)))
                try await lan.get("/desk/dossiers/log-book")
                return try await lan.post("/desk/dossiers/log-book", fields)
            }
            let made = try await book(["08", "7", "2026"], ["8", "7", "2026"])
            try await desk.deliver()
            let page = try await lan.get(try #require(made.location))
            let codes = page.texts("td").filter { $0.hasPrefix("H42.19.05-") }
            #expect(codes == [try #require(today.code).description])
            #expect(page.html.contains("Trực tuyến") && page.html.contains("Ngày 08 tháng 7 năm 2026"))

            let both = try await book(["8", "7", "2026"], ["9", "7", "2026"])
            try await desk.deliver()
            let longer = try await lan.get(try #require(both.location))
            #expect(longer.texts("td").contains(try #require(tomorrow.code).description))

            let wrong = try await book(["9", "7", "2026"], ["31", "6", "2026"])
            #expect(wrong.status == 422 && wrong.html.contains("value=\"31\""))
            #expect(try await book(["9", "7", "2026"], ["8", "7", "2026"]).status == 422)
            #expect(try await desk.site.signIn(as: .minh).get(try #require(made.location)).status == 404)
        }
    }
}
