// SPDX-License-Identifier: Apache-2.0

import Agencies
import Foundation
import Indicators
import Kernel
import Spreadsheets
import Units
import Web

/// What an agency owes, and what waits for it to accept.
struct CollectionDeskPage: Page {
    static let template = "collection/desk"
    let agency: String
    let owed: TaskList, waiting: TaskList
    let reports: Bool, accepts: Bool, owesNothing: Bool, nothingWaits: Bool
    let sums: [Link]

    init(
        agency: String, owed: [CollectionService.Owed]?, waiting: [CollectionService.Entry]?,
        sums: [(Template, Period)], now: Date, words: CollectionWords
    ) {
        self.agency = agency
        (reports, accepts) = (owed != nil, waiting != nil)
        (owesNothing, nothingWaits) = (owed?.isEmpty ?? false, waiting?.isEmpty ?? false)
        self.owed = TaskList(
            (owed ?? []).map { owed in
                let due = owed.template.due(owed.period)
                return .init(
                    words.title(owed.template, owed.period), "/desk/collection/\(owed.template.id)/\(owed.period)",
                    hint: words.strings.fill("collection.desk.due", ["day": words.formats.date(due)]),
                    status: words.status(owed.report, due: due, now: now))
            })
        self.waiting = TaskList(
            (waiting ?? []).map { entry in
                .init(
                    entry.agency.name(in: words.strings.language), "/desk/collection-reports/\(entry.report.id)",
                    hint: words.title(entry.template, entry.report.period),
                    status: words.status(entry.report, due: entry.template.due(entry.report.period), now: now))
            })
        self.sums = sums.map { Link(words.title($0, $1), "/desk/collection-sums/\($0.id)/\($1)") }
    }

    static var mocks: [Self] {
        let entry = CollectionService.Entry(template: .mock, agency: .mock, report: Report.mocks[1])
        return [
            Self(agency: .hostile, owed: [], waiting: [], sums: [], now: .distantPast, words: .mock),
            Self(
                agency: .hostile,
                owed: Report.mocks.map { .init(template: .mock, period: $0.period, report: $0) },
                waiting: [entry], sums: [(.mock, entry.report.period)], now: .distantPast, words: .mock),
        ]
    }
}

/// The form of one agency for one period.
struct CollectionFormPage: Page {
    static let template = "collection/form"

    /// One line of the form: typed, or answered by the system.
    struct Line: Sendable {
        var field: [Field] = [], area: [TextArea] = [], counted: [SummaryList] = []
    }

    let back: Link
    let errors: ErrorSummary
    let notice: Notice
    let agency: String, title: String, about: String, facts: SummaryList
    let path: String
    let lines: [Line]
    let isOpen: Bool
    let reason: [TextArea]
    let minutes: Field
    let save: Button, submit: Button
    let history: [Link]
    let file: FileUpload, upload: Button, empty: Link

