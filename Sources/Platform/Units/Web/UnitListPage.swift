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
        breadcrumbs = Breadcrumbs([Link(words.text("units.crumb.home"), "/")])
        search = Self.search("", words.text)
        (hasQuery, hasNothing, showsTree, hasMap) = (false, false, true, map != nil)
        (summary, found) = ("", [])
        let isToday =
            tree.since <= words.today && words.history.turningDays.allSatisfy { $0 <= tree.since || $0 > words.today }
        let provinces = tree.provinces
        let communes = tree.communes()
        heading = words.text(
            isToday ? "units.list.heading" : "units.list.heading_then",
            [
                "provinces": words.formats.number(provinces.count), "communes": words.formats.number(communes.count),
                "day": words.date(day),
            ])
        intro = words.text("units.list.intro", ["counts": words.counts(provinces + communes)])
        otherDay = words.history.turningDays.dropFirst().filter { $0 <= words.today }.reversed().prefix(1).map { turn in
            isToday
                ? Link(words.text("units.list.before", ["day": words.date(turn - 1)]), "/units?on=\(turn - 1)")
                : Link(words.text("units.list.now"), "/units")
        }
        self.map = map.map { [$0] } ?? []
        table = Table(
            caption: words.text("units.list.table"),
            columns: [
                .text(words.text("units.column.province")), .number(words.text("units.column.code")),
                .number(words.text("units.column.communes")),
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
        breadcrumbs = Breadcrumbs([
            Link(words.text("units.crumb.home"), "/"), Link(words.text("units.title"), "/units"),
        ])
        search = Self.search(query, words.text)
        (hasQuery, hasNothing, showsTree, hasMap) = (true, findings.isEmpty, false, false)
        summary = words.plural("units.found", findings.count)
        found = findings.map { finding in
            let unit = finding.unit
            let isFormer = !finding.heirs.isEmpty || unit.validTo != nil
            let heirs = finding.heirs.map(\.name).joined(separator: ", ")
            let note = finding.heirs.isEmpty ? "" : words.text("units.found.now", ["units": heirs])
            return Found(
                href: words.href(unit), name: unit.name,
                path: words.path(finding.ancestors), note: note, hasNote: !note.isEmpty, isFormer: isFormer)
        }
        heading = words.text("units.title")
        (intro, otherDay, map) = ("", [], [])
        table = Table(caption: "", columns: [], rows: [])
    }

    /// `text` gives the sentence under a key.
    static func search(_ query: String, _ text: (String, [String: String]) -> String) -> SearchBox {
        SearchBox(
            action: "/units", label: text("units.search.label", [:]), value: query,
            button: text("units.search.button", [:]),
            hint: text("units.search.hint", [:]))
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
