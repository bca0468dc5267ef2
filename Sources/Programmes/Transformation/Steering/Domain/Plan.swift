// SPDX-License-Identifier: Apache-2.0

package import Foundation
import Indicators
package import Kernel

/// The register of what bodies plan: digital strategies, five-year and annual plans.
package enum Plans {
    /// Enter the plans of an agency, and withdraw them.
    package static let keep: Permission = "steering.keep_plans"
}

/// A strategy or plan for digital transformation that a body issued for itself.
package struct Plan: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
        /// Chiến lược, đề án chuyển đổi số.
        case strategy
        case fiveYears = "five_years"
        case annual
    }

    /// Where it stands on a day.
    package enum Standing: String, Sendable, CaseIterable { case ahead, inForce = "in_force", over, withdrawn }

    package let id: ID<Plan>
    package let agency: Place
    package let kind: Kind
    package let title: String
    /// 1726/QĐ-BTTTT
    package let notation: String
    /// The day it was issued.
    package let day: Day
    package let years: ClosedRange<Int>
    /// Where it can be read; "" where it is not published.
    package let link: String
    let registeredBy: String
    let registeredAt: Date
    package let event: String
    package internal(set) var withdrawal: Withdrawal?

    /// It was replaced, or entered by mistake. What was entered stays in the register.
    package struct Withdrawal: Sendable, Equatable {
        let by: String
        package let at: Date
        package let reason: String
        package let event: String
    }

    package func standing(on day: Day) -> Standing {
        if withdrawal != nil { return .withdrawn }
        if day.year < years.lowerBound || day < self.day { return .ahead }
        return day.year > years.upperBound ? .over : .inForce
    }
}

/// What an official states to enter a plan, as it was typed.
package struct PlanDraft: Sendable {
    package var kind = "", title = "", notation = "", from = "", to = "", link = ""
    package var day: Day?

    package init() {}

    /// From 2021 to 2025, or one year; nil for what is no such stretch.
    var years: ClosedRange<Int>? {
        guard let first = Self.year(from), let last = to.isEmpty ? first : Self.year(to), first <= last,
            last - first < Self.mostYears
        else { return nil }
        return first...last
    }

    private static let mostYears = 50

    private static func year(_ text: String) -> Int? { Int(text).flatMap { (1990...2100).contains($0) ? $0 : nil } }

    /// Pages of others are named by whole addresses.
    var hasLink: Bool {
        guard let url = URL(string: link), let host = url.host(), url.scheme == "https" else { return false }
        return host.contains(".") && !link.contains(where: \.isWhitespace)
    }
}

package enum PlanProblem: Problem, Equatable, CaseIterable {
    case noSuchPlan, noKind, blankTitle, longTitle, blankNotation, longNotation, noDay, dayAhead, noYears, noLink
    case blankReason, longReason, withdrawnBefore

    package var code: String {
        switch self {
        case .noSuchPlan: "steering.plans.no_such_plan"
        case .noKind: "steering.plans.no_kind"
        case .blankTitle: "steering.plans.blank_title"
        case .longTitle: "steering.plans.long_title"
        case .blankNotation: "steering.plans.blank_notation"
        case .longNotation: "steering.plans.long_notation"
        case .noDay: "steering.plans.no_day"
        case .dayAhead: "steering.plans.day_ahead"
        case .noYears: "steering.plans.no_years"
        case .noLink: "steering.plans.no_link"
        case .blankReason: "steering.plans.blank_reason"
        case .longReason: "steering.plans.long_reason"
        case .withdrawnBefore: "steering.plans.withdrawn_before"
        }
    }

    package var kind: ProblemKind {
        switch self {
        case .noSuchPlan: .notFound
        case .withdrawnBefore: .conflict
        default: .invalid
        }
    }

    package var field: String? {
        switch self {
        case .noSuchPlan, .withdrawnBefore: nil
        case .noKind: "kind"
        case .blankTitle, .longTitle: "title"
        case .blankNotation, .longNotation: "notation"
        case .noDay, .dayAhead: "day"
        case .noYears: "from"
        case .noLink: "link"
        case .blankReason, .longReason: "reason"
        }
    }
}
