// SPDX-License-Identifier: Apache-2.0

import Casework
import Foundation
import Kernel
import Rendering
import Web

/// A paper that a desk prints for itself: what to say for it, and those printed before.
struct DeskPaperPage: Page {
    static let template = "publicservices/desk-paper"
    let back: Link
    let title: String, lead: String
    let errors: ErrorSummary
    let path: String
    let dates: [DateField]
    let button: Button
    let printed: [Table]

    /// The log book of a period: that of this month, unless something else was typed.
    init(
        logBookOn today: Day, printed: [IssuedDocument], form: Form = Form(), mistakes: Mistakes, strings: Strings,
        formats: Formats
    ) {
        let path = "/desk/\(Dossiers.path)/log-book"
        let first = Day(year: today.year, month: today.month, day: 1) ?? today
        let isBlank = ["from-day", "from-month", "from-year"].allSatisfy { form.text($0).isEmpty }
        func field(_ name: String, _ day: Day) -> DateField {
            DateField(
                name, legend: strings["services.desk_paper.log_book.\(name)"],
                day: isBlank ? "\(day.day)" : form.text("\(name)-day"),
                month: isBlank ? "\(day.month)" : form.text("\(name)-month"),
                year: isBlank ? "\(day.year)" : form.text("\(name)-year"), problem: mistakes[name])
        }
        self.init(
            "log_book", back: Link(strings["cases.pile.title"], "/desk/\(Dossiers.path)"), path: path,
            dates: [field("from", first), field("to", today)], errors: mistakes.summary, printed, strings, formats)
    }

    /// The control slip of a dossier.
    init(controlSlipOf id: ID<CaseFile>, printed: [IssuedDocument], strings: Strings, formats: Formats) {
        let path = "/\(Dossiers.path)/\(id)"
        self.init(
            "control_slip", back: Link(strings["services.desk_paper.control_slip.back"], path),
            path: "\(path)/control-slip",
            dates: [], errors: Mistakes(strings: strings).summary, printed, strings, formats)
    }

    private init(
        _ key: String, back: Link, path: String, dates: [DateField], errors: ErrorSummary,
        _ printed: [IssuedDocument], _ strings: Strings, _ formats: Formats
    ) {
        (self.back, self.path, self.dates, self.errors) = (back, path, dates, errors)
        title = strings["services.desk_paper.\(key).title"]
        lead = strings["services.desk_paper.\(key).lead"]
        button = Button(strings["services.desk_paper.\(key).print"])
        self.printed = printed.isEmpty ? [] : [Self.table(printed, strings, formats)]
    }

    private static func table(_ printed: [IssuedDocument], _ strings: Strings, _ formats: Formats) -> Table {
        Table(
            caption: strings["services.desk_paper.printed"],
            columns: [.text(strings["services.desk_paper.at"]), .text(strings["services.desk_paper.state"])],
            rows: printed.map { paper in
                [
                    .link(formats.time(paper.requestedAt), "/documents/\(paper.id)"),
                    .text(strings["services.paper.\(paper.state.rawValue)"]),
                ]
            })
    }

    static var mocks: [Self] {
        let (today, formats) = (Day(number: 20_642), Formats(.vi))
        let wrong = Mistakes([PublicServicesProblem.longPeriod(limit: 1000)], strings: .mock)
        return [
            .init(
                logBookOn: today, printed: IssuedDocument.mocks, form: Form(["from-day": [.hostile]]),
                mistakes: wrong, strings: .mock, formats: formats),
            .init(
                logBookOn: today, printed: [], mistakes: Mistakes(strings: .mock), strings: .mock, formats: formats),
            .init(
                controlSlipOf: ID(.hostile), printed: IssuedDocument.mocks, strings: .mock, formats: formats),
        ]
    }
}
