// SPDX-License-Identifier: Apache-2.0

package import Kernel
package import Units

/// Numbers of administrative units. They are added up when they are asked for, from the numbers of the agencies there.
extension IndicatorService {
    /// What measures counted everywhere, all as of one moment, to be told in several ways.
    ///
    /// - Parameter position: Counts only what stood in the ledger up to it; everything unless told.
    package func counts(_ measures: [String], upTo position: Int64? = nil) async throws -> MeasureCounts {
        if let position { return MeasureCounts(slabs: try await cube.slabs(measures, upTo: position)) }
        return MeasureCounts(slabs: try await cube.slabs(measures))
    }

    /// What these measures counted in the months of some periods, in the units of a scope. Ask once for all that a page shows:
    /// its numbers are then of one moment.
    package func table(
        _ measures: [String], _ months: Range<Int>, _ scope: UnitScope, _ view: UnitView, today: Day
    ) async throws -> UnitTable {
        try await table(try await counts(measures), of: measures, months, scope, view, today: today)
    }

    /// The same of what was read before.
    package func table(
        _ counts: MeasureCounts, of measures: [String], _ months: Range<Int>, _ scope: UnitScope, _ view: UnitView,
        today: Day
    ) async throws -> UnitTable {
        let slabs = counts.slabs.filter { measures.contains($0.key) }
        let history = try await units.history()
        let accumulated = catalogue.accumulated.intersection(measures)
        var stretches: [UnitTable.Stretch] = []
        for (months, day) in Self.stretches(of: months, view, history, today: today) {
            let tree = try await units.tree(on: day)
            let grouping = try await cube.grouping(by: scope, view, in: tree, of: history)
            let count = grouping.units.count + 1
            stretches.append(
                UnitTable.Stretch(
                    months: months, units: grouping.units,
                    counts: slabs.mapValues { $0.sums(months, by: grouping.groups, count: count) },
                    opening: slabs.filter { accumulated.contains($0.key) }.mapValues {
                        $0.sums(before: months.lowerBound, by: grouping.groups, count: count)
                    }))
        }
        return UnitTable(stretches: stretches, view: view, today: today)
    }

    /// The units in which anything is counted in some months: those of the agencies that count, and those above them. Ask for
    /// the counts first.
    package func countedUnits(in months: Range<Int>, _ view: UnitView, today: Day) async throws -> [AdministrativeUnit]
    {
        let history = try await units.history()
        let served = try await cube.units()
        var found: Set<UnitID> = []
        for (_, day) in Self.stretches(of: months, view, history, today: today) {
            let tree = try await units.tree(on: day)
            for id in served {
                let holders =
                    view == .matched
                    ? history.heirs(of: id, in: tree) : [history.holder(of: id, in: tree)].compactMap(\.self)
                for unit in holders { found.formUnion([unit.id] + tree.ancestors(of: unit.code).map(\.id)) }
            }
        }
        return history.units.filter { found.contains($0.id) }
    }

    /// The agencies that ever counted anything and are counted in a unit on a day.
    package func places(in unit: UnitID, _ view: UnitView, on day: Day) async throws -> [String] {
        let history = try await units.history()
        let tree = try await units.tree(on: view == .asWas ? day : units.today)
        let grouping = try await cube.grouping(by: .only(unit), view, in: tree, of: history)
        return cube.places.enumerated().filter { grouping.counts($0.offset) }.map(\.element)
    }

    /// Those of them that serve just this unit and none below it, or just the whole country.
    package func places(servingOnly unit: UnitID?, _ view: UnitView, on day: Day) async throws -> Set<String> {
        let history = try await units.history()
        let tree = try await units.tree(on: view == .asWas ? day : units.today)
        return try await cube.places { $0.flatMap { history.holder(of: $0, in: tree)?.id } == unit }
    }

    /// What an indicator was in one unit in each of these periods. Of a unit seen as it was, periods before and after it are
    /// left out, and those that it saw in part have a break.
    package func course(
        of indicator: Indicator, in periods: [Period], at unit: UnitID, _ view: UnitView, today: Day
    ) async throws -> [IndicatorValue] {
        let months = periods.compactMap(\.months)
        guard let first = months.map(\.lowerBound).min(), let last = months.map(\.upperBound).max() else { return [] }
        let table = try await table(
            Set(indicator.formulas.flatMap(\.measures)).sorted(), first..<last, .only(unit), view, today: today)
        return periods.compactMap { table.comparison(indicator, in: $0)?.rows.first?.value }
    }

    /// What an indicator was in a period in each of the units of a scope; nil where no formula covers it or no months make it.
    package func comparison(
        of indicator: Indicator, in period: Period, _ scope: UnitScope, _ view: UnitView, today: Day
    ) async throws -> UnitComparison? {
        guard let months = period.months, let formula = indicator.formula(in: period) else { return nil }
        return try await table(formula.measures, months, scope, view, today: today).comparison(indicator, in: period)
    }

    /// The months, cut where the tree changes for those who look; a month belongs to the tree of its last day.
    private static func stretches(
        of months: Range<Int>, _ view: UnitView, _ history: UnitHistory, today: Day
    ) -> [(months: Range<Int>, day: Day)] {
        guard view == .asWas else { return [(months, today)] }
        var stretches: [(months: Range<Int>, day: Day)] = []
        let days = history.turningDays
        for (index, day) in days.enumerated() {
            let first = day == .beginning ? months.lowerBound : day.monthNumber
            let end = index + 1 < days.count ? days[index + 1].monthNumber : months.upperBound
            guard first < end else { continue }
            let part = (first..<end).clamped(to: months)
            if !part.isEmpty { stretches.append((part, day)) }
        }
        return stretches
    }
}

/// What measures counted at each agency in each month.
package struct MeasureCounts: Sendable {
    let slabs: [String: Slab]

    /// The years in which any of these measures counted anything, as months; empty where none did.
    package func months(of measures: [String]) -> Range<Int> {
        let known = measures.compactMap { slabs[$0]?.months }.filter { !$0.isEmpty }
        guard let first = known.map(\.lowerBound).min(), let end = known.map(\.upperBound).max() else { return 0..<0 }
        return first..<end
    }
}
