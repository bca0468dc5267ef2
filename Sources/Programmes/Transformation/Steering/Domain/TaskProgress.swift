// SPDX-License-Identifier: Apache-2.0

import Casework
package import Foundation

/// Where a task stands at a moment: nobody states it, it follows from the task's way.
package struct TaskProgress: Sendable, Equatable {
    package enum Stage: Sendable, Equatable, CaseIterable {
        /// Nobody has taken it on, or the lead agency works on it.
        case open
        /// Reported; whoever gave it has to say whether it is done.
        case reported
        case done, cancelled
    }

    package let stage: Stage
    /// Nil where no day was named.
    package let due: Date?
    /// Not done by its day, or reported only after it.
    package let isLate: Bool

    init(stage: Stage, due: Date?, isLate: Bool) { (self.stage, self.due, self.isLate) = (stage, due, isLate) }

    /// `closing` is when the offices close on the day that was named.
    init(_ file: CaseFile, closing: Date?, now: Date) {
        stage =
            switch file.phase {
            case .incoming, .running: .open
            case .standing: .reported
            case .outgoing, .closed: file.state == Self.done ? .done : .cancelled
            }
        due = file.clock?.due ?? closing
        let isPast = due.map { $0 < now } ?? false
        // A task that nobody takes on has no clock, and is late all the same.
        isLate = stage == .cancelled ? false : file.clock.map { $0.isLate(at: file.endedAt ?? now) } ?? isPast
    }

    /// The state of a task that was accepted as done.
    private static let done = "done"

    /// Whole days past its day.
    func daysLate(at now: Date) -> Int {
        guard isLate, let due else { return 0 }
        return Int(now.timeIntervalSince(due) / 86_400)
    }
}

extension CaseService {
    /// Where a task stands now.
    func progress(of file: CaseFile) -> TaskProgress {
        let closing: Date? = if case .until(let day) = file.limit { closing(of: day) } else { nil }
        return TaskProgress(file, closing: closing, now: now())
    }
}

/// How many of some tasks are where.
package struct TaskTally: Sendable, Equatable {
    package private(set) var all = 0, done = 0, doneLate = 0, reported = 0, late = 0, cancelled = 0

    package init(_ tasks: some Sequence<TaskProgress>) {
        for task in tasks {
            all += 1
            switch task.stage {
            case .open: if task.isLate { late += 1 }
            case .reported: reported += 1
            case .done:
                done += 1
                if task.isLate { doneLate += 1 }
            case .cancelled: cancelled += 1
            }
        }
    }
}
