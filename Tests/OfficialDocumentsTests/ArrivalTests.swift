// SPDX-License-Identifier: Apache-2.0

import Database
import Files
import Identity
import Indicators
import Kernel
import Product
import TestKit
import Testing

@testable import OfficialDocuments

@Suite("The book of arrivals")
struct ArrivalTests {
    private func form(_ change: (inout ArrivalForm) -> Void = { _ in }) -> ArrivalForm {
        var form = ArrivalForm()
        (form.sender, form.notation, form.type) = ("Sở Tư pháp tỉnh Ninh Bình", "15/STP-HCTP", "letter")
        (form.subject, form.day, form.arrivedOn) = ("Về việc rà soát hộ tịch", Day("2026-07-06"), Day("2026-07-08"))
        change(&form)
        return form
    }

    private func book(_ site: Site) -> (service: ArrivalService, clerk: Actor) {
        let grants = [OfficialDocuments.read, OfficialDocuments.register].map { Grant($0, in: Site.agency) }
        return (
            ArrivalService(
                database: site.platform.database, cases: site.platform.cases, files: site.platform.files,
                types: site.platform.documentTypes,
                now: site.platform.now,
                newID: site.platform.newID),
            Actor(id: "van.thu", kind: .official, grants: Set(grants), agency: Site.agency)
        )
    }

