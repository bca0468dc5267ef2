// SPDX-License-Identifier: Apache-2.0

import Foundation
import Kernel
import Web

/// One indicator: what it was, how it moved, how it is reckoned, who stands where; and beside it what others printed.
struct SeriesPage: Page {
    static let template = "indicators/series"

    struct Place: Sendable { let id: String, name: String }

    /// What is shown of an indicator, read before the page is made.
    struct Course: Sendable {
        let indicator: Indicator
        /// Where, if not everywhere.
        let place: Place?
        /// The oldest first, of one kind; empty where nothing was counted yet.
        let values: [IndicatorValue]
        /// The value that is taken apart.
        let shown: IndicatorValue?
        let places: [(name: String, place: String, value: IndicatorValue)]
        let reported: [FigureEntry]
        let targets: [FigureEntry]
        let measures: [Measure]
    }

    let breadcrumbs: Breadcrumbs
    let programme: String, title: String, place: String, about: String
    let figure: [Figure]
    let kinds: [Tabs]
    let course: [LineChart]
    let parts: [Table]
    let formula: SummaryList
    let places: [Bars]
    let reported: [Table]
    let isCounted: Bool, hasValues: Bool

    init(_ course: Course, kind: Period.Kind, strings: Strings, formats: Formats) {
        let indicator = course.indicator
        let words = SeriesWords(indicator: indicator, strings: strings, formats: formats)
        let link = "/indicators/\(indicator.id)"
        breadcrumbs = .indicators(strings, course.place.map { _ in Link(indicator.name[strings.language], link) })
        programme = strings["indicators.programme.\(indicator.programme)"]
        (title, about) = (indicator.name[strings.language], indicator.about[strings.language])
        place = course.place?.name ?? ""
        isCounted = !indicator.formulas.isEmpty
        hasValues = course.shown != nil
        let tabs = indicator.periods.map {
            Tabs.Tab(
                strings["indicators.kind.\($0.rawValue)"], words.href(per: $0, at: course.place?.id), isHere: $0 == kind
            )
        }
        kinds = isCounted ? [Tabs(strings["indicators.kinds"], tabs)] : []
        figure = course.shown.map { [words.figure($0, "#parts", label: strings.period($0.period, formats))] } ?? []
        self.course =
            course.values.count < 2 ? [] : [words.chart(course.values, target: words.target(course.shown?.period))]
        parts = course.shown.map { [words.parts($0, course.measures, at: course.place?.id)] } ?? []
        formula = SummaryList(words.formula(course.shown?.formula ?? indicator.formulas.last))
        places = words.bars(course)
        reported = words.reported(course)
    }

    static var mocks: [Self] {
        let formula = Indicator.Formula(
            version: 1, from: nil, numerator: ["a"], denominator: ["a", "b"], basis: "unverified")
        let month = Period(.month, containing: Day("2026-07-14") ?? .beginning)
        let hostile = Indicator.Words(vi: .hostile, en: .hostile)
        func page(_ formulas: [Indicator.Formula], _ counts: [[String: Int]]) -> Self {
            let indicator = Indicator(
                id: "x", name: hostile, about: hostile, programme: "digital_government", unit: .percent, direction: .up,
                periods: [.month, .year], formulas: formulas, reported: [], targets: [])
            let values = counts.enumerated().map { index, counts in
                IndicatorValue(
                    period: index == 0 ? month.previous : month, formula: formula, counts: counts,
                    status: index == 0 ? .final : .provisional)
            }
            let course = Course(
                indicator: indicator, place: counts.isEmpty ? .init(id: .hostile, name: .hostile) : nil, values: values,
                shown: values.last,
                places: values.last.map { [(.hostile, .hostile, $0)] } ?? [],
                reported: FigureEntry.mocks, targets: FigureEntry.mocks, measures: [Measure("a", nameKey: .hostile)])
            return .init(course, kind: .month, strings: .mock, formats: Formats(.vi))
        }
        return [page([formula], [["a": 9, "b": 1], ["a": 1]]), page([formula], []), page([], [])]
    }
}

/// How an indicator's numbers read.
struct SeriesWords {
    /// So many places are compared at most.
    private static let longest = 20

