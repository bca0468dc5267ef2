// SPDX-License-Identifier: Apache-2.0

import Casework
import Database
import Files
import Identity
import Kernel
import Payments
import Product
import PublicServices
import TestKit
import Testing

@Suite("What applicants answer and take back")
struct ReplyTests {
    private static let paper = Array("%PDF-1.7 giay chung sinh".utf8)

    /// A dossier for which the desk has asked for something more.
    private func asked(_ desk: Desk) async throws -> CaseFile {
        let sent = try await desk.send(try await desk.filled("2.000635", by: desk.minh), by: desk.minh)
        let received = try await desk.move(sent, "receive", by: desk.lan)
        return try await desk.move(received, "request_supplement", "Giấy chứng sinh", by: desk.lan)
    }

    private func attach(_ name: String, _ text: String, to file: CaseFile, _ desk: Desk) async throws {
        let received = try await desk.site.platform.files.take(
            AsyncStream(whole: Array("%PDF-1.7 \(text)".utf8)), named: name, in: "files")
        try await desk.site.platform.cases.attach(received, toReplyOf: file.id, by: desk.minh)
    }

    @Test("files go with the answer, and the official sees them", arguments: Backend.available)
    func answered(backend: Backend) async throws {
        try await Desk.run(on: backend) { desk in
            let cases = desk.site.platform.cases
            let file = try await asked(desk)
            let before = try await cases.view(file.id, for: desk.lan).attachments.count
            try await attach("một.pdf", "1", to: file, desk)
            try await attach("hai.pdf", "2", to: file, desk)
            try await attach("hai.pdf", "2", to: file, desk)
            #expect(
                try await cases.replyFiles(of: file.id, for: desk.minh).map(\.name).sorted() == ["hai.pdf", "một.pdf"])
            #expect(try await cases.replyFiles(of: file.id, for: desk.lan).isEmpty)
            #expect(try await cases.view(file.id, for: desk.lan).attachments.count == before)
            let first = try #require(
                try await cases.replyFiles(of: file.id, for: desk.minh).first { $0.name == "một.pdf" })
            try await cases.detach(first.file.hash, fromReplyOf: file.id, by: desk.minh)
            _ = try await desk.move(file, "supplement", "Đã gửi giấy chứng sinh", by: desk.minh)
            let seen = try await cases.view(file.id, for: desk.lan)
            #expect(seen.attachments.count == before + 1 && seen.attachments.contains { $0.name == "hai.pdf" })
            #expect(seen.steps.last?.text == "Đã gửi giấy chứng sinh\nhai.pdf")
            #expect(try await cases.replyFiles(of: file.id, for: desk.minh).isEmpty)
            await #expect(throws: CaseProblem.cannotMove) { try await attach("ba.pdf", "3", to: file, desk) }
        }
    }

    @Test("what was not sent is let go when the dossier goes another way", arguments: Backend.available)
    func abandoned(backend: Backend) async throws {
        try await Desk.run(on: backend) { desk in
            let cases = desk.site.platform.cases
            let file = try await asked(desk)
            try await attach("một.pdf", "1", to: file, desk)
            let before = try await cases.view(file.id, for: desk.lan).attachments
            _ = try await desk.move(file, "stop", "Quá hạn bổ sung", by: desk.tuan)
            #expect(try await cases.replyFiles(of: file.id, for: desk.minh).isEmpty)
            #expect(try await cases.view(file.id, for: desk.lan).attachments == before)
        }
    }

    @Test("only those whose dossier it is put files to its answer, and not without end", arguments: Backend.available)
    func limits(backend: Backend) async throws {
        try await Desk.run(on: backend) { desk in
            let file = try await asked(desk)
            for number in 0..<CaseService.replyFileLimit {
                try await attach("\(number).pdf", "\(number)", to: file, desk)
            }
            await #expect(throws: UploadProblem.tooMany(CaseService.replyFileLimit, field: "files")) {
                try await attach("x.pdf", "x", to: file, desk)
            }
            let taken = try await desk.site.platform.files.take(
                AsyncStream(whole: Self.paper), named: "a.pdf", in: "files")
            let stranger = Actor(id: "stranger", kind: .resident)
            await #expect(throws: CaseProblem.notFound) {
                try await desk.site.platform.cases.attach(taken, toReplyOf: file.id, by: stranger)
            }
            await #expect(throws: CaseProblem.cannotMove) {
                try await desk.site.platform.cases.attach(taken, toReplyOf: file.id, by: desk.tuan)
            }
        }
    }

    @Test("an official who takes papers in enters those that come on paper", arguments: Backend.available)
    func entered(backend: Backend) async throws {
        try await Desk.run(on: backend) { desk in
            let cases = desk.site.platform.cases
            let file = try await asked(desk)
            try await attach("của người nộp.pdf", "1", to: file, desk)
            let scan = try await desk.site.platform.files.take(
                AsyncStream(whole: Self.paper), named: "bản chụp.pdf", in: "files")
            try await cases.attach(scan, toReplyOf: file.id, by: desk.lan)
            // What one has not sent yet is nothing to the other.
            #expect(try await cases.replyFiles(of: file.id, for: desk.lan).map(\.name) == ["bản chụp.pdf"])
            #expect(try await cases.replyFiles(of: file.id, for: desk.minh).map(\.name) == ["của người nộp.pdf"])
            await #expect(throws: Forbidden.self) {
                try await desk.move(file, "enter_supplement", "Giấy chứng sinh", by: desk.tuan)
            }
            await #expect(throws: CaseProblem.blankReply) {
                try await desk.move(file, "enter_supplement", by: desk.lan)
            }
            _ = try await desk.move(file, "enter_supplement", "Giấy chứng sinh, nộp ở quầy", by: desk.lan)
            let seen = try await cases.view(file.id, for: desk.minh)
            #expect(seen.file.state == "in_progress" && seen.file.clock?.stoppedAt == nil)
            let actors = try await desk.site.platform.database.read {
                try $0.rows("SELECT actor FROM ledger_event WHERE kind = 'dossiers.supplemented'").map {
                    try $0.text("actor")
                }
            }
            #expect(seen.steps.last?.event == "supplemented" && actors == [desk.lan.id])
            #expect(seen.steps.last?.text == "Giấy chứng sinh, nộp ở quầy\nbản chụp.pdf")
            #expect(seen.attachments.contains { $0.name == "bản chụp.pdf" })
            #expect(!seen.attachments.contains { $0.name == "của người nộp.pdf" })
            #expect(try await cases.replyFiles(of: file.id, for: desk.minh).isEmpty)
        }
    }

    @Test("a withdrawal on paper is entered where the dossier did not come online", arguments: Backend.available)
    func withdrawnOnPaper(backend: Backend) async throws {
        try await Desk.run(on: backend) { desk in
            let online = try await asked(desk)
            await #expect(throws: CaseProblem.cannotMove) {
                try await desk.move(online, "enter_withdrawal", "Đơn ngày 8/7", by: desk.lan)
            }
            let brought = try await desk.send(try await desk.filled("2.000635", by: desk.lan), by: desk.lan)
            #expect(brought.channel == .desk)
            await #expect(throws: CaseProblem.blankRequest) {
                try await desk.move(brought, "enter_withdrawal", by: desk.lan)
            }
            let ended = try await desk.move(brought, "enter_withdrawal", "Đơn ngày 8/7", by: desk.lan)
            #expect(ended.state == "withdrawn" && ended.phase == .closed)
            #expect(try await desk.bills(of: ended).allSatisfy { $0.state == .cancelled })
        }
    }

    @Test("on the page: upload, take away, a wrong file, answer; what was typed is kept")
    func pages() async throws {
        try await Desk.run(on: .sqlite) { desk in
            let file = try await asked(desk)
            let minh = try await desk.site.signIn(as: .minh)
            let path = "/dossiers/\(file.id)/moves/supplement"
            #expect(try await minh.get(path).html.contains("multipart/form-data"))
            let fields = ["version": "\(file.version)", "text": "Gửi giấy chứng sinh"]
            let uploaded = try await minh.post(
                path, fields, files: [("files", "chứng sinh.pdf", Self.paper)], then: ["upload": "1"])
            #expect(uploaded.status == 200 && uploaded.html.contains("chứng sinh.pdf"))
            #expect(uploaded.html.contains("Gửi giấy chứng sinh"))
            let wrong = try await minh.post(path, fields, files: [("files", "a.pdf", Array("<script>".utf8))])
            #expect(wrong.status == 422 && wrong.html.contains("Gửi giấy chứng sinh"))
            #expect(wrong.links.contains("#files") && wrong.html.contains("chứng sinh.pdf"))
            let blank = try await minh.post(
                path, ["version": "\(file.version)", "text": ""], files: [("files", "hai.pdf", Self.paper + [1])])
            #expect(blank.status == 422 && blank.html.contains("hai.pdf"))
            let sent = try await minh.post(path, fields, files: [])
            #expect(sent.status == 303)
            let lan = try await desk.site.signIn(as: .lan)
            let seen = try await lan.get("/dossiers/\(file.id)")
            #expect(seen.html.contains("chứng sinh.pdf") && seen.html.contains("hai.pdf"))
        }
    }

    @Test("a dossier is not withdrawn by one tap")
    func withdrawal() async throws {
        try await Desk.run(on: .sqlite) { desk in
            let file = try await desk.send(try await desk.filled("2.000635", by: desk.minh), by: desk.minh)
            let minh = try await desk.site.signIn(as: .minh)
            let path = "/dossiers/\(file.id)/moves/withdraw"
            let page = try await minh.get("/dossiers/\(file.id)")
            #expect(page.links.contains(path) && !page.html.contains("action=\"\(path)\""))
            let asked = try await minh.get(path)
            #expect(asked.status == 200 && asked.html.contains("action=\"\(path)\""))
            #expect(asked.html.contains("Không lấy lại được"))
            #expect(try await minh.post(path, ["version": "\(file.version)"]).status == 303)
            #expect(try await desk.site.platform.cases.view(file.id, for: desk.minh).file.state == "withdrawn")
        }
    }
}
