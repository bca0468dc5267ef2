// SPDX-License-Identifier: Apache-2.0

import Casework
import Database
import Foundation
import Identity
import Kernel
import Ledger
import Product
import TestKit
import Testing

@testable import OfficialDocuments

@Suite("Search among documents")
struct DocumentSearchTests {
    private func question(_ text: String, _ change: (inout DocumentQuestion) -> Void = { _ in }) -> DocumentQuestion {
        var question = DocumentQuestion()
        question.text = text
        change(&question)
        return question
    }

    @Test(
        "words in any order, with or without accents, in drafts, issued documents and arrivals",
        arguments: Backend.available)
    func search(backend: Backend) async throws {
        try await Chancery.run(on: backend) { try await search(on: $0) }
    }

    private func search(on site: Site) async throws {
        let office = try await Chancery(site)
        let platform = site.platform
        let service = DocumentSearchService(
            database: platform.database, types: platform.documentTypes, now: platform.now)
        let clerk = Actor(
            id: office.clerk.id, kind: .official,
            grants: Set([OfficialDocuments.read, OfficialDocuments.register].map { Grant($0, in: Site.agency) }),
            agency: Site.agency)
        func find(_ text: String, _ change: (inout DocumentQuestion) -> Void = { _ in }) async throws -> [String] {
            try await service.find(question(text, change), limit: 10, for: clerk).map(\.subject)
        }
        var issued = try await office.signed(printing: NoRenderer())
        issued = try await office.move(issued, "issue", by: office.clerk)
        let draft = try await office.drafting.draft(
            office.form {
                ($0.type, $0.subject) = ("letter", "Đề nghị phối hợp \"\u{301}<b>")
                $0.body = "Kính đề nghị quý cơ quan phối hợp tại thôn Phong Lẫm, M'Drắk."
            }, by: office.specialist)
        let arrivals = ArrivalService(
            database: platform.database, cases: platform.cases, files: platform.files, types: platform.documentTypes,
            now: platform.now,
            newID: platform.newID)
        var form = ArrivalForm()
        (form.sender, form.notation, form.type) = ("Sở Tư pháp tỉnh Ninh Bình", "15/STP-HCTP", "letter")
        (form.subject, form.day, form.arrivedOn) = ("Về việc rà soát hộ tịch", Day("2026-07-06"), Day("2026-07-08"))
        try await arrivals.enter(form, by: clerk)
        #expect(try await find("").isEmpty)
        try await site.settle()

        let (kien, phoi, ra) = (
            "Về việc kiện toàn Tổ công nghệ số cộng đồng", "Đề nghị phối hợp \"\u{301}<b>", "Về việc rà soát hộ tịch"
        )
        for (text, expected) in [
            ("", [ra, phoi, kien]), ("kiện toàn", [kien]), ("TOAN kien", [kien]), ("cong nghe kie", [kien]),
            ("Lê Văn Trưởng quyết", []), ("le van truong", [phoi, kien]), ("01/QĐ-TTPVHCC", [kien]),
            ("1 qd ttpvhcc", [kien]), ("phong lam", [phoi]), ("mdrak", [phoi]), ("ho tich tu phap", [ra]),
            ("15 stp", [ra]), ("gồm 09 thành viên", [kien]), ("v", [ra, phoi, kien]), ("xyz", []),
            ("'; DROP TABLE document_word; --", []), ("%", [ra, phoi, kien]), ("ho\u{323} tich", [ra]),
        ] {
            #expect(try await find(text) == expected, "\(text)")
        }
        #expect(try await find("ve viec") { $0.way = .in } == [ra])
        #expect(try await find("") { $0.type = "letter" } == [ra, phoi])
        #expect(try await find("") { $0.year = 2025 }.isEmpty)
        let all = try await service.find(question(""), limit: 1, for: clerk)
        #expect(try await find("") { $0.before = all.last?.id } == [phoi, kien])
        let bodies = try await service.bodies(
            of: try await service.find(question("phong lam"), limit: 1, for: clerk), for: clerk)
        #expect(bodies[draft.id.rawValue]?.contains("Phong Lẫm") == true)

        // What changed is found by its new words, and no longer by its old ones.
        try await office.drafting.revise(
            draft.id, seen: draft.version, office.form { $0.subject = "Trích yếu mới" }, by: office.specialist)
        try await site.settle()
        #expect(try await find("phong lam").isEmpty)
        #expect(try await find("trich yeu") == ["Trích yếu mới"])
        // Built anew from the ledger it is the same.
        let before = try await find("")
        for follower in platform.followers { try await follower.rebuild() }
        #expect(try await find("") == before)

        let stranger = Actor(
            id: "x", kind: .official, grants: [Grant(OfficialDocuments.read, in: Place(rawValue: "y"))],
            agency: Place(rawValue: "y"))
        #expect(try await service.find(question("kien toan"), limit: 10, for: stranger).isEmpty)
        await #expect(throws: Forbidden.self) {
            try await service.find(question("x"), limit: 1, for: Actor(id: "z", kind: .official, agency: Site.agency))
        }
    }

    @Test("what was looked for is marked, however it is written")
    func marks() {
        func marked(_ text: String, _ typed: String) -> String {
            MarkedText(text, DocumentWords(typed: typed)).pieces.map { $0.isHit ? "[\($0.text)]" : $0.text }.joined()
        }
        #expect(marked("Về việc KIỆN toàn Tổ", "toan kien t") == "Về việc [KIỆN] [toàn] [Tổ]")
        let (hostile, found) = ("M'Drắk, \"\u{301}<b>", "[M'Drắk], \"\u{301}<[b]>")
        #expect(marked(hostile, "mdrak b") == found)
        #expect(marked("", "x") == "" && marked("Một", "") == "Một")
        let filler = Array(repeating: "chữ", count: 400).joined(separator: " ")
        let long = "\(filler) đích rồi \(filler)"
        let excerpt = MarkedText.excerpt(of: long, DocumentWords(typed: "dich x"))
        let text = excerpt.pieces.map(\.text).joined()
        #expect(excerpt.hasHit && text.hasPrefix("… chữ") && text.hasSuffix(" …") && text.count < 500)
    }

    @Test("a page of what was found names each and marks the words")
    func page() async throws {
        try await Site.run(on: .sqlite) { site in
            let account = try await site.platform.identity.open(
                .init(name: "Bùi Văn Thư", username: "van.thu", password: "mot-mat-khau-dai-2026"), by: .system)
            try await site.platform.identity.assign("document_clerk", at: Site.agency, to: account.id, by: .system)
            let clerk = site.browser()
            try await clerk.get("/session")
            try await clerk.post("/session", ["username": "van.thu", "password": "mot-mat-khau-dai-2026"])
            try await clerk.get("/desk/arrival-book/new")
            try await clerk.post(
                "/desk/arrival-book/new",
                [
                    "sender": "Sở Tư pháp", "notation": "15/STP", "type": "letter", "subject": "<b>Rà soát",
                    "day-day": "6", "day-month": "7", "day-year": "2026", "arrived-day": "8", "arrived-month": "7",
                    "arrived-year": "2026",
                ])
            try await site.settle()
            let page = try await clerk.get("/desk/documents/search?q=soat&year=2026&type=nonsense&way=nonsense")
            #expect(page.html.contains("&lt;b&gt;Rà <mark>soát</mark>"))
            #expect(try await clerk.get("/desk/documents/search?q=%3Cscript%3E&before=%27").status == 200)
        }
    }

    /// How long a search takes among many documents; run on purpose, with how many in DOICANH_TEST_DOCUMENTS.
    @Test(
        "words are found at once among many documents",
        .enabled(if: ProcessInfo.processInfo.environment["DOICANH_TEST_DOCUMENTS"] != nil),
        arguments: Backend.available)
    func speed(backend: Backend) async throws {
        try await Site.run(on: backend) { try await measure(on: $0, backend) }
    }

    private func measure(on site: Site, _ backend: Backend) async throws {
        let count = Int(ProcessInfo.processInfo.environment["DOICANH_TEST_DOCUMENTS"] ?? "") ?? 0
        let syllables = (0..<2_000).map { "tu\($0)" }
        for start in stride(from: 0, to: count, by: 1_000) {
            try await site.platform.database.write { db in
                var random = Lehmer(seed: UInt64(start + 1))
                for number in start..<start + 1_000 {
                    // A few words are in nearly all of them, most in few.
                    let words = (0..<120).map { _ -> String in
                        let share = Double(random.next() % 1_000_000) / 1_000_000
                        return syllables[Int(share * share * share * 1_999)]
                    }
                    let id = String(format: "%010d", number)
                    let found = FoundDocument(
                        id: id, way: number.isMultiple(of: 2) ? .out : .in, agency: Site.agency,
                        year: 2020 + number * 7 / count, type: "letter", day: Day("2026-07-01") ?? .beginning,
                        number: "\(number)/UBND", subject: "tu0 \(number)", party: "", event: "")
                    try DocumentSearchStore(db: db).put(found, words: Set(words + ["\(number)", "ubnd"]))
                }
            }
        }
        for text in [
            "ubnd", "tu0 tu1 ubnd", "tu0 tu1 tu2 tu3 tu4 tu5", "tu1500 tu0", "tu1990 tu1991", "\(count / 2) ubnd", "t",
            "tu19 tu1", "tu3 tu700 tu900 tu1100", "khong co",
        ] {
            for year in [nil, 2020] {
                let clock = ContinuousClock()
                var question = question(text)
                question.year = year
                let asked = question
                let start = clock.now
                let found = try await site.platform.database.read {
                    try DocumentSearchStore(db: $0).find(asked, at: Site.agency, limit: 21)
                }
                let time = clock.now - start
                print("\(backend) \(count) \(text) \(year ?? 0): \(found.count) in \(time)")
                #expect(time < .seconds(2), "\(text)")
            }
        }
    }
}
