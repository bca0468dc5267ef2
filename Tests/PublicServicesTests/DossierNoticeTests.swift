// SPDX-License-Identifier: Apache-2.0

import Casework
import Foundation
import Identity
import Jobs
import Kernel
import Notifications
import Payments
import PublicServices
import TestKit
import Testing

@testable import Product

@Suite("Notices of dossiers")
struct DossierNoticeTests {
    /// What the person reads, the oldest first, after everything that waits has been told.
    private func told(_ desk: Desk, to actor: Actor) async throws -> [PersonalNotice] {
        let platform = desk.site.platform
        let office = PostOffice(
            database: platform.database, couriers: Modules.couriers(platform), now: desk.site.clock.now, chance: { 0 })
        while try await office.deliver() > 0 {}
        return try await platform.notifications.notices(of: actor).reversed()
    }

    @Test(
        "the applicant is told of each change, with code, fee, what is asked and the new day",
        arguments: Backend.available)
    func applicant(backend: Backend) async throws {
        try await Desk.run(on: backend) { desk in
            let sent = try await desk.send(try await desk.filled("2.000635", by: desk.minh), by: desk.minh)
            #expect(try await told(desk, to: desk.minh).isEmpty)
            let received = try await desk.move(sent, "receive", by: desk.lan)
            desk.site.clock.advance(by: 60)
            let asked = try await desk.move(received, "request_supplement", "Bản chụp căn cước", by: desk.lan)
            desk.site.clock.advance(by: 60)
            let answered = try await desk.move(asked, "supplement", "Đã gửi", by: desk.minh)
            _ = try await desk.site.platform.cases.assign(
                answered.id, seen: answered.version, to: desk.lan.id, by: desk.lan)
            let notices = try await told(desk, to: desk.minh)
            let code = try #require(received.code?.description)
            #expect(
                notices.map { $0.words.title(.vi) } == [
                    "Cấp bản sao Trích lục hộ tịch, bản sao Giấy khai sinh: Trung tâm Phục vụ hành chính công xã Yên Mô đã tiếp nhận",
                    "Cấp bản sao Trích lục hộ tịch, bản sao Giấy khai sinh: cần bổ sung",
                ])
            #expect(notices.allSatisfy { $0.words.text(.vi).contains(code) && $0.path == "/dossiers/\(sent.id)" })
            #expect(notices[0].words.text(.vi).contains("Cần nộp: 8.000"))
            #expect(notices[0].words.text(.en).contains("8,000"))
            #expect(notices[1].words.text(.vi).contains("Bản chụp căn cước"))
            for language in Language.allCases {
                #expect(notices.allSatisfy { !($0.words.title(language) + $0.words.text(language)).contains("⟦") })
            }
            #expect(try await told(desk, to: desk.lan).isEmpty)
        }
    }

    @Test("whatever happens has its words in both languages", arguments: Backend.available)
    func everything(backend: Backend) async throws {
        try await Desk.run(on: backend) { desk in
            func open() async throws -> CaseFile {
                try await desk.send(try await desk.filled("2.000635", by: desk.minh), by: desk.minh)
            }
            _ = try await desk.move(try await open(), "decline", "Sai nơi", by: desk.lan)
            let file = try await desk.move(try await open(), "receive", by: desk.lan)
            let begun = try await desk.move(file, "begin", by: desk.lan)
            let waiting = try await desk.move(begun, "request_payment", by: desk.lan)
            let bill = try #require(try await desk.bills(of: waiting).first)
            _ = try await desk.site.platform.payments.exempt(bill.id, because: "hộ nghèo", by: desk.lan)
            let paid = try await desk.site.platform.cases.view(file.id, for: desk.lan).file
            let extended = try await desk.site.platform.cases.move(
                file.id, seen: paid.version, "extend",
                saying: .init("Chờ xác minh", newDue: desk.site.clock.now().addingTimeInterval(30 * 86_400)),
                by: desk.tuan)
            let decided = try await desk.move(extended, "decide", "Cấp 2 bản sao, số 46", by: desk.tuan)
            _ = try await desk.move(decided, "return", by: desk.lan)
            let stopped = try await desk.move(
                try await desk.move(
                    try await desk.move(try await open(), "receive", by: desk.lan), "begin", by: desk.lan),
                "stop", "Trùng hồ sơ", by: desk.tuan)
            #expect(stopped.phase == .closed)
            let notices = try await told(desk, to: desk.minh)
            #expect(notices.count == 11)
            for language in Language.allCases {
                for notice in notices {
                    let said = notice.words.title(language) + notice.words.text(language)
                    #expect(!said.contains("⟦"), "\(said)")
                }
            }
            // The decision itself is for the result to say.
            #expect(!notices.contains { $0.words.text(.vi).contains("số 46") })
        }
    }
}
