// SPDX-License-Identifier: Apache-2.0

package import Units

/// Units in the order of an indicator. Those with the same value share a place, and the next place is left free for each of them:
/// 1, 2, 2, 4.
package struct Ranking: Sendable {
    package struct Place: Sendable {
        package let unit: AdministrativeUnit
        package let value: IndicatorValue
        /// From 1, the best.
        package let rank: Int
        package let isShared: Bool
        /// The place in the period before; nil for a unit that had no value then.
        package let before: Int?
        /// 1 for the best quarter of all, 4 for the last.
        package let band: Int
        /// How many more of the numerator, with the denominator as it is, reach the value of the next better place; nil at the
        /// top, or where no number of them does.
        package let toNext: Int?

        /// Places gained since the period before, below 0 for lost.
        package var movement: Int? { before.map { $0 - rank } }
    }

    /// The best first; among equals in the order given.
    package let places: [Place]

    package init(
        _ rows: [(unit: AdministrativeUnit, value: IndicatorValue)],
        before: [(unit: AdministrativeUnit, value: IndicatorValue)], _ direction: Indicator.Direction
    ) {
        let now = Self.ranked(rows, direction)
        let then = Dictionary(
            Self.ranked(before, direction).map { ($0.unit.id, $0.rank) }, uniquingKeysWith: { first, _ in first })
        places = now.enumerated().map { index, row in
            let next = now[..<index].last { $0.rank < row.rank }
            return Place(
                unit: row.unit, value: row.value, rank: row.rank,
                isShared: now.contains { $0.rank == row.rank && $0.unit.id != row.unit.id }, before: then[row.unit.id],
                band: (row.rank - 1) * 4 / now.count + 1,
                toNext: next.flatMap { Self.missing(row.value, to: $0.value, direction) })
        }
    }

    private static func ranked(
        _ rows: [(unit: AdministrativeUnit, value: IndicatorValue)], _ direction: Indicator.Direction
    ) -> [(unit: AdministrativeUnit, value: IndicatorValue, rank: Int)] {
        let known = rows.enumerated().filter { $0.element.value.value != nil }.sorted { left, right in
            isBetter(left.element.value, right.element.value, direction)
                || (!isBetter(right.element.value, left.element.value, direction) && left.offset < right.offset)
        }.map(\.element)
        var ranked: [(unit: AdministrativeUnit, value: IndicatorValue, rank: Int)] = []
        for (index, row) in known.enumerated() {
            let isEqual = ranked.last.map { !isBetter($0.value, row.value, direction) } ?? false
            ranked.append((row.unit, row.value, isEqual ? ranked[index - 1].rank : index + 1))
        }
        return ranked
    }

    /// In whole numbers: two shares that print alike are not the same.
    private static func isBetter(
        _ left: IndicatorValue, _ right: IndicatorValue, _ direction: Indicator.Direction
    ) -> Bool {
        let (a, b) = (parts(left), parts(right))
        let (mine, theirs) = (a.above.multipliedFullWidth(by: b.below), b.above.multipliedFullWidth(by: a.below))
        let isMore = (mine.high, mine.low) > (theirs.high, theirs.low)
        let isLess = (mine.high, mine.low) < (theirs.high, theirs.low)
        return direction == .up ? isMore : isLess
    }

    private static func parts(_ value: IndicatorValue) -> (above: Int, below: Int) {
        (value.numerator, value.formula.denominator.isEmpty ? 1 : value.denominator)
    }

    /// The numerator is part of the denominator where its measures are, so both stay what they are but for the shift.
    private static func missing(
        _ value: IndicatorValue, to next: IndicatorValue, _ direction: Indicator.Direction
    ) -> Int? {
        guard direction == .up else { return nil }
        let (own, other) = (parts(value), parts(next))
        guard other.below > 0 else { return nil }
        let (product, overflow) = other.above.multipliedReportingOverflow(by: own.below)
        guard !overflow else { return nil }
        let needed = (product + other.below - 1) / other.below
        guard value.formula.denominator.isEmpty || needed <= own.below else { return nil }
        return max(needed - own.above, 1)
    }
}
