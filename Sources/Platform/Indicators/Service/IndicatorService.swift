// SPDX-License-Identifier: Apache-2.0

package import Database
package import Kernel
package import Units

/// Reads the numbers. Only the ledger moves them (`IndicatorConsumer`), so there is nothing to permit: counts are public.
package struct IndicatorService: Sendable {
    package let measures: [Measure]
    package let catalogue: IndicatorCatalogue
    let database: any Database
    let cube: Cube
    let units: UnitService

    /// - Parameter cube: Knows which unit each agency serves.
    package init(
        database: any Database, measures: [Measure], catalogue: IndicatorCatalogue = IndicatorCatalogue(),
        units: UnitService, cube: Cube
    ) {
        self.database = database
        self.measures = measures
        self.catalogue = catalogue
        (self.units, self.cube) = (units, cube)
    }

    package func indicator(_ id: String) throws(IndicatorProblem) -> Indicator {
        guard let indicator = catalogue[id] else { throw .noSuchIndicator }
        return indicator
    }

    /// What an indicator was in each of these periods, everywhere or at one place; those that no formula covers are left
    /// out. `today` tells which are not over; a position, up to where the ledger is counted.
    package func values(
        of indicator: Indicator, in periods: [Period], at place: String? = nil, today: Day, upTo position: Int64? = nil
    ) async throws -> [IndicatorValue] {
        let reckoned = periods.compactMap { period in indicator.formula(in: period).map { (period, $0) } }
        guard let first = reckoned.map(\.0.days.lowerBound).min(), let last = reckoned.map(\.0.days.upperBound).max()
        else { return [] }
        let measures = Set(reckoned.flatMap(\.1.measures)).sorted()
        let since = reckoned.contains { $0.1.accumulates } ? Day.beginning : first
        let counted = try await database.ask(
            IndicatorStore.byDay(measures, at: place, since...last, upTo: position))
        let byDay = Dictionary(grouping: counted, by: \.day)
        return reckoned.map { period, formula in
            let within =
                formula.accumulates
                ? counted.filter { $0.day <= period.days.upperBound } : period.days.each.flatMap { byDay[$0] ?? [] }
            return IndicatorValue(
                period: period, formula: formula,
                counts: Dictionary(within.map { ($0.measure, $0.count) }, uniquingKeysWith: +),
                status: period.days.upperBound < today ? .final : .provisional)
        }
    }

    /// What an indicator was at each place in one period; places that counted nothing are left out.
    package func byPlace(
        _ indicator: Indicator, in period: Period, today: Day
    ) async throws -> [(place: String, value: IndicatorValue)] {
        guard let formula = indicator.formula(in: period) else { return [] }
        let days = formula.accumulates ? Day.beginning...period.days.upperBound : period.days
        let counted = try await database.ask(IndicatorStore.byPlace(Set(formula.measures).sorted(), days))
        let status: IndicatorValue.Status = period.days.upperBound < today ? .final : .provisional
        return Dictionary(grouping: counted, by: \.place).map { place, rows in
            (
                place,
                IndicatorValue(
                    period: period, formula: formula,
                    counts: Dictionary(rows.map { ($0.measure, $0.count) }, uniquingKeysWith: +), status: status)
            )
        }.sorted { $0.0 < $1.0 }
    }

    package func measure(_ id: String) throws(IndicatorProblem) -> Measure {
        guard let measure = measures.first(where: { $0.id == id }) else { throw .noSuchMeasure }
        return measure
    }

    package func total(_ measure: Measure) async throws -> Int {
        try await database.read { try IndicatorStore(db: $0).total(measure) }
    }

    package func byPlace(_ measure: Measure) async throws -> [(place: String, count: Int)] {
        try await database.read { try IndicatorStore(db: $0).byPlace(measure) }
    }

    /// Counts by place and measure within a stretch of days.
    package func table(
        _ measures: [Measure], _ days: ClosedRange<Day>
    ) async throws -> [String: [Measure: Int]] {
        try await database.read { db in
            try measures.reduce(into: [:]) { table, measure in
                for row in try IndicatorStore(db: db).byPlace(measure, days) {
                    table[row.place, default: [:]][measure] = row.count
                }
            }
        }
    }

    /// The last day on which any of the measures was counted, anywhere or at one place, `limit` at the latest; nil when
    /// there is none.
    package func lastDay(_ measures: [Measure], at place: String? = nil, through limit: Day) async throws -> Day? {
        try await database.read { db in
            try measures.compactMap { try IndicatorStore(db: db).lastDay($0, at: place, through: limit) }.max()
        }
    }

    /// The days of a stretch, those without a count too.
    package func byDay(_ measure: Measure, from first: Day, through last: Day) async throws -> [Count.OfDay] {
        let counted = try await database.read { try IndicatorStore(db: $0).byDay(measure, since: first) }
        let counts = Dictionary(counted.map { ($0.day, $0.count) }, uniquingKeysWith: +)
        return sequence(first: first) { $0 < last ? $0 + 1 : nil }.map {
            Count.OfDay(day: $0, count: counts[$0] ?? 0)
        }
    }

    /// The events a number is made of, newest first; `before` a position to read on.
    package func facts(
        _ measure: Measure, at places: [String]? = nil, on days: ClosedRange<Day>? = nil, before position: Int64 = .max,
        limit: Int = 50
    ) async throws -> [Fact] {
        try await database.read {
            try IndicatorStore(db: $0).facts(measure, at: places, on: days, before: position, limit: limit)
        }
    }
}

extension ClosedRange<Day> {
    fileprivate var each: some Sequence<Day> { sequence(first: lowerBound) { $0 < upperBound ? $0 + 1 : nil } }
}
