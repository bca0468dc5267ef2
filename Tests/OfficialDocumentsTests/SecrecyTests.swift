// SPDX-License-Identifier: Apache-2.0

import Casework
import Database
import Files
import Foundation
import Identity
import Kernel
import Product
import TestKit
import Testing

@testable import OfficialDocuments

@Suite("State secrets are refused")
struct SecrecyTests {
    /// Longer than anything that happens to stand on a page.
    private static let title = "Kế hoạch tác chiến số 4711"

    private func refusals(_ site: Site) async throws -> [[String: String]] {
        try await site.platform.database.read { db in
            try db.rows("SELECT facts FROM ledger_event WHERE kind = 'documents.secret_refused' ORDER BY id").map {
                try JSONDecoder().decode([String: String].self, from: Data(try $0.text("facts").utf8))
            }
        }
    }

    /// Every row of every table that could have kept it.
    private func isKept(_ site: Site) async throws -> Bool {
        try await site.platform.database.read { db in
            let kept =
                try db.rows("SELECT subject, facts FROM ledger_event").flatMap {
                    [try $0.text("subject"), try $0.text("facts")]
                } + db.rows("SELECT content FROM ledger_personal").map { try $0.text("content") }
                + db.rows("SELECT matter FROM case_file").map { try $0.text("matter") }
                + db.rows("SELECT name FROM file_reference").map { try $0.text("name") }
            return kept.contains { $0.contains(Self.title) }
        }
    }

    @Test("by the class that is chosen, and nothing of them is kept", arguments: Backend.available)
    func byClass(backend: Backend) async throws {
        try await Chancery.run(on: backend) { try await refuse(on: $0) }
    }

    private func refuse(on site: Site) async throws {
        let office = try await Chancery(site)
        func problems(_ secrecy: String) async throws -> [DocumentProblem] {
            do {
                let form = office.form { ($0.secrecy, $0.subject) = (secrecy, Self.title) }
                try await office.drafting.draft(form, by: office.specialist)
                return []
            } catch let refused as DraftRefused { return refused.problems }
        }
        for degree in ["confidential", "secret", "top_secret", "what is not known"] {
            #expect(try await problems(degree) == [.classified])
        }
        #expect(
            try await refusals(site).map { $0["degree"] } == [
                "confidential", "secret", "top_secret", "top_secret",
            ])
        #expect(try await isKept(site) == false)
        #expect(try await problems("unclassified").isEmpty)
        #expect(try await isKept(site))
        let arrivals = ArrivalService(
            database: site.platform.database, cases: site.platform.cases, files: site.platform.files,
            types: site.platform.documentTypes,
            now: site.platform.now, newID: site.platform.newID)
        let clerk = Actor(
            id: "van.thu", kind: .official,
            grants: [
                Grant(OfficialDocuments.read, in: Site.agency), Grant(OfficialDocuments.register, in: Site.agency),
            ],
            agency: Site.agency)
        var form = ArrivalForm()
        form.secrecy = "secret"
        do {
            try await arrivals.enter(form, by: clerk)
            Issue.record("a secret was entered")
        } catch let refused as ArrivalRefused { #expect(refused.problems == [.classified]) }
        let event = try #require(try await refusals(site).last)
        #expect(event == ["way": "arrival", "degree": "secret"])
        #expect(try await arrivals.arrivals(in: 2026, limit: 10, for: clerk).isEmpty)
    }

    @Test("what is changed into one is refused, and the draft stays as it was", arguments: Backend.available)
    func revised(backend: Backend) async throws {
        try await Chancery.run(on: backend) { try await revise(on: $0) }
    }

