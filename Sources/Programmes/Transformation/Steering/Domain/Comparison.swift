// SPDX-License-Identifier: Apache-2.0

import Indicators
import Kernel
import Units

/// Several units side by side, indicator by indicator.
struct Comparison: Sendable {
    /// Whether a unit was there in the period that is looked at.
    enum Presence: Equatable, Sendable {
        case there
        /// For a part of the period.
        case partly
        case notYet(since: Day)
        case gone(last: Day)

        init(of unit: AdministrativeUnit, in period: Period, _ view: UnitView, today: Day) {
            // In the tree of today a unit of today has its past, and one that is gone is counted in another.
            guard view == .asWas else {
                self = unit.isValid(on: today) ? .there : Self.absent(unit, on: today)
                return
            }
            let last = min(period.days.upperBound, today)
            let isThere = (unit.isValid(on: period.days.lowerBound), unit.isValid(on: last))
            self =
                switch isThere {
                case (true, true): .there
                case (false, false) where unit.validFrom <= last && period.days.lowerBound <= unit.validTo ?? last:
                    .partly
                case (true, false), (false, true): .partly
                case (false, false): Self.absent(unit, on: last)
                }
        }

        private static func absent(_ unit: AdministrativeUnit, on day: Day) -> Presence {
            unit.validTo.flatMap { $0 < day ? .gone(last: $0) : nil } ?? .notYet(since: unit.validFrom)
        }

        var isThere: Bool { self == .there || self == .partly }
    }

    struct Column: Sendable {
        let unit: AdministrativeUnit
        /// What it lay in at the time, the highest first.
        let above: [AdministrativeUnit]
        let presence: Presence
    }

    /// How one unit stands in one indicator.
    struct Cell: Sendable {
        /// Nil where nothing was counted, or where the unit was not there.
        let value: IndicatorValue?
        /// Up to the period, the oldest first.
        let course: [IndicatorValue]
        let goal: Goal?
        /// Its place among the units that lie in the same one.
        let place: Ranking.Place?
        /// How many of those there are that have a value.
        let others: Int
    }

    struct Row: Sendable {
        let indicator: Indicator
        /// As many as there are columns.
        let cells: [Cell]

        /// Whether any of the units counted anything.
        var isKnown: Bool { cells.contains { $0.value != nil } }

        /// The columns that stand best, and those that stand worst. Nobody is better for having more to do: of counts there
        /// is neither, nor where all are equal.
        var extremes: (best: Set<Int>, worst: Set<Int>) {
            guard indicator.unit == .percent else { return ([], []) }
            let known = cells.indices.compactMap { index in cells[index].value?.value.map { (index, value: $0) } }
            guard let low = known.map(\.value).min(), let high = known.map(\.value).max(), low < high else {
                return ([], [])
            }
            let (best, worst) = indicator.direction == .up ? (high, low) : (low, high)
            return (Set(known.filter { $0.value == best }.map(\.0)), Set(known.filter { $0.value == worst }.map(\.0)))
        }
    }

    let question: Question
    let columns: [Column]
    /// Nil where nothing was ever counted.
    let period: Period?
    let rows: [Row]
    /// All that can be chosen from.
    let offered: [Indicator]
    /// What of the question was left aside.
    let remarks: [Remark]
    let today: Day

    /// What somebody asks to see.
    struct Question: Sendable {
        /// So many fit side by side.
        static let most = 6

        /// As they were named, the wrong ones too.
        var units: [String] = []
        var kind = Period.Kind.quarter
        /// The last that is over and in which anything was counted, unless told.
        var period: Period?
        var view = UnitView.asWas
        /// By id; all unless told.
        var indicators: [String] = []
    }

    enum Remark: Equatable, Sendable { case unknown(Int), twice, tooMany }
}
