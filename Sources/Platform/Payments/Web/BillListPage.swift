// SPDX-License-Identifier: Apache-2.0

import Kernel
import Web

/// All bills of an agency in one state, page by page, and the way to one of them.
struct BillListPage: Page {
    static let template = "payments/bills"
    static let length = 50
    let back: Link
    let agency: String
    let search: SearchBox
    let notices: [Notice]
    let tabs: Tabs
    let bills: [Table], isEmpty: Bool
    let pagination: [Pagination]

    /// `found` holds one bill more than a page where there is a next one.
    init(
        _ found: [Bill], in state: Bill.State, isFirst: Bool, sought: String, agency: String, words: PaymentWords
    ) {
        let strings = words.strings
        let shown = Array(found.prefix(Self.length))
        func path(_ state: Bill.State) -> String { "/desk/bills/all?state=\(state.rawValue)" }
        back = Link(strings["payments.desk.title"], "/desk/bills")
        self.agency = agency
        search = SearchBox(
            action: "/desk/bills/all", name: "reference", id: "reference", label: strings["payments.bills.find"],
            value: sought, button: strings["payments.bills.find_button"])
        notices = sought.isEmpty ? [] : [Notice(strings["payments.bills.not_found"])]
        tabs = Tabs(
            strings["payments.table.state"],
            Bill.State.allCases.map {
                .init(strings["payments.state.\($0.rawValue)"], path($0), isHere: $0 == state)
            })
        bills = words.table("payments.state.\(state.rawValue)", shown, "payments.table.issued", at: \.issuedAt)
        isEmpty = shown.isEmpty && sought.isEmpty
        let next = found.count > shown.count ? shown.last.map { "\(path(state))&after=\(BillMark($0))" } : nil
        pagination =
            isFirst && next == nil
            ? []
            : [
                Pagination(
                    label: "", previous: isFirst ? nil : Link(strings["payments.bills.first"], path(state)),
                    next: next.map { Link(strings["payments.bills.next"], $0) })
            ]
    }

    static var mocks: [Self] {
        let many = Array(repeating: Bill.mocks, count: 11).flatMap(\.self)
        return [
            .init(many, in: .open, isFirst: false, sought: .hostile, agency: .hostile, words: .mock),
            .init([], in: .paid, isFirst: true, sought: "", agency: "UBND xã Yên Mô", words: .mock),
        ]
    }
}
