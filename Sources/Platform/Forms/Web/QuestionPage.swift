// SPDX-License-Identifier: Apache-2.0

import Foundation
import Kernel
import Web

/// One page of a form. What was typed comes back with what was wrong.
struct QuestionPage: Page {
    static let template = "forms/question"

    /// The questions of one entry; a page that is filled in once has one.
    struct Entry: Sendable {
        let title: String, hasTitle: Bool
        let removal: [Button]
        let questions: [QuestionField]
    }

    let back: Link
    let progress: String, saved: String, hasSaved: Bool
    let formTitle: String, title: String, hasTitle: Bool
    let lead: String, hasLead: Bool
    let notice: Notice
    let errors: ErrorSummary
    let action: String, isMultipart: Bool
    let name: String, revision: String, from: String
    /// Other buttons stand before the last one, and the first is the one that Enter presses.
    let hasDefault: Bool
    let isRepeated: Bool, entryCount: String
    /// What was wrong with the number of entries.
    let problem: String, hasProblem: Bool
    let entries: [Entry]
    let add: [Button], upload: [Button]
    let button: Button
    let isUnverified: Bool
    let later: Link

    /// Where one is in a form, and where the page leads.
    struct Place {
        let draft: Draft
        let title: String
        let number: Int, count: Int
        let back: String
        /// The page that is gone back to when this one is done: "check", or "" for the next.
        let from: String
    }

    init(
        _ asked: AskedForm.Page, at place: Place, entryCount: Int, fields: FieldMaker, notice: Notice = .none,
        formats: Formats
    ) {
        let (page, strings) = (asked.page, fields.strings)
        back = Link(strings["web.back"], place.back)
        progress = strings.fill("forms.progress", ["number": "\(place.number)", "count": "\(place.count)"])
        hasSaved = place.draft.revision > 1
        saved = strings.fill("forms.saved", ["time": formats.time(place.draft.savedAt)])
        (formTitle, title) = (place.title, page.title[strings.language])
        let isOnlyQuestion = asked.questions.count == 1 && page.repeats == nil && asked.questions[0].kind.canBeHeading
        hasTitle = !isOnlyQuestion
        (lead, hasLead) = (page.lead?[strings.language] ?? "", page.lead != nil)
        self.notice = notice
        errors = fields.mistakes.summary
        action = "\(place.draft.path)/\(page.name)"
        isMultipart = asked.questions.contains { $0.kind.takesFiles }
        (name, revision, from) = (page.name, "\(place.draft.revision)", place.from)
        (isRepeated, self.entryCount) = (page.repeats != nil, "\(entryCount)")
        // Only a page that repeats has a name of its own; elsewhere it may be that of its question.
        problem = page.repeats == nil ? "" : fields.mistakes[page.name]
        hasProblem = !problem.isEmpty
        entries = (0..<entryCount).map { index in
            Entry(
                title: asked.title(of: index, strings.language), hasTitle: page.repeats != nil,
                removal: entryCount > (page.repeats?.min ?? entryCount)
                    ? [
                        Button(
                            strings["forms.entry.remove"], style: .secondary, name: FormControl.remove,
                            value: "\(index)")
                    ]
                    : [],
                questions: asked.questions.map {
                    fields.field($0, asked.field($0, index), isHeading: isOnlyQuestion)
                })
        }
        add =
            entryCount < (page.repeats?.max ?? 0)
            ? [Button(strings["forms.entry.add"], style: .secondary, name: FormControl.add, value: "1")] : []
        upload =
            isMultipart
            ? [Button(strings["forms.files.upload"], style: .secondary, name: FormControl.upload, value: "1")] : []
        // Where units are sought, Enter shall seek.
        hasDefault =
            (isMultipart || page.repeats != nil) && !asked.questions.contains { $0.kind.seeksUnits }
        button = Button(strings["forms.continue"])
        isUnverified = asked.questions.contains(where: \.isUnverified)
        later = Link(strings["forms.later"], "/drafts")
    }

    static var mocks: [Self] { FormMocks.pages }
}

extension AnswerKind {
    fileprivate var seeksUnits: Bool {
        switch self {
        case .unit, .address: true
        default: false
        }
    }

    /// Whether the label of its field can stand as the heading of the page.
    fileprivate var canBeHeading: Bool {
        switch self {
        case .attachment, .address: false
        default: true
        }
    }
}
