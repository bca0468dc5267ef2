// SPDX-License-Identifier: Apache-2.0

import Casework
import Database
import Files
import Foundation
import Kernel
import Product
import Rendering
import TestKit
import Testing

@testable import OfficialDocuments

@Suite("What other modules hand over")
struct OriginTests {
    private func service(_ site: Site) -> OriginService {
        let platform = site.platform
        return OriginService(
            database: platform.database, cases: platform.cases, files: platform.files, agencies: platform.agencies,
            types: platform.documentTypes, name: { _ in "Lê Văn Trưởng" })
    }

    private func handed(_ site: Site, _ subject: String, type: String = "report") async throws -> HandedDocument {
        let file = try await site.platform.files.receive(AsyncStream<[UInt8]>(whole: Array("%PDF-1.7 x".utf8)))
        return HandedDocument(
            from: .init(kind: "report_edition", id: "e1", title: "Báo cáo năm 2020", path: "/desk/report-editions/e1"),
            type: type, subject: subject, body: "Đoạn một.", file: file, fileName: "yearly-2020-1.pdf")
    }

    @Test(
        "it becomes a draft with its paper attached, once, in the transaction of the hand-over",
        arguments: Backend.available)
    func draft(backend: Backend) async throws {
        try await Chancery.run(on: backend) { try await takeOver(on: $0) }
    }

    private func takeOver(on site: Site) async throws {
        let (office, service, database) = (try await Chancery(site), service(site), site.platform.database)
        #expect(try await service.outcome(of: "report_edition", "e1") == nil)
        let handed = try await handed(site, String(repeating: "Báo cáo ", count: 100))
        let draft = try await service.draft(handed, by: office.leader)
        struct Refused: Error {}
        await #expect(throws: Refused.self) {
            try await database.write { db in
                _ = try draft(db)
                throw Refused()
            }
        }
        #expect(try await service.outcome(of: "report_edition", "e1") == nil)
        let id = try await database.write { try draft($0) }
        // The same thing makes no second document, whoever hands it over again.
        await #expect(throws: DatabaseProblem.self) { try await database.write { try draft($0) } }
        #expect(try await service.outcome(of: "report_edition", "e1") == HandedOutcome(document: id, number: ""))

        var view = try await site.platform.cases.view(id, for: office.specialist)
        #expect(view.attachments.map(\.name) == ["yearly-2020-1.pdf"])
        #expect(view.file.matter.count == DraftingService.subjectLimit)
        #expect(try await office.books.origin(of: id) == handed.origin)
        // Nobody has said as what the leader signs, and whom it is for.
        let file = view.file
        await #expect(throws: DocumentProblem.incomplete) { try await office.move(file, "initial", by: office.deputy) }
        var form = try await office.drafting.form(of: DraftContent(json: view.content))
        #expect(form.signer == office.leader.id)
        (form.position, form.recipients) = ("CHỦ TỊCH", "H42")
        var changed = try await office.drafting.revise(id, seen: view.file.version, form, by: office.specialist)
        changed = try await office.move(changed, "initial", by: office.deputy)
        changed = try await office.move(changed, "sign", by: office.leader)
        try await office.deliver(printing: NoRenderer())
        _ = try await office.move(changed, "issue", by: office.clerk)
        #expect(try await service.outcome(of: "report_edition", "e1")?.number == "01/BC-TTPVHCC")
        view = try await site.platform.cases.view(id, for: office.specialist)
        #expect(view.attachments.count == 1)
    }

    @Test("what may not be written here is not taken over", arguments: Backend.available)
    func refused(backend: Backend) async throws {
        try await Chancery.run(on: backend) { try await refuse(on: $0) }
    }

    private func refuse(on site: Site) async throws {
        let (office, service) = (try await Chancery(site), service(site))
        let (plain, secret) = (try await handed(site, "Báo cáo"), try await handed(site, "TUYỆT MẬT"))
        let party = try await handed(site, "Báo cáo", type: "party_report")
        await #expect(throws: Forbidden.self) { _ = try await service.draft(plain, by: office.clerk) }
        await #expect(throws: DocumentProblem.secret("TUYỆT MẬT")) {
            _ = try await service.draft(secret, by: office.leader)
        }
        await #expect(throws: DocumentProblem.noType) { _ = try await service.draft(party, by: office.leader) }
    }

    @Test("one action on the page of an edition hands it over, and each names the other")
    func pages() async throws {
        try await Chancery.run(on: .sqlite) { site in
            let office = try await Chancery(site)
            let leader = site.browser()
            try await leader.get("/session")
            try await leader.post("/session", ["username": "truong", "password": "mot-mat-khau-dai-2026"])
            try await leader.get("/desk/reports/yearly/2025")
            let edition = try #require(try await leader.post("/desk/reports/yearly/2025", [:]).location)
            try await leader.get(edition)
            #expect(try await leader.post(edition + "/handover", [:]).location == edition)
            let page = try await leader.get(edition)
            let path = try #require(page.links.first { $0.hasPrefix("/official-documents/") })
            let document = try await leader.get(path)
            #expect(document.links.contains(edition))
            let file = try #require(document.links.first { $0.contains("/files/") })
            #expect(try await leader.get(file).html.hasPrefix("%PDF"))

            let id = ID<CaseFile>(path.split(separator: "/").last.map(String.init) ?? "")
            let view = try await site.platform.cases.view(id, for: office.specialist)
            #expect(view.file.matter.contains("2025"))
            var form = try await office.drafting.form(of: DraftContent(json: view.content))
            (form.position, form.recipients) = ("GIÁM ĐỐC", "H42")
            var changed = try await office.drafting.revise(id, seen: view.file.version, form, by: office.specialist)
            changed = try await office.move(changed, "initial", by: office.deputy)
            changed = try await office.move(changed, "sign", by: office.leader)
            try await office.deliver(printing: NoRenderer())
            _ = try await office.move(changed, "issue", by: office.clerk)
            #expect(try await leader.get(edition).html.contains("01/BC-TTPVHCC"))

            // Handed over by somebody who signs nothing: its page says so until it is filled in.
            let draft = try await service(site).draft(try await handed(site, "Báo cáo"), by: office.specialist)
            let other = try await site.platform.database.write { try draft($0) }
            #expect(try await leader.get("/official-documents/\(other)").status == 200)
            #expect(try await leader.get("/official-documents/\(other)/draft").status == 200)
        }
    }
}
