// SPDX-License-Identifier: Apache-2.0

import Kernel
package import Units

/// What several measures counted in the units of a scope, month by month, all as of one moment.
package struct UnitTable: Sendable {
    /// Months in which one tree held.
    struct Stretch: Sendable {
        let months: Range<Int>
        let units: [AdministrativeUnit]
        /// By measure: for each unit, and last for everything else, a number for each month.
        let counts: [String: [Int]]

        /// What a measure counted in some of the months, wherever.
        func count(_ measure: String, _ months: Range<Int>) -> Int {
            let known = months.clamped(to: self.months)
            guard let counts = counts[measure], !known.isEmpty else { return 0 }
            return (0...units.count).reduce(0) { sum, index in
                let start = index * self.months.count - self.months.lowerBound
                return sum + counts[start + known.lowerBound..<start + known.upperBound].reduce(0, +)
            }
        }

        /// What each measure counted in some of the months, by index of the unit.
        func count(_ measures: [String], _ months: Range<Int>, at index: Int) -> [String: Int] {
            let known = months.clamped(to: self.months)
            return Dictionary(
                uniqueKeysWithValues: Set(measures).map { measure in
                    guard let counts = counts[measure], !known.isEmpty else { return (measure, 0) }
                    let start = index * self.months.count - self.months.lowerBound
                    return (measure, counts[start + known.lowerBound..<start + known.upperBound].reduce(0, +))
                })
        }
    }

    let stretches: [Stretch]
    let view: UnitView
    let today: Day

    /// What an indicator was in a period in each unit; nil where no formula covers it or no months make it.
    ///
    /// As it was, the units are those of any day of the period.
    package func comparison(_ indicator: Indicator, in period: Period) -> UnitComparison? {
        guard let formula = indicator.formula(in: period), let months = period.months else { return nil }
        var order: [AdministrativeUnit] = []
        var counts: [UnitID: [String: Int]] = [:]
        var elsewhere: [String: Int] = [:]
        for stretch in stretches where stretch.months.overlaps(months) {
            for (index, unit) in stretch.units.enumerated() {
                if counts[unit.id] == nil { order.append(unit) }
                counts[unit.id, default: [:]].merge(
                    stretch.count(formula.measures, months, at: index), uniquingKeysWith: +)
            }
            elsewhere.merge(
                stretch.count(formula.measures, months, at: stretch.units.count), uniquingKeysWith: +)
        }
        func value(_ counts: [String: Int], _ unit: AdministrativeUnit?) -> IndicatorValue {
            IndicatorValue(
                period: period, formula: formula, counts: counts, status: status(of: period, seenBy: unit))
        }
        return UnitComparison(
            rows: order.map { ($0, value(counts[$0.id] ?? [:], $0)) }, elsewhere: value(elsewhere, nil))
    }

    /// What an indicator was in a period in all the units and everywhere else together.
    package func whole(_ indicator: Indicator, in period: Period) -> IndicatorValue? {
        guard let formula = indicator.formula(in: period), let months = period.months else { return nil }
        var counts: [String: Int] = [:]
        for stretch in stretches where stretch.months.overlaps(months) {
            for measure in Set(formula.measures) { counts[measure, default: 0] += stretch.count(measure, months) }
        }
        return IndicatorValue(
            period: period, formula: formula, counts: counts, status: status(of: period, seenBy: nil))
    }

    private func status(of period: Period, seenBy unit: AdministrativeUnit?) -> IndicatorValue.Status {
        if view == .asWas, let unit {
            let last = min(period.days.upperBound, today)
            guard unit.isValid(on: period.days.lowerBound), unit.isValid(on: last) else { return .broken }
        }
        return period.days.upperBound < today ? .final : .provisional
    }
}

/// What an indicator was in each of several units.
package struct UnitComparison: Sendable {
    package let rows: [(unit: AdministrativeUnit, value: IndicatorValue)]
    /// What was counted in the country but in none of them: by agencies that serve the whole country or units around them,
    /// and, where like is compared with like, by those of units that were divided.
    package let elsewhere: IndicatorValue

    /// All of it.
    package var whole: IndicatorValue {
        rows.map(\.value).reduce(elsewhere) { sum, value in
            IndicatorValue(
                period: sum.period, formula: sum.formula,
                counts: sum.counts.merging(value.counts, uniquingKeysWith: +), status: sum.status)
        }
    }

    /// The mean of the units' values, each as much as another, as the scores of provinces were merged in 2025; nil where none
    /// has one.
    package var unweightedMean: Double? {
        let values = rows.compactMap(\.value.value)
        return values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    }
}
