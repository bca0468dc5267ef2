// SPDX-License-Identifier: Apache-2.0

import Kernel
import Web

/// `/units/:code` and `/units/:code/:day`: one unit as it is or was, what it is made of, and what became of it.
struct UnitPage: Page {
    static let template = "units/unit"

    struct Kin: Sendable { let href: String, name: String, note: String }

    let breadcrumbs: Breadcrumbs
    let heading: String
    let notice: Notice
    let facts: SummaryList
    let hasHeirs: Bool, heirsTitle: String, heirs: [Kin]
    let hasOrigins: Bool, originsTitle: String, origins: [Kin]
    let hasChildren: Bool, childrenTitle: String, children: [Link]
    let hasMap: Bool, map: [UnitMap]
    let changes: [Link], hasChanges: Bool

    init(_ unit: AdministrativeUnit, in tree: UnitTree, on day: Day, map: UnitMap?, words: UnitWords) {
        let isFormer = unit.validTo.map { $0 < words.today } ?? false
        let suffix = isFormer ? "/\(day)" : ""
        let ancestors = tree.ancestors(of: unit.code)
        breadcrumbs = Breadcrumbs(
            [
                Link(words.text("units.crumb.home"), "/"),
                Link(words.text("units.title"), isFormer ? "/units?on=\(day)" : "/units"),
            ]
                + ancestors.map { Link($0.name, "/units/\($0.code)\(suffix)") })
        heading =
            isFormer ? words.text("units.unit.heading_then", ["name": unit.name, "day": words.date(day)]) : unit.name
        let successions = words.history.successors(of: unit.id)
        notice = Self.notice(unit, successions, isFormer: isFormer, words: words)
        facts = Self.facts(unit, in: tree, words: words)
        heirs = successions.compactMap { row in
            words.history.unit(row.new).map {
                Kin(href: words.href($0), name: Self.full($0, words), note: words.extent(row))
            }
        }
        (hasHeirs, heirsTitle) = (!heirs.isEmpty, words.text("units.unit.heirs"))
        origins = words.history.predecessors(of: unit.id).compactMap { row in
            words.history.unit(row.old).map {
                Kin(href: words.href($0), name: Self.full($0, words), note: words.extent(row))
            }
        }
        hasOrigins = !origins.isEmpty
        originsTitle = words.text("units.unit.origins", ["day": words.date(unit.validFrom)])
        let below = tree.children(of: unit.code)
        children = below.map { Link($0.name, "/units/\($0.code)\(suffix)") }
        hasChildren = !children.isEmpty
        childrenTitle = words.text("units.unit.children", ["counts": words.counts(below)])
        self.map = map.map { [$0] } ?? []
        hasMap = map != nil
        changes =
            words.history.versions(of: unit.code).count > 1 || hasHeirs || hasOrigins
            ? [Link(words.text("units.unit.changes"), "/units/\(unit.code)/changes")] : []
        hasChanges = !changes.isEmpty
    }

    /// A name with the units that tell it from others of its name.
    private static func full(_ unit: AdministrativeUnit, _ words: UnitWords) -> String {
        var name = unit.name
        var above = unit.parentCode.flatMap { words.history.unit($0, on: unit.validTo ?? words.today) }
        while let parent = above {
            name += ", \(parent.name)"
            above = parent.parentCode.flatMap { words.history.unit($0, on: unit.validTo ?? words.today) }
        }
        return name
    }

    private static func notice(
        _ unit: AdministrativeUnit, _ successions: [Succession], isFormer: Bool, words: UnitWords
    ) -> Notice {
        guard isFormer, let end = unit.validTo else { return .none }
        let heirs = words.history.heirs(of: unit.id).filter { $0.id != unit.id }
        let title = words.text("units.unit.ended", ["name": unit.name, "day": words.date(end)])
        guard let heir = heirs.first else { return Notice(title, words.text("units.unit.abolished")) }
        let key = successions.count == 1 ? "units.unit.now_whole" : "units.unit.now_parts"
        return Notice(title, words.text(key), link: words.link(heir))
    }

    private static func facts(_ unit: AdministrativeUnit, in tree: UnitTree, words: UnitWords) -> SummaryList {
        var rows = [
            SummaryList.Row(words.text("units.fact.code"), unit.code),
            SummaryList.Row(words.text("units.fact.kind"), words.name(ofKind: unit.kind)),
            SummaryList.Row(words.text("units.fact.valid"), validity(unit, words)),
        ]
        if unit.level != .commune {
            rows.append(.init(words.text("units.fact.communes"), words.counts(tree.communes(below: unit.code))))
        }
        if let area = words.area(unit) { rows.append(.init(words.text("units.fact.area"), area)) }
        let bases = words.history.changes.filter { change in
            change.day == unit.validFrom || unit.validTo.map { $0 + 1 == change.day } == true
        }
        if !bases.isEmpty {
            rows.append(.init(words.text("units.fact.basis"), bases.map(\.basis).joined(separator: "\n")))
        }
        return SummaryList(rows)
    }

    private static func validity(_ unit: AdministrativeUnit, _ words: UnitWords) -> String {
        switch (unit.validFrom == .beginning, unit.validTo) {
        case (true, nil): words.text("units.valid.always")
        case (false, nil): words.text("units.valid.since", ["from": words.date(unit.validFrom)])
        case (true, let end?): words.text("units.valid.until", ["to": words.date(end)])
        case (false, let end?):
            words.text("units.valid.between", ["from": words.date(unit.validFrom), "to": words.date(end)])
        }
    }
}

extension UnitPage {
    static var mocks: [UnitPage] {
        let words = UnitWords.mock
        return words.history.units.map { unit in
            let day = unit.validTo ?? words.today
            let tree = words.history.tree(on: day)
            let map = UnitMap(tree, below: unit.code, title: unit.name, description: unit.name)
            return UnitPage(unit, in: tree, on: day, map: map, words: words)
        }
    }
}
