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
        /// The same for all that was before the months, of measures that are added up from the first event on.
        let opening: [String: [Int]]

        /// What a measure counted in some of the months, by index of the unit; for a formula that accumulates up to their end.
        private func count(
            _ measure: String, _ formula: Indicator.Formula, _ months: Range<Int>, at index: Int
        ) -> Int {
            var known = months.clamped(to: self.months)
            guard let counts = counts[measure], !known.isEmpty else { return 0 }
            var sum = 0
            if formula.accumulates {
                known = self.months.lowerBound..<known.upperBound
                sum = opening[measure]?[index] ?? 0
            }
            let start = index * self.months.count - self.months.lowerBound
            return sum + counts[start + known.lowerBound..<start + known.upperBound].reduce(0, +)
        }

        /// What each of its measures counted, by index of the unit.
        func count(_ formula: Indicator.Formula, _ months: Range<Int>, at index: Int) -> [String: Int] {
            Dictionary(
                uniqueKeysWithValues: Set(formula.measures).map { ($0, count($0, formula, months, at: index)) })
        }

        /// The same wherever.
        func count(_ formula: Indicator.Formula, _ months: Range<Int>) -> [String: Int] {
            Dictionary(
                uniqueKeysWithValues: Set(formula.measures).map { measure in
                    (measure, (0...units.count).reduce(0) { $0 + count(measure, formula, months, at: $1) })
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
        for stretch in self.stretches(of: formula, in: months) {
            for (index, unit) in stretch.units.enumerated() {
                if counts[unit.id] == nil { order.append(unit) }
                counts[unit.id, default: [:]].merge(
                    stretch.count(formula, months, at: index), uniquingKeysWith: +)
            }
            elsewhere.merge(stretch.count(formula, months, at: stretch.units.count), uniquingKeysWith: +)
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
        for stretch in self.stretches(of: formula, in: months) {
            counts.merge(stretch.count(formula, months), uniquingKeysWith: +)
        }
        return IndicatorValue(
            period: period, formula: formula, counts: counts, status: status(of: period, seenBy: nil))
    }

    /// Those that tell of some months: all of them, or the last where it holds what there is at their end.
    private func stretches(of formula: Indicator.Formula, in months: Range<Int>) -> ArraySlice<Stretch> {
        let known = stretches.filter { $0.months.overlaps(months) }
        return known.suffix(formula.accumulates ? 1 : known.count)
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
