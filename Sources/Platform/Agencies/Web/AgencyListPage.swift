// SPDX-License-Identifier: Apache-2.0

import Kernel
import Web

/// `/agencies`: the agencies of today by kind, those of before, or what was found.
struct AgencyListPage: Page {
    static let template = "agencies/list"

    struct Group: Sendable { let title: String, anchor: String, table: Table }

    let breadcrumbs: Breadcrumbs
    let search: SearchBox
    let heading: String, lead: String
    let tabs: Tabs
    let groups: [Group], isEmpty: Bool

    /// `isFormer` lists those that have ended; `query` is shown again in the box.
    init(_ agencies: [Agency], isFormer: Bool, query: String, words: AgencyWords) {
        let s = words.strings
        breadcrumbs = Breadcrumbs([Link(s["web.home_crumb"], "/")])
        search = SearchBox(
            action: "/agencies", label: s["agencies.search.label"], value: query, button: s["agencies.search.button"],
            hint: s["agencies.search.hint"])
        heading = query.isEmpty ? s["agencies.title"] : s.plural("agencies.found", agencies.count)
        lead = s["agencies.list.lead"]
        tabs = Tabs(
            s["agencies.view.label"],
            [
                .init(s["agencies.view.today"], "/agencies", isHere: query.isEmpty && !isFormer),
                .init(s["agencies.view.former"], "/agencies?former=1", isHere: query.isEmpty && isFormer),
            ])
        groups = Agency.Kind.allCases.compactMap { kind in
            let own = agencies.filter { $0.kind == kind }
            guard !own.isEmpty else { return nil }
            return Group(
                title: "\(words.kind(kind)) (\(words.formats.number(own.count)))", anchor: kind.rawValue,
                table: Self.table(own, words.kind(kind), words))
        }
        isEmpty = agencies.isEmpty
    }

    private static func table(_ agencies: [Agency], _ caption: String, _ words: AgencyWords) -> Table {
        let s = words.strings
        return Table(
            caption: caption, isCaptionHidden: true,
            columns: [
                .text(s["agencies.column.name"]), .text(s["agencies.column.organ_id"]),
                .text(s["agencies.column.valid"]),
            ],
            rows: agencies.map { agency in
                [
                    .link(words.name(agency), "/agencies/\(agency.id)"), .text(agency.organID.description),
                    .text(words.validity(agency)),
                ]
            })
    }

    static var mocks: [Self] {
        let words = AgencyWords.mock
        return [
            .init([], isFormer: false, query: "", words: words),
            .init([.mock("Bộ Thông tin và Truyền thông")], isFormer: true, query: "", words: words),
            .init([.mock(.hostile)], isFormer: false, query: .hostile, words: words),
        ]
    }
}
