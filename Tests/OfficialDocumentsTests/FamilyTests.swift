// SPDX-License-Identifier: Apache-2.0

import Agencies
import Casework
import Content
import Database
import Foundation
import Kernel
import Product
import Rendering
import TestKit
import Testing

@testable import OfficialDocuments

@Suite("Families of documents, and what agencies are called in numbers")
struct FamilyTests {
    private func agency(_ name: String, _ kind: Agency.Kind) throws -> Agency {
        Agency(id: ID("a"), organID: try OrganID("H42"), kind: kind, name: name, englishName: name, basis: "")
    }

    @Test("the Party's documents are a family of their own, written by its bodies alone")
    func families() throws {
        let types = try DocumentTypes(content: Content.embedded.files)
        #expect(types.families.map(\.id) == ["state", "party"])
        #expect(types.families.map(\.isVerified) == [true, false])
        let committee = try agency("Tỉnh ủy Ninh Bình", .party)
        let department = try agency("Sở Tư pháp tỉnh Ninh Bình", .department)
        #expect(types.written(by: department).allSatisfy { $0.family.id == "state" })
        #expect(types.written(by: committee).first?.family.id == "party")
        #expect(types.written(by: committee).count == types.all.count)
        for (id, number, text) in [
            ("party_directive", 15, "15-CT/TU"), ("party_letter", 7, "07-CV/TU"),
            ("party_resolution", 120, "120-NQ/TU"),
            ("decision", 7, "07/QĐ-TU"),
        ] {
            #expect(Notation(number, try #require(types[id]), of: committee).text == text)
        }
        for (name, abbreviation) in [
            ("Đảng ủy xã Yên Mô", "ĐU"), ("Văn phòng Tỉnh ủy", "VPTU"), ("Ủy ban Kiểm tra Tỉnh ủy", "UBKTTU"),
            ("Ban Tổ chức Tỉnh ủy Ninh Bình", "BTCTU"), ("Thành ủy Hà Nội", "TU"),
        ] {
            #expect(Notation.abbreviation(of: try agency(name, .party)) == abbreviation, "\(name)")
        }
        // Where several families are listed, a type says whose it is; on paper it does not.
        let resolution = try #require(types["party_resolution"])
        #expect((resolution.name(in: .vi), resolution.vi) == ("Nghị quyết (văn bản của Đảng)", "Nghị quyết"))
        #expect(try #require(types["party_letter"]).isLetter)
        let content = DraftContent(
            type: "x", subject: "x", body: "x", signer: "a", authority: .onBehalf, inPlaceOf: "BAN THƯỜNG VỤ",
            position: "BÍ THƯ")
        #expect(content.signatureLines(in: resolution.family) == ["T/M BAN THƯỜNG VỤ", "BÍ THƯ"])
        #expect(content.signatureLines(in: types["decision"]?.family) == ["TM. BAN THƯỜNG VỤ", "BÍ THƯ"])
    }

    @Test("families that contradict themselves are refused")
    func mistakes() throws {
        let files = Content.embedded.files
        let families = try #require(files["OfficialDocuments/families.json"])
        for (old, new) in [
            ("\"bodies\": [\"party\"]", "\"bodies\": [\"parties\"]"),
            ("\"abbreviation\": \"CT\"", "\"abbreviation\": \"NQ\""),
            ("\"id\": \"party_letter\"", "\"id\": \"letter\""), ("\"heading\": \"Đảng Cộng sản Việt Nam\",", ""),
        ] {
            var changed = files
            changed["OfficialDocuments/families.json"] = families.replacing(old, with: new)
            #expect(throws: ContentProblem.self, "\(new)") { try DocumentTypes(content: changed) }
        }
    }

    @Test(
        "a Party committee's document has its own head and number, and others cannot write it",
        arguments: Backend.available)
    func party(backend: Backend) async throws {
        try await Chancery.run(on: backend) { try await issueForTheParty(on: $0) }
    }