    init(
        _ sheet: CollectionService.Sheet, typed: [String: String]? = nil, reason: String = "", minutes: String = "",
        problems: [CollectionProblem] = [], findings: [FormSheet.Finding] = [], refusal: SpreadsheetProblem? = nil,
        wasSaved: Bool = false, catalogue: IndicatorCatalogue, now: Date,
        words: CollectionWords
    ) {
        let (strings, template, period, report) = (words.strings, sheet.template, sheet.period, sheet.report)
        func label(_ name: String) -> String { strings["collection.form.\(name)"] }
        let mistakes = words.mistakes(problems, findings, refusal, in: template)
        back = Link(strings["collection.desk.title"], "/desk/collection")
        errors = mistakes.summary
        agency = sheet.agency.name(in: strings.language)
        (title, about) = (words.title(template, period), template.about[strings.language])
        path = "/desk/collection/\(template.id)/\(period)"
        isOpen = report?.state != .submitted
        facts = SummaryList([
            .init(
                label("due"), words.formats.date(template.due(period)),
                status: words.status(report, due: template.due(period), now: now)),
            .init(label("above"), sheet.above?.name(in: strings.language) ?? strings["collection.nobody_above"]),
            .init(
                label("basis"),
                template.basis == "unverified" ? strings["collection.basis_unverified"] : template.basis),
        ])
        switch report?.state {
        case .submitted: notice = Notice(label("waits"), label("waits_text"))
        case .returned: notice = Notice(label("returned"), report?.last?.decision?.reason ?? "")
        case .accepted: notice = Notice(label("accepted"), label("accepted_text"), isSuccess: true)
        default: notice = wasSaved ? Notice(label("saved"), label("saved_text"), isSuccess: true) : .none
        }
        let kept = report.map { $0.draft.isEmpty ? $0.last?.values ?? [:] : $0.draft } ?? [:]
        let isDraft = report?.draft.isEmpty == false
        lines = template.fields.map { field in
            if let indicator = field.counted.flatMap({ catalogue[$0] }) {
                let link = Link(strings["collection.form.open"], "/indicators/\(indicator.id)")
                let value = words.counted(sheet.counted[field.id] ?? nil, indicator)
                return Line(counted: [
                    SummaryList([
                        .init(words.name(field), value, change: link)
                    ])
                ])
            }
            let name = CollectionProblem.name(of: field.id)
            let value =
                typed?[field.id]
                ?? (typed == nil ? isDraft ? kept[field.id] ?? "" : words.typed(kept[field.id], of: field) : "")
            let before = sheet.previous[field.id].map {
                strings.fill("collection.form.before", ["value": words.value($0, of: field)])
            }
            if field.kind == .text {
                return Line(area: [
                    TextArea(
                        name, label: words.name(field), value: value, hint: field.hint?[strings.language] ?? "",
                        problem: mistakes[name], rows: 3,
                        limit: TextLimit(Answers.textLimit, typed: value, strings: strings),
                        isOptional: !field.isRequired)
                ])
            }
            return Line(field: [
                Field(
                    name, label: words.name(field), value: value,
                    hint: [field.hint?[strings.language], before].compactMap(\.self).joined(separator: " "),
                    problem: mistakes[name], width: .short, isNumeric: field.kind == .count,
                    isOptional: !field.isRequired)
            ])
        }
        self.reason =
            report?.accepted == nil
            ? []
            : [
                TextArea(
                    "reason", label: label("reason"), value: reason, hint: label("reason_hint"),
                    problem: mistakes["reason"], rows: 2)
            ]
        self.minutes = Field(
            "minutes", label: label("minutes"), value: minutes, hint: label("minutes_hint"),
            problem: mistakes["minutes"], width: .short, isNumeric: true, isOptional: true)
        save = Button(label("save"), style: .secondary, name: "do", value: "save")
        submit = Button(report?.accepted == nil ? label("submit") : label("correct"), name: "do", value: "submit")
        file = FileUpload(
            "file", label: label("file"), accept: [".xlsx"], hint: label("file_hint"), problem: mistakes["file"])
        (upload, empty) = (Button(label("upload"), style: .secondary), Link(label("empty"), "\(path)/xlsx"))
        history =
            report?.last == nil
            ? [] : [Link(label("history"), "/desk/collection-reports/\(report?.id.rawValue ?? "")")]
    }

    static var mocks: [Self] {
        let period = Report.mocks[0].period
        return ([nil] + Report.mocks).map { report in
            let sheet = CollectionService.Sheet(
                template: .mock, period: period, agency: .mock, report: report,
                previous: ["count": "5", "percent": "12.5"], counted: ["counted": IndicatorValue.mocks[0]],
                above: report == nil ? nil : .mock)
            return Self(
                sheet, typed: report == nil ? nil : ["count": .hostile, "text": .hostile], reason: .hostile,
                problems: report == nil
                    ? [] : [.notANumber("count"), .moreThan("part", "count"), .blankReason, .notOpen(.beginning)],
                findings: report == nil ? [] : [.init(cell: "B7", problem: .unknownField(.hostile))],
                refusal: report == nil ? nil : .malformed, wasSaved: true, catalogue: IndicatorCatalogue([.mock]),
                now: .distantPast, words: .mock)
        }
    }
}

/// A report with all its versions, for its agency and for the level above, which decides.
struct CollectionReportPage: Page {
    static let template = "collection/report"

    struct Version: Sendable {
        let values: SummaryList
        let steps: Timeline
    }
    struct Decision: Sendable {
        let path: String, seen: String
        let reason: TextArea
        let accept: Button, sendBack: Button
    }

    let back: Link
    let errors: ErrorSummary
    let agency: String, title: String
    let versions: [Version]
    let decision: [Decision]

