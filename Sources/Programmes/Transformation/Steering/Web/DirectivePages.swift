// SPDX-License-Identifier: Apache-2.0

import Casework
import Foundation
import Kernel
import Web

/// The directives that an agency issued or has tasks under.
struct DirectiveListPage: Page {
    static let template = "steering/directives"
    let back: Link
    let directives: [Table]
    let isEmpty: Bool
    let new: [Link]

    init(
        _ views: [DirectiveService.View], names: [Place: String], mayEnter: Bool, strings: Strings, formats: Formats
    ) {
        back = Link(strings["steering.tasks.pile.title"], "/desk/tasks")
        isEmpty = views.isEmpty
        new = mayEnter ? [Link(strings["steering.directives.new"], "/desk/directives/new")] : []
        let rows = views.map { view -> [Table.Cell] in
            let (directive, tally) = (view.directive, view.tally())
            return [
                .link("\(directive.notation), \(directive.title)", "/desk/directives/\(directive.id)"),
                .text(formats.date(directive.day)), .text(names[directive.agency] ?? ""),
                .text(formats.number(tally.all)), .text(formats.number(tally.done)),
                .status(DirectiveWords.late(tally, strings, formats)),
            ]
        }
        directives =
            rows.isEmpty
            ? []
            : [
                Table(
                    caption: strings["steering.directives.title"], isCaptionHidden: true,
                    columns: ["title", "day", "agency"].map { .text(strings["steering.directives.column.\($0)"]) }
                        + ["tasks", "done"].map { .number(strings["steering.directives.column.\($0)"]) }
                        + [.text(strings["steering.directives.column.late"])],
                    rows: rows)
            ]
    }

    static var mocks: [Self] {
        [
            Self([], names: [:], mayEnter: true, strings: .mock, formats: Formats(.vi)),
            Self(
                [.mock(isGiver: true), .mock(isGiver: false)], names: .mock, mayEnter: false, strings: .mock,
                formats: Formats(.vi)),
        ]
    }
}

/// How the progress of tasks reads.
enum DirectiveWords {
    static func late(_ tally: TaskTally, _ strings: Strings, _ formats: Formats) -> Status {
        tally.late == 0
            ? Status(.onTime, strings["steering.directives.none_late"])
            : Status(.late, strings.fill("steering.directives.some_late", ["count": formats.number(tally.late)]))
    }

    static func status(_ entry: DirectiveService.Entry, now: Date, _ strings: Strings) -> Status {
        let progress = entry.progress
        switch progress.stage {
        case .done:
            return progress.isLate
                ? Status(.late, strings["steering.directives.done_late"])
                : Status(.onTime, strings["steering.directives.done_in_time"])
        case .reported, .cancelled:
            return Status(.neutral, strings["steering.tasks.state.\(entry.state)"])
        case .open:
            guard let due = progress.due else {
                return Status(.neutral, strings["steering.tasks.state.\(entry.state)"])
            }
            return Deadline(due, now: now).status(strings)
        }
    }

    /// "3 hoàn thành, 1 quá hạn, trong 17 nhiệm vụ"
    static func tally(_ tally: TaskTally, _ strings: Strings, _ formats: Formats) -> String {
        strings.fill(
            "steering.directives.tally",
            [
                "all": formats.number(tally.all), "done": formats.number(tally.done),
                "late": formats.number(tally.late),
            ])
    }
}

/// One directive: its priorities, and group by group its tasks.
struct DirectivePage: Page {
    static let template = "steering/directive"

    /// Which of its tasks are shown.
    struct Filter {
        enum Show: String, CaseIterable { case all, ours, late }

        let show: Show
        let priority: Int?

        /// A ministry comes for what it has to do, who issued it for all of it.
        init(typed: String, priority: String, in view: DirectiveService.View) {
            show = Show(rawValue: typed) ?? (view.isGiver ? .all : .ours)
            self.priority = Int(priority)
        }

