// SPDX-License-Identifier: Apache-2.0

import Foundation
package import Indicators
package import Kernel
package import Ledger
package import Units

/// Answers questions for data. Numbers are those that the pages show, by the same functions; nothing here needs a permission,
/// because counts and printed figures are public.
package struct OpenDataService: Sendable {
    /// So many places in time and space are looked at for them at most.
    private static let mostCells = 2_000_000

    let indicators: IndicatorService
    let figures: FigureService
    let units: UnitService
    let ledger: LedgerReader
    let now: Now
    /// So many observations are in one answer at most.
    let most: Int

    package init(
        indicators: IndicatorService, figures: FigureService, units: UnitService, ledger: LedgerReader,
        most: Int = 100_000,
        now: @escaping Now
    ) {
        (self.indicators, self.figures, self.units) = (indicators, figures, units)
        (self.ledger, self.most, self.now) = (ledger, most, now)
    }

    func data(_ query: DataQuery) async throws -> DataSet {
        let found: DataSet
        if query.flow.id == Flow.figures.id {
            found = try await reportedFigures(query)
        } else {
            found = try await counted(query)
        }
        let data = found.reduced(to: query)
        guard !data.series.isEmpty else { throw OpenDataProblem.noResults }
        guard data.count <= most else { throw OpenDataProblem.tooLarge(most) }
        return data
    }

    /// An indicator that counted something, and the last day on which it did; for examples.
    func sample() async throws -> (indicator: String, day: Day) {
        let today = Day(now())
        let counted = indicators.catalogue.indicators.filter { !$0.formulas.isEmpty }
        for indicator in counted {
            let measures = indicators.measures.filter { indicator.measures.contains($0.id) }
            if let day = try await indicators.lastDay(measures, through: today) { return (indicator.id, day) }
        }
        return (counted.first?.id ?? "*", today)
    }

    // MARK: what is counted

    /// What anybody would have been told at a moment.
    private struct Moment {
        let today: Day
        /// Up to where the ledger is counted; all of it if nil.
        let position: Int64?
        let counts: MeasureCounts
    }

    private func moment(_ time: Date?, _ measures: [String]) async throws -> Moment {
        guard let time, time < now() else {
            return Moment(today: Day(now()), position: nil, counts: try await indicators.counts(measures))
        }
        let position = try await ledger.size(at: time)
        return Moment(
            today: Day(time), position: position, counts: try await indicators.counts(measures, upTo: position))
    }

    private struct Line {
        let kind: Period.Kind
        /// A unit, or the country.
        let unit: UnitID?
        let view: UnitView
        var values: [IndicatorValue] = []

        func key(_ indicator: Indicator) -> [String] {
            [kind.frequency, indicator.id, unit.map(AreaCode.of) ?? AreaCode.country, view.rawValue]
        }
    }

    private func counted(_ query: DataQuery) async throws -> DataSet {
        var data = DataSet(flow: query.flow, series: [])
        guard let days = query.days else { return data }
        let asked = indicators.catalogue.indicators.filter {
            !$0.formulas.isEmpty && query.admits($0.id, as: "INDICATOR")
        }
        let measures = Set(asked.flatMap(\.measures)).sorted()
        let moment = try await moment(query.asOf, measures)
        let before = try await query.updatedAfter.asyncMap { try await self.moment($0, measures) }
        var cells = 0
        for indicator in asked {
            var lines = try await lines(of: indicator, query, days, moment, &cells)
            if let before {
                let old = try await self.lines(of: indicator, query, days, before, &cells)
                lines = Self.changes(from: old, to: lines)
            }
            data.series += lines.compactMap { Self.series($0, of: indicator) }
            guard data.count <= most || query.limit != nil else { throw OpenDataProblem.tooLarge(most) }
        }
        return data
    }

    /// Each value of an indicator that is asked for, as of a moment.
    private func lines(
        of indicator: Indicator, _ query: DataQuery, _ days: ClosedRange<Day>, _ moment: Moment, _ cells: inout Int
    ) async throws -> [Line] {
        let known = moment.counts.months(of: indicator.measures)
        let asked = days.lowerBound.monthNumber..<days.upperBound.monthNumber + 1
        // Nothing happens in what is still to come, and what there is stays there when nothing happens.
        let told = known.lowerBound..<max(known.lowerBound, moment.today.monthNumber + 1)
        guard !known.isEmpty, told.overlaps(asked) else { return [] }
        let months = told.clamped(to: asked)
        let kinds = indicator.periods.filter { query.admits($0.frequency, as: "FREQ") }
        let views = UnitView.allCases.filter { query.admits($0.rawValue, as: "VIEW") }
        let periods = kinds.map { kind in
            Self.periods(kind, in: months).filter { $0.days.lowerBound <= moment.today && query.admits($0) }
        }
        cells += periods.reduce(0) { $0 + $1.count }
        var lines: [Line] = []
        if query.admits(AreaCode.country, as: "REF_AREA") {
            for (kind, periods) in zip(kinds, periods) {
                let values = try await country(indicator, kind, periods, months, moment)
                lines += views.map { Line(kind: kind, unit: nil, view: $0, values: values) }
            }
        }
        let monthly = zip(kinds, periods).filter { $0.0.isOfMonths && !$0.1.isEmpty }
        if !monthly.isEmpty {
            for view in views {
                let areas = try await indicators.countedUnits(in: months, view, today: moment.today).filter {
                    query.admits(AreaCode.of($0.id), as: "REF_AREA")
                }
                cells += areas.count * monthly.reduce(0) { $0 + $1.1.count }
                guard cells <= Self.mostCells else { throw OpenDataProblem.tooLarge(most) }
                for level in AdministrativeUnit.Level.allCases {
                    let scope = UnitScope.these(areas.filter { $0.level == level }.map(\.id))
                    let table = try await indicators.table(
                        moment.counts, of: indicator.measures, months, scope, view, today: moment.today)
                    for (kind, periods) in monthly { lines += Self.lines(indicator, kind, periods, view, in: table) }
                }
            }
        }
        return lines.filter { query.admits($0.key(indicator)) }
    }

    private func country(
        _ indicator: Indicator, _ kind: Period.Kind, _ periods: [Period], _ months: Range<Int>, _ moment: Moment
    ) async throws -> [IndicatorValue] {
        guard !periods.isEmpty else { return [] }
        guard kind.isOfMonths else {
            return try await indicators.values(
                of: indicator, in: periods, today: moment.today, upTo: moment.position)
        }
        let table = try await indicators.table(
            moment.counts, of: indicator.measures, months, .these([]), .asNow, today: moment.today)
        return periods.compactMap { table.whole(indicator, in: $0) }
    }

    private static func lines(
        _ indicator: Indicator, _ kind: Period.Kind, _ periods: [Period], _ view: UnitView, in table: UnitTable
    ) -> [Line] {
        var (order, lines): ([UnitID], [UnitID: Line]) = ([], [:])
        for period in periods {
            for row in table.comparison(indicator, in: period)?.rows ?? []
            where row.value.value != nil && !row.value.isEmpty {
                if lines[row.unit.id] == nil { order.append(row.unit.id) }
                lines[row.unit.id, default: Line(kind: kind, unit: row.unit.id, view: view)].values.append(row.value)
            }
        }
        return order.compactMap { lines[$0] }
    }

    private static func periods(_ kind: Period.Kind, in months: Range<Int>) -> [Period] {
        guard let first = Day(year: months.lowerBound / 12, month: months.lowerBound % 12 + 1, day: 1),
            let last = Day(year: (months.upperBound - 1) / 12, month: (months.upperBound - 1) % 12 + 1, day: 1)
        else { return [] }
        let end = last.daysOfMonth.upperBound
        return Array(
            sequence(first: Period(kind, containing: first)) { $0.days.upperBound < end ? $0.next : nil })
    }

    /// What reads otherwise than before: other counts, another status, or nothing then.
    private static func changes(from old: [Line], to new: [Line]) -> [Line] {
        struct Place: Hashable { let unit: UnitID?, view: UnitView, period: Period }
        var known: [Place: IndicatorValue] = [:]
        for line in old {
            for value in line.values { known[Place(unit: line.unit, view: line.view, period: value.period)] = value }
        }
        return new.map { line in
            var line = line
            line.values.removeAll { known[Place(unit: line.unit, view: line.view, period: $0.period)] == $0 }
            return line
        }
    }

    private static func series(_ line: Line, of indicator: Indicator) -> DataSet.Series? {
        let observations = line.values.compactMap { value -> DataSet.Observation? in
            guard !value.isEmpty, let number = value.value else { return nil }
            return DataSet.Observation(
                period: TimePeriod.text(value.period),
                value: indicator.unit == .percent ? "\(number * 100)" : "\(value.numerator)",
                attributes: [
                    value.status.rawValue, "\(value.numerator)",
                    value.formula.denominator.isEmpty ? nil : "\(value.denominator)", "\(value.formula.version)",
                ])
        }
        guard !observations.isEmpty else { return nil }
        return DataSet.Series(key: line.key(indicator), attributes: [indicator.unit.code], observations: observations)
    }

    // MARK: what was printed

    private func reportedFigures(_ query: DataQuery) async throws -> DataSet {
        let old = try await query.updatedAfter.asyncMap { try await figures.all(asOf: $0) } ?? []
        let known = Dictionary(old.map { ($0.figure.code, $0.version) }) { first, _ in first }
        let entries = try await figures.all(asOf: query.asOf).filter {
            query.admits([$0.figure.code]) && known[$0.figure.code] != $0.version
        }
        return DataSet(flow: query.flow, series: entries.map(DataSet.Series.init))
    }
}

extension Indicator {
    /// Those of all its formulas.
    fileprivate var measures: [String] { Set(formulas.flatMap(\.measures)).sorted() }
}

extension Indicator.Unit {
    /// As SDMX's own list has them (CL_UNIT_MEASURE).
    var code: String { self == .percent ? "PT" : "NUMBER" }
}

extension DataSet.Series {
    fileprivate init(_ entry: FigureEntry) {
        let figure = entry.figure
        self.init(
            key: [figure.code], attributes: [],
            observations: [
                DataSet.Observation(
                    period: nil, value: figure.value.map { "\($0.low)" },
                    attributes: [
                        figure.value.flatMap { $0.low == $0.high ? nil : "\($0.high)" }, figure.printed,
                        figure.unit.isEmpty ? nil : figure.unit, figure.period, figure.target == nil ? "false" : "true",
                        figure.origin.rawValue, figure.source.title, figure.source.day.description, figure.note[.vi],
                        figure.note[.en], "\(entry.version)", entry.event,
                    ])
            ])
    }
}

extension Optional {
    fileprivate func asyncMap<Other>(_ transform: (Wrapped) async throws -> Other) async rethrows -> Other? {
        guard let self else { return nil }
        return try await transform(self)
    }
}
