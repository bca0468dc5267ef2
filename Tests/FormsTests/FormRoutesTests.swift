// SPDX-License-Identifier: Apache-2.0

import Database
import Files
import Forms
import Foundation
import Identity
import Kernel
import Product
import TestKit
import Testing
import Units
import Web

@Suite("Form pages")
struct FormRoutesTests {
    /// A site with the fixture's host, a resident signed in, and the path of a draft of theirs.
    private func run(
        on backend: Backend, language: Language = .vi,
        _ body: @escaping @Sendable (Site, Browser, String) async throws -> Void
    ) async throws {
        try await Site.run(on: backend, hosts: { [TestHost(platform: $0)] }) { site in
            try await site.platform.units.load(FormFixture.unitFiles, by: .system)
            let minh = try await site.signIn(as: .minh, language: language)
            let account = try await site.platform.identity.account(login: "minh").id.rawValue
            let draft = try await site.platform.drafts.begin(
                "everything", with: TestHost(platform: site.platform), by: Actor(id: account, kind: .resident))
            try await body(site, minh, draft.path)
        }
    }

    /// Fills in a page that the browser has open, and follows where that leads.
    private func fill(
        _ page: String, of draft: String, _ changed: [String: String] = [:], in browser: Browser
    ) async throws -> TestPage {
        let shown = try await browser.get("\(draft)/\(page)")
        let fields = Typed(page, changed).fields.merging(["_revision": shown.revision]) { $1 }
        return try await browser.post("\(draft)/\(page)", fields)
    }

    private static let pdf = Array("%PDF-1.7 một tờ giấy".utf8)

    /// From the first question to the check, everything answered.
    private func answerAll(_ draft: String, in browser: Browser) async throws {
        for page in ["person", "contact", "married", "spouse", "children", "order"] {
            let answer = try await fill(page, of: draft, in: browser)
            #expect(answer.status == 303, "\(page): \(answer.texts("li"))")
        }
        let shown = try await browser.get("\(draft)/proof")
        let sent = try await browser.post(
            "\(draft)/proof", ["_revision": shown.revision], files: [("scan", "giấy khai sinh.pdf", Self.pdf)])
        #expect(sent.location == "\(draft)/check")
    }

    @Test("from the first question to what became of it, once", arguments: Backend.available)
    func wholeWay(backend: Backend) async throws {
        try await run(on: backend) { site, minh, draft in
            #expect(try await minh.get(draft).location == "\(draft)/person")
            let first = try await minh.get("\(draft)/person")
            #expect(first.html.contains("Câu 1/5") && first.html.contains("value=\"Nguyễn Văn Minh\""))
            #expect(!first.html.contains("Đã lưu lúc"))
            let next = try await fill("person", of: draft, in: minh)
            #expect(next.location == "\(draft)/contact")
            let contact = try await minh.get("\(draft)/contact")
            #expect(contact.html.contains("Đã lưu lúc 09:00, 08/07/2026") && contact.links.contains("\(draft)/person"))
            try await answerAll(draft, in: minh)

            let check = try await minh.get("\(draft)/check")
            #expect(check.texts("dd").contains("Thôn Yên Thượng, Xã Yên Mô, Tỉnh Ninh Bình"))
            #expect(check.texts("dd").contains("16.000\u{A0}đ") && check.texts("h2").contains("Người con thứ 1"))
            #expect(check.links.contains("\(draft)/contact?from=check#home"))
            let submitted = try await minh.post("\(draft)/submission", ["_revision": check.revision])
            let became = try #require(submitted.location)
            #expect(submitted.status == 303 && became.hasPrefix("/test/"))
            // Sent again, looked at again: it leads to the one thing it became.
            #expect(try await minh.post("\(draft)/submission", ["_revision": check.revision]).location == became)
            #expect(try await minh.get("\(draft)/person").location == became)
            #expect(try await minh.get("/drafts").links.contains(draft) == false)
        }
    }

