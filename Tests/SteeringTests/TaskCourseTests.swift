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
import Units
import Web

@testable import Steering

@Suite("Progress by the indicator")
struct TaskCourseTests {
    @Test(
        "the indicator of a task tells how far the lead agency's unit is since it was given",
        arguments: Backend.available)
    func course(backend: Backend) async throws {
        try await Site.run(on: backend, with: Site.units) { site in
            let (cabinet, platform) = (try await Cabinet(site), site.platform)
            let service = TaskCourseService(
                indicators: platform.indicators, targets: platform.targets, agencies: platform.agencies,
                units: platform.units)
            let indicator = try platform.indicators.indicator("dossiers_on_time")
            let (province, given) = (try #require(cabinet.province.agency), site.clock.now())
            try await Self.decided(onTime: 3, late: 1, at: province, in: site)
            site.clock.advance(by: 31 * 86_400)
            try await Self.decided(onTime: 9, late: 1, at: province, in: site)
            let unit = try #require(try await platform.agencies.find(ID(province.rawValue))?.unit)
            try await platform.database.write { db in
                try Ledger(db).append(
                    Event(
                        id: ID(platform.newID()), kind: "dossiers.decided", subject: "x",
                        place: cabinet.science.agency?.rawValue ?? "", actor: "x", at: platform.now(),
                        facts: ["on_time": "no"]))
            }
            try await site.settle()
            let course = try await service.course(of: indicator, lead: province, since: given)
            #expect(course.unit?.id == unit)
            #expect(course.values.map(\.period.description) == ["2026-06", "2026-07", "2026-08"])
            #expect((course.before?.value, course.now?.value) == (0.75, 0.9))
            #expect(course.goal == nil)

            let chairman = Actor(
                id: "h", kind: .official, grants: [Grant(.setTargets, in: province)], agency: province)
            var draft = TargetDraft()
            (draft.indicator, draft.unit, draft.period) = (indicator.id, "\(unit)", "2026")
            (draft.value, draft.owner, draft.basis) = ("95", province.rawValue, "Kế hoạch 1")
            try await platform.targets.set(draft, by: chairman)
            let aimed = try await service.course(of: indicator, lead: province, since: given)
            #expect(aimed.goal?.value == 0.95 && aimed.goal?.isReached(by: 0.9) == false)
            // A ministry stands for the whole country.
            let country = try await service.course(
                of: indicator, lead: try #require(cabinet.science.agency), since: given)
            #expect(country.unit == nil && country.now?.denominator == 11)
            // What nothing here counts has no course.
            let printed = try JSONDecoder().decode(
                Indicator.self,
                from: Data(
                    """
                    {"id": "x", "name": {"vi": "x", "en": "x"}, "about": {"vi": "x", "en": "x"}, "programme": "x",
                     "unit": "percent", "direction": "up", "periods": ["year"], "formulas": [], "reported": [],
                     "targets": []}
                    """.utf8))
            #expect(try await service.course(of: printed, lead: province, since: given).values.isEmpty)
        }
    }

    private static func decided(onTime: Int, late: Int, at place: Place, in site: Site) async throws {
        let platform = site.platform
        try await platform.database.write { db in
            for number in 0..<onTime + late {
                try Ledger(db).append(
                    Event(
                        id: ID(platform.newID()), kind: "dossiers.decided", subject: "x", place: place.rawValue,
                        actor: "x", at: platform.now(), facts: ["on_time": number < onTime ? "yes" : "no"]))
            }
        }
        try await site.settle()
    }
}
