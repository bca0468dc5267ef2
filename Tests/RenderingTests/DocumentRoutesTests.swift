// SPDX-License-Identifier: Apache-2.0

import Casework
import Database
import Files
import Foundation
import Identity
import Jobs
import Kernel
import Ledger
import Product
import Signatures
import TestKit
import Testing
import Web

@testable import Rendering

@Suite("GET /verify and /documents")
struct DocumentRoutesTests {
    private static let name = "Nguyễn Ngọc Ánh Dương"

    /// A document of the desk of xã Yên Mô, with a person's name in it.
    private func request(_ site: Site, number: String = "15/TLKS-BS") async throws -> IssuedDocument {
        let platform = site.platform
        let dossier = CaseService.Opening(
            kind: "dossiers", matter: "1.001193", matterVersion: 1, applicant: .init(account: nil, name: Self.name),
            channel: .desk, content: "{}", limit: nil, desk: Site.agency)
        let paper = ResultPaper(
            title: "Trích lục khai sinh", sentences: [Self.name], office: "Chủ tịch", signer: "Lê Anh Tuấn")
        return try await platform.database.write { db in
            let order = DocumentOrder(
                of: try platform.cases.open(dossier, by: .system, in: db).id.rawValue, at: Site.agency,
                letterhead: Letterhead(agency: "UBND xã Yên Mô", number: number, on: Day(Site.moment)),
                signers: [(.agency(Site.agency), "UBND xã Yên Mô")])
            return try platform.documents.request(paper, order, by: .system, in: db)
        }
    }

    private func deliver(_ document: IssuedDocument, _ renderer: TestRenderer, _ site: Site) async throws {
        let press = DocumentPress(
            database: site.platform.database,
            files: FileService(
                database: site.platform.database, folder: site.platform.folder, now: site.clock.now,
                newID: { UUIDv7.string() }), renderer: renderer,
            signer: SealFolder(
                TestFolder.own.appending(path: UUIDv7.string()), now: site.clock.now, makingFor: { _ in "UBND" }),
            now: site.clock.now, newID: { UUIDv7.string() })
        try await press.deliver(
            OutgoingMessage(id: ID("m"), kind: DocumentPress.kind, event: "e", body: document.id.rawValue))
    }