    private func issueForTheParty(on site: Site) async throws {
        let (office, renderer) = (try await Chancery(site), site.platform.renderer)
        func problems(_ type: String) async throws -> [DocumentProblem] {
            do {
                _ = try await office.drafting.draft(office.form { $0.type = type }, by: office.specialist)
                return []
            } catch let refused as DraftRefused { return refused.problems }
        }
        #expect(try await problems("party_directive") == [.noType])
        try await site.platform.database.write { db in
            try db.run(
                """
                UPDATE agency SET kind = 'party', name = 'Đảng ủy xã Yên Mô' WHERE id = \(Site.agency.rawValue)
                """)
        }
        var file = try await office.signed(
            {
                ($0.type, $0.inPlaceOf, $0.position) = ("party_directive", "BAN THƯỜNG VỤ", "BÍ THƯ")
            }, printing: renderer)
        file = try await office.move(file, "issue", by: office.clerk)
        try await office.deliver(printing: renderer)
        #expect(try await office.books.entry(of: file.id)?.text == "01-CT/ĐU")
        let paper = try #require(try await office.paper(of: file))
        #expect((paper.state, paper.number) == (.ready, "01-CT/ĐU"))
        let text = try Poppler.run("pdftotext", try await office.pdf(of: paper), ["-layout"])
        for words in ["ĐẢNG CỘNG SẢN VIỆT NAM", "T/M BAN THƯỜNG VỤ", "CHỈ THỊ", "- Lưu Văn phòng."] {
            #expect(text.contains(words), "\(words)")
        }
        #expect(text.contains(/Số\s+01\s*-CT\/ĐU/))
        #expect(!text.contains("CỘNG HÒA") && !text.contains("Độc lập"))
        if let folder = ProcessInfo.processInfo.environment["DOICANH_TEST_KEEP"] {
            try Data(try await office.pdf(of: paper)).write(
                to: URL(filePath: folder).appending(path: "party-\(site.platform.database.dialect).pdf"))
        }
    }

    @Test("an agency's own notation holds for what is signed from then on", arguments: Backend.available)
    func ownNotation(backend: Backend) async throws {
        try await Chancery.run(on: backend) { try await setNotation(on: $0) }
    }

    private func setNotation(on site: Site) async throws {
        let office = try await Chancery(site)
        let service = NotationService(
            database: site.platform.database, agencies: site.platform.agencies, now: site.platform.now,
            newID: site.platform.newID)
        let signed = try await office.signed(printing: NoRenderer())
        for (text, problem) in [
            ("", AgencyNotationProblem.blank), (String(repeating: "A", count: 21), .long), ("ƯB", .notLetters),
            ("1A", .notLetters), ("A-B", .notLetters), ("A\u{301}", .notLetters), ("\"><script>", .notLetters),
            ("TTPVHCC", .same),
        ] {
            await #expect(throws: problem, "\(text)") {
                try await service.set(text, isShared: false, by: office.clerk)
            }
        }
        await #expect(throws: Forbidden.self) {
            try await service.set("HCC", isShared: false, by: office.specialist)
        }
        site.clock.advance(by: 60)
        try await service.set("HCC", isShared: false, by: office.clerk)
        let standing = try await service.standing(for: office.clerk)
        #expect((standing.notation, standing.derived, standing.history.count) == ("HCC", "TTPVHCC", 1))
        // The paper of this one bears the notation before.
        _ = try await office.move(signed, "issue", by: office.clerk)
        #expect(try await office.books.entry(of: signed.id)?.text == "01/QĐ-TTPVHCC")
        let next = try await office.signed(printing: NoRenderer())
        site.clock.advance(by: 60)
        try await service.set("TTHCC", isShared: false, by: office.clerk)
        _ = try await office.move(next, "issue", by: office.clerk)
        #expect(try await office.books.entry(of: next.id)?.text == "02/QĐ-HCC")
        #expect(try await service.standing(for: office.clerk).history.map(\.notation) == ["TTHCC", "HCC"])
        try await site.settle()
    }

    @Test("a notation that an agency beside has too is taken on purpose only", arguments: Backend.available)
    func shared(backend: Backend) async throws {
        try await Site.run(on: backend) { try await shareNotation(on: $0) }
    }

    private func shareNotation(on site: Site) async throws {
        let agencies = site.platform.agencies
        let service = NotationService(
            database: site.platform.database, agencies: agencies, now: site.platform.now, newID: site.platform.newID)
        var actors: [Actor] = []
        for (number, name) in [("01", "Phòng Kinh tế"), ("02", "Phòng Văn hóa")] {
            let agency = try await agencies.register(
                .init(
                    organID: "H42.19.05.\(number)", kind: .department, name: name, englishName: name,
                    parent: ID(Site.agency.rawValue)), by: .system)
            actors.append(
                Actor(
                    id: "x\(number)", kind: .official, grants: [Grant(OfficialDocuments.issue, in: agency.place)],
                    agency: agency.place))
        }
        let (first, second) = (actors[0], actors[1])
        await #expect(throws: AgencyNotationProblem.shared("Phòng Văn hóa")) {
            try await service.set("PVH", isShared: false, by: first)
        }
        try await service.set("PKTHT", isShared: false, by: first)
        await #expect(throws: AgencyNotationProblem.shared("Phòng Kinh tế")) {
            try await service.set("PKTHT", isShared: false, by: second)
        }
        try await service.set("PKTHT", isShared: true, by: second)
        #expect(try await service.standing(for: second).notation == "PKTHT")
    }
}
