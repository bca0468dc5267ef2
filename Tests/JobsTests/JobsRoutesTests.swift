// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
import Identity
import Jobs
import Kernel
import Product
import TestKit
import Testing

@Suite("Background work page")
struct JobsRoutesTests {
    /// Two messages given up, as the post office leaves them.
    private func bury(_ site: Site) async throws {
        try await site.platform.database.write { [now = site.clock.now()] db in
            for name in ["m-1", "m-2"] {
                try Outbox(db).put(OutgoingMessage(id: ID(name), kind: "mail", event: "e-\(name)", body: "x"), due: now)
            }
        }
        let office = PostOffice(
            database: site.platform.database, couriers: [Refusing()], now: site.clock.now, chance: { 0.5 })
        #expect(try await office.deliver() == 2)
    }

    private struct Refusing: Courier {
        let kind = "mail"
        func deliver(_ message: OutgoingMessage) async throws { throw Undeliverable("không có hộp thư này") }
    }

    @Test("an operator reads, sends again and drops what was given up", arguments: Backend.available)
    func letters(backend: Backend) async throws {
        try await Site.run(on: backend) { site in
            try await bury(site)
            let hung = try await site.signIn(as: .hung)
            let page = try await hung.get("/operator/jobs")
            #expect(page.status == 200)
            #expect(page.texts("h3") == ["Tin loại “mail”", "Tin loại “mail”"])
            #expect(page.html.contains("không có hộp thư này"))
            #expect(page.links.contains("/ledger/events/e-m-1"))
            #expect(page.html.contains("Dọn tệp không còn hồ sơ nào dùng"))

            #expect(try await hung.post("/operator/jobs/letters/m-1/revival").location == "/operator/jobs")
            #expect(try await hung.post("/operator/jobs/letters/m-2/removal").location == "/operator/jobs")
            #expect(try await hung.post("/operator/jobs/letters/m-2/removal").status == 404)
            #expect(try await hung.get("/operator/jobs").texts("h3").isEmpty)

            try await site.settle()
            let ledger = try await site.browser(language: .en).get("/ledger")
            #expect(ledger.html.contains("An undelivered message was sent again"))
            #expect(ledger.html.contains("An undelivered message was dropped"))
        }
    }
}
