// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
import Identity
import Jobs
import Kernel
import Ledger
import Mail
import Notifications
import Synchronization
import TestKit
import Testing
import Web

@testable import Product

/// Keeps what it is given, and refuses as it is told to.
final class Mailbox: Mailer {
    private let state = Mutex<(letters: [Mail], refusal: MailProblem?)>(([], nil))

    var letters: [Mail] { state.withLock(\.letters) }

    func refuse(_ problem: MailProblem?) { state.withLock { $0.refusal = problem } }

    func send(_ mail: Mail) async throws(MailProblem) {
        let refusal = state.withLock { state in
            if state.refusal == nil { state.letters.append(mail) }
            return state.refusal
        }
        if let refusal { throw refusal }
    }
}

@Suite("Notices")
struct NotificationTests {
    private let mailbox = Mailbox()
    private let minh = Actor(id: "minh", kind: .resident)
    private let hoa = Actor(id: "hoa", kind: .resident)

    private func run(on backend: Backend, _ body: @escaping @Sendable (Site) async throws -> Void) async throws {
        try await Site.run(on: backend, mailer: mailbox, body)
    }

    /// Takes everything that waits to the mail server.
    private func post(_ site: Site) async throws {
        let office = PostOffice(
            database: site.platform.database, couriers: Modules.mailCouriers(site.platform), now: site.clock.now,
            chance: { 0 })
        while try await office.deliver() > 0 {}
    }

    private func tell(_ person: Actor, _ id: String, _ site: Site) async throws {
        let words = PersonalNotice.Words { language in
            language == .vi ? ("Đăng ký khai sinh: cần bổ sung", "Giấy chứng sinh") : ("Birth: missing", "The note")
        }
        try await site.platform.database.write { [service = site.platform.notifications] db in
            try service.tell(person.id, words, at: "/dossiers/1", id: ID(id), event: "e", in: db)
        }
    }

    private func token(_ letter: Mail) throws -> String {
        let match = try #require(letter.text.firstMatch(of: /token=([0-9a-f]{64})/))
        return String(match.1)
    }

    private func confirmed(_ site: Site, _ language: Language = .vi) async throws {
        try await site.platform.notifications.ask("minh@example.vn", reading: language, by: minh)
        try await post(site)
        try await site.platform.notifications.confirm(try token(try #require(mailbox.letters.last)))
    }

    @Test("is told once, counted until it is read, and leads where it happened", arguments: Backend.available)
    func once(backend: Backend) async throws {
        try await run(on: backend) { site in
            let service = site.platform.notifications
            try await tell(minh, "n1", site)
            try await tell(minh, "n1", site)
            #expect(try await service.unread(of: minh) == 1)
            await #expect(throws: NoticeProblem.notFound) { try await service.open(ID("n1"), by: hoa) }
            #expect(try await service.open(ID("n1"), by: minh) == "/dossiers/1")
            #expect(try await service.unread(of: minh) == 0)
            try await tell(minh, "n2", site)
            try await service.markAllRead(by: minh)
            #expect(try await service.notices(of: minh).allSatisfy { $0.readAt != nil })
            #expect(try await service.notices(of: hoa).isEmpty)
            try await post(site)
            #expect(mailbox.letters.isEmpty)
        }
    }

    @Test(
        "goes by e-mail to an address that was confirmed, in the language read", arguments: Backend.available,
        Language.allCases)
    func mailed(backend: Backend, language: Language) async throws {
        try await run(on: backend) { site in
            try await site.platform.notifications.ask("minh@example.vn", reading: language, by: minh)
            try await tell(minh, "n0", site)
            try await post(site)
            #expect(mailbox.letters.count == 1)
            let token = try token(mailbox.letters[0])
            #expect(try await site.platform.notifications.pending(token) == "m…@example.vn")
            try await site.platform.notifications.confirm(token)
            await #expect(throws: NoticeProblem.badLink) { try await site.platform.notifications.confirm(token) }
            try await tell(minh, "n1", site)
            try await tell(hoa, "n2", site)
            try await post(site)
            let letter = try #require(mailbox.letters.last)
            #expect(mailbox.letters.count == 2 && letter.to.text == "minh@example.vn" && letter.language == language)
            #expect(letter.subject == (language == .vi ? "Đăng ký khai sinh: cần bổ sung" : "Birth: missing"))
            #expect(letter.text.contains(language == .vi ? "Giấy chứng sinh" : "The note"))
            #expect(letter.text.contains("http://localhost:8080/dossiers/1") && !letter.text.contains("⟦"))
        }
    }

    @Test("does not go where letters were turned off or the address removed since", arguments: Backend.available)
    func off(backend: Backend) async throws {
        try await run(on: backend) { site in
            let service = site.platform.notifications
            try await confirmed(site)
            try await tell(minh, "n1", site)
            try await service.turn(false, reading: .vi, by: minh)
            try await tell(minh, "n2", site)
            try await post(site)
            #expect(mailbox.letters.count == 1)
            try await service.turn(true, reading: .en, by: minh)
            try await tell(minh, "n3", site)
            try await service.removeAddress(by: minh)
            try await post(site)
            #expect(mailbox.letters.count == 1)
            #expect(try await service.reachability(of: minh) == nil)
            #expect(try await service.unread(of: minh) == 3)
        }
    }

    @Test("a new address is used when it is confirmed, the old one until then", arguments: Backend.available)
    func changed(backend: Backend) async throws {
        try await run(on: backend) { site in
            try await confirmed(site)
            try await site.platform.notifications.ask("khac@example.vn", reading: .vi, by: minh)
            try await tell(minh, "n1", site)
            try await post(site)
            #expect(Set(mailbox.letters.suffix(2).map(\.to.text)) == ["minh@example.vn", "khac@example.vn"])
            let asked = try #require(mailbox.letters.last { $0.to.text == "khac@example.vn" })
            site.clock.advance(by: 25 * 3600)
            await #expect(throws: NoticeProblem.badLink) {
                try await site.platform.notifications.confirm(try token(asked))
            }
            #expect(try await site.platform.notifications.reachability(of: minh)?.address == "minh@example.vn")
        }
    }

    @Test("nobody floods a stranger's mailbox", arguments: Backend.available)
    func limited(backend: Backend) async throws {
        try await run(on: backend) { site in
            let service = site.platform.notifications
            for _ in 0..<5 { try await service.ask("someone@example.vn", reading: .vi, by: minh) }
            await #expect(throws: NoticeProblem.tooManyLetters) {
                try await service.ask("someone@example.vn", reading: .vi, by: minh)
            }
            site.clock.advance(by: 25 * 3600)
            try await service.ask("someone@example.vn", reading: .vi, by: minh)
        }
    }

