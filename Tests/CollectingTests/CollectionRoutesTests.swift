// SPDX-License-Identifier: Apache-2.0

import Agencies
import Database
import Foundation
import Identity
import Indicators
import Kernel
import Product
import TestKit
import Testing
import Web

@testable import Collecting

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

    @Test("a spreadsheet fills the draft, and each bad cell is named", arguments: Backend.available)
    func upload(backend: Backend) async throws {
        try await Site.run(on: backend, with: Site.units) { site in
            site.clock.advance(by: 75 * 86_400)
            let lan = try await site.signIn(as: .lan)
            #expect(try await lan.get("\(Self.path)/xlsx").headers["content-disposition"]?.contains("xlsx") == true)
            let desk = try #require(try await site.platform.agencies.find(ID(Site.agency.rawValue)))
            let period = try #require(Period("2026-Q3"))
            let sheet = FormSheet(
                template: try #require(site.platform.templates["digital-skills"]), period: period,
                agency: desk.organID.description)
            let words = CollectionWords(strings: .mock, formats: Formats(.vi))
            func send(_ bytes: [UInt8]) async throws -> TestPage {
                try await lan.get(Self.path)
                return try await lan.post("\(Self.path)/xlsx", [:], files: [("file", "bao-cao.xlsx", bytes)])
            }
            let good = ["staff": "9", "trained": "8", "trained_in_period": "0", "signing": "9", "plan_done": "50"]
            let saved = try await send(try sheet.bytes(good, words: words))
            #expect(saved.location == "\(Self.path)?saved=1")
            #expect(try await lan.get(Self.path).html.contains("value=\"8\""))

            let bad = try await send(
                try sheet.bytes(good.merging(["staff": "bảy", "plan_done": "101"]) { $1 }, words: words))
            #expect(bad.status == 422)
            for cell in ["C5", "C9"] { #expect(bad.html.contains("\(cell): "), "\(cell)") }
            #expect(bad.html.contains("value=\"8\""), "the rest is kept")

            let other = FormSheet(template: sheet.template, period: period.previous, agency: sheet.agency)
            #expect(try await send(try other.bytes(good, words: words)).status == 422)
            for bytes in [Array("no zip".utf8), [], [0x50, 0x4b, 3, 4]] { #expect(try await send(bytes).status == 422) }
            try await lan.get(Self.path)
            #expect(try await lan.post("\(Self.path)/xlsx", ["x": "1"], files: []).status == 422)
            #expect(try await lan.get(Self.path).html.contains("value=\"8\""), "nothing else was touched")
        }
    }

    @Test("the register of requests is public, and a bad number of minutes is named", arguments: Backend.available)
    func register(backend: Backend) async throws {
        try await Site.run(on: backend, with: Site.units) { site in
            site.clock.advance(by: 75 * 86_400)
            let lan = try await site.signIn(as: .lan)
            try await lan.get(Self.path)
            var typed = [
                "value-staff": "9", "value-trained": "8", "value-trained_in_period": "0", "value-signing": "9",
                "value-plan_done": "50", "minutes": "<i>", "do": "submit",
            ]
            let refused = try await lan.post(Self.path, typed)
            #expect((refused.status, refused.links.contains("#minutes")) == (422, true))
            #expect(refused.html.contains("&lt;i&gt;"))
            typed["minutes"] = "60"
            #expect(try await lan.post(Self.path, typed).status == 303)
            let visitor = site.browser()
            #expect(try await visitor.get("/collection").links.contains("/collection/digital-skills"))
            let register = try await visitor.get("/collection/digital-skills")
            #expect(register.links.contains("/indicators/dossiers_on_time"))
            #expect(register.links.contains("/agencies/\(Site.agency.rawValue)"))
            #expect(register.links.contains { $0.hasPrefix("/ledger/events/") })
            #expect(try await visitor.get("/collection/none").status == 404)
        }
    }
}
