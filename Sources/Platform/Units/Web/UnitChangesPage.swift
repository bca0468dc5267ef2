// SPDX-License-Identifier: Apache-2.0

import Kernel
import Web

/// `/units/:code/changes`: what each commune was made of, or what each one of before became.
struct UnitChangesPage: Page {
    static let template = "units/changes"

    /// Which way the page looks.
    enum View: String { case after, before }

    struct Step: Sendable { let name: String, href: String, note: String, hasNote: Bool }
    struct Row: Sendable { let name: String, href: String, others: [Step] }
    /// `isOpen` when there are no others to choose from.
    struct Group: Sendable { let title: String, count: String, rows: [Row], isOpen: Bool }

    let breadcrumbs: Breadcrumbs
    let heading: String, basis: String
    let figures: [Figure]
    let tabs: Tabs
    let isBefore: Bool
    let groups: [Group]
    let hasChanges: Bool

    /// What changed on `day` for the units that carried or carry `code`.
    init(
        code: String, name: String, on day: Day, before old: UnitTree, after new: UnitTree, view: View, words: UnitWords
    ) {
        let (olds, news) = Self.touched(code, old, new, words)
        breadcrumbs = Breadcrumbs(
            [
                Link(words.text("units.crumb.home"), "/"), Link(words.text("units.title"), "/units"),
                Link(name, "/units/\(code)"),
            ])
        heading = words.text(
            "units.changes.heading",
            [
                "name": name, "before": words.formats.number(olds.count), "after": words.formats.number(news.count),
            ])
        let bases = words.history.changes.filter { $0.day == day }.map(\.basis)
        basis = words.text("units.changes.basis", ["day": words.date(day), "basis": bases.joined(separator: "; ")])
        figures = [
            Figure(
                label: words.text("units.changes.before", ["day": words.date(day - 1)]),
                value: words.formats.number(olds.count), source: words.counts(olds.compactMap(words.history.unit))),
            Figure(
                label: words.text("units.changes.after", ["day": words.date(day)]),
                value: words.formats.number(news.count), source: words.counts(news.compactMap(words.history.unit))),
        ]
        let address = "/units/\(code)/changes"
        tabs = Tabs(
            words.text("units.changes.views"),
            [
                .init(words.text("units.changes.view_after"), address, isHere: view == .after),
                .init(words.text("units.changes.view_before"), "\(address)?view=before", isHere: view == .before),
            ])
        isBefore = view == .before
        groups = isBefore ? Self.groups(of: olds, in: old, words) : Self.groups(of: news, in: new, words)
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

    /// By the unit above, in the order of the tree.
    private static func groups(of ids: Set<UnitID>, in tree: UnitTree, _ words: UnitWords) -> [Group] {
        let units = tree.units.filter { ids.contains($0.id) }
        let parents = units.compactMap(\.parentCode).reduce(into: [String]()) { if $0.last != $1 { $0.append($1) } }
        return parents.map { parent in
            let own = units.filter { $0.parentCode == parent }
            return Group(
                title: tree.unit(parent).map { words.path(tree.ancestors(of: parent) + [$0]) } ?? "",
                count: words.counts(own),
                rows: own.map { Row(name: $0.name, href: words.href($0), others: words.kin(of: $0)) },
                isOpen: parents.count == 1)
        }
    }
}

extension UnitWords {
    /// What a former unit went into, or what one of today came from.
    fileprivate func kin(of unit: AdministrativeUnit) -> [UnitChangesPage.Step] {
        let isOld = unit.validTo.map { $0 < today } ?? false
        let rows = isOld ? history.successors(of: unit.id) : history.predecessors(of: unit.id)
        return rows.compactMap { row in
            history.unit(isOld ? row.new : row.old).map {
                UnitChangesPage.Step(
                    name: $0.name, href: href($0), note: extent(row), hasNote: row.extent == .part)
            }
        }
    }
}

extension UnitChangesPage {
    static var mocks: [UnitChangesPage] {
        [("14701", View.after, "Xã Yên Mô"), ("37", .before, .hostile), ("37", .after, "Xã"), ("00000", .after, "Xã")]
            .map {
                code, view, name in
                let words = UnitWords.mock(name)
                let old = words.history.tree(on: Day("2025-06-30") ?? .beginning)
                let new = words.history.tree(on: words.today)
                return UnitChangesPage(
                    code: code, name: name, on: new.since, before: old, after: new, view: view, words: words)
            }
    }
}