    private func revise(on site: Site) async throws {
        let office = try await Chancery(site)
        let file = try await office.drafting.draft(office.form(), by: office.specialist)
        let form = office.form { ($0.secrecy, $0.subject) = ("confidential", Self.title) }
        await #expect(throws: DraftRefused.self) {
            try await office.drafting.revise(file.id, seen: file.version, form, by: office.specialist)
        }
        let marked = office.form { $0.body = "TỐI MẬT\n\(Self.title)" }
        await #expect(throws: DraftRefused.self) {
            try await office.drafting.revise(file.id, seen: file.version, marked, by: office.specialist)
        }
        #expect(try await refusals(site).map { $0["degree"] } == ["confidential", "marked"])
        #expect(try await isKept(site) == false)
        let service = EnclosureService(
            database: site.platform.database, cases: site.platform.cases, files: site.platform.files,
            newID: site.platform.newID)
        await #expect(throws: EnclosureProblem.self) {
            try await service.add(
                AsyncStream(whole: Array("%PDF-1.7".utf8)), named: "\(Self.title) (Mật).pdf", to: file.id,
                by: office.specialist)
        }
        #expect(try await refusals(site).last?["way"] == "enclosure")
        #expect(try await service.enclosures(of: file.id, for: office.specialist).1.isEmpty)
        #expect(try await isKept(site) == false)
    }

    @Test("the page says what to do instead, and does not show the text again")
    func pages() async throws {
        try await Chancery.run(on: .sqlite) { try await look(on: $0) }
    }

    private func look(on site: Site) async throws {
        let office = try await Chancery(site)
        let writer = site.browser()
        try await writer.get("/session")
        try await writer.post("/session", ["username": "soan", "password": "mot-mat-khau-dai-2026"])
        let new = "/desk/official-documents/new"
        try await writer.get(new)
        var typed = ["type": "letter", "subject": Self.title, "body": "Nội dung 0815", "secrecy": "secret"]
        for button in [[:], ["do": "group", "group": "ministries"]] {
            let page = try await writer.post(new, typed.merging(button) { $1 })
            #expect(page.status == 422 && page.links.contains("#secrecy"))
            #expect(page.html.contains("sổ văn bản mật bằng giấy"))
            #expect(!page.html.contains("4711") && !page.html.contains("0815"))
        }
        let file = try await office.drafting.draft(office.form(), by: office.specialist)
        let path = "/official-documents/\(file.id)/draft"
        try await writer.get(path)
        typed["version"] = "\(file.version)"
        let page = try await writer.post(path, typed)
        #expect(page.status == 422 && !page.html.contains("4711") && page.html.contains("kiện toàn Tổ công nghệ"))
        // An ordinary refusal shows what was typed.
        typed["secrecy"] = "unclassified"
        let ordinary = try await writer.post(path, typed)
        #expect(ordinary.status == 422 && ordinary.html.contains("4711"))
    }

    @Test("a message that says it carries one is refused, whatever its text says")
    func messages() throws {
        func checked(_ change: (inout [String: Any]) -> Void) throws -> Result<DocumentMessage, DocumentMessage.Fault> {
            let message = DocumentMessage(
                format: DocumentMessage.format, type: "letter", typeName: "Công văn", notation: "1/UBND",
                day: "2026-07-08", subject: "Về việc rà soát", content: "", urgency: .ordinary, senderName: "UBND",
                signer: .init(name: "A", lines: []), copies: [], answers: "", change: .new)
            var json = try #require(
                try JSONSerialization.jsonObject(with: Data(try message.json)) as? [String: Any])
            #expect(json["secrecy"] == nil)
            change(&json)
            return DocumentMessage.checked(Array(try JSONSerialization.data(withJSONObject: json)))
        }
        for degree in ["confidential", "secret", "top_secret", "tuyet-mat"] {
            guard case .failure(.classified) = try checked({ $0["secrecy"] = degree }) else {
                Issue.record("\(degree) was taken")
                return
            }
        }
        for degree in ["", "unclassified"] {
            guard case .success = try checked({ $0["secrecy"] = degree }) else {
                Issue.record("\(degree) was not taken")
                return
            }
        }
    }
}