    @Test("a letter refused for good is laid aside, one that was not taken comes back", arguments: Backend.available)
    func refused(backend: Backend) async throws {
        try await run(on: backend) { site in
            try await confirmed(site)
            let hung = Actor(id: "hung", kind: .operator, grants: [Grant(JobService.permission, in: .everywhere)])
            let jobs = JobService(database: site.platform.database, now: site.clock.now, newID: { UUIDv7.string() })
            mailbox.refuse(.notTaken("away"))
            try await tell(minh, "n1", site)
            try await post(site)
            #expect(try await jobs.queue(for: hung).waiting == 1)
            mailbox.refuse(.refused(code: 550))
            site.clock.advance(by: 3600)
            try await post(site)
            #expect(
                try await jobs.deadLetters(for: hung).map(\.problem) == ["the mail server refuses the letter (550)"])
        }
    }

    @Test("on the pages: an address given, confirmed, refused; a notice read")
    func pages() async throws {
        try await run(on: .sqlite) { site in
            let browser = try await site.signIn(as: .minh)
            #expect(try await browser.get("/me").links.contains("/me/mail"))
            try await browser.get("/me/mail")
            let wrong = try await browser.post("/me/mail", ["address": "minh@"])
            #expect(wrong.status == 422 && wrong.html.contains("value=\"minh@\""))
            #expect(try await browser.post("/me/mail", ["address": "minh@example.vn"]).status == 303)
            try await post(site)
            let path = "/me/mail/confirmation?token=\(try token(try #require(mailbox.letters.last)))"
            let stranger = site.browser()
            let asked = try await stranger.get(path)
            #expect(asked.status == 200 && asked.html.contains("m…@example.vn"))
            let token = String(path.split(separator: "=")[1])
            #expect(try await stranger.post("/me/mail/confirmation", ["token": token]).status == 200)
            #expect(try await stranger.get(path).status == 422)
            #expect(try await browser.get("/me/mail").html.contains("minh@example.vn"))

            let account = try await site.platform.identity.account(login: "minh")
            try await tell(Actor(id: account.id.rawValue, kind: .resident), "n1", site)
            #expect(try await browser.get("/").links.contains("/notices"))
            #expect(try await browser.get("/notices").links.contains("/notices/n1"))
            #expect(try await browser.get("/notices/n1").location == "/dossiers/1")
        }
    }

    @Test("where no mail server is set nobody is asked for an address")
    func withoutMail() async throws {
        try await Site.run(on: .sqlite) { site in
            let browser = try await site.signIn(as: .minh)
            #expect(try await !browser.get("/me/mail").html.contains("name=\"address\""))
            #expect(try await browser.post("/me/mail", ["address": "minh@example.vn"]).status == 409)
        }
    }
}
