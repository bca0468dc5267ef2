// SPDX-License-Identifier: Apache-2.0

import Indicators
import Kernel
import Units
import Web

/// How the room reads.
struct RoomWords {
    /// So many units are compared at most.
    private static let longest = 34

    let room: RoomService.Room
    let strings: Strings
    let formats: Formats

    private func words(_ indicator: Indicator) -> IndicatorWords { IndicatorWords(indicator, strings, formats) }

    /// Where the room shows something else.
    private func href(_ change: (inout RoomService.Question) -> Void) -> String {
        var question = room.question
        change(&question)
        return Self.href("/steering", question)
    }

    private static func href(_ path: String, _ question: RoomService.Question) -> String {
        let parts = [
            "per=\(question.kind.rawValue)", question.period.map { "at=\($0)" }, question.unit.map { "unit=\($0)" },
            question.map.map { "map=\($0)" },
        ]
        return path + "?" + parts.compactMap(\.self).joined(separator: "&")
    }

    /// The page of an indicator, as the room shows it.
    private func series(_ indicator: Indicator, at unit: UnitID?) -> String {
        "/indicators/\(indicator.id)?per=\(room.question.kind.rawValue)" + (room.period.map { "&at=\($0)" } ?? "")
            + (unit.map { "&unit=\($0)" } ?? "") + "&view=as-now"
    }

    var breadcrumbs: [Breadcrumbs] {
        guard room.unit != nil else { return [] }
        let links = room.above.map { unit in Link(unit.name, href { $0.unit = unit.id }) }
        return [Breadcrumbs([Link(strings["indicators.country"], href { $0.unit = nil })] + links)]
    }

    func title(_ urgent: Int) -> String {
        guard let period = room.period else { return strings["steering.title.empty"] }
        let slots = [
            "count": "\(urgent)", "all": "\(known.count)", "period": strings.period(period, formats),
        ]
        return strings.fill(urgent == 0 ? "steering.title.quiet" : "steering.title.urgent", slots)
    }

    var kinds: Tabs {
        Tabs(
            strings["indicators.kinds"],
            RoomPage.kinds.map { kind in
                Tabs.Tab(
                    strings["indicators.kind.\(kind.rawValue)"],
                    href {
                        $0.kind = kind
                        $0.period = nil
                    }, isHere: kind == room.question.kind)
            })
    }

    var running: [Link] {
        guard let shown = room.period else { return [] }
        let now = Period(shown.kind, containing: room.today)
        guard shown == now else {
            return [
                Link(
                    strings.fill("steering.running", ["period": strings.period(now, formats)]), href { $0.period = now }
                )
            ]
        }
        return [Link(strings["steering.over"], href { $0.period = nil })]
    }

    /// As the page was asked for, but with the period it shows: what is counted for a later day moves none of its numbers.
    var live: String {
        var question = room.question
        (question.period, question.map) = (room.period, nil)
        return Self.href("/steering/live", question)
    }

    /// Where the place is set beside others.
    var compare: String {
        var question = Comparison.Question()
        question.units = room.unit.map { [$0.id.description] } ?? []
        (question.kind, question.period, question.view) = (room.question.kind, room.period, .asNow)
        return CompareWords.href(question)
    }

    /// What was added up in another tree than that of its time.
    var note: String {
        guard let period = room.period, period.days.lowerBound < room.tree.since else { return "" }
        return strings.fill("steering.recomputed", ["day": formats.date(room.tree.since)])
    }

    // MARK: what wants attention

    func card(_ standing: Standing) -> RoomPage.Card {
        let words = words(standing.indicator)
        let worst = standing.worst
        return RoomPage.Card(
            figure: Figure(
                label: words.name, value: words.text(standing.value),
                href: series(standing.indicator, at: room.unit?.id),
                source: standing.goal.map(words.target) ?? strings["steering.no_target"], status: status(standing)),
            trend: words.trend(standing.course).map { [$0] } ?? [], reason: reason(standing),
            worst: worst.map { [Link($0.unit.name, series(standing.indicator, at: $0.unit.id))] } ?? [],
            worstText: worst.map { words.share($0.value) } ?? "")
    }

    private func status(_ standing: Standing) -> Status? {
        if let goal = standing.goal, let value = standing.course.last, value.value != nil {
            return words(standing.indicator).status(goal, of: value)
        }
        guard standing.indicator.unit == .percent else { return nil }
        return standing.decline.map { _ in Status(.risk, strings["steering.worse"]) }
    }

    private func reason(_ standing: Standing) -> String {
        if let since = standing.behindSince {
            return strings.fill("steering.since", ["period": strings.period(since, formats)])
        }
        guard standing.decline != nil, standing.course.count > 1 else { return "" }
        let before = standing.course[standing.course.count - 2]
        return strings.fill(
            "steering.before",
            ["value": words(standing.indicator).text(before.value), "period": strings.period(before.period, formats)])
    }

    // MARK: all indicators

    /// Those of which anything was counted.
    private var known: [Standing] { room.standings.filter { !$0.course.isEmpty } }

    var programmes: [RoomPage.Programme] {
        let names = known.map(\.indicator.programme).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        return names.map { name in
            RoomPage.Programme(
                name: strings["indicators.programme.\(name)"],
                rows: Bullets(known.filter { $0.indicator.programme == name }.map(row)))
        }
    }

