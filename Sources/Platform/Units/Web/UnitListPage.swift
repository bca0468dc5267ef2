// SPDX-License-Identifier: Apache-2.0

import Kernel
import Web

/// `/units`: the provinces of a day, on the map and as a table.
struct UnitListPage: Page {
    static let template = "units/list"

    /// How the table is sorted; the first is the order of the alphabet.
    enum Order: String { case name, code, communes }

    let breadcrumbs: Breadcrumbs
    let search: SearchBox
    let heading: String, intro: String
    let tabs: Tabs
    let hasMap: Bool, map: [UnitMap]
    let table: Table

    /// The provinces of a day, with the map of that day where there is one.
    init(tree: UnitTree, map: UnitMap?, on day: Day, order: Order = .name, words: UnitWords) {
        breadcrumbs = Breadcrumbs([Link(words.text("units.crumb.home"), "/")])
        search = words.search()
        let isToday = words.isTodays(tree)
        let provinces = tree.provinces
        let communes = tree.communes()
        heading = words.text(
            isToday ? "units.list.heading" : "units.list.heading_then",
            [
                "provinces": words.formats.number(provinces.count), "communes": words.formats.number(communes.count),
                "day": words.date(day),
            ])
        intro = words.text("units.list.intro", ["counts": words.counts(provinces + communes)])
        tabs = words.tabs(isToday ? .today : .before)
        (hasMap, self.map) = (map != nil, map.map { [$0] } ?? [])
        table = Self.table(tree, suffix: isToday ? "" : "/\(day)", day: isToday ? "" : "\(day)", order, words)
    }

    private static func table(
        _ tree: UnitTree, suffix: String, day: String, _ order: Order, _ words: UnitWords
    ) -> Table {
        var rows = tree.provinces.map { (unit: $0, communes: tree.communes(below: $0.code).count) }
        switch order {
        case .name: break
        case .code: rows.sort { $0.unit.code < $1.unit.code }
        case .communes: rows.sort { $0.communes > $1.communes }
        }
        func sort(by column: Order, _ direction: Table.Sort.Direction) -> Table.Sort {
            let query = [day.isEmpty ? nil : "on=\(day)", "sort=\(column.rawValue)"].compactMap(\.self)
            return Table.Sort(
                "/units?\(query.joined(separator: "&"))#provinces", now: column == order ? direction : nil)
        }
        return Table(
            caption: words.text("units.list.table"),
            columns: [
                .text(words.text("units.column.province"), sort: sort(by: .name, .ascending)),
                .number(words.text("units.column.code"), sort: sort(by: .code, .ascending)),
                .number(words.text("units.column.communes"), sort: sort(by: .communes, .descending)),
            ],
            rows: rows.map { row in
                [
                    .link(row.unit.name, "/units/\(row.unit.code)\(suffix)"), .text(row.unit.code),
                    .text(words.formats.number(row.communes)),
                ]
            }, stacks: false)
    }
}

/// `/units?q=`: what was found.
struct UnitFindingsPage: Page {
    static let template = "units/findings"

    struct Found: Sendable {
        let href: String, name: String, path: String, note: String
        let hasNote: Bool, isFormer: Bool
    }

    let breadcrumbs: Breadcrumbs
    let search: SearchBox
    let heading: String
    let hasNothing: Bool
    let found: [Found]

    /// `limit` is how many were asked for: when there are as many, there may be more.
    init(query: String, findings: [UnitFinding], limit: Int, words: UnitWords) {
        breadcrumbs = Breadcrumbs([
            Link(words.text("units.crumb.home"), "/"), Link(words.text("units.title"), "/units"),
        ])
        search = words.search(query)
        hasNothing = findings.isEmpty
        heading =
            findings.count < limit
            ? words.plural("units.found", findings.count)
            : words.text("units.found.nearest", ["count": words.formats.number(findings.count)])
        found = findings.map { finding in
            let unit = finding.unit
            let isFormer = !finding.heirs.isEmpty || unit.validTo != nil
            let heirs = finding.heirs.map(words.full).joined(separator: "; ")
            let note = finding.heirs.isEmpty ? "" : words.text("units.found.now", ["units": heirs])
            return Found(
                href: words.href(unit), name: unit.name,
                path: words.path(finding.ancestors), note: note, hasNote: !note.isEmpty, isFormer: isFormer)
        }
    }
}

extension UnitListPage {
    static var mocks: [UnitListPage] {
        let words = UnitWords.mock()
        let tree = words.history.tree(on: words.today)
        let map = UnitMap(tree, title: "Bản đồ", description: "3.321 xã", legend: ["thấp", "cao"]) { _ in 1 }
        let hostile = UnitWords.mock(province: .hostile)
        return [
            UnitListPage(tree: tree, map: map, on: words.today, order: .communes, words: words),
            UnitListPage(tree: tree, map: nil, on: Day("2025-06-30") ?? .beginning, words: words),
            UnitListPage(tree: hostile.history.tree(on: hostile.today), map: nil, on: hostile.today, words: hostile),
        ]
    }
}

extension UnitFindingsPage {
    static var mocks: [UnitFindingsPage] {
        let words = UnitWords.mock()
        let (plain, hostile) = (AdministrativeUnit.mock("Xã Yên Hòa"), AdministrativeUnit.mock(.hostile))
        return [
            UnitFindingsPage(query: "yen hoa", findings: [], limit: 20, words: words),
            UnitFindingsPage(
                query: "yen hoa", findings: [UnitFinding(unit: plain, ancestors: [plain], heirs: [plain])], limit: 1,
                words: words),
            UnitFindingsPage(
                query: .hostile, findings: [UnitFinding(unit: hostile, ancestors: [hostile], heirs: [hostile])],
                limit: 20, words: words),
        ]
    }
}