        func contains(_ entry: DirectiveService.Entry, isGiver: Bool) -> Bool {
            guard priority == nil || priority == entry.item.priority else { return false }
            switch show {
            case .all: return true
            case .ours: return entry.isOurs
            case .late: return (isGiver || entry.isOurs) && entry.progress.stage == .open && entry.progress.isLate
            }
        }
    }

    struct Priority: Sendable {
        let link: Link
        let tally: String
    }

    struct Group: Sendable {
        let id: String, title: String, tally: String
        let tasks: [Table]
    }

    let back: Link
    let eyebrow: String, title: String, lead: String
    let figures: [Figure]
    let give: [Link]
    let views: Tabs
    let chosen: [Notice]
    let priorities: [Priority]
    let hasPriorities: Bool
    let groups: [Group]
    let isEmpty: Bool
    let event: Link

    init(
        _ view: DirectiveService.View, filter: Filter, names: [Place: String], now: Date, strings: Strings,
        formats: Formats
    ) {
        let directive = view.directive
        let path = "/desk/directives/\(directive.id)"
        func headings(_ kind: Directive.Heading.Kind) -> [Directive.Heading] {
            view.headings.filter { $0.kind == kind }
        }
        back = Link(strings["steering.directives.title"], "/desk/directives")
        eyebrow = "\(directive.notation), \(formats.date(directive.day)). \(names[directive.agency] ?? "")"
        title = directive.title
        lead = strings.fill(
            "steering.directives.counts",
            [
                "priorities": formats.number(headings(.priority).count),
                "groups": formats.number(headings(.group).count), "tasks": formats.number(view.tasks.count),
            ])
        figures = Self.figures(view, path, strings, formats)
        give =
            view.isGiver
            ? [
                Link(strings["steering.directives.sheet.title"], "\(path)/tasks"),
                Link(
                    strings["steering.directives.give_one"], "/desk/tasks/new?directive=\(directive.id)",
                    isSecondary: true),
            ] : []
        let tabs = Filter.Show.allCases.filter { show in
            show != .ours || !view.isGiver || view.tasks.contains(where: \.isOurs)
        }
        views = Tabs(
            strings["steering.directives.views"],
            tabs.map {
                .init(
                    strings["steering.directives.show.\($0.rawValue)"], "\(path)?show=\($0.rawValue)",
                    isHere: $0 == filter.show && filter.priority == nil)
            })
        chosen = headings(.priority).filter { $0.number == filter.priority }.map {
            Notice(
                strings.fill(
                    "steering.directives.of_priority", ["number": formats.number($0.number), "title": $0.title]),
                link: Link(strings["steering.directives.show.all"], "\(path)?show=all"))
        }
        priorities = headings(.priority).map { heading in
            Priority(
                link: Link(heading.title, "\(path)?show=all&priority=\(heading.number)"),
                tally: DirectiveWords.tally(
                    view.tally { $0.item.priority == heading.number }, strings, formats))
        }
        hasPriorities = !priorities.isEmpty
        let shown = view.tasks.filter { filter.contains($0, isGiver: view.isGiver) }
        isEmpty = shown.isEmpty
        groups = headings(.group).compactMap { heading in
            let entries = shown.filter { $0.item.group == heading.number }
            guard !entries.isEmpty || filter.show == .all && filter.priority == nil else { return nil }
            let name = "\(formats.number(heading.number)). \(heading.title)"
            let table = Table(
                caption: name, isCaptionHidden: true,
                columns: ["task", "lead", "due", "standing"].map { .text(strings["steering.directives.column.\($0)"]) },
                rows: entries.map { Self.row($0, view, names, now, strings, formats) })
            return Group(
                id: "group-\(heading.number)", title: name,
                tally: DirectiveWords.tally(view.tally { $0.item.group == heading.number }, strings, formats),
                tasks: entries.isEmpty ? [] : [table])
        }
        event = Link(strings["steering.reports.event"], "/ledger/events/\(directive.event)")
    }

