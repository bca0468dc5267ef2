// SPDX-License-Identifier: Apache-2.0

package import Foundation
package import Kernel

/// The cases of one kind and phase that lie at one agency, or with one of its officials; the most urgent first.
package struct CasePile: Sendable, Equatable {
    package let kind: String
    package let holder: Place
    package let phase: CaseFlow.Phase
    package let officer: String?

    package init(kind: String, holder: Place, phase: CaseFlow.Phase, officer: String? = nil) {
        self.kind = kind
        self.holder = holder
        self.phase = phase
        self.officer = officer
    }

    /// Where one page of a pile ends and the next begins.
    package struct Mark: Sendable, Equatable, LosslessStringConvertible {
        package let order: Date
        package let id: ID<CaseFile>

        package init(_ file: CaseFile) { (order, id) = (file.order, file.id) }

        package init?(_ text: String) {
            let parts = text.split(separator: ".")
            guard parts.count == 2, let milliseconds = Int64(parts[0]) else { return nil }
            (order, id) = (Date(timeIntervalSince1970: Double(milliseconds) / 1000), ID(String(parts[1])))
        }

        package var description: String { "\(Int64((order.timeIntervalSince1970 * 1000).rounded())).\(id)" }
    }
}

/// How many cases wait at an agency, phase by phase.
package struct CaseCounts: Sendable, Equatable {
    private var byPhase: [CaseFlow.Phase: Int] = [:]
    /// Of those that run: past their deadline.
    package internal(set) var late = 0
    /// Of those that run: due within the day asked for.
    package internal(set) var dueSoon = 0

    package init() {}

    package internal(set) subscript(phase: CaseFlow.Phase) -> Int {
        get { byPhase[phase] ?? 0 }
        set { byPhase[phase] = newValue }
    }
}

/// How long each agency had a case while its time ran, in working minutes.
package struct CaseTime: Sendable, Equatable {
    package let holder: Place
    package let minutes: Int

    /// In the order in which the agencies first had it. `end` is now, or when the case was decided.
    package static func split(_ steps: [CaseStep], until end: Date, in calendar: WorkingCalendar) -> [CaseTime] {
        var order: [Place] = []
        var minutes: [Place: Int] = [:]
        for (index, step) in steps.enumerated() where step.phase == .running {
            let next = index + 1 < steps.count ? steps[index + 1].at : end
            if !order.contains(step.holder) { order.append(step.holder) }
            minutes[step.holder, default: 0] += calendar.minutes(from: step.at, to: next)
        }
        return order.map { CaseTime(holder: $0, minutes: minutes[$0] ?? 0) }
    }
}
