// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
import Identity
import Kernel
import Product
import TestKit
import Testing

@testable import Ledger

@Suite("GET /ledger")
struct LedgerRoutesTests {
    /// Appends one event of Lan's in a transaction of its own and seals it.
    private func event(
        on site: Site, actor: String = "lan-id", personal: [String: String] = [:], sealed: Bool = true
    ) async throws -> ID<Event> {
        let id = ID<Event>(UUIDv7.string())
        try await site.platform.database.write {
            try Ledger($0).append(
                Event(
                    id: id, kind: "test.shown", subject: "p1", place: Site.agency.rawValue, actor: actor,
                    at: Site.moment, facts: ["note": "\"\u{301}<b>ổ gà</b>"], personal: personal))
        }
        if sealed {
            try await site.platform.keys.ensure()
            try await site.platform.sealer.seal()
        }
        return id
    }

    @Test("the overview names the newest head and says that nobody keeps a copy", arguments: Backend.available)
    func overview(backend: Backend) async throws {
        try await Site.run(on: backend) { site in
            #expect(try await site.browser().get("/ledger").status == 200)
            #expect(try await site.browser().get("/ledger/heads/latest").status == 404)
            _ = try await event(on: site)
            let page = try await site.browser(language: .en).get("/ledger")
            #expect(page.status == 200)
            #expect(page.html.contains("No witness outside this machine"))
            let head = try #require(
                try JSONSerialization.jsonObject(
                    with: Data(try await site.browser().get("/ledger/heads/latest").html.utf8)) as? [String: Any])
            let count = try await site.platform.database.read { try $0.rows("SELECT id FROM ledger_event").count }
            #expect(head["size"] as? Int == count)
            let root = try #require(head["root"] as? String)
            #expect(page.html.contains(root))
            #expect((head["public_key"] as? String)?.hasPrefix("-----BEGIN PUBLIC KEY-----") == true)
        }
    }

    @Test("an event's page shows what happened and its proof, escaped", arguments: Backend.available)
    func eventPage(backend: Backend) async throws {
        try await Site.run(on: backend) { site in
            let id = try await event(on: site)
            let page = try await site.browser(language: .en).get("/ledger/events/\(id)")
            #expect(page.status == 200)
            #expect(page.html.contains("Sealed"))
            #expect(page.html.contains("&lt;b&gt;ổ gà"))
            #expect(!page.html.contains("<b>ổ gà"))
            #expect(!page.html.contains("⟦"))
            let waiting = try await event(on: site, sealed: false)
            #expect(try await site.browser(language: .en).get("/ledger/events/\(waiting)").html.contains("Waiting"))
            #expect(try await site.browser().get("/ledger/events/\(waiting)/check").status == 409)
            #expect(try await site.browser().get("/ledger/events/1").status == 200)
            #expect(try await site.browser().get("/ledger/events/99999").status == 404)
            #expect(try await site.browser().get("/ledger/events/none").status == 404)
            #expect(try await site.browser().get("/ledger/heads/none").status == 404)
        }
    }

    @Test("the check that people download says yes, and no after one byte", arguments: Backend.available)
    func check(backend: Backend) async throws {
        try await Site.run(on: backend) { site in
            for _ in 0..<20 { _ = try await event(on: site, sealed: false) }
            let id = try await event(on: site)
            let script = try await site.browser().get("/ledger/events/\(id)/check").html
            let yes = try Shell.bash(script)
            #expect(yes.status == 0, "\(yes.output)")
            let position = try #require(try await LedgerReader(database: site.platform.database).event(id).seal)
                .position
            #expect(position > 20)
            #expect(yes.output.contains("YES: event \(position) of \(position + 1), signed with key"))
            let tampered = script.replacing("leaf=01", with: "leaf=02")
            #expect(tampered != script)
            #expect(try Shell.bash(tampered).status == 1)
            let resigned = script.replacing("signature=30", with: "signature=31")
            #expect(try Shell.bash(resigned).status == 1)
        }
    }

    @Test("the JSON proof can be checked by another program", arguments: Backend.available)
    func proof(backend: Backend) async throws {
        try await Site.run(on: backend) { site in
            for _ in 0..<20 { _ = try await event(on: site, sealed: false) }
            let id = try await event(on: site)
            let json = try await site.browser().get("/ledger/events/\(id)/proof").html
            #expect(try Verifier.run("proof", on: json).status == 0)
            #expect(try Verifier.run("proof", on: json.replacing("test.shown", with: "test.hidden")).status == 1)
        }
    }

    @Test("an official reads personal content with a reason, which the person sees", arguments: Backend.available)
    func personal(backend: Backend) async throws {
        try await Site.run(on: backend) { site in
            let minh = try await site.signIn(as: .minh)
            let signedIn = try await site.platform.database.read {
                try $0.rows("SELECT actor FROM ledger_event WHERE kind = 'identity.signed_in'").map {
                    try $0.text("actor")
                }
            }
            let account = try #require(signedIn.first)
            let id = try await event(on: site, actor: account, personal: ["phone": "0912345678"])
            let path = "/ledger/events/\(id)"
            #expect(try await minh.get(path).html.contains("0912345678"))
            #expect(try await minh.get("/me/access").html.contains("Chưa có ai xem"))
            #expect(try await !site.browser().get(path).html.contains("0912345678"))

            let clerk = try await site.signIn(as: .lan)
            #expect(try await !clerk.get(path).html.contains("0912345678"))
            #expect(try await clerk.post("\(path)/reading", ["reading_reason": "tò mò"]).status == 403)
            #expect(try await clerk.post("\(path)/erasure", ["erasure_reason": "tò mò"]).status == 403)

            let head = try await site.signIn(as: .tuan)
            #expect(try await !head.get(path).html.contains("0912345678"))
            #expect(try await head.post("\(path)/reading", ["reading_reason": " "]).status == 422)
            let shown = try await head.post("\(path)/reading", ["reading_reason": "Gọi lại cho người phản ánh"])
            #expect(shown.html.contains("0912345678"))
            #expect(try await minh.get("/me/access").html.contains("Gọi lại cho người phản ánh"))

            #expect(try await head.post("\(path)/erasure", ["erasure_reason": "Theo yêu cầu"]).status == 303)
            let erased = try await minh.get(path)
            #expect(!erased.html.contains("0912345678"))
            #expect(erased.html.contains("đã được xóa"))
            #expect(try await head.post("\(path)/erasure", ["erasure_reason": "Lần nữa"]).status == 409)
        }
    }

    @Test("the log of readings is for people who are signed in", arguments: Backend.available)
    func access(backend: Backend) async throws {
        try await Site.run(on: backend) { site in
            let refused = try await site.browser().get("/me/access")
            #expect(refused.status == 401)
        }
    }
}
