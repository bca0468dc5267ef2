// SPDX-License-Identifier: Apache-2.0

import Indicators
import Kernel
import Units
import Web

/// How a comparison of units reads.
struct CompareWords {
    let comparison: Comparison
    let strings: Strings
    let formats: Formats

    private var question: Comparison.Question { comparison.question }

    /// Where the same is compared with something else.
    private func href(_ change: (inout Comparison.Question) -> Void) -> String {
        var question = question
        change(&question)
        return Self.href(question)
    }

    static func href(_ question: Comparison.Question) -> String {
        "/steering/compare?"
            + fields(of: question).map { "\($0.name)=\($0.value)" }.joined(separator: "&")
    }

    /// As the address has them. Ids of units and indicators need no escaping.
    private static func fields(of question: Comparison.Question) -> [ComparePage.Kept] {
        var fields = question.units.map { ComparePage.Kept(name: "unit", value: $0) }
        fields.append(.init(name: "per", value: question.kind.rawValue))
        if let period = question.period { fields.append(.init(name: "at", value: period.description)) }
        if question.view != .asWas { fields.append(.init(name: "view", value: question.view.rawValue)) }
        return fields + question.indicators.map { .init(name: "indicator", value: $0) }
    }

    /// What a form passes on beside what is typed into it.
    func kept(withIndicators: Bool) -> [ComparePage.Kept] {
        var question = question
        if !withIndicators { question.indicators = [] }
        return Self.fields(of: question)
    }

    private var period: String { comparison.period.map { strings.period($0, formats) } ?? "" }

    var title: String {
        guard comparison.columns.count > 1, comparison.period != nil else { return strings["steering.compare.title"] }
        return strings.fill(
            "steering.compare.heading", ["count": formats.number(comparison.columns.count), "period": period])
    }

    var notices: [Notice] {
        comparison.remarks.map { remark in
            switch remark {
            case .unknown(let count):
                Notice(strings.fill("steering.compare.unknown", ["count": formats.number(count)]))
            case .twice: Notice(strings["steering.compare.twice"])
            case .tooMany:
                Notice(strings.fill("steering.compare.too_many", ["count": "\(Comparison.Question.most)"]))
            }
        }
    }

    // MARK: units

    var chosen: [ComparePage.Unit] {
        comparison.columns.map { column in
            let path = path(column.above)
            return ComparePage.Unit(
                name: column.unit.name, path: path, note: note(column), hasNote: !note(column).isEmpty,
                action: [
                    Link(
                        strings["steering.compare.remove"],
                        href { $0.units.removeAll { $0 == column.unit.id.description } })
                ])
        }
    }

    func found(_ finding: UnitFinding) -> ComparePage.Unit {
        let id = finding.unit.id.description
        let heirs = finding.heirs.map(\.name).joined(separator: ", ")
        let note =
            heirs.isEmpty
            ? finding.unit.validTo.map { strings.fill("steering.compare.gone", ["day": formats.date($0)]) } ?? ""
            : strings.fill("steering.compare.now", ["units": heirs])
        return ComparePage.Unit(
            name: finding.unit.name, path: path(finding.ancestors), note: note, hasNote: !note.isEmpty,
            action: question.units.contains(id)
                ? []
                : [
                    Link(
                        strings["steering.compare.add"],
                        href { $0.units.append(id) })
                ])
    }

    private func path(_ above: [AdministrativeUnit]) -> String {
        above.reversed().map(\.name).joined(separator: ", ")
    }

    /// That a unit was not there, or only for a part of the period.
    private func note(_ column: Comparison.Column) -> String {
        guard comparison.period != nil else { return "" }
        return switch column.presence {
        case .there: ""
        case .partly: strings["steering.compare.partly"]
        case .notYet(let day): strings.fill("steering.compare.not_yet", ["day": formats.date(day)])
        case .gone(let day): strings.fill("steering.compare.gone", ["day": formats.date(day)])
        }
    }

    /// The same where there is little room.
    private func absence(_ column: Comparison.Column) -> String {
        switch column.presence {
        case .there, .partly: strings["indicators.no_value"]
        case .notYet: strings["steering.compare.absent.not_yet"]
        case .gone: strings["steering.compare.absent.gone"]
        }
    }

    // MARK: when, how and what

    var kinds: Tabs {
        Tabs(
            strings["indicators.kinds"],
            RoomPage.kinds.map { kind in
                Tabs.Tab(
                    strings["indicators.kind.\(kind.rawValue)"],
                    href {
                        $0.kind = kind
                        $0.period = nil
                    }, isHere: kind == question.kind)
            })
    }

    var views: Tabs {
        Tabs(
            strings["indicators.views"],
            UnitView.allCases.map { view in
                Tabs.Tab(
                    strings["indicators.view.\(view.rawValue).name"], href { $0.view = view },
                    isHere: view == question.view)
            })
    }

