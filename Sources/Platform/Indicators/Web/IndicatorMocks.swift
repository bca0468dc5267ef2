// SPDX-License-Identifier: Apache-2.0

import Kernel
import Web

/// For the mocks of pages: an indicator named by an attacker, and what it was in two quarters.
extension Indicator {
    package static let mock = Indicator(
        id: "x", name: Words(vi: .hostile, en: .hostile), about: Words(vi: .hostile, en: .hostile),
        programme: "digital_government", unit: .percent, direction: .up, periods: [.quarter, .year],
        formulas: [Formula(version: 1, from: nil, numerator: ["a"], denominator: ["a", "b"], basis: "unverified")],
        reported: [], targets: [])
}

extension IndicatorValue {
    package static let mocks: [IndicatorValue] = {
        let quarter = Period(.quarter, containing: Day("2026-07-14") ?? .beginning)
        return [(quarter.previous, 9, 1), (quarter, 5, 5)].map { period, good, bad in
            IndicatorValue(
                period: period, formula: Indicator.mock.formulas[0], counts: ["a": good, "b": bad], status: .final)
        }
    }()
}
