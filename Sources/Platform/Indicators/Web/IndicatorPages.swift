// SPDX-License-Identifier: Apache-2.0

import Kernel
import Web

/// Every number the system counts.
struct IndicatorListPage: Page {
    static let template = "indicators/list"
    let figures: [Figure]

    static var mocks: [Self] {
        [
            Self(figures: []),
            Self(figures: [Figure(label: "\"\u{301} <b>", value: "1.234", href: "/indicators/x", source: "Sổ cái")]),
        ]
    }
}

/// One number: how much, where, when.
struct IndicatorPage: Page {
    static let template = "indicators/show"
    let title: String
    let figure: Figure
    let explanation: String
    let places: Table
    let days: Table
    let hasCounts: Bool

    static var mocks: [Self] {
        let figure = Figure(label: "Phản ánh", value: "1.234", href: "/indicators/x/facts", source: "Sổ cái")
        let places = Table(
            caption: "Theo cơ quan", columns: [.text("Cơ quan"), .number("Số")],
            rows: [[.link("UBND xã Yên Mô", "/indicators/x/facts?place=a"), .text("1.234")]])
        let days = Table(caption: "Theo ngày", columns: [.text("Ngày"), .number("Số")], rows: [])
        return [
            Self(title: "Phản ánh", figure: figure, explanation: "x", places: places, days: days, hasCounts: true),
            Self(title: "\"\u{301} <b>", figure: figure, explanation: "", places: days, days: days, hasCounts: false),
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
    let pagination: Pagination

    static var mocks: [Self] {
        let columns: [Table.Column] = [.number("Vị trí"), .text("Ngày"), .text("Nơi")]
        let full = Table(
            caption: "Sự kiện", columns: columns,
            rows: [[.link("7", "/ledger/events/01a1"), .text("08/07/2026"), .text("\"\u{301} <b>")]])
        return [
            Self(
                back: Link("Phản ánh", "/indicators/x"), title: "Phản ánh", facts: full, isEmpty: false,
                pagination: Pagination(label: "1–50", next: Link("Tiếp", "/indicators/x/facts?before=7"))),
            Self(
                back: Link("Phản ánh", "/indicators/x"), title: "Phản ánh",
                facts: Table(caption: "", columns: columns, rows: []), isEmpty: true, pagination: Pagination(label: "")),
        ]
    }
}
