// SPDX-License-Identifier: Apache-2.0

import Foundation
import Kernel
import Rendering
import Web

/// Who is late, and the letters that were sent.
struct ReminderListPage: Page {
    static let template = "steering/reminders"
    let back: Link
    let late: [Table]
    let isEmpty: Bool
    let sent: [Table]

    init(
        _ arrears: [ReminderService.Arrears], sent: [Reminder], names: [Place: String], strings: Strings,
        formats: Formats
    ) {
        back = Link(strings["steering.tasks.given.heading"], "/desk/tasks/given")
        isEmpty = arrears.isEmpty
        func column(_ name: String) -> String { strings["steering.reminders.column.\(name)"] }
        late =
            arrears.isEmpty
            ? []
            : [
                Table(
                    caption: strings["steering.reminders.late"],
                    columns: [.text(column("agency")), .number(column("tasks")), .text(column("longest"))],
                    rows: arrears.map { one in
                        let longest = one.items.map(\.daysLate).max() ?? 0
                        return [
                            .link(
                                names[one.agency] ?? "", "/desk/tasks/reminders/\(one.agency.rawValue)"),
                            .text(formats.number(one.items.count)),
                            .status(Status(.late, strings.plural("steering.reminders.days", longest))),
                        ]
                    })
            ]
        self.sent =
            sent.isEmpty
            ? []
            : [
                Table(
                    caption: strings["steering.reminders.sent"],
                    columns: [.text(column("agency")), .text(column("giver")), .number(column("tasks"))]
                        + [.text(column("time"))],
                    rows: sent.map { reminder in
                        [
                            .link(names[reminder.agency] ?? "", "/desk/reminders/\(reminder.id)"),
                            .text(names[reminder.giver] ?? ""),
                            .text(formats.number(reminder.letter.items.count)),
                            .link(formats.time(reminder.sentAt), "/ledger/events/\(reminder.event)"),
                        ]
                    })
            ]
    }

    static var mocks: [Self] {
        let names = [Place: String].mock
        let reminder = Reminder(
            id: ID("r"), giver: Place(rawValue: "a"), agency: Place(rawValue: "a"), letter: .mock, sentBy: "x",
            sentAt: .distantPast, event: "01a1")
        return [
            Self([], sent: [], names: [:], strings: .mock, formats: Formats(.vi)),
            Self([.mock], sent: [reminder], names: names, strings: .mock, formats: Formats(.vi)),
        ]
    }
}

/// The letter to one agency, before it is sent.
struct ReminderPage: Page {
    static let template = "steering/reminder"
    let back: Link
    let errors: ErrorSummary
    let title: String, action: String
    let tasks: Table
    let closing: TextArea
    let look: Button, send: Button

    init(
        _ arrears: ReminderService.Arrears, agency: String, closing: String, mistakes: Mistakes, strings: Strings,
        formats: Formats
    ) {
        back = Link(strings["steering.reminders.title"], "/desk/tasks/reminders")
        errors = mistakes.summary
        title = strings.fill("steering.reminders.to", ["agency": agency])
        action = "/desk/tasks/reminders/\(arrears.agency.rawValue)"
        tasks = Table(
            caption: strings["steering.reminders.list"],
            columns: ["task", "due", "longest"].map { .text(strings["steering.reminders.column.\($0)"]) },
            rows: arrears.items.map { item in
                [
                    .link(item.title, "/\(Tasks.path)/\(item.file)"),
                    .text(Day(item.due).map { formats.date($0) } ?? ""),
                    .status(Status(.late, strings.plural("steering.reminders.days", item.daysLate))),
                ]
            })
        self.closing = TextArea(
            "closing", label: strings["steering.reminders.form.closing"], value: closing,
            hint: strings["steering.reminders.form.closing_hint"], problem: mistakes["closing"], rows: 5,
            limit: TextLimit(ReminderService.closingLimit, typed: closing, strings: strings))
        look = Button(strings["steering.reminders.form.look"], style: .secondary, name: "act", value: "look")
        send = Button(strings["steering.reminders.form.send"], name: "act", value: "send")
    }

    static var mocks: [Self] {
        [[], [ReminderProblem.blankClosing]].map {
            Self(
                .mock, agency: .hostile, closing: .hostile, mistakes: Mistakes($0, strings: .mock), strings: .mock,
                formats: Formats(.vi))
        }
    }
}

/// The letter on paper (công văn, Decree 30/2020, annex III): in Vietnamese, as all papers are.
struct PrintedReminder: Page {
    static let template = "steering/reminder-letter"

    struct Row: Sendable {
        let number: String, title: String, basis: String, due: String, days: String
    }

    let letterhead: Letterhead
    let giver: String, agency: String, day: String, count: String
    let rows: [Row]
    let closing: [String]
    let isDemo: Bool

    init(_ letter: ReminderLetter, giver: String, agency: String, isDemo: Bool) {
        self.isDemo = isDemo
        let (formats, day) = (Formats(.vi), Day(letter.day))
        letterhead = Letterhead(agency: giver, number: "……/……", on: day ?? .beginning)
        (self.giver, self.agency) = (giver, agency)
        self.day = day.map { formats.date($0) } ?? ""
        count = formats.number(letter.items.count)
        rows = letter.items.enumerated().map { index, item in
            Row(
                number: formats.number(index + 1), title: item.title, basis: item.basis,
                due: Day(item.due).map { formats.date($0) } ?? "", days: formats.number(item.daysLate))
        }
        closing = letter.closing.split(whereSeparator: \.isNewline).map(String.init)
    }

    static var mocks: [Self] { [Self(.mock, giver: .hostile, agency: .hostile, isDemo: true)] }
}

extension ReminderLetter {
    static let mock = ReminderLetter(
        day: "2026-07-20",
        items: [.init(file: "f", title: .hostile, basis: .hostile, due: "2026-07-15", daysLate: 5)],
        closing: .hostile)
}

extension ReminderService.Arrears {
    static let mock = Self(agency: Place(rawValue: "a"), items: ReminderLetter.mock.items)
}
