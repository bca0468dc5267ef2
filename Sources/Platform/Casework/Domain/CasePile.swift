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

    package typealias Mark = PageMark<CaseFile>
}

extension CasePile.Mark {
    /// The end of a page of a pile.
    package init(_ file: CaseFile) { self.init(file.order, file.id) }
}

/// How many cases wait at an agency, phase by phase. Of an agency's piles none is counted further than one above `limit`:
/// that there are more is enough to know at the head of a list, and takes no longer however many there are.
package struct CaseCounts: Sendable, Equatable {
    package static let limit = 1000

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
