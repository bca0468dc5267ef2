// SPDX-License-Identifier: Apache-2.0

import Identity
import Indicators
import Kernel
import Product
import TestKit
import Testing

@testable import OfficialDocuments

@Suite("The book of arrivals")
struct ArrivalTests {
    private func form(_ change: (inout ArrivalForm) -> Void = { _ in }) -> ArrivalForm {
        var form = ArrivalForm()
        (form.sender, form.notation, form.type) = ("Sở Tư pháp tỉnh Ninh Bình", "15/STP-HCTP", "letter")
        (form.subject, form.day, form.arrivedOn) = ("Về việc rà soát hộ tịch", Day("2026-07-06"), Day("2026-07-08"))
        change(&form)
        return form
    }

    private func book(_ site: Site) -> (service: ArrivalService, clerk: Actor) {
        let grants = [OfficialDocuments.read, OfficialDocuments.register].map { Grant($0, in: Site.agency) }
        return (
            ArrivalService(
                database: site.platform.database, cases: site.platform.cases, types: site.platform.documentTypes,
                now: site.platform.now,
                newID: site.platform.newID),
            Actor(id: "van.thu", kind: .official, grants: Set(grants), agency: Site.agency)
        )
    }

    @Test(
        "numbers run through the year in which it came, however many are entered at once", arguments: Backend.available)
    func numbers(backend: Backend) async throws {
        try await Site.run(on: backend) { site in
            let (service, clerk) = book(site)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<12 {
                    group.addTask { try await service.enter(form { $0.notation = "\(number)/STP" }, by: clerk) }
                }
                try await group.waitForAll()
            }
            let all = try await service.arrivals(in: 2026, limit: 100, for: clerk)
            #expect(all.map(\.number) == (1...12).reversed())
            let rest = try await service.arrivals(in: 2026, before: 4, limit: 100, for: clerk)
            #expect(rest.map(\.number) == [3, 2, 1])
            // What came last year is entered in the book of last year.
            let late = try await service.enter(
                form { ($0.day, $0.arrivedOn) = (Day("2025-12-30"), Day("2025-12-31")) }, by: clerk)
            #expect((late.year, late.number) == (2025, 1))
            try await site.settle()
            let measure = try site.platform.indicators.measure("documents.arrived")
            #expect(try await site.platform.indicators.total(measure) == 13)
        }
    }

    @Test("the same number, notation, agency and day are entered twice only on purpose", arguments: Backend.available)
    func twice(backend: Backend) async throws {
        try await Site.run(on: backend) { try await enterTwice(on: $0) }
    }

    private func enterTwice(on site: Site) async throws {
        let (service, clerk) = book(site)
        func problems(_ change: (inout ArrivalForm) -> Void) async throws -> [ArrivalProblem] {
            do {
                try await service.enter(form(change), by: clerk)
                return []
            } catch let refused as ArrivalRefused { return refused.problems }
        }
        #expect(try await problems { _ in }.isEmpty)
        #expect(try await problems { $0.notation = "15 / stp-hctp" } == [.twice(1, year: 2026)])
        #expect(try await problems { $0.day = Day("2026-07-05") }.isEmpty)
        #expect(try await problems { $0.isAnother = true }.isEmpty)
        #expect(try await service.arrivals(in: 2026, limit: 10, for: clerk).count == 3)
        #expect(try await problems { $0 = ArrivalForm() }.count == 6)
        #expect(try await problems { $0.arrivedOn = Day("2026-07-01") } == [.arrivalTooEarly])
        #expect(try await problems { $0.arrivedOn = Day("2026-07-09") } == [.arrivalAhead])
        #expect(try await problems { $0.subject = "TỐI MẬT" } == [.secret("TỐI MẬT")])
        let reader = Actor(
            id: "x", kind: .official, grants: [Grant(OfficialDocuments.read, in: Site.agency)], agency: Site.agency)
        await #expect(throws: Forbidden.self) { try await service.enter(form(), by: reader) }
    }

    @Test("a clerk enters what came, and the book is on the page and in the file")
    func pages() async throws {
        try await Site.run(on: .sqlite) { site in
            let account = try await site.platform.identity.open(
                .init(name: "Bùi Văn Thư", username: "van.thu", password: "mot-mat-khau-dai-2026"), by: .system)
            try await site.platform.identity.assign("document_clerk", at: Site.agency, to: account.id, by: .system)
            let clerk = site.browser()
            try await clerk.get("/session")
            try await clerk.post("/session", ["username": "van.thu", "password": "mot-mat-khau-dai-2026"])
            #expect(try await clerk.get("/desk/arrival-book").links.contains("/desk/arrival-book/new"))
            try await clerk.get("/desk/arrival-book/new")
            var typed = [
                "sender": "Sở \"\u{301}Tư pháp", "notation": "=15/STP", "type": "letter", "subject": "<b>Rà soát",
                "day-day": "6", "day-month": "7", "day-year": "2026", "arrived-day": "8", "arrived-month": "7",
                "arrived-year": "2026",
            ]
            #expect(
                try await clerk.post("/desk/arrival-book/new", typed).location
                    == "/desk/arrival-book?year=2026&entered=1"
            )
            #expect(try await clerk.get("/desk/arrival-book").html.contains("&lt;b&gt;Rà soát"))
            #expect(try await clerk.get("/desk/arrival-book/csv").html.contains("'=15/STP"))
            try await clerk.get("/desk/arrival-book/new")
            let again = try await clerk.post("/desk/arrival-book/new", typed)
            #expect((again.status, again.links.contains("#another")) == (422, true))
            typed["another"] = "1"
            #expect(try await clerk.post("/desk/arrival-book/new", typed).status == 303)
        }
    }
}
