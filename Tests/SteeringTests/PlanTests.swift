// SPDX-License-Identifier: Apache-2.0

import Agencies
import Database
import Foundation
import Indicators
import Kernel
import Ledger
import Product
import TestKit
import Testing

@testable import Steering

@Suite("Plans of bodies")
struct PlanTests {
    private static func service(_ site: Site) -> PlanService {
        PlanService(
            database: site.platform.database, agencies: site.platform.agencies, units: site.platform.units,
            now: site.platform.now, newID: site.platform.newID)
    }

    private static func draft(_ change: (inout PlanDraft) -> Void = { _ in }) -> PlanDraft {
        var draft = PlanDraft()
        (draft.kind, draft.title, draft.notation) = ("strategy", "Chiến lược chuyển đổi số", "12/QĐ-BKHCN")
        (draft.day, draft.from, draft.to) = (Day("2026-01-15"), "2026", "2030")
        change(&draft)
        return draft
    }

    @Test("who has a strategy in force is counted among ministries and provinces", arguments: Backend.available)
    func register(backend: Backend) async throws {
        try await Site.run(on: backend, with: Site.units) { site in
            let (cabinet, service) = (try await Cabinet(site), Self.service(site))
            let before = try await service.register(of: .strategy)
            // 17 ministries and agencies of their rank, 34 provinces.
            #expect(before.bodies.count { $0.kind == .ministry } == before.bodies.count - 34)
            #expect(before.bodies.filter(before.has).isEmpty)

            let plan = try await service.enter(Self.draft(), by: cabinet.science)
            try await service.enter(Self.draft { ($0.from, $0.to) = ("2021", "2025") }, by: cabinet.finance)
            try await service.enter(Self.draft { ($0.kind, $0.to) = ("annual", "") }, by: cabinet.province)
            var after = try await service.register(of: .strategy)
            // One is over, the other no strategy.
            #expect(after.bodies.filter(after.has).map(\.place) == [cabinet.science.agency])
            #expect(
                after.plans.map { $0.standing(on: after.day) }.sorted { $0.rawValue < $1.rawValue } == [
                    .inForce, .over,
                ])
            let annual = try await service.register(of: .annual)
            #expect(annual.bodies.filter(annual.has).map(\.place) == [cabinet.province.agency])
            #expect(annual.plans[0].years == 2026...2026)

            try await service.withdraw(plan.id, because: "Nhập sai", by: cabinet.science)
            await #expect(throws: PlanProblem.withdrawnBefore) {
                try await service.withdraw(plan.id, because: "Nhập sai", by: cabinet.science)
            }
            after = try await service.register(of: .strategy)
            #expect(after.bodies.filter(after.has).isEmpty && after.plans.count == 1)
            // What was entered stays.
            #expect(try await service.plans(of: cabinet.science).map { $0.standing(on: after.day) } == [.withdrawn])
            try await site.settle()
            let totals = try await PlanService.measures.asyncMap { try await site.platform.indicators.total($0) }
            #expect(totals == [3, 2, 1])
        }
    }

    @Test("a plan is its agency's own, and what is none is refused", arguments: Backend.available)
    func refused(backend: Backend) async throws {
        try await Site.run(on: backend, with: Site.units) { site in
            let (cabinet, service) = (try await Cabinet(site), Self.service(site))
            let plan = try await service.enter(Self.draft(), by: cabinet.science)
            await #expect(throws: PlanProblem.noSuchPlan) { try await service.plan(plan.id, for: cabinet.finance) }
            await #expect(throws: PlanProblem.noSuchPlan) {
                try await service.withdraw(plan.id, because: "x", by: cabinet.finance)
            }
            await #expect(throws: PlanProblem.blankReason) {
                try await service.withdraw(plan.id, because: "", by: cabinet.science)
            }
            let stranger = Actor(id: "x", kind: .official, agency: cabinet.science.agency)
            await #expect(throws: Forbidden.self) { try await service.enter(Self.draft(), by: stranger) }
            func problems(_ change: (inout PlanDraft) -> Void) -> [PlanProblem] {
                service.problems(in: Self.draft(change))
            }
            #expect(problems { $0.kind = "other" } == [.noKind])
            #expect(problems { ($0.title, $0.notation) = ("", "") } == [.blankTitle, .blankNotation])
            #expect(problems { $0.day = Day(Site.moment) + 1 } == [.dayAhead])
            for (from, to) in [("", "2025"), ("2026", "2025"), ("26", ""), ("2000", "2100"), ("2026", "x")] {
                #expect(problems { ($0.from, $0.to) = (from, to) } == [.noYears], "\(from)-\(to)")
            }
            for link in ["javascript:alert(1)", "http://mic.gov.vn", "https://x", "https://a.vn/ b"] {
                #expect(problems { $0.link = link } == [.noLink], "\(link)")
            }
            #expect(problems { $0.link = "https://mic.gov.vn/chien-luoc.pdf" }.isEmpty)
        }
    }
}

extension Sequence {
    fileprivate func asyncMap<T>(_ transform: (Element) async throws -> T) async throws -> [T] {
        var results: [T] = []
        for element in self { results.append(try await transform(element)) }
        return results
    }
}
