// SPDX-License-Identifier: Apache-2.0

import Casework
import Database
import Foundation
import Kernel
import Product
import Rendering
import TestKit
import Testing

@testable import OfficialDocuments

@Suite("Official documents")
struct DocumentTests {
    @Test("from the draft to the book, with two signatures", arguments: Backend.available)
    func wholeWay(backend: Backend) async throws {
        try await Chancery.run(on: backend) { site in
            let office = try await Chancery(site)
            let renderer = site.platform.renderer
            var file = try await office.signed(printing: renderer)
            #expect(file.state == "signed")
            #expect(try await office.books.entry(of: file.id) == nil)
            file = try await office.move(file, "issue", by: office.clerk)
            try await office.deliver(printing: renderer)

            let entry = try #require(try await office.books.entry(of: file.id))
            #expect(entry.text == "01/QĐ-TTPVHCC")
            #expect(entry.recipients.count == 2 && entry.copies == 1)
            let paper = try #require(try await office.paper(of: file))
            #expect((paper.state, paper.number) == (.ready, "01/QĐ-TTPVHCC"))
            let pdf = try await office.pdf(of: paper)
            let text = try Poppler.run("pdftotext", pdf, ["-layout"])
            #expect(text.contains(/Số:\s+01\s*\/QĐ-TTPVHCC/))
            #expect(text.contains(/ngày\s+08\s+tháng\s+7\s+năm\s+2026/.ignoresCase()))
            for words in ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Lê Văn Trưởng", "Điều 1. Kiện toàn", "- Lưu: VT."] {
                #expect(text.contains(words), "\(words)")
            }
            #expect(try Poppler.run("pdfsig", pdf).split(separator: "Signature is Valid.").count == 3)
            if let folder = ProcessInfo.processInfo.environment["DOICANH_TEST_KEEP"] {
                try Data(pdf).write(to: URL(filePath: folder).appending(path: "document-\(backend).pdf"))
            }

            let book = try await office.books.issued(in: 2026, limit: 10, for: office.clerk)
            #expect(book.map(\.file) == [file.id])
            await #expect(throws: Forbidden.self) {
                try await office.books.issued(in: 2026, limit: 10, for: Actor(id: "x", kind: .official))
            }
        }
    }

    @Test("a document that was sent back is changed, and comes again", arguments: Backend.available)
    func sentBack(backend: Backend) async throws {
        try await Chancery.run(on: backend) { site in
            let office = try await Chancery(site)
            var file = try await office.drafting.draft(office.form(), by: office.specialist)
            file = try await office.drafting.revise(
                file.id, seen: file.version, office.form { $0.subject = "Trích yếu mới" }, by: office.specialist)
            #expect(file.matter == "Trích yếu mới")
            await #expect(throws: CaseProblem.changedMeanwhile) {
                try await office.drafting.revise(file.id, seen: 1, office.form(), by: office.specialist)
            }
            file = try await office.move(file, "initial", by: office.deputy)
            let initialled = file
            await #expect(throws: DocumentProblem.notDraft) {
                try await office.drafting.revise(
                    initialled.id, seen: initialled.version, office.form(), by: office.specialist)
            }
            // Who is not named does not sign, whatever their rights.
            await #expect(throws: DocumentProblem.notSigner) {
                try await office.move(initialled, "sign", by: office.deputy)
            }
            await #expect(throws: Forbidden.self) { try await office.move(initialled, "sign", by: office.specialist) }
            file = try await office.move(file, "send_back", saying: "Thiếu căn cứ", by: office.leader)
            #expect(file.state == "drafted")
            file = try await office.drafting.revise(
                file.id, seen: file.version, office.form(), by: office.specialist)
            let view = try await site.platform.cases.view(file.id, for: office.specialist)
            #expect(view.steps.map(\.event) == ["opened", "revised", "initialled", "sent_back", "revised"])
        }
    }

    @Test("nothing is numbered before its leader's signature is on the paper", arguments: Backend.available)
    func notSigned(backend: Backend) async throws {
        try await Chancery.run(on: backend) { site in
            let (office, renderer) = (try await Chancery(site), site.platform.renderer)
            var file = try await office.drafting.draft(office.form(), by: office.specialist)
            file = try await office.move(file, "initial", by: office.deputy)
            file = try await office.move(file, "sign", by: office.leader)
            let signed = file
            for isPrinted in [false, true] {
                if isPrinted { try await office.deliver(printing: renderer) }
                await #expect(throws: DocumentProblem.notSignedYet) {
                    try await office.move(signed, "issue", by: office.clerk)
                }
            }
            #expect(try await office.books.issued(in: 2026, limit: 10, for: office.clerk).isEmpty)
            // The number that was refused is not lost.
            let paper = try #require(try await office.paper(of: file))
            try await site.platform.signing.sign(paper.id, passphrase: Chancery.passphrase, by: office.leader)
            try await office.deliver(printing: renderer)
            file = try await office.move(file, "issue", by: office.clerk)
            #expect(try await office.books.entry(of: file.id)?.number == 1)
        }
    }

    @Test(
        "numbers run by type and year from 01, without a gap, however many issue at once", arguments: Backend.available)
    func numbers(backend: Backend) async throws {
        try await Chancery.run(on: backend) { site in
            let office = try await Chancery(site)
            var waiting: [CaseFile] = []
            for index in 0..<14 {
                waiting.append(
                    try await office.signed({ $0.type = index < 12 ? "notice" : "letter" }, printing: NoRenderer()))
            }
            let files = waiting
            try await withThrowingTaskGroup(of: Void.self) { group in
                for file in files { group.addTask { _ = try await office.move(file, "issue", by: office.clerk) } }
                try await group.waitForAll()
            }
            let notices = try await office.books.issued(in: 2026, type: "notice", limit: 100, for: office.clerk)
            #expect(notices.map(\.number).sorted() == Array(1...12))
            let letters = try await office.books.issued(in: 2026, type: "letter", limit: 100, for: office.clerk)
            #expect(letters.map(\.text).sorted() == ["01/TTPVHCC", "02/TTPVHCC"])

            // A page ends where the next begins.
            let first = try await office.books.issued(in: 2026, limit: 5, for: office.clerk)
            let rest = try await office.books.issued(
                in: 2026, before: first.last.map { .init($0) }, limit: 100, for: office.clerk)
            #expect(Set((first + rest).map(\.file)).count == 14 && rest.count == 9)

            site.clock.advance(by: 200 * 86_400)
            let next = try await office.signed({ $0.type = "notice" }, printing: NoRenderer())
            _ = try await office.move(next, "issue", by: office.clerk)
            #expect(try await office.books.entry(of: next.id).map { [$0.year, $0.number] } == [2027, 1])
        }
    }

    @Test("what is wrong with a draft is said all at once")
    func refused() async throws {
        try await Chancery.run(on: .sqlite) { site in
            let office = try await Chancery(site)
            func problems(_ change: (inout DraftForm) -> Void) async throws -> [DocumentProblem] {
                do {
                    _ = try await office.drafting.draft(office.form(change), by: office.specialist)
                    return []
                } catch let refused as DraftRefused { return refused.problems }
            }
            #expect(try await problems { $0 = DraftForm() }.count == 6)
            #expect(try await problems { $0.body = "Độ mật: Mật\nKế hoạch" } == [.secret("Độ mật: Mật")])
            #expect(try await problems { $0.recipients = "H42\nkhông có" } == [.noSuchRecipient("không có")])
            #expect(try await problems { $0.recipients = "x\"\u{301}" } == [.noSuchRecipient("x\"\u{301}")])
            let ended = try await problems { $0.recipients = "G14" }
            guard case .recipientEnded(let name, let successor) = try #require(ended.first) else {
                Issue.record("the ministry that ended was taken: \(ended)")
                return
            }
            #expect(name == "Bộ Thông tin và Truyền thông" && successor.contains("(G"))
            #expect(try await problems { $0.signer = "nobody" } == [.noSigner])
            #expect(try await problems { $0.inPlaceOf = "" } == [.blankInPlaceOf])
            #expect(try await problems { ($0.inPlaceOf, $0.authority) = ("", "") }.isEmpty)
            #expect(try await problems { $0.subject = String(repeating: "ộ", count: 501) } == [.longSubject])
            await #expect(throws: Forbidden.self) {
                try await office.drafting.draft(office.form(), by: office.clerk)
            }
        }
    }
}
