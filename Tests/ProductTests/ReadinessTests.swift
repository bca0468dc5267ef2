// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
import Jobs
import Kernel
import Ledger
import Product
import TestKit
import Testing

/// `/health/ready` fails for each thing this process cannot do without, and names it.
@Suite("Readiness")
struct ReadinessTests {
    private func append(_ site: Site) async throws {
        try await site.platform.database.write { [now = site.clock.now()] db in
            try Ledger(db).append(
                Event(id: ID(UUIDv7.string()), kind: "test.happened", subject: "x", actor: "x", at: now))
        }
    }

    @Test("a database that does not answer", arguments: Backend.available)
    func database(backend: Backend) async throws {
        try await Site.run(on: backend) { site in
            #expect(try await site.browser().get("/health/ready").status == 200)
            await site.platform.database.close()
            let answer = try await site.browser().get("/health/ready")
            #expect(answer.status == 503)
            #expect(answer.html.contains(#""database":"failing""#))
            #expect(try await site.browser().get("/health/live").status == 200)
            #expect(await site.platform.gauges().contains("doicanh_database_up 0"))
        }
    }

    @Test("a data folder that cannot be written")
    func folder() async throws {
        try await Site.run(on: .sqlite) { site in
            try FileManager.default.removeItem(at: site.platform.folder.url)
            let answer = try await site.browser().get("/health/ready")
            #expect(answer.status == 503)
            #expect(answer.html.contains(#""folder":"failing""#))
            #expect(answer.html.contains(#""database":"ok""#))
        }
    }

    @Test("events that nobody seals", arguments: Backend.available)
    func sealer(backend: Backend) async throws {
        try await Site.run(on: backend) { site in
            try await append(site)
            #expect(try await site.browser().get("/health/ready").status == 200)
            site.clock.advance(by: Sealer.patience / .seconds(1) + 1)
            let answer = try await site.browser().get("/health/ready")
            #expect(answer.status == 503)
            #expect(answer.html.contains(#""sealer":"failing""#))
            try await site.settle()
            #expect(try await site.browser().get("/health/ready").status == 200)
        }
    }

    @Test("the metrics tell how far the seal and the outbox are behind", arguments: Backend.available)
    func metrics(backend: Backend) async throws {
        try await Site.run(on: backend) { site in
            try await site.settle()
            try await append(site)
            try await site.platform.database.write { [now = site.clock.now()] db in
                try Outbox(db).put(OutgoingMessage(id: ID("m"), kind: "mail", event: "e", body: "x"), due: now)
            }
            site.clock.advance(by: 30)
            let text = await site.platform.gauges()
            for line in [
                "doicanh_database_up 1", "doicanh_ledger_unsealed_events 1",
                "doicanh_ledger_oldest_unsealed_seconds 30",
                "doicanh_outbox_waiting_messages 1", "doicanh_outbox_overdue_seconds 30",
                "doicanh_outbox_dead_letters 0",
            ] {
                #expect(text.contains("\n\(line)\n"), "\(line)")
            }
            let pool = backend == .sqlite ? "readers" : "primary"
            #expect(text.contains(#"doicanh_database_connections_limit{pool="\#(pool)"} 8"#))
            #expect(text.contains(#"doicanh_database_calls_total{pool="\#(pool)"} "#))
        }
    }
}
