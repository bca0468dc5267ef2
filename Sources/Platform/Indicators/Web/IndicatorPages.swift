// SPDX-License-Identifier: Apache-2.0

import Kernel
import Web

/// Every number the system counts.
struct IndicatorListPage: Page {
    static let template = "indicators/list"
    /// An indicator as it stands, with its course.
    struct Entry: Sendable {
        let figure: Figure
        let trend: [Sparkline]
    }

    let indicators: [Entry]
    let figures: [Figure]
    let indexes: [Link]

    static var mocks: [Self] {
        let figure = Figure(label: .hostile, value: "1.234", href: "/indicators/x", source: "Sổ cái")
        return [
            Self(indicators: [], figures: [], indexes: []),
            Self(
                indicators: [
                    Entry(figure: figure, trend: [Sparkline([0.5, nil, 0.75], label: .hostile)]),
                    Entry(figure: figure, trend: []),
                ], figures: [figure], indexes: [Link(.hostile, .hostile)]),
        ]
    }
}

/// One number: how much, where, when.
struct IndicatorPage: Page {
    static let template = "indicators/show"
    let breadcrumbs: Breadcrumbs
    let title: String, kind: String
    let figure: Figure
    let places: [Bars]
    let days: [LineChart]

    /// `places` lead to their facts; `days` are all days of the stretch, those without a count too.
    init(
        _ measure: Measure, total: Int, places: [Bars.Row], days: [Count.OfDay], strings: Strings, formats: Formats
    ) {
        (title, kind) = (strings[measure.nameKey], measure.id)
        breadcrumbs = Breadcrumbs([
            Link(strings["web.home_crumb"], "/"), Link(strings["indicators.list.title"], "/indicators"),
        ])
        figure = Figure(
            label: strings["indicators.show.so_far"], value: formats.number(total),
            href: "/indicators/\(measure.id)/facts", source: strings["indicators.source"])
        let bars = Bars(
            caption: strings["indicators.show.by_place"], labelColumn: strings["indicators.show.place"],
            valueColumn: strings["indicators.show.count"], rows: places)
        self.places = places.isEmpty ? [] : [bars]
        let chart = LineChart(
            label: strings["indicators.show.by_day"],
            columns: (strings["indicators.show.day"], strings["indicators.show.count"]),
            points: days.map { .init(formats.date($0.day), Double($0.count), text: formats.number($0.count)) },
            // Whole things are counted, so a line between two of them has no name.
            format: { $0 == $0.rounded() ? formats.decimal($0, places: 0) : "" })
        self.days = places.isEmpty ? [] : [chart]
    }

    static var mocks: [Self] {
        let day = Day("2026-07-14") ?? .beginning
        func page(_ measure: Measure, _ places: [Bars.Row]) -> Self {
            .init(
                measure, total: 1234, places: places, days: [.init(day: day, count: 3), .init(day: day + 1, count: 0)],
                strings: .mock, formats: Formats(.vi))
        }
        return [
            page(
                Measure("x", nameKey: "Phản ánh"),
                [.init("UBND xã Yên Mô", "/indicators/x/facts?place=a", value: 1234, text: "1.234")]),
            page(Measure("x", nameKey: .hostile), [.init(.hostile, .hostile, value: 0, text: .hostile)]),
            page(Measure("x", nameKey: "Phản ánh"), []),
        ]
    }
}

/// What a number is made of: its events, each leading to its proof.
struct IndicatorFactsPage: Page {
    static let template = "indicators/facts"
    let back: Link
    let title: String
    let facts: Table
    let isEmpty: Bool
    /// Some records are not for this person.
    let hasClosed: Bool
    /// To those of the reader's own agency.
    let own: [Link]
    let pagination: Pagination

    static var mocks: [Self] {
        let columns: [Table.Column] = [.text("Hồ sơ"), .number("Vị trí"), .text("Ngày"), .text("Nơi")]
        let full = Table(
            caption: "Sự kiện", columns: columns,
            rows: [
                [
                    .link(.hostile, "/dossiers/01a0"), .link("7", "/ledger/events/01a1"), .text("08/07/2026"),
                    .text("\"\u{301} <b>"),
                ]
            ])
        return [
            Self(
                back: Link("Phản ánh", "/indicators/x"), title: "Phản ánh", facts: full, isEmpty: false,
                hasClosed: true, own: [Link(.hostile, "/indicators/x/facts?place=a")],
                pagination: Pagination(label: "1–50", next: Link("Tiếp", "/indicators/x/facts?before=7"))),
            Self(
                back: Link("Phản ánh", "/indicators/x"), title: "Phản ánh",
                facts: Table(caption: "", columns: columns, rows: []), isEmpty: true, hasClosed: false, own: [],
                pagination: Pagination(label: "")),
        ]
    }
}
