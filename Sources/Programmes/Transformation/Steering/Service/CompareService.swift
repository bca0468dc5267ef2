// SPDX-License-Identifier: Apache-2.0

import Indicators
import Kernel
import Units

/// Sets units beside each other. Like the room it reads counts, which are public.
package struct CompareService: Sendable {
    /// So many periods make a course.
    private static let length = 12

    let rooms: RoomService
    var units: UnitService { rooms.units }

    package init(rooms: RoomService) { self.rooms = rooms }

    /// Units as people type their names, to choose from.
    func find(_ text: String) async throws -> [UnitFinding] { try await units.find(text, limit: 12) }

    func compare(_ asked: Comparison.Question) async throws -> Comparison {
        let (indicators, today) = (rooms.indicators, units.today)
        var question = asked
        let (chosen, remarks) = try await chosen(asked.units)
        question.units = chosen.map(\.id.description)
        let offered = indicators.catalogue.indicators.filter {
            !$0.formulas.isEmpty && $0.periods.contains(question.kind)
        }
        let named = offered.filter { question.indicators.contains($0.id) }
        question.indicators = named.map(\.id)
        let shown = named.isEmpty ? offered : named
        guard !chosen.isEmpty, let period = try await period(question, chosen, today: today), let last = period.months
        else {
            return Comparison(
                question: question, columns: chosen.map { .init(unit: $0, above: [], presence: .there) }, period: nil,
                rows: [], offered: offered, remarks: remarks, today: today)
        }
        let measures = Set(shown.flatMap { $0.formulas.flatMap(\.measures) }).sorted()
        let counts = try await indicators.counts(measures)
        func table(_ months: Range<Int>, _ scope: UnitScope) async throws -> UnitTable {
            try await indicators.table(counts, of: measures, months, scope, question.view, today: today)
        }
        var periods = [period]
        while periods.count < Self.length { periods.insert(periods[0].previous, at: 0) }
        let months = (periods[0].months ?? last).lowerBound..<last.upperBound
        var columns: [Comparison.Column] = []
        var cells: [[Comparison.Cell]] = []
        var rankings: [UnitID?: [String: Ranking]] = [:]
        for unit in chosen {
            let presence = Comparison.Presence(of: unit, in: period, question.view, today: today)
            let above = try await above(unit, in: period, question.view)
            columns.append(.init(unit: unit, above: above, presence: presence))
            guard presence.isThere else {
                cells.append(shown.map { _ in .init(value: nil, course: [], goal: nil, place: nil, others: 0) })
                continue
            }
            let own = try await table(months, .only(unit.id))
            let targets = try await rooms.targets.targets(of: unit.id)
            let parent = above.last?.id
            if rankings[parent] == nil {
                let siblings = try await table(last, parent.map { .below($0) } ?? .provinces)
                rankings[parent] = Dictionary(
                    uniqueKeysWithValues: shown.map { ($0.id, Self.ranking(of: $0, in: period, siblings)) })
            }
            cells.append(
                shown.map { indicator in
                    let course = periods.compactMap { own.comparison(indicator, in: $0)?.rows.first?.value }
                    let value = course.last { $0.period == period && !$0.isEmpty }
                    let places = rankings[parent]?[indicator.id]?.places ?? []
                    return Comparison.Cell(
                        value: value, course: Array(course.drop(while: \.isEmpty)),
                        goal: indicator.goal(in: period, among: targets, isCountry: false),
                        place: places.first { $0.unit.id == unit.id }, others: places.count)
                })
        }
        return Comparison(
            question: question, columns: columns, period: period,
            rows: shown.enumerated().map { index, indicator in
                .init(indicator: indicator, cells: cells.map { $0[index] })
            },
            offered: offered, remarks: remarks, today: today)
    }

    private static func ranking(of indicator: Indicator, in period: Period, _ siblings: UnitTable) -> Ranking {
        Ranking(
            siblings.comparison(indicator, in: period)?.rows.filter { !$0.value.isEmpty } ?? [], before: [],
            indicator.direction)
    }

    /// The units that are meant, each once, and what had to be left aside.
    private func chosen(_ texts: [String]) async throws -> ([AdministrativeUnit], [Comparison.Remark]) {
        let history = try await units.history()
        var chosen: [AdministrativeUnit] = [], remarks: [Comparison.Remark] = []
        // A long list is not looked through to its end.
        let known = texts.filter { !$0.isEmpty }.prefix(100).map { UnitID(typed: $0).flatMap(history.unit) }
        let unknown = known.count { $0 == nil }
        if unknown > 0 { remarks.append(.unknown(unknown)) }
        for unit in known.compactMap(\.self) where !chosen.contains(where: { $0.id == unit.id }) { chosen.append(unit) }
        if chosen.count + unknown < known.count { remarks.append(.twice) }
        if chosen.count > Comparison.Question.most { remarks.append(.tooMany) }
        return (Array(chosen.prefix(Comparison.Question.most)), remarks)
    }

    /// The units above one: on the last day of the period on which it was there, or now.
    private func above(
        _ unit: AdministrativeUnit, in period: Period, _ view: UnitView
    ) async throws -> [AdministrativeUnit] {
        let day =
            view == .asWas
            ? max(min(period.days.upperBound, unit.validTo ?? units.today, units.today), unit.validFrom)
            : min(unit.validTo ?? units.today, units.today)
        return try await units.tree(on: day).ancestors(of: unit.code)
    }

    /// The one asked for, or the last that is over of the time in which any of the units was there.
    private func period(
        _ question: Comparison.Question, _ chosen: [AdministrativeUnit], today: Day
    ) async throws -> Period? {
        if let asked = question.period, asked.kind == question.kind, asked.days.lowerBound <= today { return asked }
        let last = question.view == .asWas ? chosen.map { $0.validTo ?? today }.max() ?? today : today
        return try await rooms.lastPeriod(question.kind, on: min(last + 1, today))
    }
}
