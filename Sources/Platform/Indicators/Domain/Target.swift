// SPDX-License-Identifier: Apache-2.0

package import Agencies
package import Foundation
package import Kernel
package import Units

/// What is to be reached: from a printed figure or from the register of targets.
package struct Goal: Sendable, Equatable {
    /// As `IndicatorValue.value` is: a share from 0 to 1, or a count.
    package let value: Double
    package let direction: Indicator.Direction
    /// The last day on which it can still be reached; nil where nobody said.
    package let due: Day?

    package init(value: Double, direction: Indicator.Direction, due: Day? = nil) {
        (self.value, self.direction, self.due) = (value, direction, due)
    }

    package func isReached(by value: Double) -> Bool { direction == .up ? value >= self.value : value <= self.value }

    /// How far away it is, as a part of itself; below 0 where it is reached.
    package func gap(to value: Double) -> Double {
        let missing = direction == .up ? self.value - value : value - self.value
        return missing / max(abs(self.value), 0.001)
    }
}

extension Indicator {
    /// What is to be reached in a period: the target set for the shortest period around it, or for the country the printed
    /// one where none was set.
    package func goal(in period: Period, among targets: [Target], isCountry: Bool) -> Goal? {
        let around = targets.filter { $0.indicator == id && $0.period.days.contains(period.days) }
        if let set = around.min(by: { $0.period.length < $1.period.length }) {
            return goal(set.value, due: set.period.days.upperBound)
        }
        return isCountry ? target(in: period).map { goal($0.value, due: $0.period.days.upperBound) } : nil
    }

    package func goal(_ value: Decimal, due: Day? = nil) -> Goal {
        Goal(
            value: NSDecimalNumber(decimal: value).doubleValue / (unit == .percent ? 100 : 1), direction: direction,
            due: due)
    }
}

/// What a unit, or the country, is to reach by the end of a period (chỉ tiêu được giao), and who answers for it. A target is
/// changed by another version, with its reason; the earlier ones stay.
package struct Target: Sendable, Equatable {
    package let indicator: String
    /// Nil for the country.
    package let unit: UnitID?
    package let period: Period
    package let version: Int
    /// In percent, or as many.
    package let value: Decimal
    /// The agency that answers for it.
    package let owner: ID<Agency>
    /// The document that sets it.
    package let basis: String
    /// Why it was changed; "" for the first.
    package let reason: String
    package let setBy: String
    package let setAt: Date
    package let event: String
}

/// What an official states to set a target, as it was typed.
package struct TargetDraft: Sendable {
    package var indicator = "", unit = "", period = "", value = "", owner = "", basis = "", reason = ""

    package init() {}
}

package enum TargetProblem: Problem, Equatable {
    case noSuchIndicator, noSuchUnit, notAPeriod, notToldFor(Period.Kind), notThen, notANumber, beyond, noSuchOwner
    case blankBasis, blankReason, tooLong, notYours

    package var code: String {
        switch self {
        case .noSuchIndicator: "indicators.target.no_such_indicator"
        case .noSuchUnit: "indicators.target.no_such_unit"
        case .notAPeriod: "indicators.target.not_a_period"
        case .notToldFor: "indicators.target.not_told_for"
        case .notThen: "indicators.target.not_then"
        case .notANumber: "indicators.target.not_a_number"
        case .beyond: "indicators.target.beyond"
        case .noSuchOwner: "indicators.target.no_such_owner"
        case .blankBasis: "indicators.target.blank_basis"
        case .blankReason: "indicators.target.blank_reason"
        case .tooLong: "indicators.target.too_long"
        case .notYours: "indicators.target.not_yours"
        }
    }

    package var kind: ProblemKind { self == .notYours ? .forbidden : .invalid }

    package var field: String? {
        switch self {
        case .noSuchIndicator: "indicator"
        case .noSuchUnit: "unit"
        case .notAPeriod, .notToldFor, .notThen: "period"
        case .notANumber, .beyond: "value"
        case .noSuchOwner: "owner"
        case .blankBasis, .tooLong: "basis"
        case .blankReason: "reason"
        case .notYours: nil
        }
    }
}

extension TargetDraft {
    /// The longest basis or reason.
    package static let textLimit = 500

    /// A number as people type it: 98, 98,5 or 98.5, and 1.234 for as many, in which a point parts thousands.
    static func number(_ text: String, isCount: Bool) -> Decimal? {
        let digits = text.filter { $0 != " " && $0 != "\u{A0}" && $0 != "%" }
        let plain = isCount ? digits.filter { $0 != "." && $0 != "," } : digits.replacing(",", with: ".")
        guard !plain.isEmpty, plain.utf8.count <= 15, plain.allSatisfy({ $0.isASCII && ($0.isNumber || $0 == ".") }),
            plain.count(where: { $0 == "." }) <= 1, plain.first != ".", plain.last != "."
        else { return nil }
        return Decimal(string: plain, locale: Locale(identifier: "en_US_POSIX"))
    }
}
