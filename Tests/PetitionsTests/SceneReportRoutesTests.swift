// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
import Identity
import Kernel
import Product
import TestKit
import Testing

@Suite("Scene report pages")
struct SceneReportRoutesTests {
    @Test("from the form to a number that opens down to the sealed event", arguments: Backend.available)
    func wholeWay(backend: Backend) async throws {
        try await Site.run(on: backend) { site in
            let minh = try await site.signIn(as: .minh)
            try await minh.get("/scene-reports/new")
            let sent = try await minh.post(
                "/scene-reports",
                ["agency": Site.agency.rawValue, "location": "Trước cổng chợ Bút", "text": "Ổ gà sâu, rất nguy hiểm"])
            #expect(sent.status == 303)
            let path = try #require(sent.location?.split(separator: "?").first.map(String.init))
            #expect(try await minh.get(path).text("h1") == "Trước cổng chợ Bút")

            let lan = try await site.signIn(as: .lan)
            #expect(try await lan.get("/desk/scene-reports").links.contains(path))
            try await lan.get(path)
            #expect(try await lan.post("\(path)/acceptance").location == path)
            try await site.settle()

            let visitor = site.browser()
            let start = try await visitor.get("/scene-reports")
            #expect(start.links.contains("/indicators/petitions.accepted"))
            let number = try await visitor.get("/indicators/petitions.accepted")
            #expect(number.links.contains("/indicators/petitions.accepted/facts"))
            let facts = try await visitor.get("/indicators/petitions.accepted/facts")
            let event = try #require(facts.links.first { $0.hasPrefix("/ledger/events/") })
            #expect(event.count > "/ledger/events/".count)

            // The record itself is for those whose it is and for the officials concerned.
            #expect(!facts.links.contains(path))
            for (person, sees) in [(minh, true), (lan, true), (try await site.signIn(as: .hoa), false)] {
                let facts = try await person.get("/indicators/petitions.accepted/facts")
                #expect(facts.links.contains(path) == sees)
                #expect(facts.links.contains(event))
            }
        }
    }

    @Test("what was typed comes back with what was wrong", arguments: Backend.available)
    func keepsTyped(backend: Backend) async throws {
        try await Site.run(on: backend) { site in
            let minh = try await site.signIn(as: .minh)
            try await minh.get("/scene-reports/new")
            let refused = try await minh.post(
                "/scene-reports",
                ["agency": Site.agency.rawValue, "location": "", "text": "x\"\u{301} onmouseover=alert(1) <b>"])
            #expect(refused.status == 422)
            #expect(refused.links.contains("#location"))
            #expect(refused.html.contains("x&quot;\u{301} onmouseover=alert(1) &lt;b&gt;</textarea>"))
        }
    }

    @Test("a neighbour sends it, with consent and only while that holds", arguments: Backend.available)
    func forAnother(backend: Backend) async throws {
        try await Site.run(on: backend) { site in
            let minh = try await site.signIn(as: .minh)
            let hoa = try await site.signIn(as: .hoa)
            let report = ["agency": Site.agency.rawValue, "location": "Chợ Bút", "text": "Ổ gà sâu"]
            func send() async throws -> TestPage {
                let minh = try await site.platform.identity.account(login: "minh").id.rawValue
                return try await hoa.post("/scene-reports", report.merging(["person": minh]) { $1 })
            }
            // Nobody has consented yet: nobody is asked for whom, and whoever says so all the same is refused.
            #expect(try await !hoa.get("/scene-reports/new").html.contains("name=\"person\""))
            let refused = try await send()
            #expect(refused.status == 422)
            #expect(refused.links.contains("#person"))

            try await minh.get("/me/consents/new")
            let until = (Day(site.clock.now()) + 7).description
            let given = try await minh.post(
                "/me/consents",
                [
                    "identifier": "037188000002", "name": "Phạm Thị Hoa", "matter": "petitions", "until": until,
                ])
            #expect(given.location == "/me/consents")
            #expect(try await hoa.get("/me/consents").html.contains("Nguyễn Văn Minh"))
            #expect(try await hoa.get("/scene-reports/new").html.contains("Nguyễn Văn Minh"))
            let path = try #require(try await send().location?.split(separator: "?").first.map(String.init))

            // Both see it, and the official sees both.
            #expect(try await minh.get(path).texts("dd").contains("Phạm Thị Hoa"))
            #expect(try await hoa.get(path).status == 200)
            let lan = try await site.signIn(as: .lan)
            let seen = try await lan.get(path).texts("dd")
            #expect(seen.contains("Phạm Thị Hoa") && seen.contains("Nguyễn Văn Minh"))
            try await expectBoth(in: site)

            let list = try await minh.get("/me/consents")
            let consent = try #require(list.links.first { $0.hasPrefix("/me/consents/") && !$0.hasSuffix("/new") })
            try await minh.get(consent)
            #expect(try await minh.post("\(consent)/withdrawal").location == "/me/consents")
            #expect(try await send().status == 422)
        }
    }