    @Test(
        "numbers run through the year in which it came, however many are entered at once", arguments: Backend.available)
    func numbers(backend: Backend) async throws {
        try await Site.run(on: backend) { site in
            let (service, clerk) = book(site)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<12 {
                    group.addTask { try await service.enter(form { $0.notation = "\(number)/STP" }, by: clerk) }
                }
                try await group.waitForAll()
            }
            let all = try await service.arrivals(in: 2026, limit: 100, for: clerk)
            #expect(all.map(\.number) == (1...12).reversed())
            let rest = try await service.arrivals(in: 2026, before: 4, limit: 100, for: clerk)
            #expect(rest.map(\.number) == [3, 2, 1])
            // What came last year is entered in the book of last year.
            let late = try await service.enter(
                form { ($0.day, $0.arrivedOn) = (Day("2025-12-30"), Day("2025-12-31")) }, by: clerk)
            #expect((late.year, late.number) == (2025, 1))
            try await site.settle()
            let measure = try site.platform.indicators.measure("documents.arrived")
            #expect(try await site.platform.indicators.total(measure) == 13)
        }
    }

    @Test("the same number, notation, agency and day are entered twice only on purpose", arguments: Backend.available)
    func twice(backend: Backend) async throws {
        try await Site.run(on: backend) { try await enterTwice(on: $0) }
    }

    private func enterTwice(on site: Site) async throws {
        let (service, clerk) = book(site)
        func problems(_ change: (inout ArrivalForm) -> Void) async throws -> [ArrivalProblem] {
            do {
                try await service.enter(form(change), by: clerk)
                return []
            } catch let refused as ArrivalRefused { return refused.problems }
        }
        #expect(try await problems { _ in }.isEmpty)
        #expect(try await problems { $0.notation = "15 / stp-hctp" } == [.twice(1, year: 2026)])
        #expect(try await problems { $0.day = Day("2026-07-05") }.isEmpty)
        #expect(try await problems { $0.isAnother = true }.isEmpty)
        #expect(try await service.arrivals(in: 2026, limit: 10, for: clerk).count == 3)
        #expect(try await problems { $0 = ArrivalForm() }.count == 6)
        #expect(try await problems { $0.arrivedOn = Day("2026-07-01") } == [.arrivalTooEarly])
        #expect(try await problems { $0.arrivedOn = Day("2026-07-09") } == [.arrivalAhead])
        #expect(try await problems { $0.subject = "TỐI MẬT" } == [.secret("TỐI MẬT")])
        let reader = Actor(
            id: "x", kind: .official, grants: [Grant(OfficialDocuments.read, in: Site.agency)], agency: Site.agency)
        await #expect(throws: Forbidden.self) { try await service.enter(form(), by: reader) }
    }

    @Test("a clerk enters what came, and the book is on the page and in the file")
    func pages() async throws {
        try await Site.run(on: .sqlite) { site in
            let account = try await site.platform.identity.open(
                .init(name: "Bùi Văn Thư", username: "van.thu", password: "mot-mat-khau-dai-2026"), by: .system)
            try await site.platform.identity.assign("document_clerk", at: Site.agency, to: account.id, by: .system)
            let clerk = site.browser()
            try await clerk.get("/session")
            try await clerk.post("/session", ["username": "van.thu", "password": "mot-mat-khau-dai-2026"])
            #expect(try await clerk.get("/desk/arrival-book").links.contains("/desk/arrival-book/new"))
            try await clerk.get("/desk/arrival-book/new")
            var typed = [
                "sender": "Sở \"\u{301}Tư pháp", "notation": "=15/STP", "type": "letter", "subject": "<b>Rà soát",
                "day-day": "6", "day-month": "7", "day-year": "2026", "arrived-day": "8", "arrived-month": "7",
                "arrived-year": "2026",
            ]
            #expect(
                try await clerk.post("/desk/arrival-book/new", typed).location
                    == "/desk/arrival-book?year=2026&entered=1"
            )
            #expect(try await clerk.get("/desk/arrival-book").html.contains("&lt;b&gt;Rà soát"))
            #expect(try await clerk.get("/desk/arrival-book/csv").html.contains("'=15/STP"))
            try await clerk.get("/desk/arrival-book/new")
            let again = try await clerk.post("/desk/arrival-book/new", typed)
            #expect((again.status, again.links.contains("#another")) == (422, true))
            typed["another"] = "1"
            #expect(try await clerk.post("/desk/arrival-book/new", typed).status == 303)
        }
    }

    private static let pdf = Array("%PDF-1.7 trang 1".utf8)
    private static let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3]

    private func signedIn(_ name: String, as role: String, on site: Site) async throws -> Browser {
        let account = try await site.platform.identity.open(
            .init(name: name, username: name, password: "mot-mat-khau-dai-2026"), by: .system)
        try await site.platform.identity.assign(role, at: Site.agency, to: account.id, by: .system)
        let browser = site.browser()
        try await browser.get("/session")
        try await browser.post("/session", ["username": name, "password": "mot-mat-khau-dai-2026"])
        return browser
    }

    private static let typed = [
        "sender": "Sở Tư pháp", "notation": "15/STP", "type": "letter", "subject": "Về việc rà soát",
        "secrecy": "unclassified", "kept": "", "day-day": "6", "day-month": "7", "day-year": "2026",
        "arrived-day": "8", "arrived-month": "7", "arrived-year": "2026",
    ]

    @Test("scans of what came on paper go with its entry", arguments: Backend.available)
    func scans(backend: Backend) async throws {
        try await Site.run(on: backend) { try await scan(on: $0) }
    }

    private func scan(on site: Site) async throws {
        let new = "/desk/arrival-book/new"
        let clerk = try await signedIn("van.thu", as: "document_clerk", on: site)
        try await clerk.get(new)
        // One is no picture, whatever it is called; the other stays, with all that was typed.
        let refused = try await clerk.post(
            new, Self.typed,
            files: [("scans", "trang 1.pdf", Self.pdf), ("scans", "trang 2.png", Array("<html>".utf8))])
        #expect(refused.status == 422 && refused.links.contains("#scans"))
        #expect(refused.html.contains("trang 1.pdf") && refused.html.contains("Về việc rà soát"))
        #expect(refused.html.contains(#"name="kept" value="1""#))
        var again = Self.typed
        again["kept"] = "1"
        let blank = again.merging(["subject": ""]) { $1 }
        let more = try await clerk.post(new, blank, files: [("scans", "trang 2.png", Self.png)])
        #expect(more.status == 422 && more.html.contains("trang 2.png") && more.html.contains("trang 1.pdf"))
        let location = try #require(try await clerk.post(new, again, files: []).location)
        #expect(location.contains("entered=1"))
        let book = try await clerk.get("/desk/arrival-book")
        let path = try #require(book.links.first { $0.hasPrefix("/incoming-documents/") })
        let page = try await clerk.get(path)
        let files = page.links.filter { $0.contains("/files/") }
        #expect(files.count == 2 && page.html.contains("trang 1.pdf"))
        #expect(try await clerk.get(try #require(files.first)).status == 200)
        let cashier = try await signedIn("thu.quy", as: "cashier", on: site)
        #expect(try await cashier.get(files[0]).status == 404)
        // What was put aside went with the entry: the next has none.
        let next = again.merging(["notation": "16/STP"]) { $1 }
        #expect(try await clerk.post(new, next, files: []).status == 303)
        let attached = try await site.platform.database.read { db in
            try db.rows("SELECT subject FROM file_reference WHERE subject LIKE 'documents:scans:%'").count
        }
        #expect(attached == 0)
        let facts = try await site.platform.database.read { db in
            try db.rows("SELECT facts FROM ledger_event WHERE kind = 'documents.arrived' ORDER BY id").map {
                try $0.text("facts")
            }
        }
        #expect(facts.map { $0.contains("\"scans\"") } == [true, false])
    }

    @Test("scans that were left or taken away, or are of a State secret, go with nothing")
    func leftScans() async throws {
        try await Site.run(on: .sqlite) { site in
            let new = "/desk/arrival-book/new"
            let clerk = try await signedIn("van.thu", as: "document_clerk", on: site)
            func aside() async throws -> [String] {
                try await site.platform.database.read { db in
                    try db.rows("SELECT name FROM file_reference ORDER BY name").map { try $0.text("name") }
                }
            }
            try await clerk.get(new)
            let blank = Self.typed.merging(["subject": ""]) { $1 }
            try await clerk.post(new, blank, files: [("scans", "a.pdf", Self.pdf), ("scans", "b.png", Self.png)])
            #expect(try await aside() == ["a.pdf", "b.png"])
            let hash = try #require(
                try await site.platform.database.read {
                    try $0.rows("SELECT hash FROM file_reference WHERE name = 'a.pdf'").first?.text("hash")
                })
            let page = try await clerk.post(
                new, blank.merging(["kept": "1"]) { $1 }, files: [], then: ["remove": hash])
            #expect(page.status == 200 && !page.html.contains("a.pdf") && page.html.contains("b.png"))
            // A form that is opened anew begins without them.
            try await clerk.post(new, blank, files: [("scans", "c.pdf", Self.pdf)])
            #expect(try await aside() == ["c.pdf"])
            let marked = try await clerk.post(
                new, blank.merging(["kept": "1"]) { $1 }, files: [("scans", "TỐI MẬT - d.png", Self.png)])
            #expect(marked.status == 422 && marked.html.contains("TỐI MẬT"))
            #expect(try await aside() == ["c.pdf"])
            let secret = Self.typed.merging(["kept": "1", "secrecy": "secret"]) { $1 }
            let refused = try await clerk.post(new, secret, files: [("scans", "e.png", Self.png)])
            #expect(refused.status == 422 && !refused.html.contains("e.png") && !refused.html.contains("c.pdf"))
            #expect(!refused.html.contains("rà soát"))
            #expect(try await aside().isEmpty)
            // Its bytes were not read either.
            let held = try await site.platform.database.read { try $0.rows("SELECT hash FROM file").count }
            #expect(held == 2)
            let writer = try await signedIn("soan", as: "desk_clerk", on: site)
            try await writer.get("/desk/official-documents")
            let forbidden = try await writer.post(new, Self.typed, files: [("scans", "f.pdf", Self.pdf + [1])])
            #expect(forbidden.status == 403)
            #expect(try await site.platform.database.read { try $0.rows("SELECT hash FROM file").count } == 2)
        }
    }
}