    private func row(_ standing: Standing) -> Bullets.Row {
        let words = words(standing.indicator)
        // A share fills a line of 100 %; a count that of the most there ever was or is to be.
        let most =
            standing.indicator.unit == .percent
            ? 1 : max(standing.course.compactMap(\.value).max() ?? 0, standing.goal?.value ?? 0, 1)
        return Bullets.Row(
            words.name, series(standing.indicator, at: room.unit?.id), value: words.text(standing.value),
            share: (standing.value ?? 0) / most, goal: standing.goal.map { (words.target($0), $0.value / most) },
            status: status(standing), trend: words.trend(standing.course))
    }

    func published(_ published: RoomService.Published) -> RoomPage.Published {
        let words = words(published.indicator)
        var figures = published.figures.map { entry in
            words.figure(entry, label: Period(entry.figure.period).map(words.period) ?? entry.figure.period)
        }
        if let value = published.counted {
            let slots = ["period": words.period(value.period)]
            figures.append(
                Figure(
                    label: strings.fill("steering.counted_here", slots), value: words.text(value.value),
                    unit: words.indicator.unit == .percent ? words.parts(of: value) : "",
                    href: "/indicators/\(words.indicator.id)?per=\(value.period.kind.rawValue)&at=\(value.period)",
                    source: strings["indicators.source"]))
        }
        return .init(name: words.name, figures: figures)
    }

    // MARK: where

    var mapTabs: [Tabs] {
        guard let mapped = room.mapped, !known.isEmpty, room.unit?.level != .commune else { return [] }
        return [
            Tabs(
                strings["steering.map.tabs"],
                known.map(\.indicator).map { indicator in
                    Tabs.Tab(
                        words(indicator).name, href { $0.map = indicator.id } + "#map",
                        isHere: indicator.id == mapped.id)
                })
        ]
    }

    var map: [UnitMap] {
        guard let mapped = room.mapped, !known.isEmpty, room.unit?.level != .commune else { return [] }
        let words = words(mapped),
            shades = Shades(of: mapped, in: room.communes.values.filter { !$0.isEmpty }.compactMap(\.value))
        let title = strings.fill(
            "steering.map.title", ["name": words.name, "period": room.period.map { strings.period($0, formats) } ?? ""])
        let known = room.communes.values.count { !$0.isEmpty }
        return [
            UnitMap(
                room.tree, below: room.unit?.code, title: title,
                description: strings.fill(
                    "steering.map.description",
                    ["known": formats.number(known), "all": formats.number(room.communes.count)]),
                legend: shades.legend(words, strings)
            ) { unit in room.communes[unit.id].flatMap { $0.isEmpty ? nil : $0.value.map(shades.shade) } }
        ]
    }

    /// The units below, those that want attention first.
    var units: [Bars] {
        guard let standing = room.standings.first(where: { $0.indicator.id == room.mapped?.id }),
            !standing.below.isEmpty
        else { return [] }
        let words = words(standing.indicator)
        let isShare = standing.indicator.unit == .percent, isUp = standing.indicator.direction == .up
        let known = standing.below.compactMap { row in row.value.value.map { (unit: row.unit, row.value, value: $0) } }
            .sorted { isShare && isUp ? $0.value < $1.value : $0.value > $1.value }
        return [
            Bars(
                caption: strings.fill(
                    known.count > Self.longest ? "steering.units.some" : "steering.units.all",
                    ["name": words.name, "count": "\(Self.longest)", "all": formats.number(known.count)]),
                labelColumn: strings["indicators.column.units"], valueColumn: words.name,
                rows: known.prefix(Self.longest).map { unit, value, number in
                    Bars.Row(
                        unit.name, href { $0.unit = unit.id }, value: number, text: words.text(number),
                        detail: isShare ? words.parts(of: value) : "")
                }, lowestFirst: isShare && isUp,
                reference: standing.value.flatMap { value in
                    isShare ? (value, strings.fill("indicators.all_places", ["value": words.text(value)])) : nil
                })
        ]
    }
}

/// The classes of a map, and what they say.
private struct Shades {
    /// Each class begins here, the first at nothing.
    let starts: [Double]
    let isShare: Bool

    /// Shares in fixed classes, so that two maps can be compared; counts in four that hold as many communes each.
    init(of indicator: Indicator, in values: [Double]) {
        isShare = indicator.unit == .percent
        guard !isShare else {
            starts = [0, 0.5, 0.8, 0.9, 0.95, 1]
            return
        }
        let sorted = values.sorted()
        let quarters = sorted.isEmpty ? [] : (1...3).map { sorted[sorted.count * $0 / 4] }
        starts = [0] + quarters.reduce(into: [Double]()) { if $1 > $0.last ?? 0 { $0.append($1) } }
    }

    func shade(_ value: Double) -> Int { starts.lastIndex { $0 <= value } ?? 0 }

    func legend(_ words: IndicatorWords, _ strings: Strings) -> [String] {
        starts.indices.map { index in
            if index + 1 == starts.count {
                return strings.fill("steering.map.from", ["low": words.text(starts[index])])
            }
            return strings.fill(
                "steering.map.between", ["low": words.text(starts[index]), "high": words.text(starts[index + 1])])
        }
    }
}
