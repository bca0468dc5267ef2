// SPDX-License-Identifier: Apache-2.0

package import Agencies
package import Foundation
package import Indicators
package import Kernel
package import Units

/// How the indicator of a task has moved since the task was given, where its lead agency serves: what was counted, so that
/// nobody has to report it.
package struct TaskCourseService: Sendable {
    /// Five years of months.
    private static let length = 60

    let indicators: IndicatorService
    let targets: TargetService
    let agencies: AgencyService
    let units: UnitService

    package init(
        indicators: IndicatorService, targets: TargetService, agencies: AgencyService, units: UnitService
    ) {
        (self.indicators, self.targets) = (indicators, targets)
        (self.agencies, self.units) = (agencies, units)
    }

    package struct Course: Sendable {
        package let indicator: Indicator
        /// Nil for the country.
        package let unit: AdministrativeUnit?
        /// From the period before the task was given up to now, the oldest first.
        package let values: [IndicatorValue]
        /// What is to be reached in the last of them.
        package let goal: Goal?

        /// The first that is known: where it began.
        package var before: IndicatorValue? { values.first { $0.value != nil } }
        /// The last that is known.
        package var now: IndicatorValue? { values.last { $0.value != nil } }
    }

    /// - Parameter lead: The agency whose unit counts; of a ministry the whole country.
    package func course(of indicator: Indicator, lead: Place, since: Date) async throws -> Course {
        let (tree, today) = (try await units.tree(), units.today)
        let served = try await agencies.find(ID(lead.rawValue))?.unit
        let history = try await units.history()
        let unit = served.flatMap { history.holder(of: $0, in: tree) }
        guard let kind = indicator.periods.first(where: \.isOfMonths), !indicator.formulas.isEmpty else {
            return Course(indicator: indicator, unit: unit, values: [], goal: nil)
        }
        var periods = [Period(kind, containing: today)]
        let first = Period(kind, containing: Day(since)).previous
        while periods.count < Self.length, periods[0].days.lowerBound > first.days.lowerBound {
            periods.insert(periods[0].previous, at: 0)
        }
        let values =
            if let unit {
                try await indicators.course(of: indicator, in: periods, at: unit.id, .asNow, today: today)
            } else {
                try await indicators.values(of: indicator, in: periods, today: today)
            }
        let goals = try await targets.targets(of: unit?.id)
        return Course(
            indicator: indicator, unit: unit, values: values,
            goal: periods.last.flatMap { indicator.goal(in: $0, among: goals, isCountry: unit == nil) })
    }
}