    /// - Parameter name: Of an account.
    init(
        _ entry: CollectionService.Entry, mayDecide: Bool, names: [String: String], reason: String = "",
        problems: [CollectionProblem] = [], words: CollectionWords
    ) {
        let strings = words.strings
        let mistakes = words.mistakes(problems, in: entry.template)
        func label(_ name: String) -> String { strings["collection.report.\(name)"] }
        back = Link(strings["collection.desk.title"], "/desk/collection")
        errors = mistakes.summary
        agency = entry.agency.name(in: strings.language)
        title = words.title(entry.template, entry.report.period)
        versions = entry.report.versions.reversed().map { version in
            let sent = Timeline.Step(
                strings.fill("collection.report.sent", ["name": names[version.sentBy] ?? ""]),
                time: words.formats.time(version.sentAt), text: version.reason,
                href: "/ledger/events/\(version.event)", state: version.decision == nil ? .now : .done)
            let decided = version.decision.map { decision in
                Timeline.Step(
                    strings.fill(
                        decision.isAccepted ? "collection.report.accepted" : "collection.report.returned",
                        ["name": names[decision.by] ?? ""]),
                    time: words.formats.time(decision.at), text: decision.reason,
                    href: "/ledger/events/\(decision.event)")
            }
            return Version(
                values: SummaryList(
                    entry.template.typed.map { .init(words.name($0), words.value(version.values[$0.id], of: $0)) },
                    title: strings.fill("collection.report.version", ["number": "\(version.number)"])),
                steps: Timeline([sent, decided].compactMap(\.self)))
        }
        decision =
            mayDecide
            ? [
                Decision(
                    path: "/desk/collection-reports/\(entry.report.id)", seen: "\(entry.report.versions.count)",
                    reason: TextArea(
                        "reason", label: label("reason"), value: reason, hint: label("reason_hint"),
                        problem: mistakes["reason"], rows: 3),
                    accept: Button(label("accept")), sendBack: Button(label("send_back"), style: .warning))
            ] : []
    }

    static var mocks: [Self] {
        Report.mocks.map {
            Self(
                .init(template: .mock, agency: .mock, report: $0), mayDecide: $0.state == .submitted,
                names: ["lan": .hostile], reason: .hostile, problems: [.blankReason], words: .mock)
        }
    }
}

/// What those below reported, added up, opened down to each.
struct CollectionSumPage: Page {
    static let template = "collection/sums"
    let back: Link
    let agency: String, title: String, lead: String
    let figures: [Figure]
    let reports: Table
    let isEmpty: Bool
    let open: Link
    let errors: ErrorSummary, notice: Notice
    let reminder: String, remind: Button

    /// - Parameter reminded: How many agencies were reminded just now.
    init(
        _ summary: Summary, agency: String, reminded: Int? = nil, problems: [CollectionProblem] = [], now: Date,
        words: CollectionWords
    ) {
        let (strings, whole) = (words.strings, summary.completeness)
        back = Link(strings["collection.desk.title"], "/desk/collection")
        self.agency = agency
        title = words.title(whole.template, whole.period)
        lead = strings.fill(
            "collection.sums.lead",
            [
                "accepted": words.formats.number(summary.rows.count { $0.report?.accepted != nil }),
                "expected": words.formats.number(summary.rows.count),
            ])
        isEmpty = summary.rows.isEmpty
        let counts = whole.template.typed.filter { $0.kind == .count }
        figures = counts.map { field in
            Figure(
                label: words.name(field),
                value: summary.sums[field.id].map { words.number($0, isPercent: false) }
                    ?? strings["collection.no_value"],
                href: "#reports", source: strings["collection.sums.source"])
        }
        reports = Table(
            caption: strings["collection.sums.caption"],
            columns: [.text(strings["collection.column.agency"])]
                + counts.map { .number(words.name($0)) } + [.text(strings["collection.column.state"])],
            rows: summary.rows.map { row in
                let name = row.agency.name(in: strings.language)
                return [
                    row.wasSent ? .link(name, "/desk/collection-reports/\(row.report?.id.rawValue ?? "")") : .text(name)
                ]
                    + counts.map { .text(words.value(row.report?.accepted?.values[$0.id], of: $0)) }
                    + [.status(words.status(row.report, due: whole.template.due(whole.period), now: now))]
            })
        errors = words.mistakes(problems, in: whole.template).summary
        notice =
            reminded.map { Notice(strings.plural("collection.sums.reminded", $0), isSuccess: true) } ?? .none
        reminder = "/desk/collection-sums/\(whole.template.id)/\(whole.period)/reminder"
        remind = Button(strings["collection.sums.remind"], style: .secondary)
        open = Link(strings["collection.sums.open"], "/collection/\(whole.template.id)/\(whole.period)")
    }

    static var mocks: [Self] {
        let rows = ([nil] + Report.mocks).map {
            Completeness.Row(agency: .mock, province: nil, report: $0, superior: nil, due: .beginning)
        }
        return [[], rows].map {
            Self(
                Summary(
                    completeness: .init(template: .mock, period: Report.mocks[0].period, rows: rows), rows: $0,
                    sums: ["count": 5]), agency: .hostile, reminded: 2, problems: [.nobodyToRemind], now: .distantPast,
                words: .mock)
        }
    }
}

