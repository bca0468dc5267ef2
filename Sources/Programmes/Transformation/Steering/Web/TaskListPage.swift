// SPDX-License-Identifier: Apache-2.0

import Casework
import Foundation
import Kernel
import Web

/// Tasks that have something in common: given by an agency, joined by it, or those an award is counted from.
struct TaskListPage: Page {
    static let template = "steering/tasks"

    struct Entry {
        let title: String, path: String, lead: String, state: String
        let progress: TaskProgress

        init(_ file: CaseFile, _ progress: TaskProgress, lead: String) {
            (title, path, state) = (file.matter, "/\(Tasks.path)/\(file.id)", file.state)
            (self.progress, self.lead) = (progress, lead)
        }

        fileprivate init(_ progress: TaskProgress) {
            (title, path, lead, state) = (.hostile, .hostile, .hostile, "accepted")
            self.progress = progress
        }
    }

    let back: Link
    let title: String, none: String
    let tasks: [Table]
    let isEmpty: Bool
    let new: [Link]

    /// - Parameter name: `given` or `joined`.
    init(
        _ name: String, _ entries: [Entry], mayGive: Bool, now: Date, strings: Strings, formats: Formats
    ) {
        self.init(
            entries, title: strings["steering.tasks.\(name).heading"], none: strings["steering.tasks.\(name).none"],
            back: Link(strings["steering.tasks.pile.title"], "/desk/tasks"),
            new: mayGive ? [Link(strings["steering.tasks.new"], "/desk/tasks/new")] : [], now: now, strings: strings)
    }

    init(
        _ entries: [Entry], title: String, none: String, back: Link, new: [Link] = [], now: Date, strings: Strings
    ) {
        (self.back, self.title, self.none, self.new) = (back, title, none, new)
        isEmpty = entries.isEmpty
        tasks =
            entries.isEmpty
            ? []
            : [
                Table(
                    caption: strings["steering.tasks.list.caption"],
                    columns: ["task", "lead", "state", "due"].map { .text(strings["steering.tasks.list.\($0)"]) },
                    rows: entries.map { entry in
                        let state = strings["steering.tasks.state.\(entry.state)"]
                        return [
                            .link(entry.title, entry.path), .text(entry.lead), .text(state),
                            .status(Self.status(entry.progress, state, now, strings)),
                        ]
                    })
            ]
    }

    private static func status(_ progress: TaskProgress, _ state: String, _ now: Date, _ strings: Strings) -> Status {
        switch progress.stage {
        case .open: progress.due.map { Deadline($0, now: now).status(strings) } ?? Status(.neutral, state)
        case .done:
            progress.isLate
                ? Status(.late, strings["steering.tasks.list.late"])
                : Status(.onTime, strings["steering.tasks.list.on_time"])
        case .reported, .cancelled: Status(.neutral, state)
        }
    }

    static var mocks: [Self] {
        let entries = TaskProgress.Stage.allCases.flatMap { stage in
            [false, true].map { Entry(TaskProgress(stage: stage, due: .distantFuture, isLate: $0)) }
        }
        return [("given", []), ("given", entries), ("joined", entries)].map {
            Self($0, $1, mayGive: $0 == "given", now: .distantPast, strings: .mock, formats: Formats(.vi))
        }
    }
}
