// SPDX-License-Identifier: Apache-2.0

import Kernel
import Web

/// The days off and the swapped days of an agency, its own and the country's, with the form for one more.
struct CalendarPage: Page {
    static let template = "casework/calendar"
    let back: Link
    let errors: ErrorSummary
    let agency: String
    let own: [Own]
    let hasOwn: Bool
    let national: [Table]
    let day: DateField
    let worked: Choice
    let text: Field
    let button: Button

    struct Own: Sendable {
        let day: String, what: String, path: String
        let button: Button
    }

    init(
        own: [OwnDay], national: [(day: OwnDay, reason: WorkingCalendar.Reason?)], agency: String, desk: String,
        form: Form, mistakes: Mistakes, strings: Strings, formats: Formats
    ) {
        func what(_ day: OwnDay) -> String { strings[day.isWorked ? "cases.calendar.worked" : "cases.calendar.off"] }
        back = Link(strings["cases.pile.title"], desk)
        errors = mistakes.summary
        self.agency = agency
        self.own = own.map {
            Own(
                day: formats.day($0.day.at(minute: 0)), what: what($0), path: "/desk/calendar/\($0.day)/removal",
                button: Button(
                    strings.fill("cases.calendar.remove", ["day": formats.date($0.day)]), style: .secondary))
        }
        hasOwn = !own.isEmpty
        self.national = national.isEmpty ? [] : [Self.table(national, what, strings, formats)]
        day = DateField(
            "day", legend: strings["cases.calendar.which"], day: form.text("day-day"), month: form.text("day-month"),
            year: form.text("day-year"), problem: mistakes["day"])
        worked = Choice(
            "worked", legend: strings["cases.calendar.what"],
            options: [("0", "cases.calendar.off"), ("1", "cases.calendar.worked")].map { value, key in
                .init(value, strings[key], isChosen: form.text("worked") == value)
            }, isInline: true)
        text = Field(
            "text", label: strings["cases.calendar.reason"], value: form.text("text"),
            hint: strings["cases.calendar.reason_hint"], problem: mistakes["text"])
        button = Button(strings["cases.calendar.set"])
    }

    private static func table(
        _ days: [(day: OwnDay, reason: WorkingCalendar.Reason?)], _ what: (OwnDay) -> String, _ strings: Strings,
        _ formats: Formats
    ) -> Table {
        Table(
            caption: strings["cases.calendar.national"],
            columns: ["day", "what", "occasion", "basis"].map { .text(strings["cases.calendar.\($0)"]) },
            rows: days.map { day, reason in
                let name = strings.language == .vi ? reason?.name : reason?.englishName
                let basis = reason?.basis == "unverified" ? strings["cases.calendar.unverified"] : reason?.basis
                return [
                    .text(formats.day(day.day.at(minute: 0))), .text(what(day)), .text(name ?? ""), .text(basis ?? ""),
                ]
            })
    }

    static var mocks: [Self] {
        let day = OwnDay(day: Day("2026-09-02") ?? .beginning, isWorked: false)
        let reason = WorkingCalendar.Reason(name: .hostile, englishName: .hostile, basis: .hostile)
        return [
            .init(
                own: [day], national: [(day, reason)], agency: .hostile, desk: "/desk",
                form: Form(["text": [.hostile]]),
                mistakes: Mistakes([CaseProblem.noDay, .blankReason], strings: .mock), strings: .mock,
                formats: Formats(.vi)),
            .init(
                own: [], national: [], agency: "UBND", desk: "/desk", form: Form(), mistakes: Mistakes(strings: .mock),
                strings: .mock, formats: Formats(.vi)),
        ]
    }
}
