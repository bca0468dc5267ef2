// SPDX-License-Identifier: Apache-2.0

import Casework
import Foundation
import Indicators
import Kernel
package import Reports
import Units
package import Web

/// Puts a report into words: what was counted, what was printed, what is late, what comes next.
package struct ReportWords {
    /// Of more units than twice as many only the first and the last are listed.
    private static let listed = 5

    private let material: ReportMaterial
    private let strings: Strings
    private let formats: Formats
    private var sources = Sources()

    /// The sources named so far, each once.
    private struct Sources {
        private(set) var texts: [String] = []

        mutating func number(of text: String) -> Int {
            if let known = texts.firstIndex(of: text) { return known + 1 }
            texts.append(text)
            return texts.count
        }
    }

    package static func write(_ material: ReportMaterial, _ strings: Strings) -> Report {
        var words = ReportWords(material, strings)
        return words.report()
    }

    private init(_ material: ReportMaterial, _ strings: Strings) {
        (self.material, self.strings, formats) = (material, strings, Formats(strings.language))
    }

    private func word(_ key: String, _ slots: [String: String] = [:]) -> String {
        strings.fill("steering.reports.\(key)", slots)
    }

    private mutating func report() -> Report {
        let overview = Report.Section("overview", word("overview"), overview())
        let fields = material.plan.fields.map { field in
            Report.Section(field.id, field.name[strings.language], self.field(field))
        }
        let rankings = Report.Section("rankings", word("rankings"), self.rankings())
        let late = Report.Section("late", word("late"), self.late())
        let next = Report.Section("next", word("next", ["period": inSentence(material.period.next)]), self.next())
        let title = material.kind.title[strings.language].filling([
            "period": inSentence(material.period), "next": inSentence(material.period.next),
        ])
        return Report(
            title: title, author: strings.language == .en ? material.author.englishName : material.author.name,
            about: word(
                "about",
                [
                    "place": material.room.unit?.name ?? strings["indicators.country"],
                    "time": formats.time(material.time),
                ]), language: strings.language.rawValue,
            sections: [overview] + (fields + [rankings, late, next]).filter { !$0.blocks.isEmpty },
            notesTitle: word("notes"), notes: sources.texts)
    }

    /// The time of a printed figure: "Tháng 9/2020", "2019 → 2020".
    private func time(_ printed: String) -> String {
        Period(printed).map { strings.period($0, formats) }
            ?? printed.replacing("->", with: " → ").replacing("..", with: " – ")
    }

    /// "quý III/2020", "năm 2020"
    private func inSentence(_ period: Period) -> String {
        let text = strings.period(period, formats)
        return strings.language == .vi ? text.prefix(1).lowercased() + text.dropFirst() : text
    }

    // MARK: overview

    private mutating func overview() -> [Report.Block] {
        let standings = material.room.standings.filter { $0.value != nil }
        let withGoal = standings.filter { $0.goal != nil }
        let slots = [
            "all": formats.number(standings.count), "goals": formats.number(withGoal.count),
            "reached": formats.number(withGoal.count { $0.gap == nil }),
        ]
        let isFree = withGoal.isEmpty
        var blocks: [Report.Block] = [.text(word(isFree ? "counted_free" : "counted_goals", slots))]
        let printed = material.plan.fields.flatMap { material.results($0.topics) }.count
        if printed > 0 { blocks.append(.text(word("printed", ["count": formats.number(printed)]))) }
        if let table = goals(withGoal) { blocks.append(.table(table)) }
        return blocks
    }

    /// Results against the targets of the period, from wherever either comes.
    private mutating func goals(_ standings: [Standing]) -> Report.Table? {
        var rows: [Report.Row] = []
        for standing in standings {
            guard let goal = standing.goal, let value = standing.value else { continue }
            rows.append(
                Report.Row(
                    standing.indicator.id,
                    [
                        name(standing), amount(value, of: standing.indicator),
                        amount(goal.value, of: standing.indicator), .init(outcome(goal, value)),
                    ]))
        }
        var bound: Set<String> = []
        for (indicator, entry) in material.printed {
            guard let reported = indicator.reported.first(where: { $0.figure == entry.figure.code }),
                let target = indicator.target(in: reported.period), let low = entry.figure.value?.low
            else { continue }
            bound.insert(target.figure)
            let goal = indicator.goal(target.value)
            rows.append(
                Report.Row(
                    "\(indicator.id)/\(entry.figure.code)",
                    [
                        .init(
                            word("published_name", ["name": indicator.name[strings.language]]),
                            href: "/figures/\(entry.figure.code)"),
                        .init(
                            IndicatorWords(indicator, strings, formats).text(entry),
                            .init(indicator.goal(low).value, numberFormat(of: indicator)),
                            notes: notes(of: entry)),
                        amount(goal.value, of: indicator), .init(outcome(goal, indicator.goal(low).value)),
                    ]))
        }
        for entry in material.targets(for: material.period) where !bound.contains(entry.figure.code) {
            rows.append(
                Report.Row(
                    entry.figure.code,
                    [
                        .init(entry.figure.name, href: "/figures/\(entry.figure.code)"), .init(word("no_result")),
                        printed(entry, withUnit: true), .init(""),
                    ]))
        }
        guard !rows.isEmpty else { return nil }
        return Report.Table(
            "goals", word("goals"),
            columns: [
                .text(word("column.name")), .number(word("column.result")), .number(word("column.goal")),
                .text(word("column.outcome")),
            ], rows: rows)
    }

    private func outcome(_ goal: Goal, _ value: Double) -> String {
        strings[goal.isReached(by: value) ? "indicators.status.reached" : "indicators.status.missed"]
    }

    // MARK: fields

    private mutating func field(_ field: ReportPlan.Field) -> [Report.Block] {
        let standings = material.room.standings.filter {
            $0.value != nil && field.programmes.contains($0.indicator.programme)
        }
        var blocks: [Report.Block] = []
        if !standings.isEmpty { blocks.append(.table(counted(standings, field))) }
        let results = material.results(field.topics)
        if !results.isEmpty { blocks.append(.table(printed(results, field))) }
        return blocks
    }

    private mutating func counted(_ standings: [Standing], _ field: ReportPlan.Field) -> Report.Table {
        let source = sources.number(of: countedSource)
        let rows = standings.map { standing -> Report.Row in
            let indicator = standing.indicator, isShare = indicator.unit == .percent
            let value = standing.course.last, before = yearBefore(standing)
            func part(_ count: Int?) -> Report.Cell {
                guard isShare, let count else { return .init("") }
                return .init(formats.number(count), .init(Double(count), .count))
            }
            return Report.Row(
                indicator.id,
                [
                    name(standing, notes: [source]), part(value?.numerator), part(value?.denominator),
                    amount(standing.value, of: indicator, isShare ? .quotient(1, 2) : nil),
                    amount(before?.value, of: indicator), change(standing.value, before?.value, of: indicator),
                    amount(standing.goal?.value, of: indicator),
                ])
        }
        return Report.Table(
            "counted/\(field.id)", word("counted_table", ["period": inSentence(material.period)]),
            columns: [.text(word("column.name"))]
                + ["numerator", "denominator", "result", "before", "change", "goal"].map {
                    .number(word("column.\($0)"))
                }, rows: rows)
    }

    private var countedSource: String {
        let time = formats.time(material.time)
        guard let position = material.position else { return word("source.unsealed", ["time": time]) }
        return word("source.counted", ["time": time, "position": formats.number(Int(position))])
    }

    private func yearBefore(_ standing: Standing) -> IndicatorValue? {
        standing.course.last {
            $0.period.year == material.period.year - 1 && $0.period.number == material.period.number
        }
    }

    private mutating func printed(_ entries: [FigureEntry], _ field: ReportPlan.Field) -> Report.Table {
        var rows: [Report.Row] = []
        for entry in entries {
            let figure = entry.figure
            rows.append(
                Report.Row(
                    figure.code,
                    [
                        .init(figure.name, href: "/figures/\(figure.code)", notes: notes(of: entry)),
                        printed(entry, withUnit: false), .init(figure.unit), .init(time(figure.period)),
                        .init(
                            figure.base.map { [$0.period, $0.value].filter { !$0.isEmpty }.joined(separator: ": ") }
                                ?? ""),
                        .init(figure.change?.printed ?? ""),
                    ]))
        }
        return Report.Table(
            "printed/\(field.id)", word("printed_table"),
            columns: [
                .text(word("column.name")), .number(word("column.printed")), .text(word("column.unit")),
                .text(word("column.period")), .text(word("column.base")), .text(word("column.change")),
            ], rows: rows
        ).withoutEmptyColumns
    }

    /// As it was printed: with its unit as words, without it as a number too where it says one.
    private func printed(_ entry: FigureEntry, withUnit: Bool) -> Report.Cell {
        let figure = entry.figure
        if withUnit { return .init("\(figure.printed) \(figure.unit)") }
        let number = figure.value.flatMap { value in
            value.low == value.high ? Report.Number(NSDecimalNumber(decimal: value.low).doubleValue, .plain) : nil
        }
        return .init(figure.printed, number)
    }

    private mutating func notes(of entry: FigureEntry) -> [Int] {
        let source = entry.figure.source
        let printed = word("source.printed", ["title": source.title, "day": formats.date(source.day)])
        return ([printed] + [entry.figure.note[strings.language]].compactMap(\.self)).map { sources.number(of: $0) }
    }

    // MARK: rankings

    private mutating func rankings() -> [Report.Block] {
        var blocks: [Report.Block] = []
        let countries = material.results(["ranking"]).filter { $0.figure.unit.hasPrefix("thứ hạng") }
        if !countries.isEmpty { blocks.append(.table(self.countries(countries))) }
        for (indicator, ranking) in material.rankings {
            // Where all are alike there is no order to tell.
            guard ranking.places.contains(where: { $0.rank > 1 }) else {
                let value = amount(ranking.places.first?.value.value, of: indicator).text
                let slots = ["name": indicator.name[strings.language], "value": value]
                blocks.append(.text(word("all_alike", slots)))
                continue
            }
            blocks += [.table(table(of: indicator, ranking)), .bars(bars(of: indicator, ranking))]
        }
        return blocks
    }

    private mutating func countries(_ entries: [FigureEntry]) -> Report.Table {
        var rows: [Report.Row] = []
        for entry in entries {
            let figure = entry.figure
            let rank = figure.value?.low
            let before = figure.base.flatMap { PrintedNumber($0.value)?.low }
            func cell(_ number: Decimal?, _ text: String) -> Report.Cell {
                .init(text, number.map { .init(NSDecimalNumber(decimal: $0).doubleValue, .plain) })
            }
            let gained = rank.flatMap { rank in before.map { NSDecimalNumber(decimal: $0 - rank).intValue } }
            rows.append(
                Report.Row(
                    figure.code,
                    [
                        .init(figure.name, href: "/figures/\(figure.code)", notes: notes(of: entry)),
                        cell(rank, figure.rank.isEmpty ? figure.printed : figure.rank),
                        cell(before, figure.base?.value ?? ""),
                        .init(
                            gained.map(movement) ?? "",
                            gained.map { .init(Double($0), .plain, .difference(2, 1)) }),
                        .init(time(figure.period)),
                    ]))
        }
        return Report.Table(
            "countries", word("countries"),
            columns: [
                .text(word("column.name")), .number(word("column.rank")), .number(word("column.rank_before")),
                .number(word("column.movement")), .text(word("column.period")),
            ], rows: rows)
    }

    private func movement(_ gained: Int) -> String {
        gained == 0 ? word("same_rank") : (gained > 0 ? "+" : "−") + formats.number(abs(gained))
    }

    private func shown(_ ranking: Ranking) -> [Ranking.Place] {
        let places = ranking.places
        return places.count <= 2 * Self.listed
            ? places : Array(places.prefix(Self.listed) + places.suffix(Self.listed))
    }

    /// Whether any of those shown had a place before.
    private func moves(_ ranking: Ranking) -> Bool { shown(ranking).contains { $0.movement != nil } }

    private func table(of indicator: Indicator, _ ranking: Ranking) -> Report.Table {
        let moves = moves(ranking)
        let rows = shown(ranking).map { place -> Report.Row in
            func part(_ count: Int) -> Report.Cell { .init(formats.number(count), .init(Double(count), .count)) }
            let movement: [Report.Cell] = moves ? [.init(place.movement.map(movement) ?? "")] : []
            let first = 2 + movement.count
            return Report.Row(
                "\(place.unit.id)",
                [
                    .init(place.unit.name, href: series(indicator, at: place.unit.id)),
                    .init(formats.number(place.rank), .init(Double(place.rank), .count)),
                ] + movement + [
                    part(place.value.numerator), part(place.value.denominator),
                    amount(place.value.value, of: indicator, .quotient(first, first + 1)),
                ])
        }
        let all = ranking.places.count
        return Report.Table(
            "ranking/\(indicator.id)",
            word(
                rows.count == all ? "ranking" : "ranking_part",
                ["name": indicator.name[strings.language], "count": "\(Self.listed)", "all": formats.number(all)]),
            columns: [.text(word("column.place"))]
                + (["rank"] + (moves ? ["movement"] : []) + ["numerator", "denominator", "result"]).map {
                    .number(word("column.\($0)"))
                }, rows: rows)
    }

    private func bars(of indicator: Indicator, _ ranking: Ranking) -> Report.Bars {
        Report.Bars(
            "bars/\(indicator.id)", indicator.name[strings.language], of: "ranking/\(indicator.id)",
            column: moves(ranking) ? 5 : 4,
            bars: shown(ranking).map { place in
                let value = place.value.value ?? 0
                return .init(place.unit.name, amount(value, of: indicator).text, value)
            }, top: 1)
    }

    // MARK: what is late, and what comes next

    private func late() -> [Report.Block] {
        var blocks: [Report.Block] = []
        let missed = material.room.standings.filter { $0.gap != nil }.sorted { ($0.gap ?? 0) > ($1.gap ?? 0) }
        if !missed.isEmpty {
            blocks.append(
                .table(
                    Report.Table(
                        "missed", word("missed"),
                        columns: [
                            .text(word("column.name")), .number(word("column.result")), .number(word("column.goal")),
                            .text(word("column.since")), .text(word("column.worst")),
                        ],
                        rows: missed.map { standing in
                            Report.Row(
                                standing.indicator.id,
                                [
                                    name(standing), amount(standing.value, of: standing.indicator),
                                    amount(standing.goal?.value, of: standing.indicator),
                                    .init(standing.behindSince.map { strings.period($0, formats) } ?? ""),
                                    .init(standing.worst?.unit.name ?? ""),
                                ])
                        })))
        }
        let tasks = material.tasks.filter { $0.file.isLate(at: material.time) }
        if !tasks.isEmpty { blocks.append(.table(table(of: tasks, "late_tasks"))) }
        return blocks.isEmpty ? [.text(word("nothing_late"))] : blocks
    }

    private mutating func next() -> [Report.Block] {
        var rows: [Report.Row] = []
        for target in material.coming {
            guard let standing = material.room.standings.first(where: { $0.indicator.id == target.indicator }) else {
                continue
            }
            rows.append(
                Report.Row(
                    "\(target.indicator)/\(target.period)",
                    [
                        name(standing, notes: [sources.number(of: target.basis)]),
                        amount(standing.indicator.goal(target.value).value, of: standing.indicator),
                        .init(strings.period(target.period, formats)),
                    ]))
        }
        for entry in material.targets(for: material.period.next) {
            rows.append(
                Report.Row(
                    entry.figure.code,
                    [
                        .init(entry.figure.name, href: "/figures/\(entry.figure.code)", notes: notes(of: entry)),
                        printed(entry, withUnit: true), .init(time(entry.figure.target?.year ?? "")),
                    ]))
        }
        var blocks: [Report.Block] = []
        if !rows.isEmpty {
            blocks.append(
                .table(
                    Report.Table(
                        "coming", word("coming"),
                        columns: [
                            .text(word("column.name")), .number(word("column.goal")), .text(word("column.period")),
                        ], rows: rows)))
        }
        if !material.tasks.isEmpty { blocks.append(.table(table(of: material.tasks, "open_tasks"))) }
        return blocks
    }

    private func table(of tasks: [(file: CaseFile, lead: String)], _ name: String) -> Report.Table {
        Report.Table(
            name, word(name),
            columns: ["task", "lead", "state", "due"].map { .text(strings["steering.tasks.given.\($0)"]) },
            rows: tasks.map { file, lead in
                let due = file.phase == .running ? file.clock.map { formats.date($0.due) } : nil
                return Report.Row(
                    file.id.rawValue,
                    [
                        .init(file.matter, href: "/\(Tasks.path)/\(file.id)"), .init(lead),
                        .init(strings["steering.tasks.state.\(file.state)"]), .init(due ?? ""),
                    ])
            })
    }

    // MARK: cells

    private func name(_ standing: Standing, notes: [Int] = []) -> Report.Cell {
        .init(
            standing.indicator.name[strings.language], href: series(standing.indicator, at: material.room.unit?.id),
            notes: notes)
    }

    private func series(_ indicator: Indicator, at unit: UnitID?) -> String {
        "/indicators/\(indicator.id)?per=\(material.period.kind.rawValue)&at=\(material.period)"
            + (unit.map { "&unit=\($0)" } ?? "") + "&view=as-now"
    }

    private func numberFormat(of indicator: Indicator) -> Report.Number.Format {
        indicator.unit == .percent ? .percent : .count
    }

    /// A dash where there is none.
    private func amount(_ value: Double?, of indicator: Indicator, _ formula: Report.Formula? = nil) -> Report.Cell {
        guard let value else { return .init("–") }
        return .init(
            IndicatorWords(indicator, strings, formats).text(value),
            .init(value, numberFormat(of: indicator), formula))
    }

    /// Of shares in percentage points, of counts in percent of what was before.
    private func change(_ value: Double?, _ before: Double?, of indicator: Indicator) -> Report.Cell {
        guard let value, let before else { return .init("–") }
        func signed(_ text: String, _ change: Double) -> String { change > 0 ? "+\(text)" : text }
        if indicator.unit == .percent {
            let change = (value - before) * 100
            return .init(
                word("points", ["value": signed(formats.decimal(change), change)]),
                .init(change, .points, .points(3, 4)))
        }
        guard before != 0 else { return .init("–") }
        let change = (value - before) / before
        return .init(signed(formats.percent(change), change), .init(change, .percent, .growth(3, 4)))
    }
}

extension Report.Table {
    /// For rows whose numbers do not follow from each other.
    fileprivate var withoutEmptyColumns: Report.Table {
        let filled = columns.indices.filter { index in rows.contains { !$0.cells[index].text.isEmpty } }
        return Report.Table(
            id, caption, columns: filled.map { columns[$0] },
            rows: rows.map { row in Report.Row(row.id, filled.map { row.cells[$0] }) })
    }
}

extension String {
    /// With its `{slots}` filled.
    fileprivate func filling(_ slots: [String: String]) -> String {
        slots.reduce(self) { $0.replacing("{\($1.key)}", with: $1.value) }
    }
}
