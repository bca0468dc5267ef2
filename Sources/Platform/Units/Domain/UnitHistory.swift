// SPDX-License-Identifier: Apache-2.0

package import Kernel
import Search

/// Every unit there ever was and what became of it: a picture of the tables, taken at one version.
package struct UnitHistory: Sendable {
    /// Grows with each load and import.
    package let version: Int
    /// In Vietnamese order of their names, then by code and time.
    package let units: [AdministrativeUnit]
    package let changes: [UnitChange]
    private let byCode: [String: [Int]]
    private let byID: [UnitID: Int]
    private let forward: [UnitID: [Succession]]
    private let backward: [UnitID: [Succession]]

    package init(version: Int, units: [AdministrativeUnit], successions: [Succession], changes: [UnitChange]) {
        self.version = version
        self.changes = changes.sorted { $0.day < $1.day }
        let keyed = units.map { (key: VietnameseText.sortKey($0.shortName), unit: $0) }
        self.units = keyed.sorted { left, right in
            left.key == right.key ? left.unit.id < right.unit.id : left.key.lexicographicallyPrecedes(right.key)
        }.map(\.unit)
        byCode = Dictionary(grouping: self.units.indices) { [units = self.units] in units[$0].code }
        byID = Dictionary(self.units.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
        forward = Dictionary(grouping: successions, by: \.old)
        backward = Dictionary(grouping: successions, by: \.new)
    }

    /// All units that ever had this code, the oldest first.
    package func versions(of code: String) -> [AdministrativeUnit] {
        (byCode[code] ?? []).map { units[$0] }.sorted { $0.validFrom < $1.validFrom }
    }

    package func unit(_ id: UnitID) -> AdministrativeUnit? { byID[id].map { units[$0] } }

    package func unit(_ code: String, on day: Day) -> AdministrativeUnit? {
        versions(of: code).first { $0.isValid(on: day) }
    }

    /// What the unit became, the main part first.
    package func successors(of id: UnitID) -> [Succession] {
        (forward[id] ?? []).sorted { ($0.isMain ? 0 : 1, $0.new) < ($1.isMain ? 0 : 1, $1.new) }
    }

    /// What the unit was made of, whole units first.
    package func predecessors(of id: UnitID) -> [Succession] {
        (backward[id] ?? []).sorted { ($0.extent == .whole ? 0 : 1, $0.old) < ($1.extent == .whole ? 0 : 1, $1.old) }
    }

    /// The one unit that stands for this one on a later day, following main parts; nil when it has none.
    package func standIn(for id: UnitID, on day: Day) -> AdministrativeUnit? {
        guard var unit = unit(id) else { return nil }
        while !unit.isValid(on: day) {
            guard unit.validFrom <= day,
                let next = forward[unit.id]?.first(where: \.carries).flatMap({ self.unit($0.new) })
            else { return nil }
            unit = next
        }
        return unit
    }

    /// Every unit that holds a part of this one today or, followed to the end, in the last tree known.
    package func heirs(of id: UnitID) -> [AdministrativeUnit] {
        var heirs: [AdministrativeUnit] = []
        var open = [id]
        var seen: Set<UnitID> = []
        while let next = open.popLast() {
            guard seen.insert(next).inserted else { continue }
            let successions = successors(of: next)
            if successions.isEmpty, let unit = unit(next) { heirs.append(unit) }
            open += successions.reversed().map(\.new)
        }
        return heirs
    }

    /// The unit of a tree in which what a unit of the same time or before counts is counted, once: itself, or what its main
    /// part became, or, where nothing took its place (districts, which were abolished), what became of the unit above.
    package func holder(of id: UnitID, in tree: UnitTree) -> AdministrativeUnit? {
        if let unit = tree.unit(id.code), unit.id == id { return unit }
        return standIn(for: id, on: tree.since).flatMap { tree.unit($0.code) }
            ?? superior(of: id).flatMap { holder(of: $0.id, in: tree) }
    }

    /// All units of a tree that hold a part of a unit of the same time or before.
    package func heirs(of id: UnitID, in tree: UnitTree) -> [AdministrativeUnit] {
        if let unit = tree.unit(id.code), unit.id == id { return [unit] }
        let heirs = Set(successors(of: id).flatMap { self.heirs(of: $0.new, in: tree) })
        return heirs.isEmpty ? superior(of: id).map { self.heirs(of: $0.id, in: tree) } ?? [] : Array(heirs)
    }

    /// The unit above it on its last day.
    private func superior(of id: UnitID) -> AdministrativeUnit? {
        guard let unit = unit(id), let code = unit.parentCode else { return nil }
        return self.unit(code, on: unit.validTo ?? unit.validFrom)
    }

    /// Every unit of an older tree that a unit is made of, in whole or in part.
    package func origins(of id: UnitID, in tree: UnitTree) -> [AdministrativeUnit] {
        var origins: [AdministrativeUnit] = []
        var open = [id]
        var seen: Set<UnitID> = []
        while let next = open.popLast() {
            guard seen.insert(next).inserted else { continue }
            if let unit = tree.unit(next.code), unit.id == next {
                origins.append(unit)
            } else {
                open += predecessors(of: next).map(\.old)
            }
        }
        return origins
    }

    /// The days on which the tree changed, the oldest first; `Day.beginning` opens the list.
    package var turningDays: [Day] { [.beginning] + changes.map(\.day).filter { $0 > .beginning } }

    /// The tree of a day, built anew: ask `UnitService.tree(on:)`, which remembers.
    package func tree(on day: Day) -> UnitTree {
        let since = turningDays.last { $0 <= day } ?? .beginning
        return UnitTree(units: units.filter { $0.isValid(on: day) }, since: since, version: version)
    }

    /// For each place of `old`, the place in `new` where its figures are counted when trees are matched; -1 when nothing
    /// took its place (districts, which were abolished).
    package func match(_ old: UnitTree, to new: UnitTree) -> [Int32] {
        old.units.map { unit in
            standIn(for: unit.id, on: new.since).flatMap { new.place(of: $0.code) }.map(Int32.init) ?? -1
        }
    }
}

/// A day on which units changed, and the law that says so.
package struct UnitChange: Hashable, Sendable {
    package let day: Day
    package let basis: String

    package init(day: Day, basis: String) {
        self.day = day
        self.basis = basis
    }
}