    @Test("a consent that ended is none", arguments: Backend.available)
    func expired(backend: Backend) async throws {
        try await Site.run(on: backend) { site in
            let minh = try await site.signIn(as: .minh)
            let hoa = try await site.signIn(as: .hoa)
            try await minh.get("/me/consents/new")
            let today = Day(site.clock.now()).description
            try await minh.post(
                "/me/consents",
                ["identifier": "037188000002", "name": "Phạm Thị Hoa", "matter": "*", "until": today])
            #expect(try await hoa.get("/scene-reports/new").html.contains("name=\"person\""))
            site.clock.advance(by: 16 * 3600)
            let later = try await site.signIn(as: .hoa)
            #expect(try await !later.get("/scene-reports/new").html.contains("name=\"person\""))
            let minhID = try await site.platform.identity.account(login: "minh").id.rawValue
            let refused = try await later.post(
                "/scene-reports",
                ["agency": Site.agency.rawValue, "location": "Chợ Bút", "text": "Ổ gà", "person": minhID])
            #expect(refused.status == 422)
        }
    }

    /// The event of the report names the sender as its actor, and keeps whom it is for as erasable content.
    private func expectBoth(in site: Site) async throws {
        let identity = site.platform.identity
        let (minh, hoa) = (try await identity.account(login: "minh"), try await identity.account(login: "hoa"))
        let rows = try await site.platform.database.read { connection in
            try connection.rows(
                """
                SELECT e.actor, p.content FROM ledger_event e JOIN ledger_personal p ON p.event_id = e.id
                WHERE e.kind = 'petitions.submitted'
                """
            ).map { (actor: try $0.text("actor"), content: try $0.text("content")) }
        }
        #expect(rows.map(\.actor) == [hoa.id.rawValue])
        #expect(rows.first?.content.contains("\"reporter\":\"\(minh.id)\"") == true)
    }

    @Test("the sender sees who read the report, in which post, when, what and why", arguments: Backend.available)
    func readings(backend: Backend) async throws {
        try await Site.run(on: backend) { site in
            let minh = try await site.signIn(as: .minh)
            try await minh.get("/scene-reports/new")
            let sent = try await minh.post(
                "/scene-reports", ["agency": Site.agency.rawValue, "location": "Trước chợ Bút", "text": "Ổ gà"])
            let path = try #require(sent.location?.split(separator: "?").first.map(String.init))
            try await minh.get(path)
            #expect(try await minh.get("/me/access").texts("tbody").isEmpty, "one's own reading is none")

            let lan = try await site.signIn(as: .lan)
            try await lan.get("/desk/scene-reports")
            for _ in 1...3 { #expect(try await lan.get(path).status == 200) }
            let seen = try await minh.get("/me/access")
            let rows = try #require(seen.text("tbody"))
            for part in [
                "Trần Thị Lan, Công chức bộ phận một cửa", "Trung tâm Phục vụ hành chính công xã Yên Mô",
                "Nội dung phản ánh: Trước chợ Bút", "trong danh sách phản ánh chờ xử lý",
                "Xử lý phản ánh đã gửi đến cơ quan", "08/07/2026",
            ] {
                #expect(rows.contains(part), "\(part)")
            }
            #expect(seen.events.count == 2, "a page that is loaded again is no second reading")

            site.clock.advance(by: 2 * 3600)
            let later = try await site.signIn(as: .lan)
            #expect(try await later.get(path).status == 200)
            let minhLater = try await site.signIn(as: .minh)
            #expect(try await minhLater.get("/me/access").events.count == 3)
            let event = try #require(seen.events.first)
            #expect(try await minhLater.get(event).html.contains("Trước chợ Bút"))
            let hoa = try await site.signIn(as: .hoa)
            #expect(try await hoa.get("/me/access").events.isEmpty)
            #expect(try await hoa.get(event).html.contains("Trước chợ Bút") == false)
        }
    }

    @Test("nobody enters without signing in, and a resident not the desk", arguments: Backend.available)
    func doors(backend: Backend) async throws {
        try await Site.run(on: backend) { site in
            let visitor = site.browser()
            #expect(try await visitor.get("/scene-reports/new").status != 200)
            #expect(try await visitor.get("/desk/scene-reports").status != 200)
            let minh = try await site.signIn(as: .minh)
            #expect(try await minh.get("/desk/scene-reports").status == 403)
        }
    }
}

extension TestPage {
    /// The events of the ledger this page links to.
    fileprivate var events: [String] { links.filter { $0.hasPrefix("/ledger/events/") } }
}
