// SPDX-License-Identifier: Apache-2.0

import Foundation
import Kernel
import Units
import Web

/// How an indicator's numbers read.
struct SeriesWords {
    /// So many places are compared at most.
    private static let longest = 40

    let indicator: Indicator
    let course: SeriesPage.Course
    let strings: Strings
    let formats: Formats

    init(course: SeriesPage.Course, strings: Strings, formats: Formats) {
        (indicator, self.course) = (course.indicator, course)
        (self.strings, self.formats) = (strings, formats)
    }

    private var address: SeriesAddress { course.address }

    private var words: IndicatorWords { IndicatorWords(indicator, strings, formats) }

    private func text(_ value: Double?) -> String { words.text(value) }

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
        entry.map { words.figure($0) }
            ?? Figure(label: words.name, value: text(nil), href: href, source: strings["indicators.none"])
    }

    /// Against the target, if one holds; else only whether the period is over.
    private func status(_ value: IndicatorValue) -> Status? {
        if value.status == .provisional { return Status(.neutral, strings["indicators.status.provisional"]) }
        return goal(in: value.period).flatMap { words.status($0, of: value) }
    }

    func trend(_ values: [IndicatorValue]) -> [Sparkline] { words.trend(values).map { [$0] } ?? [] }

    func target(_ period: Period?) -> (value: Double, text: String)? {
        period.flatMap(goal).map { ($0.value, words.target($0)) }
    }

    /// What was set for just this place; for the country what was printed where nothing was.
    private func goal(in period: Period) -> Goal? {
        if address.place.agency != nil { return nil }
        return indicator.goal(in: period, among: course.set, isCountry: address.place == .country)
    }

    func chart(_ values: [IndicatorValue], target: (value: Double, text: String)?) -> LineChart {
        LineChart(
            label: strings.fill("indicators.course", ["name": indicator.name[strings.language]]),
            columns: (strings["indicators.column.period"], indicator.name[strings.language]),
            points: values.map { value in
                let told = text(value.value)
                return .init(
                    strings.period(value.period, formats), value.value,
                    text: value.status == .final ? told : strings.fill("indicators.provisional", ["value": told]))
            },
            format: { indicator.unit == .percent ? formats.percent($0, places: 0) : formats.decimal($0, places: 0) },
            target: target, breaks: breaks(values))
    }

    /// Where a formula changed, and where a unit of today begins.
    private func breaks(_ values: [IndicatorValue]) -> [Int: String] {
        var breaks: [Int: [String]] = [:]
        for (index, pair) in zip(values, values.dropFirst()).enumerated() {
            if pair.0.formula.version != pair.1.formula.version {
                let slots = ["version": "\(pair.1.formula.version)", "basis": basis(pair.1.formula)]
                breaks[index + 1, default: []].append(strings.fill("indicators.break.formula", slots))
            }
            if let day = course.unit?.validFrom, pair.0.period.days.upperBound < day,
                day <= pair.1.period.days.upperBound
            {
                breaks[index + 1, default: []].append(strings.fill("indicators.break.unit", ["day": formats.date(day)]))
            }
        }
        return breaks.mapValues { $0.joined(separator: " ") }
    }

    /// What stands above and below the line, each number leading to its cases.
    func parts(_ value: IndicatorValue) -> Table {
        // What there is at the end is made of everything from the first event on.
        let days = value.formula.accumulates ? Day.beginning...value.period.days.upperBound : value.period.days
        func rows(_ ids: [String], _ part: String) -> [[Table.Cell]] {
            ids.map { term in
                let id = Indicator.Formula.measure(of: term)
                let measure = course.measures.first { $0.id == id }
                let count = formats.number(value.counts[id] ?? 0)
                return [
                    .text(measure.map { strings[$0.nameKey] } ?? id),
                    .text(term == id ? strings[part] : strings.fill("indicators.part.less", ["side": strings[part]])),
                    measure.map { .link(count, $0.factsPath(address.place, address.view, on: days)) }
                        ?? .text(count),
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

    /// Who stands where: of many those that need somebody's attention, the worst of a share, the largest of a count.
    func bars(_ places: [SeriesPage.Course.Place], of kind: String) -> [Bars] {
        guard let shown = course.shown else { return [] }
        let known = places.compactMap { place in place.value.value.map { (place: place, value: $0) } }
        guard !known.isEmpty else { return [] }
        let rows = known.sorted { worstIsLow ? $0.value < $1.value : $0.value > $1.value }.prefix(Self.longest).map {
            bar($0.place, $0.value, in: shown.period)
        }
        return [
            Bars(
                caption: caption(kind, known.count, shown.period), labelColumn: strings["indicators.column.\(kind)"],
                valueColumn: indicator.name[strings.language], rows: rows, lowestFirst: worstIsLow,
                reference: indicator.unit == .percent
                    ? shown.value.map { ($0, strings.fill("indicators.all_places", ["value": text($0)])) } : nil)
        ]
    }

    private func bar(_ place: SeriesPage.Course.Place, _ value: Double, in period: Period) -> Bars.Row {
        let there = address.with(\.place, place.at).with(\.period, period)
        return Bars.Row(
            place.name, there.href, value: value, text: text(value),
            detail: indicator.unit == .percent ? words.parts(of: place.value) : "")
    }

    private var worstIsLow: Bool { indicator.unit == .percent && indicator.direction == .up }

    private func caption(_ kind: String, _ count: Int, _ period: Period) -> String {
        let period = strings.period(period, formats)
        if count <= Self.longest { return strings.fill("indicators.by_\(kind)", ["period": period]) }
        return strings.fill(
            worstIsLow ? "indicators.lowest_\(kind)" : "indicators.highest_\(kind)",
            ["period": period, "count": "\(Self.longest)", "all": formats.number(count)])
    }

    /// What was counted in none of the units that are compared.
    func elsewhere(_ value: IndicatorValue) -> String? {
        guard !value.isEmpty, !course.units.isEmpty, course.unit == nil else { return nil }
        return strings.fill("indicators.elsewhere", ["value": words.share(value)])
    }

    /// What a unit of today has its past from: the sum of its parts, and the mean of them as scores were merged.
    var origins: [Table] {
        guard let origins = course.origins, let shown = course.shown else { return [] }
        var rows = origins.rows.map { row -> [Table.Cell] in
            let there = address.with(\.place, .unit(row.unit.id)).with(\.view, .asWas).with(\.period, shown.period)
            return [.link(row.unit.name, there.href), .text(words.share(row.value))]
        }
        rows.append([.text(strings["indicators.origins.sum"]), .text(words.share(shown))])
        if indicator.unit == .percent, let mean = origins.unweightedMean {
            rows.append([.text(strings["indicators.origins.mean"]), .text(text(mean))])
        }
        return [
            Table(
                caption: strings.fill("indicators.origins.caption", ["period": strings.period(shown.period, formats)]),
                columns: [.text(strings["indicators.column.units"]), .number(indicator.name[strings.language])],
                rows: rows)
        ]
    }

    // MARK: where the page leads

    var breadcrumbs: Breadcrumbs {
        let country = address.with(\.place, .country)
        guard address.place != .country else { return .indicators(strings) }
        return .indicators(
            strings,
            [Link(indicator.name[strings.language], country.href)]
                + course.above.map { Link($0.name, address.with(\.place, .unit($0.id)).href) })
    }

    var kinds: Tabs {
        let kinds = indicator.periods.filter { address.place.unit == nil || $0.isOfMonths }
        return Tabs(
            strings["indicators.kinds"],
            kinds.map { kind in
                Tabs.Tab(
                    strings["indicators.kind.\(kind.rawValue)"],
                    address.with(\.kind, kind).with(\.period, nil).href, isHere: kind == address.kind)
            })
    }

    /// None where nothing is told of units.
    var views: [Tabs] {
        guard address.kind.isOfMonths, address.place.agency == nil, !indicator.formulas.isEmpty else { return [] }
        return [
            Tabs(
                strings["indicators.views"],
                UnitView.allCases.map { view in
                    Tabs.Tab(
                        strings["indicators.view.\(view.rawValue).name"], address.with(\.view, view).href,
                        isHere: view == address.view)
                })
        ]
    }

    /// What others printed, and the targets: never on the line of what is counted.
    var reported: [Table] {
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