    var note: String { strings["indicators.view.\(question.view.rawValue).text"] }

    var periods: Pagination {
        guard let period = comparison.period else { return Pagination(label: "") }
        func link(_ period: Period) -> Link { Link(strings.period(period, formats), href { $0.period = period }) }
        return Pagination(
            label: self.period, previous: link(period.previous),
            next: period.days.upperBound < comparison.today ? link(period.next) : nil)
    }

    var indicators: Choice {
        Choice(
            "indicator", legend: strings["steering.compare.indicators"],
            options: comparison.offered.map { indicator in
                .init(
                    indicator.id, indicator.name[strings.language],
                    isChosen: comparison.rows.contains { $0.indicator.id == indicator.id })
            })
    }

    // MARK: numbers

    var programmes: [ComparePage.Programme] {
        let rows = comparison.rows.filter(\.isKnown)
        let names = rows.map(\.indicator.programme).reduce(into: [String]()) {
            if !$0.contains($1) { $0.append($1) }
        }
        let columns = comparison.columns.map { column in
            // That it was not there, its cells say.
            let note = column.presence.isThere ? note(column) : ""
            return ComparePage.Column(
                name: column.unit.name, href: roomHref(column), path: path(column.above), note: note,
                hasNote: !note.isEmpty)
        }
        return names.map { name in
            ComparePage.Programme(
                name: strings["indicators.programme.\(name)"], columns: columns,
                rows: rows.filter { $0.indicator.programme == name }.map(row))
        }
    }

    var unknown: [Link] {
        comparison.rows.filter { !$0.isKnown }.map {
            Link($0.indicator.name[strings.language], href(of: $0.indicator))
        }
    }

    /// The room of a unit that is there today, else the page that says what became of it.
    private func roomHref(_ column: Comparison.Column) -> String {
        let unit = column.unit
        guard let last = unit.validTo else {
            return "/steering?unit=\(unit.id)&per=\(question.kind.rawValue)"
                + (comparison.period.map { "&at=\($0)" } ?? "")
        }
        return "/units/\(unit.code)/\(last)"
    }

    private func row(_ row: Comparison.Row) -> ComparePage.Row {
        let words = IndicatorWords(row.indicator, strings, formats)
        let (best, worst) = row.extremes
        let hasGoals = row.cells.contains { $0.goal != nil }
        return ComparePage.Row(
            name: words.name, href: href(of: row.indicator), note: hasGoals ? "" : strings["steering.no_target"],
            cells: row.cells.enumerated().map { index, cell in
                let column = comparison.columns[index]
                let mark =
                    best.contains(index)
                    ? Tag(strings["steering.compare.best"], isStrong: true)
                    : worst.contains(index) ? Tag(strings["steering.compare.worst"]) : nil
                return ComparePage.Cell(
                    column: column.unit.name, value: words.text(cell.value?.value),
                    href: href(of: row.indicator, at: column.unit.id),
                    parts: cell.value.flatMap { row.indicator.unit == .percent ? words.parts(of: $0) : nil } ?? "",
                    target: cell.goal.map(words.target) ?? strings["steering.no_target"],
                    absent: absence(column),
                    isKnown: cell.value?.value != nil, isBest: best.contains(index),
                    hasTarget: hasGoals && column.presence.isThere, mark: mark.map { [$0] } ?? [],
                    status: cell.goal.flatMap { goal in cell.value.flatMap { words.status(goal, of: $0) } }
                        .map { [$0] } ?? [],
                    trend: words.trend(cell.course).map { [$0] } ?? [], rank: rank(cell, row.indicator, column))
            })
    }

    private func rank(_ cell: Comparison.Cell, _ indicator: Indicator, _ column: Comparison.Column) -> [Link] {
        guard let place = cell.place, cell.others > 1 else { return [] }
        let slots = ["place": formats.number(place.rank), "count": formats.number(cell.others)]
        let path = "/indicators/\(indicator.id)/ranking?" + query + (column.above.last.map { "&unit=\($0.id)" } ?? "")
        let name = column.above.last?.name ?? strings["indicators.country"]
        return [Link(strings.fill("steering.compare.rank", slots.merging(["name": name]) { $1 }), path)]
    }

    private func href(of indicator: Indicator, at unit: UnitID? = nil) -> String {
        "/indicators/\(indicator.id)?" + query + (unit.map { "&unit=\($0)" } ?? "")
    }

    private var query: String {
        "per=\(question.kind.rawValue)" + (comparison.period.map { "&at=\($0)" } ?? "")
            + (question.view == .asWas ? "" : "&view=\(question.view.rawValue)")
    }
}