/// The forms there are, for everybody.
struct CollectionListPage: Page {
    static let template = "collection/list"

    struct Form: Sendable {
        let name: String, about: String, basis: String
        let burden: Link
        let periods: [Link]
    }

    let forms: [Form]

    init(_ forms: [(template: Template, periods: [Period])], words: CollectionWords) {
        self.forms = forms.map { template, periods in
            Form(
                name: words.name(template), about: template.about[words.strings.language],
                basis: template.basis == "unverified" ? words.strings["collection.basis_unverified"] : template.basis,
                burden: Link(words.strings["collection.burden.open"], "/collection/\(template.id)"),
                periods: periods.map { Link(words.period($0), "/collection/\(template.id)/\($0)") })
        }
    }

    static var mocks: [Self] { [Self([], words: .mock), Self([(.mock, [Report.mocks[0].period])], words: .mock)] }
}

/// Who reported and who did not, by province, opened to each.
struct CompletenessPage: Page {
    static let template = "collection/completeness"
    let breadcrumbs: Breadcrumbs
    let title: String, place: String
    let figures: [Figure]
    let provinces: [Table], agencies: [Table]
    let isEmpty: Bool

    /// - Parameter province: The code of one, "-" for who serves the country; nil for all.
    init(_ whole: Completeness, province: String?, now: Date, words: CollectionWords) {
        let strings = words.strings
        let path = "/collection/\(whole.template.id)/\(whole.period)"
        title = words.title(whole.template, whole.period)
        func code(_ row: Completeness.Row) -> String { row.province?.code ?? "-" }
        func name(_ row: Completeness.Row) -> String { row.province?.name ?? strings["collection.central"] }
        let rows = province.map { wanted in whole.rows.filter { code($0) == wanted } } ?? whole.rows
        place = province == nil ? strings["indicators.country"] : rows.first.map(name) ?? ""
        breadcrumbs = Breadcrumbs(
            [Link(strings["collection.list.title"], "/collection")]
                + (province == nil ? [] : [Link(title, path)]))
        isEmpty = rows.isEmpty
        func figure(_ key: String, _ count: Int) -> Figure {
            Figure(
                label: strings["collection.completeness.\(key)"], value: words.formats.number(count), href: "#agencies",
                source: strings.fill("collection.completeness.of", ["expected": words.formats.number(rows.count)]))
        }
        figures = [
            figure("sent", rows.count(where: \.wasSent)), figure("accepted", rows.count(where: \.isAccepted)),
            figure("on_time", rows.count(where: \.isOnTime)),
        ]
        let groups = Dictionary(grouping: rows, by: code).sorted { $0.key < $1.key }
        func number(_ rows: [Completeness.Row], _ condition: (Completeness.Row) -> Bool) -> Table.Cell {
            .text(words.formats.number(rows.count(where: condition)))
        }
        provinces =
            province != nil || rows.isEmpty
            ? []
            : [
                Table(
                    caption: strings["collection.completeness.provinces"],
                    columns: [.text(strings["collection.column.province"])]
                        + ["expected", "sent", "accepted", "on_time"].map {
                            .number(strings["collection.completeness.\($0)"])
                        },
                    rows: groups.map { code, rows in
                        [
                            .link(rows.first.map(name) ?? code, "\(path)?province=\(code)"), number(rows) { _ in true },
                            number(rows, \.wasSent), number(rows, \.isAccepted), number(rows, \.isOnTime),
                        ]
                    })
            ]
        agencies =
            province == nil || rows.isEmpty
            ? []
            : [
                Table(
                    caption: strings["collection.completeness.agencies"],
                    columns: ["agency", "sent", "state"].map { .text(strings["collection.column.\($0)"]) },
                    rows: rows.map { row in
                        [
                            .link(row.agency.name(in: strings.language), "/agencies/\(row.agency.id)"),
                            .text(
                                row.report?.versions.first.map { words.formats.date($0.sentAt) }
                                    ?? strings["collection.no_value"]),
                            .status(words.status(row.report, due: whole.template.due(whole.period), now: now)),
                        ]
                    })
            ]
    }

    static var mocks: [Self] {
        let rows = ([nil] + Report.mocks).map {
            Completeness.Row(agency: .mock, province: nil, report: $0, superior: nil, due: .beginning)
        }
        let period = Report.mocks[0].period
        return [
            Self(.init(template: .mock, period: period, rows: []), province: nil, now: .distantPast, words: .mock),
            Self(.init(template: .mock, period: period, rows: rows), province: nil, now: .distantPast, words: .mock),
            Self(.init(template: .mock, period: period, rows: rows), province: "-", now: .distantPast, words: .mock),
        ]
    }
}
