// SPDX-License-Identifier: Apache-2.0

import Kernel
import Units
import Web

/// Units in the order of an indicator: their place, how it moved, and what it would take to reach the next.
struct RankingPage: Page {
    static let template = "indicators/ranking"
    let breadcrumbs: Breadcrumbs
    let place: String, title: String
    let views: Tabs
    let ranking: [Table]
    let isEmpty: Bool

    init(
        _ ranking: Ranking, of indicator: Indicator, at address: SeriesAddress, in place: String, strings: Strings,
        formats: Formats
    ) {
        let words = IndicatorWords(indicator, strings, formats)
        breadcrumbs = .indicators(strings, [Link(words.name, address.href)])
        self.place = place.isEmpty ? strings["indicators.country"] : place
        title = strings.fill(
            "indicators.ranking.title",
            ["name": words.name, "period": address.period.map(words.period) ?? ""])
        views = Tabs(
            strings["indicators.views"],
            UnitView.allCases.map { view in
                Tabs.Tab(
                    strings["indicators.view.\(view.rawValue).name"], address.with(\.view, view).rankingHref,
                    isHere: view == address.view)
            })
        isEmpty = ranking.places.isEmpty
        let columns = ["place", "movement", "unit", "value", "band", "next"].map { strings["indicators.ranking.\($0)"] }
        self.ranking =
            isEmpty
            ? []
            : [
                Table(
                    caption: title,
                    columns: [
                        .number(columns[0]), .text(columns[1]), .text(columns[2]), .number(columns[3]),
                        .number(columns[4]), .number(columns[5]),
                    ],
                    rows: ranking.places.map { Self.row($0, address, words) })
            ]
    }

    private static func row(_ place: Ranking.Place, _ address: SeriesAddress, _ words: IndicatorWords) -> [Table.Cell] {
        let (strings, formats) = (words.strings, words.formats)
        let rank = formats.number(place.rank)
        return [
            .text(place.isShared ? strings.fill("indicators.ranking.shared", ["place": rank]) : rank),
            .text(movement(place.movement, strings, formats)),
            .link(place.unit.name, address.with(\.place, .unit(place.unit.id)).href), .text(words.share(place.value)),
            .text("\(place.band)"), .text(place.toNext.map { "+" + formats.number($0) } ?? "–"),
        ]
    }

    /// In a shape and a number, never by colour alone.
    private static func movement(_ movement: Int?, _ strings: Strings, _ formats: Formats) -> String {
        guard let movement else { return strings["indicators.ranking.new"] }
        if movement == 0 { return strings["indicators.ranking.same"] }
        return strings.fill(
            movement > 0 ? "indicators.ranking.up" : "indicators.ranking.down",
            ["count": formats.number(abs(movement))])
    }

    static var mocks: [Self] {
        let unit = AdministrativeUnit(
            id: UnitID("37", from: .beginning), validTo: nil, level: .province, kind: "", name: .hostile,
            parentCode: nil, latitude: 0, longitude: 0, areaKm2: nil)
        let rows = IndicatorValue.mocks.map { (unit, $0) }
        let address = SeriesAddress(indicator: "x", kind: .quarter)
        return [Ranking([], before: [], .up), Ranking(rows, before: [], .up), Ranking(rows, before: rows, .up)].map {
            Self($0, of: .mock, at: address, in: .hostile, strings: .mock, formats: Formats(.vi))
        }
    }
}
