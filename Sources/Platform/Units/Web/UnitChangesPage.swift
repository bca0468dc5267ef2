// SPDX-License-Identifier: Apache-2.0

import Kernel
import Web

/// `/units/:code/changes`: before and after side by side, commune by commune.
struct UnitChangesPage: Page {
    static let template = "units/changes"

    struct Step: Sendable { let name: String, href: String, note: String }
    struct Row: Sendable { let name: String, href: String, others: [Step], anchor: String }
    struct Group: Sendable { let title: String, rows: [Row] }

    let breadcrumbs: Breadcrumbs
    let heading: String, intro: String
    let beforeTitle: String, afterTitle: String
    let before: [Group], after: [Group]
    let hasChanges: Bool

    /// What changed on `day` for the units that carried or carry `code`.
    init(code: String, name: String, on day: Day, before old: UnitTree, after new: UnitTree, words: UnitWords) {
        let (olds, news) = Self.touched(code, old, new, words)
        breadcrumbs = Breadcrumbs(
            [
                Link(words.text("units.crumb.home"), "/"), Link(words.text("units.title"), "/units"),
                Link(name, "/units/\(code)"),
            ])
        heading = words.text("units.changes.heading", ["name": name])
        intro = words.text(
            "units.changes.intro",
            [
                "before": words.formats.number(olds.count), "after": words.formats.number(news.count),
                "day": words.date(day),
                "basis": words.history.changes.filter { $0.day == day }.map(\.basis).joined(separator: "; "),
            ])
        beforeTitle = words.text("units.changes.before", ["day": words.date(day - 1)])
        afterTitle = words.text("units.changes.after", ["day": words.date(day)])
        before = Self.groups(olds, in: old, words) { unit in
            words.history.successors(of: unit.id).compactMap { row in words.history.unit(row.new).map { ($0, row) } }
        }
        after = Self.groups(news, in: new, words) { unit in
            words.history.predecessors(of: unit.id).compactMap { row in words.history.unit(row.old).map { ($0, row) } }
        }
        hasChanges = !olds.isEmpty || !news.isEmpty
    }

    /// The communes before and after: those below the code, and those that come from them or went into them.
    private static func touched(
        _ code: String, _ old: UnitTree, _ new: UnitTree, _ words: UnitWords
    ) -> (Set<UnitID>, Set<UnitID>) {
        var news = Set(new.communes(below: code).map(\.id))
        var olds: Set<UnitID> = []
        if news.isEmpty {
            // Only the old tree has this code: a district, or a commune that is no more.
            olds = Set(old.communes(below: code).map(\.id))
            news = Set(olds.flatMap { words.history.successors(of: $0).map(\.new) })
        }
        olds.formUnion(news.flatMap { words.history.predecessors(of: $0).map(\.old) })
        return (olds.filter { old.unit($0.code)?.id == $0 }, news.filter { new.unit($0.code)?.id == $0 })
    }

    private static func groups(
        _ ids: Set<UnitID>, in tree: UnitTree, _ words: UnitWords,
        others: (AdministrativeUnit) -> [(AdministrativeUnit, Succession)]
    ) -> [Group] {
        var groups: [(parent: String, rows: [Row])] = []
        for unit in tree.units where ids.contains(unit.id) {
            let row = Row(
                name: unit.name, href: words.href(unit),
                others: others(unit).map { Step(name: $0.name, href: words.href($0), note: words.extent($1)) },
                anchor: "u\(unit.code)")
            let title = words.path(tree.ancestors(of: unit.code))
            if groups.last?.parent == title {
                groups[groups.count - 1].rows.append(row)
            } else {
                groups.append((title, [row]))
            }
        }
        return groups.map { Group(title: $0.parent, rows: $0.rows) }
    }
}

extension UnitChangesPage {
    static var mocks: [UnitChangesPage] {
        let words = UnitWords.mock
        let old = words.history.tree(on: Day("2025-06-30") ?? .beginning)
        let new = words.history.tree(on: words.today)
        return ["14701", "37", "00000"].map {
            UnitChangesPage(code: $0, name: "Xã Yên Mô", on: new.since, before: old, after: new, words: words)
        }
    }
}
