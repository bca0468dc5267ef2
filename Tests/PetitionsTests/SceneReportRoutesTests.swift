// SPDX-License-Identifier: Apache-2.0

import Foundation
import Identity
import Kernel
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
