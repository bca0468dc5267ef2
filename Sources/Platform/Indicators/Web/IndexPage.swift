// SPDX-License-Identifier: Apache-2.0

import Kernel
import Units
import Web

/// An index that a decision weighs: what of it can be reckoned, and from what.
struct IndexPage: Page {
    static let template = "indicators/index"
    let breadcrumbs: Breadcrumbs
    let title: String, basis: String, place: String
    let figure: Figure
    let groups: Table
    let items: [Table]
    let apart: [Figure]
    let hasApart: Bool
    let units: [Bars]

    init(
        _ index: CompositeIndex, _ standing: IndexService.Standing?, in period: Period?, at unit: AdministrativeUnit?,
        strings: Strings, formats: Formats
    ) {
        breadcrumbs = .indicators(strings)
        title = index.name[strings.language]
        basis = index.basis
        place = unit?.name ?? strings["indicators.country"]
        let score = standing?.score
        let told = period.map { strings.period($0, formats) } ?? ""
        figure = Figure(
            label: told, value: score.map { $0.outOf > 0 ? formats.decimal($0.points) : "–" } ?? "–",
            unit: score.map { "/ \(formats.decimal($0.outOf, places: 0))" } ?? "",
            source: strings.fill("indicators.index.scale", ["max": formats.number(index.max)]))
        let known = Dictionary(uniqueKeysWithValues: (score?.groups ?? []).map { ($0.group.id, $0.items) })
        groups = Table(
            caption: strings["indicators.index.groups"],
            columns: [
                .text(strings["indicators.index.group"]), .number(strings["indicators.index.max"]),
                .number(strings["indicators.index.components"]), .number(strings["indicators.index.points"]),
            ],
            rows: index.groups.map { group in
                let scored = (known[group.id] ?? []).filter { $0.points != nil }
                let points = scored.reduce(0) { $0 + ($1.points ?? 0) }
                return [
                    .text(group.name[strings.language]), .text(formats.number(group.max)),
                    .text(group.components.map(formats.number) ?? "–"),
                    .text(scored.isEmpty ? strings["indicators.index.unknown"] : formats.decimal(points)),
                ]
            })
        let rows = (score?.groups ?? []).flatMap { group, items in
            items.map { Self.row($0, group.name[strings.language], period, unit, strings, formats) }
        }
        items =
            rows.isEmpty
            ? []
            : [
                Table(
                    caption: strings["indicators.index.made_of"],
                    columns: [
                        .text(strings["indicators.index.indicator"]), .text(strings["indicators.index.group"]),
                        .number(strings["indicators.ranking.value"]), .number(strings["indicators.index.points"]),
                    ], rows: rows)
            ]
        apart = (score?.apart ?? []).map { item in
            let words = IndicatorWords(item.indicator, strings, formats)
            return Figure(
                label: words.name, value: words.text(item.value?.value), href: Self.href(item.indicator, period, unit),
                source: strings["indicators.index.apart"])
        }
        hasApart = !apart.isEmpty
        let below = (standing?.below ?? []).prefix(34)
        units =
            below.isEmpty
            ? []
            : [
                Bars(
                    caption: strings.fill("indicators.index.units", ["period": told]),
                    labelColumn: strings["indicators.ranking.unit"], valueColumn: strings["indicators.index.points"],
                    rows: below.map { unit, score in
                        Bars.Row(
                            unit.name, "/indexes/\(index.id)?unit=\(unit.id)" + (period.map { "&at=\($0)" } ?? ""),
                            value: score.points, text: formats.decimal(score.points),
                            detail: "/\(formats.decimal(score.outOf, places: 0))")
                    })
            ]
    }

    private static func href(_ indicator: Indicator, _ period: Period?, _ unit: AdministrativeUnit?) -> String {
        "/indicators/\(indicator.id)?view=as-now" + (period.map { "&per=\($0.kind.rawValue)&at=\($0)" } ?? "")
            + (unit.map { "&unit=\($0.id)" } ?? "")
    }

    private static func row(
        _ item: IndexScore.Item, _ group: String, _ period: Period?, _ unit: AdministrativeUnit?, _ strings: Strings,
        _ formats: Formats
    ) -> [Table.Cell] {
        let words = IndicatorWords(item.indicator, strings, formats)
        let most = item.max.map { formats.decimal($0, places: 0) }
        return [
            .link(words.name, href(item.indicator, period, unit)), .text(group),
            .text(item.value.map(words.share) ?? words.text(nil)),
            .text(
                item.points.flatMap { points in most.map { "\(formats.decimal(points))/\($0)" } }
                    ?? strings["indicators.index.unknown"]),
        ]
    }

    static var mocks: [Self] {
        let item = CompositeIndex.Item(indicator: "x", max: 20, scoring: .ratio)
        let group = CompositeIndex.Group(id: "g", name: Indicator.mock.name, max: 20, components: 3, items: [item])
        let index = CompositeIndex(
            id: "i", name: Indicator.mock.name, basis: .hostile, max: 20, groups: [group], apart: ["x"])
        let catalogue = IndicatorCatalogue([.mock])
        let value = IndicatorValue.mocks[0]
        let unit = AdministrativeUnit(
            id: UnitID("37", from: .beginning), validTo: nil, level: .province, kind: "", name: .hostile,
            parentCode: nil, latitude: 20, longitude: 106, areaKm2: 10)
        let score = IndexScore(index, catalogue, values: ["x": value], best: [:])
        let full = IndexService.Standing(score: score, below: [(unit, score)])
        return [
            Self(index, nil, in: nil, at: nil, strings: .mock, formats: Formats(.vi)),
            Self(index, full, in: value.period, at: unit, strings: .mock, formats: Formats(.vi)),
        ]
    }
}
