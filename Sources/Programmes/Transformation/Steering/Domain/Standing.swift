// SPDX-License-Identifier: Apache-2.0

package import Indicators
package import Units

/// How an indicator stands in one place: against its target, and against the period before.
package struct Standing: Sendable {
    package let indicator: Indicator
    /// The oldest first; the last is the period that is looked at.
    package let course: [IndicatorValue]
    /// The targets that hold for the place.
    let targets: [Target]
    let isCountry: Bool
    /// The units below, in that period.
    let below: [(unit: AdministrativeUnit, value: IndicatorValue)]

    package init(
        _ indicator: Indicator, course: [IndicatorValue], targets: [Target] = [], isCountry: Bool,
        below: [(unit: AdministrativeUnit, value: IndicatorValue)] = []
    ) {
        (self.indicator, self.course, self.targets) = (indicator, course, targets)
        (self.isCountry, self.below) = (isCountry, below)
    }

    package var value: Double? { course.last?.value }
    package var goal: Goal? { course.last.flatMap { goal(in: $0) } }

    /// How far the target is missed, as a part of it; nil where it is reached or there is none.
    package var gap: Double? {
        guard let value, let goal, !goal.isReached(by: value) else { return nil }
        return goal.gap(to: value)
    }

    /// The first of the periods, one after the other up to now, in which the target was missed.
    package var behindSince: Period? {
        guard gap != nil else { return nil }
        return course.reversed().prefix { value in
            guard let goal = goal(in: value), let reached = value.value else { return false }
            return !goal.isReached(by: reached)
        }.last?.period
    }

    /// How much worse than in the period before, as a part of that; nil where it is not, or where nobody can tell.
    package var decline: Double? {
        guard course.count > 1, let now = value, let before = course[course.count - 2].value, before != 0 else {
            return nil
        }
        let change = (now - before) / abs(before) * (indicator.direction == .up ? 1 : -1)
        return change < 0 ? -change : nil
    }

    /// Who stands worst among the units below.
    package var worst: (unit: AdministrativeUnit, value: IndicatorValue)? {
        let known = below.compactMap { row in row.value.value.map { (row: row, value: $0) } }
        return (indicator.direction == .up ? known.min { $0.value < $1.value } : known.max { $0.value < $1.value })?.row
    }

    private func goal(in value: IndicatorValue) -> Goal? {
        indicator.goal(in: value.period, among: targets, isCountry: isCountry)
    }

    /// Those that want attention, the most urgent first: missed targets by how far, then, of shares without a target, what has
    /// become worse. A count without a target only says how much there was to do.
    package static func urgent(_ standings: [Standing], most: Int = 5) -> [Standing] {
        let missed = standings.filter { $0.gap != nil }.sorted { ($0.gap ?? 0) > ($1.gap ?? 0) }
        let worse = standings.filter { $0.goal == nil && $0.indicator.unit == .percent && $0.decline != nil }
            .sorted { ($0.decline ?? 0) > ($1.decline ?? 0) }
        return Array((missed + worse).prefix(most))
    }
}