    @Test(
        "the code on a paper says yes, what it is and who issued it, and nothing of the person",
        arguments: Backend.available)
    func genuine(backend: Backend) async throws {
        try await Site.run(on: backend) { site in
            let document = try await request(site)
            try await deliver(document, TestRenderer(), site)
            let visitor = site.browser()
            let typed = try await visitor.get("/verify?code=\(document.code.grouped.lowercased())")
            #expect(typed.location == "/verify/\(document.code.text)")
            let page = try await visitor.get("/verify/\(document.code.text)")
            #expect(page.status == 200)
            #expect(page.text("h1") == "Văn bản có thật")
            for words in ["Trích lục khai sinh", "15/TLKS-BS", "UBND xã Yên Mô", "09:00, 08/07/2026"] {
                #expect(page.html.contains(words), "\(words)")
            }
            #expect(
                !page.html.contains(Self.name) && !page.html.contains(document.subject) && !page.html.contains("Tuấn"))
            let hash = try #require(try await site.platform.documents.find(document.id).file)
            #expect(try await visitor.get("/verify?code=\(hash)").text("h1") == "Văn bản có thật")
            #expect(
                try await site.browser(language: .en).get("/verify/\(document.code.text)").text("h1")
                    == "The document is genuine")
        }
    }

    @Test(
        "a code nobody gave out says no, and what is no code is asked again",
        arguments: [
            ("/verify/8F3K2MZQ71TD", 404, "Không có văn bản này"),
            ("/verify/%22%3E%3Cb%3E", 404, "Không có văn bản này"),
            ("/verify?code=abc", 422, "Kiểm tra văn bản"), ("/verify", 200, "Kiểm tra văn bản"),
            ("/verify?code=\(String(repeating: "a", count: 64))", 404, "Không có văn bản này"),
        ])
    func strange(path: String, status: Int, heading: String) async throws {
        try await Site.run(on: .sqlite) { site in
            let page = try await site.browser().get(path)
            #expect(page.status == status)
            #expect(page.text("h1") == heading)
            #expect(!page.html.contains("<b>"))
        }
    }

    @Test("what waits, what was revoked and what cannot be printed are told apart", arguments: Backend.available)
    func states(backend: Backend) async throws {
        try await Site.run(on: backend) { site in
            func heading(_ document: IssuedDocument) async throws -> String? {
                try await site.browser().get("/verify/\(document.code.text)").text("h1")
            }
            let document = try await request(site)
            #expect(try await heading(document) == "Văn bản đang được lập")
            try await deliver(document, TestRenderer(), site)
            try await site.platform.database.write {
                try site.platform.documents.revoke(document.id, because: "Sai tên \(Self.name)", by: .system, in: $0)
            }
            #expect(try await heading(document) == "Văn bản đã bị thu hồi")
            let revoked = try await site.browser().get("/verify/\(document.code.text)").html
            #expect(!revoked.contains(Self.name))
            let failed = try await request(site)
            try await deliver(failed, TestRenderer(refusals: [.paperRefused("x")]), site)
            #expect(try await heading(failed) == "Không có văn bản này")
        }
    }

    @Test("who may has the PDF, nobody else learns that there is one", arguments: Backend.available)
    func download(backend: Backend) async throws {
        try await Site.run(on: backend) { site in
            let document = try await request(site)
            let lan = try await site.signIn(as: .lan)
            let waiting = try await lan.get("/documents/\(document.id)")
            #expect(waiting.status == 200 && waiting.html.contains("Văn bản đang được lập và ký"))
            try await deliver(document, TestRenderer(), site)
            let pdf = try await lan.get("/documents/\(document.id)")
            #expect(pdf.headers["content-type"] == "application/pdf")
            #expect(pdf.headers["content-disposition"] == "attachment; filename=\"\(document.fileName)\"")
            #expect(pdf.headers["cache-control"] == "no-store")
            #expect(pdf.html.hasPrefix("%PDF-1.7"))
            #expect(try await site.browser().get("/documents/\(document.id)").status == 401)
            #expect(try await site.signIn(as: .minh).get("/documents/\(document.id)").status == 404)
        }
    }

    @Test("without a renderer the page itself is there, escaped", arguments: Backend.available)
    func printable(backend: Backend) async throws {
        try await Site.run(on: backend) { site in
            let document = try await request(site, number: "<b>15</b>")
            try await deliver(document, TestRenderer(.absent("weasyprint")), site)
            let page = try await site.signIn(as: .lan).get("/documents/\(document.id)")
            #expect(page.status == 200 && page.text("h1") == "Trích lục khai sinh")
            #expect(page.html.contains("&lt;b&gt;15&lt;/b&gt;") && page.html.contains(document.code.grouped))
            #expect(page.headers["content-security-policy"]?.contains("default-src 'self'") == true)
            let heading = try await site.browser().get("/verify/\(document.code.text)")
            #expect(heading.text("h1") == "Văn bản có thật")
        }
    }

    @Test(
        "a file sent by a stranger is ours and unchanged, ours and changed, or not ours", arguments: Backend.available)
    func sent(backend: Backend) async throws {
        try await Site.run(on: backend) { site in
            let document = try await request(site)
            try await deliver(document, TestRenderer(), site)
            let hash = try #require(try await site.platform.documents.find(document.id).file)
            let files = FileService(
                database: site.platform.database, folder: site.platform.folder, now: site.clock.now,
                newID: { UUIDv7.string() })
            var pdf: [UInt8] = []
            for try await piece in try await files.contents(hash) { pdf += piece }
            let stranger = site.browser()
            func send(_ bytes: [UInt8]) async throws -> TestPage {
                try await stranger.get("/verify")
                return try await stranger.post("/verify", [:], files: [("file", "../../x.pdf", bytes)])
            }
            let genuine = try await send(pdf)
            #expect(genuine.status == 200 && genuine.text("h1") == "Văn bản có thật")
            #expect(genuine.html.contains("15/TLKS-BS") && !genuine.html.contains(Self.name))
            let longer = try await send(pdf + Array("9 0 obj\n<< >>\nendobj\n%%EOF\n".utf8))
            #expect(longer.status == 200 && longer.text("h1") == "Tệp đã bị sửa sau khi phát hành")
            for place in [20, pdf.count / 2, pdf.count - 2] {
                var changed = pdf
                changed[place] ^= 0x01
                let page = try await send(changed)
                #expect(page.status == 404 && page.text("h1") == "Không phải văn bản đã phát hành", "\(place)")
            }
        }
    }

    @Test("what is no PDF, or none at all, is refused in a sentence")
    func hostileFiles() async throws {
        try await Site.run(on: .sqlite) { site in
            let stranger = site.browser()
            func send(_ files: [(field: String, name: String, bytes: [UInt8])]) async throws -> TestPage {
                try await stranger.get("/verify")
                return try await stranger.post("/verify", [:], files: files)
            }
            for bytes in [[], Array("PK\u{3}\u{4}".utf8), Array("%PD".utf8), [UInt8](repeating: 0, count: 100_000)] {
                let page = try await send([("file", "a.pdf", bytes)])
                #expect(page.status == 422 && page.html.contains("id=\"errors\""), "\(bytes.prefix(5))")
            }
            #expect(try await send([]).status == 422)
            // A PDF of ends only: each could be a revision.
            let ends = Array("%PDF-1.7\n".utf8) + Array(String(repeating: "%%%EOF\n", count: 100_000).utf8)
            #expect(try await send([("file", "a.pdf", ends)]).status == 404)
        }
    }

    @Test("every kind of paper can be looked at, with each set of values")
    func samples() async throws {
        try await Site.run(on: .sqlite) { site in
            let visitor = site.browser()
            let list = try await visitor.get("/design/papers")
            let links = list.links.filter { $0.hasPrefix("/design/papers/") }
            #expect(links.count == 24)
            for link in links {
                let page = try await visitor.get(link)
                #expect(page.status == 200 && page.html.contains("không có giá trị pháp lý"), "\(link)")
            }
            #expect(try await visitor.get("/design/papers/none").status == 404)
        }
    }
}
