// SPDX-License-Identifier: Apache-2.0

import Kernel
import Web

/// What one has begun and not sent.
struct DraftsPage: Page {
    static let template = "forms/drafts"

    let isEmpty: Bool
    let drafts: [Entry]

    struct Entry: Sendable {
        let title: String, saved: String
        let open: Link, erase: Link
    }

    init(_ drafts: [(draft: Draft.Entry, title: String)], strings: Strings, formats: Formats) {
        isEmpty = drafts.isEmpty
        self.drafts = drafts.map { draft, title in
            Entry(
                title: title, saved: strings.fill("forms.saved", ["time": formats.time(draft.savedAt)]),
                open: Link(strings["forms.drafts.open"], draft.path),
                erase: Link(strings["forms.drafts.erase"], "\(draft.path)/erasure", isSecondary: true))
        }
    }

    static var mocks: [Self] {
        [
            .init([], strings: .mock, formats: Formats(.vi)),
            .init(
                [(FormMocks.draft.entry, "Đăng ký khai sinh"), (FormMocks.draft.entry, .hostile)], strings: .mock,
                formats: Formats(.vi)),
        ]
    }
}

/// Everything answered, each with a way back to change it; then what one declares, and one button.
struct CheckPage: Page {
    static let template = "forms/check"

    struct Section: Sendable {
        let title: String, hasTitle: Bool
        let answers: SummaryList
    }

    let back: Link
    let formTitle: String, saved: String
    let notice: Notice
    let sections: [Section]
    let extras: [SummaryList]
    let declaration: String
    let submission: [Submission]
    let unfinished: [Link]
    let erase: Link, export: Link

    struct Submission: Sendable {
        let action: String, revision: String
        let button: Button
    }

    /// `problems` are those of the answers as they stand: with any, there is no button to send them.
    init(
        _ draft: Draft, title: String, summary: FormSummary, extras: [SummaryList.Row], declaration: String,
        problems: [AnswerProblem], back: String, strings: Strings, formats: Formats
    ) {
        self.back = Link(strings["web.back"], back)
        formTitle = title
        saved = strings.fill("forms.saved", ["time": formats.time(draft.savedAt)])
        notice =
            problems.isEmpty
            ? .none : Notice(strings["forms.check.unfinished"], strings.plural("forms.check.missing", problems.count))
        sections = Self.sections(summary) { row, page in
            Self.row(
                row, problem: problems.first { $0.field == row.field || $0.field.hasPrefix("\(row.field)-") }, strings
            ) {
                Link($0, "\(draft.path)/\(page)?from=check#\(row.field)")
            }
        }
        self.extras = extras.isEmpty ? [] : [SummaryList(extras)]
        self.declaration = declaration
        submission =
            problems.isEmpty
            ? [
                Submission(
                    action: "\(draft.path)/submission", revision: "\(draft.revision)",
                    button: Button(strings["forms.check.submit"]))
            ] : []
        unfinished =
            problems.first.map { [Link(strings["forms.check.go_on"], "\(draft.path)/\($0.page)?from=check")] } ?? []
        erase = Link(strings["forms.drafts.erase"], "\(draft.path)/erasure")
        export = Link(strings["forms.check.export"], "\(draft.path)/export")
    }

    /// A page with one question needs no title beside the question: such pages stand together in one list.
    private static func sections(
        _ summary: FormSummary, _ make: (FormSummary.Row, String) -> SummaryList.Row
    ) -> [Section] {
        var sections: [Section] = []
        var alone: [SummaryList.Row] = []
        func close() {
            if !alone.isEmpty { sections.append(Section(title: "", hasTitle: false, answers: SummaryList(alone))) }
            alone = []
        }
        for section in summary.sections {
            let rows = section.rows.map { make($0, section.page) }
            if rows.count == 1, !section.isEntry {
                alone += rows
            } else {
                close()
                sections.append(Section(title: section.title, hasTitle: true, answers: SummaryList(rows)))
            }
        }
        close()
        return sections
    }

    private static func row(
        _ row: FormSummary.Row, problem: AnswerProblem?, _ strings: Strings, change: (String) -> Link
    ) -> SummaryList.Row {
        let status = problem.map {
            Status(.risk, strings[$0.flaw == .missing ? "forms.check.unanswered" : "forms.check.to_mend"])
        }
        let value = row.value.isEmpty && problem == nil ? strings["forms.check.none"] : row.value
        return SummaryList.Row(row.label, value, change: change(strings["forms.check.change"]), status: status)
    }

    static var mocks: [Self] { FormMocks.checks }
}

/// Asks once more before a draft is gone.
struct ErasurePage: Page {
    static let template = "forms/erasure"

    let title: String, action: String
    let button: Button, keep: Link

    init(_ draft: Draft, title: String, strings: Strings) {
        self.title = title
        action = "\(draft.path)/erasure"
        button = Button(strings["forms.erasure.button"], style: .warning)
        keep = Link(strings["forms.erasure.keep"], draft.path, isSecondary: true)
    }

    static var mocks: [Self] {
        [
            .init(FormMocks.draft, title: "Đăng ký khai sinh", strings: .mock),
            .init(FormMocks.draft, title: .hostile, strings: .mock),
        ]
    }
}