    private static func figures(
        _ view: DirectiveService.View, _ path: String, _ strings: Strings, _ formats: Formats
    ) -> [Figure] {
        let tally = view.tally()
        guard tally.all > 0 else { return [] }
        let source = strings[view.isGiver ? "steering.directives.source" : "steering.directives.source_ours"]
        let share = tally.all == 0 ? 0 : Double(tally.done) / Double(tally.all)
        return [
            Figure(
                label: strings["steering.directives.figure.done"], value: formats.number(tally.done),
                unit: "/\(formats.number(tally.all)) (\(formats.percent(share)))", source: source),
            Figure(
                label: strings["steering.directives.figure.late"], value: formats.number(tally.late),
                href: "\(path)?show=late", source: source,
                status: DirectiveWords.late(tally, strings, formats)),
            Figure(
                label: strings["steering.directives.figure.reported"], value: formats.number(tally.reported),
                source: source),
        ]
    }

    private static func row(
        _ entry: DirectiveService.Entry, _ view: DirectiveService.View, _ names: [Place: String], _ now: Date,
        _ strings: Strings, _ formats: Formats
    ) -> [Table.Cell] {
        let isKnown = view.isGiver || entry.isOurs
        let name = "\(formats.number(entry.item.number)). \(entry.title)"
        return [
            isKnown ? .link(name, "/\(Tasks.path)/\(entry.item.file)") : .text(name),
            .text(names[entry.holder] ?? ""), .text(entry.progress.due.map { formats.date($0) } ?? ""),
            // Where the tasks of others stand is for who gave them.
            isKnown
                ? .status(DirectiveWords.status(entry, now: now, strings))
                : .text(strings["steering.directives.of_others"]),
        ]
    }

    static var mocks: [Self] {
        [DirectiveService.View.mock(isGiver: true), .mock(isGiver: false), .empty].flatMap { view in
            ["all", "late"].flatMap { show in
                ["", "1"].map {
                    Self(
                        view, filter: .init(typed: show, priority: $0, in: view), names: .mock, now: .distantPast,
                        strings: .mock, formats: Formats(.vi))
                }
            }
        }
    }
}

/// A directive to be entered.
struct DirectiveFormPage: Page {
    static let template = "steering/directive-form"
    let back: Link
    let errors: ErrorSummary
    let notation: Field
    let day: DateField
    let title: TextArea, priorities: TextArea, groups: TextArea
    let button: Button

    init(_ form: Form, mistakes: Mistakes, strings: Strings) {
        back = Link(strings["steering.directives.title"], "/desk/directives")
        errors = mistakes.summary
        func label(_ name: String) -> String { strings["steering.directives.form.\(name)"] }
        func area(_ name: String, rows: Int, isOptional: Bool = false) -> TextArea {
            TextArea(
                name, label: label(name), value: form.text(name), hint: label("\(name)_hint"), problem: mistakes[name],
                rows: rows, isOptional: isOptional)
        }
        notation = Field(
            "notation", label: label("notation"), value: form.text("notation"), hint: label("notation_hint"),
            problem: mistakes["notation"], width: .short)
        day = DateField(
            "day", legend: label("day"), day: form.text("day-day"), month: form.text("day-month"),
            year: form.text("day-year"), problem: mistakes["day"])
        title = area("title", rows: 2)
        (priorities, groups) = (area("priorities", rows: 8, isOptional: true), area("groups", rows: 11))
        button = Button(label("enter"))
    }

    static var mocks: [Self] {
        let hostile = Form([
            "notation": [.hostile], "title": [.hostile], "priorities": [.hostile], "groups": [.hostile],
            "day-day": [.hostile],
        ])
        let problems: [DirectiveProblem] = [
            .blankNotation, .blankTitle, .noDay, .noGroups, .tooManyHeadings(.priority),
        ]
        return [
            Self(Form(), mistakes: Mistakes(strings: .mock), strings: .mock),
            Self(hostile, mistakes: Mistakes(problems, strings: .mock), strings: .mock),
        ]
    }
}

