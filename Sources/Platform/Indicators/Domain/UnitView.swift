// SPDX-License-Identifier: Apache-2.0

import Kernel
package import Units

/// Under which units of the country numbers are told. What was counted is never rewritten: a view only chooses where it is
/// added up.
package enum UnitView: String, Sendable, CaseIterable {
    /// In the tree of its own time: Bến Tre until 30 June 2025, and nothing of Vĩnh Long's before it was made of three.
    case asWas = "as-was"
    /// In the tree of today: what a unit's main part became has its past.
    case asNow = "as-now"
    /// Like with like: in the tree of today, but a unit whose territory was divided between two is counted in neither.
    case matched
}

/// Which units are compared with each other.
package enum UnitScope: Hashable, Sendable {
    case provinces
    /// What lies directly below a unit.
    case below(UnitID)
    /// All communes, or those below a unit.
    case communes(below: UnitID?)
    case only(UnitID)
    /// Some that exist at the same time, none below another.
    case these([UnitID])

    /// None where the tree does not know the unit.
    func units(in tree: UnitTree) -> [AdministrativeUnit] {
        func known(_ id: UnitID) -> AdministrativeUnit? { tree.unit(id.code).flatMap { $0.id == id ? $0 : nil } }
        return switch self {
        case .provinces: tree.provinces
        case .below(let id): known(id).map { tree.children(of: $0.code) } ?? []
        case .communes(nil): tree.communes()
        case .communes(let id?): known(id).map { tree.communes(below: $0.code) } ?? []
        case .only(let id): [id].compactMap(known)
        case .these(let ids): ids.compactMap(known)
        }
    }
}

/// Units of one tree, none below another, and in which of them each place is counted.
package struct Grouping: Sendable {
    package let units: [AdministrativeUnit]
    /// By number of the place: an index of `units`, or their count for what is counted in none of them.
    package fileprivate(set) var groups: [Int32] = []
    private let view: UnitView
    private let tree: UnitTree
    /// By place of the tree.
    private let groupOfTree: [Int32]

    package init(_ scope: UnitScope, _ view: UnitView, in tree: UnitTree) {
        units = scope.units(in: tree)
        (self.view, self.tree) = (view, tree)
        var groups = [Int32](repeating: Int32(units.count), count: tree.units.count)
        for (index, unit) in units.enumerated() {
            for place in tree.range(of: unit.code) { groups[place] = Int32(index) }
        }
        groupOfTree = groups
    }

    /// Whether the place of this number is counted in any of the units.
    func counts(_ place: Int) -> Bool { place < groups.count && groups[place] < none }

    private var none: Int32 { Int32(units.count) }

    /// Groups further places by the units they serve, nil for the whole country. Units that came after the tree are in none.
    package mutating func add(_ places: some Sequence<UnitID?>, _ history: UnitHistory) {
        groups += places.map { $0.map { group(of: $0, history) } ?? none }
    }

    private func group(of id: UnitID, _ history: UnitHistory) -> Int32 {
        switch view {
        case .asWas, .asNow: return history.holder(of: id, in: tree).map(group) ?? none
        case .matched:
            let groups = Set(history.heirs(of: id, in: tree).map(group))
            return groups.count == 1 ? groups.first ?? none : none
        }
    }

    private func group(of unit: AdministrativeUnit) -> Int32 {
        tree.place(of: unit.code).map { groupOfTree[$0] } ?? none
    }
}
