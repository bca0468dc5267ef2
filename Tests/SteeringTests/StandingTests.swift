// SPDX-License-Identifier: Apache-2.0

import Foundation
import Indicators
import Kernel
import Testing
import Units

@testable import Steering

@Suite("Standing")
struct StandingTests {
    private let indicator: Indicator

    init() throws {
        indicator = try JSONDecoder().decode(Indicator.self, from: Data(Self.definition.utf8))
    }

    private static let definition = """
        {"id": "x", "name": {"vi": "x", "en": "x"}, "about": {"vi": "", "en": ""}, "programme": "digital_government",
         "unit": "percent", "direction": "up", "periods": ["quarter"],
         "formulas": [{"version": 1, "numerator": ["good"], "denominator": ["good", "bad"], "basis": "unverified"}],
         "reported": [], "targets": [{"period": "2026", "value": 80, "figure": "F067"}]}
        """

    /// Quarters up to the third of 2026 with so many good ones of a hundred.
    private func standing(_ good: [Int], isCountry: Bool = true, below: [(String, Int)] = []) -> Standing {
        var periods = [Period("2026-Q3")!]
        while periods.count < good.count { periods.insert(periods[0].previous, at: 0) }
        func value(_ good: Int, _ period: Period) -> IndicatorValue {
            IndicatorValue(
                period: period, formula: indicator.formulas[0], counts: ["good": good, "bad": 100 - good],
                status: .final)
        }
        let units = below.map { name, good in
            (
                unit: AdministrativeUnit(
                    id: UnitID(name, from: .beginning), validTo: nil, level: .commune, kind: "Xã", name: name,
                    parentCode: "1", latitude: 0, longitude: 0, areaKm2: nil),
                value: value(good, periods[periods.count - 1])
            )
        }
        return Standing(
            indicator, course: zip(good, periods).map(value), isCountry: isCountry, below: units)
    }

    @Test("a missed target is told with how far and since when, as long as it was set")
    func behind() throws {
        let behind = standing([95, 70, 85, 70, 60])
        #expect(behind.gap.map { abs($0 - 0.25) < 1e-9 } == true)
        #expect(behind.behindSince?.description == "2026-Q2")
        // Before 2026 there was no target to miss.
        #expect(standing([10, 10, 60, 70, 60]).behindSince?.description == "2026-Q1")
        #expect(standing([60, 80]).gap == nil)
        #expect(standing([60, 80]).behindSince == nil)
        // The target of the country is no province's.
        #expect(standing([60, 60], isCountry: false).gap == nil)
    }

    @Test("what is missed by most comes first, then shares without a target that became worse")
    func urgent() {
        let far = standing([90, 40]), near = standing([90, 78]), reached = standing([70, 90])
        let worse = standing([90, 60], isCountry: false), better = standing([50, 60], isCountry: false)
        let found = Standing.urgent([worse, reached, near, better, far])
        #expect(found.map(\.value) == [0.4, 0.78, 0.6])
        #expect(found.map { $0.goal == nil } == [false, false, true])
        #expect(Standing.urgent([far, near, worse], most: 2).map(\.value) == [0.4, 0.78])
    }

    @Test("the worst unit is the one farthest down")
    func worst() {
        #expect(standing([50], below: [("a", 80), ("b", 20), ("c", 50)]).worst?.unit.name == "b")
        #expect(standing([50]).worst == nil)
    }
}
