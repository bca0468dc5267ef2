// SPDX-License-Identifier: Apache-2.0

import Kernel
import Web

/// Where the country stands among others, index by index.
struct CountryRankingPage: Page {
    static let template = "indicators/countries"

    struct Entry: Sendable {
        let id: String, name: String
        let figure: Figure
        let trend: [Sparkline]
        let targets: [String]
        let points: Table
    }

    let breadcrumbs: Breadcrumbs
    let entries: [Entry]
    let contents: [Link]

    init(_ rankings: [CountryRanking], strings: Strings, formats: Formats) {
        breadcrumbs = .indicators(strings)
        entries = rankings.filter { !$0.points.isEmpty }.map { Self.entry($0, strings, formats) }
        contents = entries.map { Link($0.name, "#\($0.id)") }
    }

    private static func entry(_ ranking: CountryRanking, _ strings: Strings, _ formats: Formats) -> Entry {
        let name = ranking.name[strings.language], last = ranking.points.count - 1
        let point = ranking.points[last]
        func period(_ point: CountryRanking.Point) -> String { strings.period(point.period, formats) }
        let missing = ranking.targets.first.flatMap { target in ranking.missing(to: target) }
        let figure = Figure(
            label: period(point), value: formats.number(point.rank),
            unit: point.of.map { "/ \(formats.number($0))" } ?? "",
            href: "/figures/\(point.figure)", source: source(ranking, at: last, strings, formats),
            status: missing.map { missing in
                missing == 0
                    ? Status(.onTime, strings["indicators.status.reached"])
                    : Status(.late, strings["indicators.status.missed"])
            })
        // A better place is a smaller number, and stands higher.
        let trend = Sparkline(
            ranking.points.map { Double(-$0.rank) },
            label: strings.fill(
                "indicators.trend",
                [
                    "from": "\(ranking.points[0].rank)", "first": period(ranking.points[0]), "to": "\(point.rank)",
                    "last": period(point),
                ]))
        let rows = ranking.points.indices.reversed().map { index -> [Table.Cell] in
            let point = ranking.points[index]
            return [
                .text(period(point)), .text(formats.number(point.rank)), .text(point.of.map(formats.number) ?? "–"),
                .text(ranking.movement(at: index).map { moved($0, strings, formats) } ?? "–"),
                .link(point.figure, "/figures/\(point.figure)"),
            ]
        }
        return Entry(
            id: ranking.id, name: name, figure: figure, trend: ranking.points.count > 1 ? [trend] : [],
            targets: ranking.targets.map { target($0, of: ranking, strings) },
            points: Table(
                caption: name, isCaptionHidden: true,
                columns: [
                    .text(strings["indicators.column.period"]), .number(strings["indicators.ranking.place"]),
                    .number(strings["indicators.countries.of"]), .number(strings["indicators.ranking.movement"]),
                    .text(strings["indicators.countries.figure"]),
                ], rows: rows))
    }

    private static func moved(_ places: Int, _ strings: Strings, _ formats: Formats) -> String {
        if places == 0 { return strings["indicators.ranking.same"] }
        return strings.fill(
            places > 0 ? "indicators.ranking.up" : "indicators.ranking.down",
            ["count": formats.number(abs(places))])
    }

    /// Places gained, and in which quarter of all countries that is.
    private static func source(
        _ ranking: CountryRanking, at index: Int, _ strings: Strings, _ formats: Formats
    ) -> String {
        let point = ranking.points[index]
        var parts: [String] = []
        if let movement = ranking.movement(at: index) {
            let before = strings.period(ranking.points[index - 1].period, formats)
            parts.append(
                strings.fill(
                    "indicators.countries.since", ["moved": moved(movement, strings, formats), "period": before]))
        }
        if let of = point.of, of > 0 {
            parts.append(strings.fill("indicators.countries.band", ["band": "\((point.rank - 1) * 4 / of + 1)"]))
        }
        return parts.joined(separator: " ")
    }

    private static func target(_ target: CountryRanking.Target, of ranking: CountryRanking, _ strings: Strings)
        -> String
    {
        let missing = ranking.missing(to: target) ?? 0
        return strings.fill(
            missing == 0 ? "indicators.countries.target_reached" : "indicators.countries.target_missing",
            ["rank": "\(target.rank)", "period": target.period, "count": "\(missing)"])
    }

    static var mocks: [Self] {
        let period = Period(.year, containing: Day("2020-01-01") ?? .beginning)
        let ranking = CountryRanking(
            id: "x", name: Indicator.mock.name,
            points: [
                .init(period: period.previous, rank: 88, of: nil, figure: "F1"),
                .init(period: period, rank: 86, of: 193, figure: .hostile),
            ], targets: [50, 90].map { .init(rank: $0, period: .hostile, figure: "F2") })
        return [[], [ranking]].map { Self($0, strings: .mock, formats: Formats(.vi)) }
    }
}