    let indicator: Indicator
    let strings: Strings
    let formats: Formats

    func text(_ value: Double?) -> String {
        guard let value else { return strings["indicators.no_value"] }
        return indicator.unit == .percent ? formats.percent(value) : formats.decimal(value, places: 0)
    }

    /// The name is the label unless the page bears it already.
    func figure(_ value: IndicatorValue?, _ href: String, label: String? = nil) -> Figure {
        let period = value.map { strings.period($0.period, formats) } ?? ""
        let source = strings["indicators.source"]
        return Figure(
            label: label ?? indicator.name[strings.language], value: text(value?.value), href: href,
            source: label == nil && !period.isEmpty ? "\(period). \(source)" : source, status: value.flatMap(status))
    }

    /// What was printed, where nothing here counts it.
    func figure(_ entry: FigureEntry?, _ href: String) -> Figure {
        Figure(
            label: indicator.name[strings.language], value: entry?.figure.printed ?? text(nil),
            unit: entry?.figure.unit ?? "", href: href,
            source: entry.map {
                strings.fill("indicators.printed", ["period": $0.figure.period, "title": $0.figure.source.title])
            } ?? strings["indicators.none"])
    }

    /// Against the target, if one holds; else only whether the period is over.
    private func status(_ value: IndicatorValue) -> Status? {
        if value.status == .provisional { return Status(.neutral, strings["indicators.status.provisional"]) }
        guard let target = target(value.period), let reached = value.value else { return nil }
        let isMet = indicator.direction == .up ? reached >= target.value : reached <= target.value
        return isMet
            ? Status(.onTime, strings["indicators.status.reached"]) : Status(.late, strings["indicators.status.missed"])
    }

    func trend(_ values: [IndicatorValue]) -> [Sparkline] {
        let known = values.filter { $0.value != nil }
        guard let first = known.first, let last = known.last, known.count > 1 else { return [] }
        return [
            Sparkline(
                values.map(\.value),
                label: strings.fill(
                    "indicators.trend",
                    [
                        "from": text(first.value), "first": strings.period(first.period, formats),
                        "to": text(last.value), "last": strings.period(last.period, formats),
                    ]))
        ]
    }

    func target(_ period: Period?) -> (value: Double, text: String)? {
        period.flatMap(indicator.target).map { target in
            let value = NSDecimalNumber(decimal: target.value).doubleValue / (indicator.unit == .percent ? 100 : 1)
            return (value, strings.fill("indicators.target", ["value": text(value)]))
        }
    }

    func chart(_ values: [IndicatorValue], target: (value: Double, text: String)?) -> LineChart {
        var breaks: [Int: String] = [:]
        for (index, pair) in zip(values, values.dropFirst()).enumerated()
        where pair.0.formula.version != pair.1.formula.version {
            breaks[index + 1] = strings.fill(
                "indicators.break", ["version": "\(pair.1.formula.version)", "basis": basis(pair.1.formula)])
        }
        return LineChart(
            label: strings.fill("indicators.course", ["name": indicator.name[strings.language]]),
            columns: (strings["indicators.column.period"], indicator.name[strings.language]),
            points: values.map { value in
                let told = text(value.value)
                return .init(
                    strings.period(value.period, formats), value.value,
                    text: value.status == .final ? told : strings.fill("indicators.provisional", ["value": told]))
            },
            format: { indicator.unit == .percent ? formats.percent($0, places: 0) : formats.decimal($0, places: 0) },
            target: target, breaks: breaks)
    }

    /// What stands above and below the line, each number leading to its cases.
    func parts(_ value: IndicatorValue, _ measures: [Measure], at place: String?) -> Table {
        func rows(_ ids: [String], _ part: String) -> [[Table.Cell]] {
            ids.map { id in
                let measure = measures.first { $0.id == id }
                let count = formats.number(value.counts[id] ?? 0)
                return [
                    .text(measure.map { strings[$0.nameKey] } ?? id), .text(strings[part]),
                    measure.map { .link(count, $0.factsPath(at: place, on: value.period.days)) } ?? .text(count),
                ]
            }
        }
        return Table(
            caption: strings.fill("indicators.parts", ["period": strings.period(value.period, formats)]),
            columns: [
                .text(strings["indicators.part.measure"]), .text(strings["indicators.part.side"]),
                .number(strings["indicators.show.count"]),
            ],
            rows: rows(value.formula.numerator, "indicators.part.above")
                + rows(value.formula.denominator, "indicators.part.below"))
    }

