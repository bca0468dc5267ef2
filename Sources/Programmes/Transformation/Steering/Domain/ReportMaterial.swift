// SPDX-License-Identifier: Apache-2.0

import Casework
import Foundation
import Indicators
import Kernel
import Units

/// Everything a report says, before it is put into words. All of it was read at one time.
package struct ReportMaterial: Sendable {
    /// How the indicators stand in the place and period.
    let room: RoomService.Room
    let kind: ReportPlan.Kind
    let plan: ReportPlan
    let period: Period
    /// Of a report on the country all that was printed; else nothing, since it tells of the country.
    let figures: [FigureEntry]
    /// Indicators of which a result was printed for the period, or for one within it.
    let printed: [(indicator: Indicator, figure: FigureEntry)]
    let rankings: [(indicator: Indicator, ranking: Ranking)]
    /// Targets that hold for the place in the period after.
    let coming: [Target]
    /// What the agency gave others and is not done.
    let tasks: [(file: CaseFile, lead: String)]
    let author: Author
    let time: Date
    /// Up to which event of the ledger was counted; nil before the first is sealed.
    let position: Int64?

    /// Whose report it is.
    struct Author: Sendable {
        let name: String, englishName: String
    }

    var isCountry: Bool { room.unit == nil }

    /// Results that were printed for the period: those whose time ends in it. What was printed of a part of the period from its
    /// beginning is left out of a longer one, which has figures of its own.
    func results(_ topics: [String]) -> [FigureEntry] {
        figures.filter { entry in
            guard topics.contains(entry.figure.topic), entry.figure.target == nil, entry.figure.value != nil,
                !plan.leftOut.contains(entry.figure.code), let days = entry.figure.days,
                period.days.contains(days.upperBound)
            else { return false }
            let isBeginning = days.lowerBound == period.days.lowerBound && days.upperBound < period.days.upperBound
            return !isBeginning || days.upperBound.number - days.lowerBound.number < 31
        }
    }

    /// Printed targets for a period, those for just a part of it too.
    func targets(for period: Period) -> [FigureEntry] {
        figures.filter { $0.figure.targetDays.map { period.days.contains($0.upperBound) } ?? false }
    }
}
