// SPDX-License-Identifier: Apache-2.0

package import Kernel

/// All units that exist on one day. Places number them from 0, each parent directly before its descendants, children in
/// Vietnamese order: what lies below a unit is a range, so a sum over it is a sum over a slice.
package struct UnitTree: Sendable {
    package typealias Place = Int

    /// The first day of the stretch of time in which this is the tree.
    package let since: Day
    /// Grows whenever units are loaded; what remembers places must remember this beside them.
    package let version: Int
    package let units: [AdministrativeUnit]
    private let parents: [Int32]
    private let ends: [Int32]
    private let places: [String: Place]

    /// `units` are those of the day, in the order in which siblings are to stand.
    init(units: [AdministrativeUnit], since: Day, version: Int) {
        var children: [String: [Int]] = [:]
        var roots: [Int] = []
        for (index, unit) in units.enumerated() {
            if let parent = unit.parentCode { children[parent, default: []].append(index) } else { roots.append(index) }
        }
        var walk = Walk(units: units, children: children)
        for root in roots { walk.visit(root, parent: -1) }
        self.since = since
        self.version = version
        self.units = walk.order
        parents = walk.parents
        ends = walk.ends
        places = Dictionary(walk.order.enumerated().map { ($1.code, $0) }, uniquingKeysWith: { first, _ in first })
    }

    package var provinces: [AdministrativeUnit] { units.filter { $0.level == .province } }

    package func place(of code: String) -> Place? { places[code] }

    package func unit(_ code: String) -> AdministrativeUnit? { places[code].map { units[$0] } }

    package func parent(of place: Place) -> Place? { parents[place] < 0 ? nil : Int(parents[place]) }

    package func parent(of unit: AdministrativeUnit) -> AdministrativeUnit? {
        places[unit.code].flatMap(parent(of:)).map { units[$0] }
    }

    /// From the province down to the parent.
    package func ancestors(of code: String) -> [AdministrativeUnit] {
        var ancestors: [AdministrativeUnit] = []
        var place = places[code].flatMap(parent(of:))
        while let current = place {
            ancestors.append(units[current])
            place = parent(of: current)
        }
        return ancestors.reversed()
    }

    /// In Vietnamese order.
    package func children(of code: String) -> [AdministrativeUnit] {
        guard let place = places[code] else { return [] }
        var children: [AdministrativeUnit] = []
        var next = place + 1
        while next < Int(ends[place]) {
            children.append(units[next])
            next = Int(ends[next])
        }
        return children
    }

    /// The unit itself and all below it.
    package func range(of place: Place) -> Range<Place> { place..<Int(ends[place]) }

    package func range(of code: String) -> Range<Place> { places[code].map(range(of:)) ?? 0..<0 }

    /// All communes, or those below `code`.
    package func communes(below code: String? = nil) -> [AdministrativeUnit] {
        units[code.map(range(of:)) ?? 0..<units.count].filter { $0.level == .commune }
    }

    /// `sums[place]` for every unit, from values given at some of them: one pass, from the last place to the first.
    package func rollUp(_ values: [Int]) -> [Int] {
        precondition(values.count == units.count, "one value for each place")
        var sums = values
        for place in sums.indices.reversed() {
            if let parent = parent(of: place) { sums[parent] += sums[place] }
        }
        return sums
    }
}

private struct Walk {
    let units: [AdministrativeUnit]
    let children: [String: [Int]]
    var order: [AdministrativeUnit] = []
    var parents: [Int32] = []
    var ends: [Int32] = []

    init(units: [AdministrativeUnit], children: [String: [Int]]) {
        self.units = units
        self.children = children
    }

    mutating func visit(_ index: Int, parent: Int32) {
        let place = order.count
        order.append(units[index])
        parents.append(parent)
        ends.append(0)
        for child in children[units[index].code] ?? [] { visit(child, parent: Int32(place)) }
        ends[place] = Int32(order.count)
    }
}
