// SPDX-License-Identifier: Apache-2.0

import Kernel
package import Units

/// Reckons indexes from what is counted. Nothing is kept.
package struct IndexService: Sendable {
    package let indexes: [CompositeIndex]
    let indicators: IndicatorService

    package init(indexes: [CompositeIndex], indicators: IndicatorService) {
        (self.indexes, self.indicators) = (indexes, indicators)
    }

    package func index(_ id: String) throws(IndicatorProblem) -> CompositeIndex {
        guard let index = indexes.first(where: { $0.id == id }) else { throw .noSuchIndicator }
        return index
    }

    /// An index in a period that months make: of a unit or the country, and of each unit below, the best first.
    package struct Standing: Sendable {
        package let score: IndexScore
        package let below: [(unit: AdministrativeUnit, score: IndexScore)]
    }

    package func standing(of index: CompositeIndex, in period: Period, at unit: UnitID?) async throws -> Standing {
        let catalogue = indicators.catalogue, today = indicators.units.today
        let named = (index.groups.flatMap { $0.items.map(\.indicator) } + index.apart).compactMap { catalogue[$0] }
        let measures = Set(named.flatMap { $0.formula(in: period)?.measures ?? [] }).sorted()
        let months = period.months ?? 0..<0
        let below = try await indicators.table(
            measures, months, unit.map { .below($0) } ?? .provinces, .asNow, today: today)
        var whole: [String: IndicatorValue] = [:]
        var units: [UnitID: AdministrativeUnit] = [:]
        var order: [UnitID] = []
        var values: [UnitID: [String: IndicatorValue]] = [:]
        for indicator in named {
            if unit == nil { whole[indicator.id] = below.whole(indicator, in: period) }
            for row in below.comparison(indicator, in: period)?.rows ?? [] where !row.value.isEmpty {
                if units.updateValue(row.unit, forKey: row.unit.id) == nil { order.append(row.unit.id) }
                values[row.unit.id, default: [:]][indicator.id] = row.value
            }
        }
        if let unit {
            let own = try await indicators.table(measures, months, .only(unit), .asNow, today: today)
            for indicator in named { whole[indicator.id] = own.comparison(indicator, in: period)?.rows.first?.value }
        }
        var best: [String: Double] = [:]
        for value in values.values.flatMap(\.self) {
            guard let share = value.value.value else { continue }
            best[value.key] = max(best[value.key] ?? 0, share)
        }
        let scores = order.compactMap { id in
            units[id].map { ($0, IndexScore(index, catalogue, values: values[id] ?? [:], best: best)) }
        }
        return Standing(
            score: IndexScore(index, catalogue, values: whole, best: best),
            below: scores.filter { $0.1.outOf > 0 }.sorted { $0.1.points > $1.1.points })
    }

    /// The last period of a kind that is over and in which anything of an index was counted.
    package func last(_ kind: Period.Kind, of index: CompositeIndex) async throws -> Period? {
        let ids = Set(index.groups.flatMap { $0.items.map(\.indicator) })
        let names = Set(
            indicators.catalogue.indicators.filter { ids.contains($0.id) }.flatMap { $0.formulas.flatMap(\.measures) })
        let measures = indicators.measures.filter { names.contains($0.id) }
        let running = Period(kind, containing: indicators.units.today)
        let limit = running.days.lowerBound - 1
        return try await indicators.lastDay(measures, through: limit).map { Period(kind, containing: $0) }
    }
}