    func formula(_ formula: Indicator.Formula?) -> [SummaryList.Row] {
        guard let formula else { return [] }
        return [
            .init(strings["indicators.formula.version"], "\(formula.version)"),
            .init(
                strings["indicators.formula.from"],
                formula.from.map(formats.date) ?? strings["indicators.formula.always"]),
            .init(strings["indicators.formula.basis"], basis(formula)),
            .init(
                strings["indicators.formula.direction"], strings["indicators.direction.\(indicator.direction.rawValue)"]
            ),
        ]
    }

    private func basis(_ formula: Indicator.Formula) -> String {
        formula.basis == "unverified" ? strings["indicators.formula.unverified"] : formula.basis
    }

    func bars(_ course: SeriesPage.Course) -> [Bars] {
        guard let shown = course.shown else { return [] }
        let known = course.places.compactMap { place in place.value.value.map { (place: place, value: $0) } }
        guard !known.isEmpty else { return [] }
        // Of many places those that need somebody's attention are shown: the worst of a share, the largest of a count.
        let rows = known.sorted { worstIsLow ? $0.value < $1.value : $0.value > $1.value }.prefix(Self.longest).map {
            bar($0.place, $0.value, in: shown.period)
        }
        return [
            Bars(
                caption: placesCaption(known.count, shown.period), labelColumn: strings["indicators.show.place"],
                valueColumn: indicator.name[strings.language], rows: rows,
                reference: indicator.unit == .percent
                    ? shown.value.map { ($0, strings.fill("indicators.all_places", ["value": text($0)])) } : nil)
        ]
    }

    private func bar(
        _ place: (name: String, place: String, value: IndicatorValue), _ value: Double, in period: Period
    ) -> Bars.Row {
        let parts = [
            "value": text(value), "part": formats.number(place.value.numerator),
            "whole": formats.number(place.value.denominator),
        ]
        return Bars.Row(
            place.name, href(per: period.kind, at: place.place, period: period), value: value,
            text: indicator.unit == .percent ? strings.fill("indicators.share", parts) : text(value))
    }

    private var worstIsLow: Bool { indicator.unit == .percent && indicator.direction == .up }

    private func placesCaption(_ count: Int, _ period: Period) -> String {
        let period = strings.period(period, formats)
        if count <= Self.longest { return strings.fill("indicators.by_place", ["period": period]) }
        return strings.fill(
            worstIsLow ? "indicators.lowest" : "indicators.highest",
            ["period": period, "count": "\(Self.longest)", "all": formats.number(count)])
    }

    func href(per kind: Period.Kind, at place: String?, period: Period? = nil) -> String {
        let place = place?.addingPercentEncoding(withAllowedCharacters: .alphanumerics)
        return "/indicators/\(indicator.id)?per=\(kind.rawValue)" + (period.map { "&at=\($0)" } ?? "")
            + (place.map { "&place=\($0)" } ?? "")
    }

    /// What others printed, and the targets: never on the line of what is counted.
    func reported(_ course: SeriesPage.Course) -> [Table] {
        let rows =
            course.reported.map { ($0, strings["figures.kind.result"]) }
            + course.targets.map { ($0, strings["figures.kind.target"]) }
        guard !rows.isEmpty else { return [] }
        return [
            Table(
                caption: strings["indicators.reported.caption"],
                columns: ["name", "printed", "period", "kind"].map { .text(strings["figures.column.\($0)"]) },
                rows: rows.map { entry, kind in
                    [
                        .link(entry.figure.name, "/figures/\(entry.figure.code)"),
                        .text("\(entry.figure.printed) \(entry.figure.unit)"), .text(entry.figure.period), .text(kind),
                    ]
                })
        ]
    }
}
