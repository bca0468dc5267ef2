// SPDX-License-Identifier: Apache-2.0

package import Agencies
package import Casework
import Foundation
package import Indicators
package import Kernel

/// Proposes awards from results. Nobody is entered: who did what they were given in time, and reached their targets, is
/// counted.
package struct AwardService: Sendable {
    /// More tasks than an agency gives in many years.
    private static let taskLimit = 50_000

    let cases: CaseService
    let indicators: IndicatorService
    let targets: TargetService
    let agencies: AgencyService
    package let rule: AwardRule
    let now: Now

    package init(
        cases: CaseService, indicators: IndicatorService, targets: TargetService, agencies: AgencyService,
        rule: AwardRule, now: @escaping Now
    ) {
        (self.cases, self.indicators, self.targets) = (cases, indicators, targets)
        (self.agencies, self.rule, self.now) = (agencies, rule, now)
    }

    /// The agencies with tasks given from the agency of an official that were due in a year: those to be proposed first, then
    /// by the share done on time.
    package func results(of year: Int, for actor: Actor) async throws -> [AwardResult] {
        var results: [AwardResult] = []
        for (agency, judged) in Dictionary(grouping: try await judged(in: year, for: actor), by: \.file.holder) {
            let (all, reached) = try await goals(of: agency, in: year)
            results.append(
                AwardResult(
                    agency: agency, tasks: judged.count,
                    onTime: judged.count { $0.progress.stage == .done && !$0.progress.isLate },
                    targets: all, reached: reached))
        }
        return results.sorted { first, second in
            let proposed = (first.isProposed(by: rule), second.isProposed(by: rule))
            if proposed.0 != proposed.1 { return proposed.0 }
            return (second.share, second.tasks, first.agency.rawValue)
                < (first.share, first.tasks, second.agency.rawValue)
        }
    }

    /// A task that counts for its agency or against it.
    package struct Judged: Sendable {
        package let file: CaseFile
        let progress: TaskProgress
    }

    /// The tasks from which the result of an agency in a year is counted, the earliest due first.
    package func tasks(of agency: Place, in year: Int, for actor: Actor) async throws -> [Judged] {
        try await judged(in: year, for: actor).filter { $0.file.holder == agency }
            .sorted { ($0.progress.due ?? .distantFuture) < ($1.progress.due ?? .distantFuture) }
    }

    /// Those given from the agency of an official that were due in a year and are done, or late.
    private func judged(in year: Int, for actor: Actor) async throws -> [Judged] {
        guard let desk = actor.agency else { throw Forbidden(Tasks.give) }
        try actor.may(Tasks.give, in: desk)
        return try await cases.all(Tasks.kind, from: desk, limit: Self.taskLimit, for: actor).map {
            Judged(file: $0, progress: cases.progress(of: $0))
        }.filter { judged in
            judged.progress.due.map { Day($0).year } == year
                && (judged.progress.stage == .done || judged.progress.stage == .open && judged.progress.isLate)
        }
    }

    /// The targets of a year that an agency answers for in its unit, and how many of them are reached.
    private func goals(of place: Place, in year: Int) async throws -> (all: Int, reached: Int) {
        guard let agency = try await agencies.find(ID(place.rawValue)) else { return (0, 0) }
        var (all, reached) = (0, 0)
        let own = try await targets.targets(of: agency.unit).filter {
            $0.owner == agency.id && $0.period.days.upperBound.year == year
        }
        for target in own {
            guard let indicator = indicators.catalogue[target.indicator] else { continue }
            let today = Day(now())
            let values =
                if let unit = agency.unit {
                    try await indicators.course(of: indicator, in: [target.period], at: unit, .asNow, today: today)
                } else {
                    try await indicators.values(of: indicator, in: [target.period], today: today)
                }
            guard let value = values.first?.value else { continue }
            all += 1
            if indicator.goal(target.value).isReached(by: value) { reached += 1 }
        }
        return (all, reached)
    }
}
