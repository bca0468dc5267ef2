// SPDX-License-Identifier: Apache-2.0

package import Indicators
package import Kernel
package import Units

/// Reads what a leader of a place sees first. All its numbers are counts, which are public; nothing is kept.
package struct RoomService: Sendable {
    /// So many periods make a course.
    private static let length = 12

    let indicators: IndicatorService
    let targets: TargetService
    let figures: FigureService
    let units: UnitService

    package init(indicators: IndicatorService, targets: TargetService, figures: FigureService, units: UnitService) {
        (self.indicators, self.targets, self.figures, self.units) = (indicators, targets, figures, units)
    }

    /// What somebody asks to see.
    package struct Question: Sendable {
        /// Nil for the country.
        package var unit: UnitID?
        package var kind = Period.Kind.quarter
        /// The last that is over and in which anything was counted, unless told.
        package var period: Period?
        /// The indicator that the map shows; the first unless told.
        package var map: String?

        package init() {}
    }

    /// An indicator of which somebody printed figures.
    package struct Published: Sendable {
        let indicator: Indicator
        /// In the order of their times.
        let figures: [FigureEntry]
        /// What is counted here in the newest of their years, or else in the last in which anything was counted; nil where nothing
        /// is.
        let counted: IndicatorValue?
    }

    package struct Room: Sendable {
        let question: Question
        let unit: AdministrativeUnit?
        /// The units above, the highest first.
        let above: [AdministrativeUnit]
        /// Nil where nothing was ever counted.
        let period: Period?
        let standings: [Standing]
        /// What was printed, beside what this system counts of the same definition.
        let published: [Published]
        let tree: UnitTree
        /// What the map shows, in each commune.
        let mapped: Indicator?
        let communes: [UnitID: IndicatorValue]
        let today: Day
    }

    package func room(_ question: Question) async throws -> Room {
        let (tree, today) = (try await units.tree(), units.today)
        let unit = try unit(question, in: tree)
        let counted = indicators.catalogue.indicators.filter {
            !$0.formulas.isEmpty && $0.periods.contains(question.kind)
        }
        let measures = Set(counted.flatMap { $0.formulas.flatMap(\.measures) }).sorted()
        let period = try await period(question, measures, today: today)
        let mapped = counted.first { $0.id == question.map } ?? counted.first
        var standings: [Standing] = []
        var communes: [UnitID: IndicatorValue] = [:]
        if let period, let last = period.months {
            var periods = [period]
            while periods.count < Self.length { periods.insert(periods[0].previous, at: 0) }
            let months = (periods[0].months?.lowerBound ?? last.lowerBound)..<last.upperBound
            let below = try await indicators.table(
                measures, months, unit.map { .below($0.id) } ?? .provinces, .asNow, today: today)
            let own =
                unit == nil
                ? nil
                : try await indicators.table(
                    measures, months, .only(unit?.id ?? UnitID("", from: .beginning)), .asNow, today: today)
            let goals = try await targets.targets(of: unit?.id)
            standings = counted.map { indicator in
                let values = periods.compactMap { period -> IndicatorValue? in
                    guard let own else { return below.whole(indicator, in: period) }
                    return own.comparison(indicator, in: period)?.rows.first?.value
                }
                return Standing(
                    indicator, course: Array(values.drop(while: \.isEmpty)), targets: goals, isCountry: unit == nil,
                    below: below.comparison(indicator, in: period)?.rows.filter { !$0.value.isEmpty } ?? [])
            }
            if let mapped, unit?.level != .commune {
                let rows =
                    try await indicators.comparison(
                        of: mapped, in: period, .communes(below: unit?.id), .asNow, today: today)?.rows ?? []
                communes = Dictionary(rows.map { ($0.unit.id, $0.value) }) { first, _ in first }
            }
        }
        return Room(
            question: question, unit: unit, above: unit.map { tree.ancestors(of: $0.code) } ?? [], period: period,
            standings: standings, published: unit == nil ? try await published(today: today) : [], tree: tree,
            mapped: mapped, communes: communes, today: today)
    }

    /// The unit that is asked about, nil for the country.
    func unit(_ question: Question, in tree: UnitTree) throws -> AdministrativeUnit? {
        try question.unit.map { id in
            guard let unit = tree.unit(id.code), unit.id == id else { throw UnitProblem.notFound(code: id.code) }
            return unit
        }
    }

    /// The last period of a kind that is over, today or on another day, and in which anything was counted.
    package func lastPeriod(_ kind: Period.Kind, on today: Day? = nil) async throws -> Period? {
        var question = Question()
        question.kind = kind
        let measures = Set(indicators.catalogue.indicators.flatMap { $0.formulas.flatMap(\.measures) }).sorted()
        return try await period(question, measures, today: today ?? units.today)
    }

    /// The one asked for, or the last that is over with anything counted in it, or else the one that goes on.
    private func period(_ question: Question, _ measures: [String], today: Day) async throws -> Period? {
        if let asked = question.period, asked.kind == question.kind, asked.days.lowerBound <= today { return asked }
        let ids = Set(measures)
        let known = indicators.measures.filter { ids.contains($0.id) }
        let running = Period(question.kind, containing: today)
        if let day = try await indicators.lastDay(known, through: running.days.lowerBound - 1) {
            return Period(question.kind, containing: day)
        }
        return try await indicators.lastDay(known, through: today).map { Period(question.kind, containing: $0) }
    }

    private func published(today: Day) async throws -> [Published] {
        let all = Dictionary(try await figures.all().map { ($0.figure.code, $0) }) { first, _ in first }
        let last = try await lastPeriod(.year)
        var published: [Published] = []
        for indicator in indicators.catalogue.indicators where !indicator.reported.isEmpty {
            let reported = indicator.reported.sorted { $0.period.days.upperBound < $1.period.days.upperBound }
            let years = [last].compactMap(\.self) + reported.map(\.period)
            let values = try await indicators.values(of: indicator, in: years, today: today)
            published.append(
                Published(
                    indicator: indicator, figures: reported.compactMap { all[$0.figure] },
                    counted: values.last { !$0.isEmpty && $0.value != nil }))
        }
        return published
    }
}
