// SPDX-License-Identifier: Apache-2.0

import Kernel
import Web

/// `/units/:code` and `/units/:code/:day`: one unit as it is or was, what it is made of, and what became of it.
struct UnitPage: Page {
    static let template = "units/unit"

    struct Kin: Sendable { let href: String, name: String, note: String, hasNote: Bool }
    /// Children of one kind: "32 phường".
    struct Family: Sendable { let title: String, units: [Link] }

    let breadcrumbs: Breadcrumbs
    let eyebrow: String
    let heading: String
    let fate: [UnitFate]
    let facts: SummaryList
    let hasOrigins: Bool, originsTitle: String, origins: [Kin]
    let families: [Family], hasFamilies: Bool
    let hasMap: Bool, map: [UnitMap]
    let links: [Link]

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
        eyebrow = ancestors.isEmpty ? words.text("units.title") : words.path(ancestors)
        let fate = isFormer ? UnitFate(of: unit, words: words) : nil
        heading = fate?.heading ?? unit.name
        self.fate = fate.map { [$0] } ?? []
        facts = Self.facts(unit, in: tree, words: words)
        origins = words.history.predecessors(of: unit.id).compactMap { row in
            words.history.unit(row.old).map { Kin($0, row, words: words) }
        }
        hasOrigins = !origins.isEmpty
        originsTitle = words.text("units.unit.origins", ["day": words.date(unit.validFrom)])
        families = Self.families(tree.children(of: unit.code), suffix: suffix, words: words)
        hasFamilies = !families.isEmpty
        self.map = map.map { [$0] } ?? []
        hasMap = map != nil
        links = Self.links(unit, hasOrigins: hasOrigins, isFormer: isFormer, words: words)
    }

    private static func families(
        _ children: [AdministrativeUnit], suffix: String, words: UnitWords
    ) -> [Family] {
        UnitWords.kinds.compactMap { kind in
            let units = children.filter { $0.kind == kind }
            guard !units.isEmpty else { return nil }
            return Family(title: words.counts(units), units: units.map { Link($0.name, "/units/\($0.code)\(suffix)") })
        }
    }

    private static func links(
        _ unit: AdministrativeUnit, hasOrigins: Bool, isFormer: Bool, words: UnitWords
    ) -> [Link] {
        let isChanged = hasOrigins || isFormer || words.history.versions(of: unit.code).count > 1
        let compare = Link(words.text("units.unit.changes"), "/units/\(unit.code)/changes", isSecondary: true)
        let merged = Link(words.text("units.merged.link"), "/units/merged?in=\(unit.code)", isSecondary: true)
        let beside = Link(words.text("units.unit.beside"), "/steering/compare?unit=\(unit.id)", isSecondary: true)
        return (isChanged ? [compare] : []) + [beside]
            + (unit.level == .province && !isFormer && hasOrigins ? [merged] : [])
    }

    private static func facts(_ unit: AdministrativeUnit, in tree: UnitTree, words: UnitWords) -> SummaryList {
        var rows = [
            SummaryList.Row(words.text("units.fact.code"), unit.code),
            SummaryList.Row(words.text("units.fact.valid"), validity(unit, words)),
        ]
        if unit.level != .commune {
            rows.append(.init(words.text("units.fact.communes"), words.counts(tree.communes(below: unit.code))))
        }
        if let area = words.area(of: unit, in: tree) { rows.append(.init(words.text("units.fact.area"), area)) }
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

extension UnitPage.Kin {
    /// Says how much of it only where it was not all.
    init(_ unit: AdministrativeUnit, _ row: Succession, words: UnitWords) {
        (href, name) = (words.href(unit), words.full(unit))
        (note, hasNote) = (words.extent(row), row.extent == .part)
    }
}

extension UnitPage {
    static var mocks: [UnitPage] {
        [UnitWords.mock(), .mock(.hostile)].flatMap { words in words.history.units.map { ($0, words) } }.map {
            unit, words in
            let day = unit.validTo ?? words.today
            let tree = words.history.tree(on: day)
            let map = UnitMap(
                tree, kindsBelow: unit.code, title: unit.name, description: unit.name, name: words.name(ofKind:))
            return UnitPage(unit, in: tree, on: day, map: map, words: words)
        }
    }
}
