// SPDX-License-Identifier: Apache-2.0

import Agencies
import Database
import Foundation
import Identity
import Kernel
import Product
import TestKit
import Testing

@Suite("Collection pages")
struct CollectionRoutesTests {
    /// The desk of the site and, above it, nobody.
    private static let path = "/desk/collection/digital-skills/2026-Q3"

    @Test("what was typed comes back with what is wrong at each field", arguments: Backend.available)
    func keepsTyped(backend: Backend) async throws {
        try await Site.run(on: backend, with: Site.units) { site in
            site.clock.advance(by: 75 * 86_400)
            let lan = try await site.signIn(as: .lan)
            let desk = try await lan.get("/desk/collection")
            #expect(desk.links.contains(Self.path))
            #expect(try await lan.get(Self.path).status == 200)
            let refused = try await lan.post(
                Self.path,
                [
                    "value-staff": "9", "value-trained": "<b>10", "value-plan_done": "101",
                    "value-dossiers_on_time": "99", "do": "submit",
                ])
            #expect(refused.status == 422)
            for field in ["trained", "trained_in_period", "plan_done", "dossiers_on_time"] {
                #expect(refused.links.contains("#value-\(field)"), "\(field)")
            }
            #expect(refused.html.contains("&lt;b&gt;10"))

            let saved = try await lan.post(Self.path, ["value-staff": "chín", "do": "save"])
            #expect(saved.location == "\(Self.path)?saved=1")
            #expect(try await lan.get(Self.path).html.contains("value=\"chín\""))

            let sent = try await lan.post(
                Self.path,
                [
                    "value-staff": "9", "value-trained": "8", "value-trained_in_period": "0", "value-signing": "9",
                    "value-plan_done": "50", "do": "submit",
                ])
            #expect(sent.status == 303)
            let report = try #require(sent.location)
            #expect(try await lan.get(report).texts("dd").contains("50,0\u{A0}%"))
            #expect(try await lan.post(Self.path, ["value-staff": "9", "do": "save"]).status == 409)

            // Everybody sees that it was sent, nobody the figures.
            let visitor = site.browser()
            let list = try await visitor.get("/collection/digital-skills/2026-Q3?province=-")
            #expect(list.html.contains("Chờ duyệt"))
            #expect(try await visitor.get("/collection").links.contains("/collection/digital-skills/2026-Q3"))
            #expect(try await visitor.get(report).status == 401)
            #expect(try await visitor.get("/collection/digital-skills/2026").status == 404)
        }
    }
}
