// SPDX-License-Identifier: Apache-2.0

import Agencies
import Database
import Forms
import Identity
import Kernel
import Product
import PublicServices
import TestKit
import Testing
import Units

@Suite("Choosing the desk")
struct DeskFinderTests {
    private static let yenMo = "14701"

    /// A province's worth of desks, that of Yên Mô among them, and a resident in a browser.
    private func run(
        on backend: Backend, _ body: @escaping @Sendable (Desk, _ yenMo: ID<Agency>) async throws -> Void
    ) async throws {
        try await Desk.run(on: backend) { desk in
            let tree = try await desk.site.platform.units.tree()
            let communes = tree.children(of: "37").filter { $0.code != Self.yenMo }.prefix(12)
            var yenMo: ID<Agency>?
            for (number, commune) in ([tree.unit(Self.yenMo)].compactMap(\.self) + communes).enumerated() {
                let agency = try await desk.site.platform.agencies.register(
                    .init(
                        organID: "H42.\(800 + number)", kind: .serviceDesk, name: "Một cửa \(commune.name)",
                        englishName: "Desk of \(commune.name)", unitCode: commune.code), by: .system)
                yenMo = yenMo ?? agency.id
            }
            try await body(desk, try #require(yenMo))
        }
    }

    @Test("of many desks none is shown before somebody has looked for one", arguments: Backend.available)
    func many(backend: Backend) async throws {
        try await run(on: backend) { desk, _ in
            let offer = try await desk.host.service.desks.offer(to: desk.minh)
            #expect(offer.desks.isEmpty && offer.usual == nil && offer.hasMore)
        }
    }

    @Test(
        "found by the commune as people type it, by its former parts, with its province",
        arguments: Backend.available, ["yen mo", "xã Yên Mô", "yen mo ninh binh", "yen hoa yen mo"])
    func found(backend: Backend, text: String) async throws {
        try await run(on: backend) { desk, yenMo in
            let offer = try await desk.host.service.desks.find(text)
            let first = try #require(offer.desks.first)
            #expect(first.id == yenMo && first.area == "Xã Yên Mô, Tỉnh Ninh Bình")
        }
    }

    @Test(
        "after a dossier the desk of the home it names is chosen, then the one it went to", arguments: Backend.available
    )
    func usual(backend: Backend) async throws {
        try await run(on: backend) { desk, yenMo in
            _ = try await desk.send(try await desk.filled("1.001193", by: desk.minh), by: desk.minh)
            let offer = try await desk.host.service.desks.offer(to: desk.minh)
            #expect(offer.usual == yenMo)
            #expect(offer.desks.map(\.id) == [yenMo, ID(Site.agency.rawValue)])
        }
    }

    @Test("what is no desk, or is one no longer, takes no dossier", arguments: Backend.available)
    func refused(backend: Backend) async throws {
        try await run(on: backend) { desk, yenMo in
            let platform = desk.site.platform
            let committee = try await platform.agencies.register(
                .init(organID: "H42.900", kind: .peoplesCommittee, name: "UBND", englishName: "Committee"), by: .system)
            try await platform.database.write { db in
                try db.run("UPDATE agency SET valid_from = '2025-07-01', valid_to = '2026-01-01' WHERE id = \(yenMo)")
            }
            for id in [committee.id, yenMo, ID("none")] {
                await #expect(throws: PublicServicesProblem.noDesk) {
                    _ = try await desk.host.service.begin("2.000635", at: id, with: desk.host, by: desk.minh)
                }
            }
        }
    }

    @Test("in a browser without JavaScript: look, choose, begin")
    func pages() async throws {
        try await run(on: .sqlite) { desk, yenMo in
            let browser = try await desk.site.signIn(as: .minh)
            let closed = try await browser.get("/services/2.000635")
            #expect(
                closed.html.contains("name=\"desk\"") && !closed.html.contains("action=\"/services/2.000635/drafts\""))
            let nothing = try await browser.get("/services/2.000635?desk=xyz")
            #expect(nothing.html.contains("Không có cơ quan nào"))
            let found = try await browser.get("/services/2.000635?desk=yen+mo")
            #expect(found.html.contains("value=\"\(yenMo)\"") && found.html.contains("Xã Yên Mô, Tỉnh Ninh Bình"))
            let forgotten = try await browser.post("/services/2.000635/drafts", ["desk": "yen mo"])
            #expect(forgotten.status == 422 && forgotten.html.contains("value=\"\(yenMo)\""))
            let begun = try await browser.post(
                "/services/2.000635/drafts", ["desk": "yen mo", "agency": yenMo.rawValue])
            #expect(begun.status == 303 && begun.location?.hasPrefix("/drafts/") == true)
        }
    }
}
