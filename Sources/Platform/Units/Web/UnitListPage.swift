// SPDX-License-Identifier: Apache-2.0

import Kernel
import Web

/// `/units`: find a unit, or begin at the provinces of a day.
struct UnitListPage: Page {
    static let template = "units/list"

    struct Found: Sendable {
        let href: String, name: String, path: String, note: String
        let hasNote: Bool, isFormer: Bool
    }

    let breadcrumbs: Breadcrumbs
    let search: SearchBox
    let hasQuery: Bool, hasNothing: Bool, showsTree: Bool, hasMap: Bool
    let summary: String
    let found: [Found]
    let heading: String, intro: String
    let otherDay: [Link]
    let map: [UnitMap]
    let table: Table

    /// The provinces of a day, with the map of that day where there is one.
    init(tree: UnitTree, map: UnitMap?, on day: Day, words: UnitWords) {
        let strings = words.strings
        breadcrumbs = Breadcrumbs([Link(strings["units.crumb.home"], "/")])
        search = Self.search("", strings)
        (hasQuery, hasNothing, showsTree, hasMap) = (false, false, true, map != nil)
        (summary, found) = ("", [])
        let isToday =
            tree.since <= words.today && words.history.turningDays.allSatisfy { $0 <= tree.since || $0 > words.today }
        let provinces = tree.provinces
        let communes = tree.communes()
        heading = strings.fill(
            isToday ? "units.list.heading" : "units.list.heading_then",
            [
                "provinces": words.formats.number(provinces.count), "communes": words.formats.number(communes.count),
                "day": words.date(day),
            ])
        intro = strings.fill("units.list.intro", ["counts": words.counts(provinces + communes)])
        otherDay = words.history.turningDays.dropFirst().filter { $0 <= words.today }.reversed().prefix(1).map { turn in
            isToday
                ? Link(strings.fill("units.list.before", ["day": words.date(turn - 1)]), "/units?on=\(turn - 1)")
                : Link(strings["units.list.now"], "/units")
        }
        self.map = map.map { [$0] } ?? []
        table = Table(
            caption: strings["units.list.table"],
            columns: [
                .text(strings["units.column.province"]), .number(strings["units.column.code"]),
                .number(strings["units.column.communes"]),
            ],
            rows: provinces.map { province in
                [
                    .link(province.name, isToday ? words.href(province) : "/units/\(province.code)/\(day)"),
                    .text(province.code),
                    .text(words.formats.number(tree.communes(below: province.code).count)),
                ]
            }, stacks: false)
    }

    /// What was found for a query.
    init(query: String, findings: [UnitFinding], words: UnitWords) {
        let strings = words.strings
        breadcrumbs = Breadcrumbs([Link(strings["units.crumb.home"], "/"), Link(strings["units.title"], "/units")])
        search = Self.search(query, strings)
        (hasQuery, hasNothing, showsTree, hasMap) = (true, findings.isEmpty, false, false)
        summary = strings.plural("units.found", findings.count)
        found = findings.map { finding in
            let unit = finding.unit
            let isFormer = !finding.heirs.isEmpty || unit.validTo != nil
            let heirs = finding.heirs.map(\.name).joined(separator: ", ")
            let note = finding.heirs.isEmpty ? "" : strings.fill("units.found.now", ["units": heirs])
            return Found(
                href: words.href(unit), name: unit.name,
                path: words.path(finding.ancestors), note: note, hasNote: !note.isEmpty, isFormer: isFormer)
        }
        heading = strings["units.title"]
        (intro, otherDay, map) = ("", [], [])
        table = Table(caption: "", columns: [], rows: [])
    }

    static func search(_ query: String, _ strings: Strings) -> SearchBox {
        SearchBox(
            action: "/units", label: strings["units.search.label"], value: query,
            button: strings["units.search.button"],
            hint: strings["units.search.hint"])
    }
}

extension UnitListPage {
    static var mocks: [UnitListPage] {
        let words = UnitWords.mock
        let tree = words.history.tree(on: words.today)
        let map = UnitMap(tree, title: "Bản đồ", description: "3.321 xã", legend: ["thấp", "cao"]) { _ in 1 }
        let hostile = AdministrativeUnit.mock(.hostile)
        return [
            UnitListPage(tree: tree, map: map, on: words.today, words: words),
            UnitListPage(tree: tree, map: nil, on: Day("2025-06-30") ?? .beginning, words: words),
            UnitListPage(query: "yen hoa", findings: [], words: words),
            UnitListPage(
                query: .hostile, findings: [UnitFinding(unit: hostile, ancestors: [hostile], heirs: [hostile])],
                words: words),
        ]
    }
}