/// Where many tasks are given at once.
struct TaskSheetPage: Page {
    static let template = "steering/task-sheet"
    let back: Link
    let errors: ErrorSummary
    let action: String
    let columns: SummaryList
    let tasks: TextArea
    let file: FileUpload
    let button: Button
    let groups: [Table]

    init(_ frame: TaskService.Frame, typed: String, mistakes: Mistakes, strings: Strings) {
        let directive = frame.directive
        back = Link("\(directive.notation), \(directive.title)", "/desk/directives/\(directive.id)")
        errors = mistakes.summary
        action = "/desk/directives/\(directive.id)/tasks"
        columns = SummaryList(TaskSheet.columns.map { .init($0, strings["steering.directives.sheet.about.\($0)"]) })
        tasks = TextArea(
            "tasks", label: strings["steering.directives.sheet.tasks"], value: typed,
            hint: strings["steering.directives.sheet.tasks_hint"],
            problem: mistakes.isEmpty ? "" : strings["steering.directives.sheet.nothing_given"], rows: 14)
        file = FileUpload(
            "file", label: strings["steering.directives.sheet.file"], accept: [".csv", ".tsv", ".txt", "text/csv"],
            hint: strings["steering.directives.sheet.file_hint"], isOptional: true)
        button = Button(strings["steering.directives.sheet.give"])
        groups = Directive.Heading.Kind.allCases.compactMap { kind in
            let headings = frame.headings.filter { $0.kind == kind }
            guard !headings.isEmpty else { return nil }
            return Table(
                caption: strings["steering.directives.kind.\(kind.rawValue)"],
                columns: ["number", "title"].map { .text(strings["steering.directives.sheet.column.\($0)"]) },
                rows: headings.map { [.text("\($0.number)"), .text($0.title)] }, stacks: false)
        }
    }

    static var mocks: [Self] {
        let view = DirectiveService.View.mock(isGiver: true)
        let frame = TaskService.Frame(directive: view.directive, headings: view.headings)
        return [
            Self(frame, typed: .hostile, mistakes: Mistakes(strings: .mock), strings: .mock),
            Self(frame, typed: .hostile, mistakes: Mistakes(found: [("tasks", .hostile)]), strings: .mock),
        ]
    }
}

extension [Place: String] {
    static let mock = [Place(rawValue: "a"): String.hostile]
}

extension DirectiveService.View {
    static func mock(isGiver: Bool) -> Self {
        let time = Date(timeIntervalSince1970: 1_783_476_000)
        let directive = Directive(
            id: ID("d"), notation: .hostile, day: Day(time), title: .hostile, agency: Place(rawValue: "a"),
            enteredBy: .hostile, enteredAt: time, event: "01a1")
        let stages: [(TaskProgress.Stage, Bool)] = [
            (.open, true), (.open, false), (.reported, false), (.done, true), (.done, false), (.cancelled, false),
        ]
        let entries = stages.enumerated().map { index, stage in
            DirectiveService.Entry(
                item: .init(
                    file: ID("f"), directive: directive.id, number: index + 1, group: 1,
                    priority: index == 0 ? nil : 1),
                title: .hostile, state: "accepted", holder: directive.agency,
                progress: TaskProgress(stage: stage.0, due: index == 1 ? nil : time, isLate: stage.1),
                isOurs: index != 1)
        }
        return Self(
            directive: directive,
            headings: Directive.Heading.Kind.allCases.map { .init(kind: $0, number: 1, title: .hostile) },
            tasks: entries, isGiver: isGiver)
    }

    static let empty = Self(
        directive: mock(isGiver: true).directive, headings: [], tasks: [], isGiver: true)
}