    @Test("what was typed comes back with what was wrong", arguments: Backend.available)
    func keepsTyped(backend: Backend) async throws {
        try await run(on: backend) { _, minh, draft in
            let refused = try await fill(
                "person", of: draft,
                ["name": "x\"\u{301} onmouseover=alert(1)", "identifier": "12", "born-day": "31", "born-month": "2"],
                in: minh)
            #expect(refused.status == 422)
            #expect(refused.links.contains("#identifier") && refused.links.contains("#born"))
            #expect(refused.html.contains("value=\"x&quot;\u{301} onmouseover=alert(1)\""))
            #expect(refused.html.contains("value=\"31\"") && refused.html.contains("value=\"12\""))
            #expect(refused.html.contains("Số định danh: phải có đúng 12 chữ số"))
        }
    }

    @Test("a unit is sought and chosen without a script", arguments: Backend.available)
    func units(backend: Backend) async throws {
        try await run(on: backend) { _, minh, draft in
            let found = try await fill(
                "contact", of: draft,
                ["origin": "", "home-unit": "", "home-unit-search": "xa yen", "_find": "home-unit", "phone": "x"],
                in: minh)
            #expect(found.status == 200)
            #expect(
                found.html.contains("value=\"14701@2025-07-01\"") && found.html.contains("Xã Yên Mô, Tỉnh Ninh Bình"))
            #expect(!found.html.contains("Xã Yên Hòa"), "it is no more, and this asks where somebody lives")
            #expect(found.html.contains("name=\"phone\" type=\"tel\" value=\"x\""))
            let former = try await fill(
                "contact", of: draft, ["origin": "", "origin-search": "xa yen hoa", "_find": "origin"], in: minh)
            #expect(former.html.contains("14722@0001-01-01"))
            let nothing = try await fill(
                "contact", of: draft, ["origin": "", "origin-search": "xyzxyz", "_find": "origin"], in: minh)
            #expect(nothing.html.contains("Không tìm thấy đơn vị nào"))
            let unchosen = try await fill(
                "contact", of: draft, ["home-unit": "", "home-unit-search": "yen mo"], in: minh)
            #expect(unchosen.status == 422 && unchosen.links.contains("#home-unit"))
            #expect(unchosen.html.contains("id=\"home-unit\""))
        }
    }

    @Test("entries are added and taken away without a script", arguments: Backend.available)
    func entries(backend: Backend) async throws {
        try await run(on: backend) { _, minh, draft in
            _ = try await fill("married", of: draft, in: minh)
            let two = try await fill("children", of: draft, ["_add": "1"], in: minh)
            #expect(two.status == 200)
            #expect(two.texts("h2").prefix(2) == ["Người con thứ 1", "Người con thứ 2"])
            #expect(two.html.contains("value=\"Nguyễn Lê\""))
            let one = try await fill(
                "children", of: draft,
                ["_entries": "2", "children-2-child_name": "Nguyễn An", "children-2-child_age": "x", "_remove": "0"],
                in: minh)
            #expect(!one.html.contains("Nguyễn Lê"))
            #expect(one.html.contains("name=\"children-1-child_name\" type=\"text\" value=\"Nguyễn An\""))
            let four = try await fill("children", of: draft, ["_entries": "99", "_add": "1"], in: minh)
            #expect(!four.html.contains("Người con thứ 4"))
        }
    }

    @Test("a change on the way to the check leads back there, past what it opens", arguments: Backend.available)
    func change(backend: Backend) async throws {
        try await run(on: backend) { _, minh, draft in
            try await answerAll(draft, in: minh)
            #expect(
                try await fill("married", of: draft, ["married": "no", "_from": "check"], in: minh).location
                    == "\(draft)/check")
            #expect(try await !minh.get("\(draft)/check").html.contains("Trần Thị Lan"))
            // The answers were kept, so nothing is missing when it is changed back.
            #expect(try await fill("married", of: draft, ["_from": "check"], in: minh).location == "\(draft)/check")
            let changed = try await fill("order", of: draft, ["copies": "3", "_from": "check"], in: minh)
            #expect(changed.location == "\(draft)/check")
            #expect(try await minh.get("\(draft)/order?from=check").links.contains("\(draft)/check"))
        }
    }

    @Test("an unfinished draft is not sent, and says what is missing", arguments: Backend.available)
    func unfinished(backend: Backend) async throws {
        try await run(on: backend) { _, minh, draft in
            let check = try await minh.get("\(draft)/check")
            #expect(check.html.contains("Còn") && !check.html.contains("\(draft)/submission"))
            #expect(check.links.contains("\(draft)/person?from=check"))
            #expect(try await minh.post("\(draft)/submission", ["_revision": "1"]).status == 422)
            #expect(try await minh.get(draft).location == "\(draft)/person")
        }
    }

    @Test("a page that was saved elsewhere meanwhile keeps what was typed and says so", arguments: Backend.available)
    func twoDevices(backend: Backend) async throws {
        try await run(on: backend) { _, minh, draft in
            _ = try await fill("order", of: draft, in: minh)
            let old = try await minh.post(
                "\(draft)/order", Typed("order", ["copies": "7"]).fields.merging(["_revision": "1"]) { $1 })
            #expect(old.status == 409)
            #expect(old.html.contains("Bản nháp vừa được lưu ở nơi khác") && old.html.contains("value=\"7\""))
            let again = try await minh.post(
                "\(draft)/order", Typed("order", ["copies": "7"]).fields.merging(["_revision": old.revision]) { $1 })
            #expect(again.status == 303)
            #expect(try await minh.post("\(draft)/submission", ["_revision": "1"]).status == 409)
        }
    }

    @Test("files arrive, several at once, are seen and are taken away", arguments: Backend.available)
    func files(backend: Backend) async throws {
        try await run(on: backend) { _, minh, draft in
            let shown = try await minh.get("\(draft)/proof")
            #expect(shown.html.contains("enctype=\"multipart/form-data\""))
            let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + Array(repeating: 7, count: 200_000)
            let both = try await minh.post(
                "\(draft)/proof", ["_revision": shown.revision],
                files: [("scan", "một.pdf", Self.pdf), ("scan", "ảnh.png", png)], then: ["_upload": "1"])
            #expect(both.status == 200)
            #expect(
                both.html.contains("một.pdf") && both.html.contains("ảnh.png") && both.html.contains("PNG, 195\u{A0}KB")
            )
            let link = try #require(both.links.first { $0.hasPrefix("\(draft)/files/") })
            let bytes = try await minh.get(link)
            #expect(
                bytes.headers["content-type"] == "application/pdf"
                    && bytes.html == String(decoding: Self.pdf, as: UTF8.self))
            #expect(bytes.headers["content-disposition"]?.contains("attachment") == true)
            let third = try await minh.post(
                "\(draft)/proof", ["_revision": both.revision], files: [("scan", "ba.pdf", Self.pdf + Self.pdf)])
            #expect(third.status == 422 && third.html.contains("tối đa 2"))
            let removal = try #require(third.removals.first)
            let one = try await minh.post(
                "\(draft)/proof", ["_revision": third.revision], files: [], then: ["_remove_file": removal])
            #expect(one.status == 200 && one.removals.count == 1)
        }
    }

    @Test(
        "a file that is not taken is refused beside its field, and nothing else is lost", arguments: Backend.available)
    func refusedFiles(backend: Backend) async throws {
        try await run(on: backend) { site, minh, draft in
            let cases: [(String, [UInt8], String)] = [
                ("../../x", Self.pdf, "Đổi tên tệp"),
                ("bom.zip", Array("PK\u{3}\u{4}...".utf8), "Không nhận loại tệp này"),
                ("to.pdf", Self.pdf + [UInt8](repeating: 1, count: 2 << 20), "lớn hơn 1 MB"),
                ("a.pdf", [], "không có nội dung"),
            ]
            let shown = try await minh.get("\(draft)/proof")
            for (name, bytes, sentence) in cases {
                let refused = try await minh.post(
                    "\(draft)/proof", ["_revision": shown.revision], files: [("scan", name, bytes)])
                #expect(refused.status == 422, "\(name)")
                #expect(refused.html.contains(sentence) && refused.links.contains("#scan"), "\(name)")
                // Once in the summary, once beside the field.
                #expect(refused.html.components(separatedBy: sentence).count == 3, "\(name)")
            }
            let stored = try await site.platform.database.read { try $0.rows("SELECT hash FROM file_reference").count }
            #expect(stored == 0)
        }
    }

    @Test("nothing of a file is read before the form's token is known to be ours", arguments: Backend.available)
    func forged(backend: Backend) async throws {
        try await run(on: backend) { site, minh, draft in
            let shown = try await minh.get("\(draft)/proof")
            let forged = try await minh.post(
                "\(draft)/proof", ["_csrf": "forged", "_revision": shown.revision], files: [("scan", "a.pdf", Self.pdf)]
            )
            #expect(forged.status == 403)
            let kept = try await site.platform.database.read { try $0.rows("SELECT hash FROM file").count }
            #expect(kept == 0)
            let elsewhere = try await minh.post("/scene-reports", [:], files: [("scan", "a.pdf", Self.pdf)])
            #expect(elsewhere.status == 415, "other pages take no files")
        }
    }

    @Test("a draft is taken along as JSON, and erased after being asked once more", arguments: Backend.available)
    func exportAndErase(backend: Backend) async throws {
        try await run(on: backend) { _, minh, draft in
            _ = try await fill("order", of: draft, in: minh)
            let export = try await minh.get("\(draft)/export")
            #expect(export.headers["content-type"] == "application/json")
            #expect(export.html.contains("\"copies\":2") && export.html.contains("\"form\":\"everything\""))
            #expect(try await minh.get("/drafts").links.contains("\(draft)/erasure"))
            let ask = try await minh.get("\(draft)/erasure")
            #expect(ask.status == 200 && ask.html.contains("không lấy lại được"))
            #expect(try await minh.post("\(draft)/erasure").location == "/drafts")
            #expect(try await minh.get(draft).status == 404)
        }
    }

    @Test("another person finds nothing at any address of the draft", arguments: Backend.available)
    func strangers(backend: Backend) async throws {
        try await run(on: backend) { site, minh, draft in
            try await answerAll(draft, in: minh)
            let hoa = try await site.signIn(as: .hoa)
            for path in ["", "/person", "/check", "/erasure", "/export", "/files/0a"] {
                #expect(try await hoa.get(draft + path).status == 404, "\(path)")
            }
            for path in ["/person", "/submission", "/erasure"] {
                #expect(try await hoa.post(draft + path, ["_revision": "8"]).status == 404, "\(path)")
            }
            #expect(try await site.browser().get("\(draft)/person").status == 401)
            #expect(try await minh.get("\(draft)/nothing").status == 404)
        }
    }

    @Test("the pages speak English too", arguments: Backend.available)
    func english(backend: Backend) async throws {
        try await run(on: backend, language: .en) { _, minh, draft in
            let page = try await minh.get("\(draft)/person")
            #expect(page.html.contains("Question 1 of 5") && page.html.contains("Personal identifier"))
            let refused = try await fill("person", of: draft, ["name": ""], in: minh)
            #expect(refused.html.contains("Not answered: Full name<"))
        }
    }
}

extension TestPage {
    /// The revision that the page's form carries.
    fileprivate var revision: String {
        html.firstMatch(of: /name="_revision" value="(\d+)"/).map { String($0.1) } ?? ""
    }

    /// The buttons that take a file away.
    fileprivate var removals: [String] { html.matches(of: /name="_remove_file" value="([^"]*)"/).map { String($0.1) } }
}
