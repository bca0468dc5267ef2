// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
import Hummingbird
import Kernel
import Web

/// One page that was sent in: whichever of its buttons was pressed, nothing that was typed is lost.
struct PageSaving {
    let routes: FormRoutes
    private var visit: FormRoutes.Visit
    let context: WebContext
    private var problems: [UploadProblem] = []

    init(routes: FormRoutes, visit: FormRoutes.Visit, context: WebContext) {
        (self.routes, self.visit, self.context) = (routes, visit, context)
    }

    private var from: String { context.form.text(FormControl.from) == "check" ? "check" : "" }

    func response() async throws -> Response {
        var saving = self
        return try await saving.answer()
    }

    private mutating func answer() async throws -> Response {
        let asked = try visit.asked(try context.parameters.require("page"))
        guard context.form.text(FormControl.revision) == "\(visit.draft.revision)" else {
            return try await again(asked, context.upload?.form ?? context.form, isOld: true)
        }
        try await receiveFiles(asked)
        let typed = context.upload?.form ?? context.form
        if !typed.text(FormControl.removeFile).isEmpty { try await removeFile(typed, asked) }
        guard problems.isEmpty else { return try await again(asked, typed) }
        if FormControl.staying.contains(where: { !typed.text($0).isEmpty }) { return try await again(asked, typed) }
        return try await save(asked, typed)
    }

    private func save(_ asked: AskedForm.Page, _ typed: Form) async throws -> Response {
        let (form, setting) = (visit.form, visit.setting)
        switch try form.check(asked.page.name, typed: typed, over: visit.draft.answers, in: setting) {
        case nil: throw DraftProblem.notFound
        case .refused(let problems):
            return try await routes.page(
                asked, of: visit, typed: typed, from: from, entries: asked.shownEntries(typed),
                mistakes: Mistakes(problems, strings: context.strings), status: .unprocessableContent, context)
        case .answered(let answers):
            let draft: Draft
            do {
                draft = try await routes.drafts.save(answers, of: visit.draft, form, by: visit.actor)
            } catch DraftProblem.changedMeanwhile { return try await again(asked, typed, isOld: true) }
            return .seeOther(try next(after: asked, of: draft))
        }
    }

    /// The next page; after a change on the way to the check, whatever that has opened, else the check.
    private func next(after asked: AskedForm.Page, of draft: Draft) throws -> String {
        if from == "check" {
            let first = try visit.form.problems(in: draft.answers, visit.setting).first?.page
            return "\(draft.path)/" + (first.map { "\($0)?from=check" } ?? "check")
        }
        let pages = try visit.form.asked(draft.answers, on: visit.setting.today).pages.map(\.page.name)
        let following = pages.firstIndex(of: asked.page.name).map { pages[($0 + 1)...].first } ?? pages.first
        return "\(draft.path)/\((following ?? nil) ?? "check")"
    }

    /// The same page once more: to choose among what was found, with an entry more or less, or with what became of a file.
    private func again(_ asked: AskedForm.Page, _ typed: Form, isOld: Bool = false) async throws -> Response {
        var (typed, entries) = (typed, asked.shownEntries(typed))
        if let repeats = asked.page.repeats {
            if !typed.text(FormControl.add).isEmpty { entries = min(entries + 1, repeats.max) }
            if let index = Int(typed.text(FormControl.remove)), (0..<entries).contains(index) {
                typed = asked.without(index, of: entries, typed)
                entries = max(entries - 1, 1)
            }
        }
        let words = context.strings
        let notice = isOld ? Notice(words["forms.changed.title"], words["problem.forms.changed_meanwhile"]) : .none
        var now = visit
        if isOld { now.draft = try await routes.drafts.find(visit.draft.id, for: visit.actor) }
        return try await routes.page(
            asked, of: now, typed: typed, from: from, entries: entries,
            mistakes: Mistakes(problems, strings: context.strings), notice: notice,
            status: isOld ? .conflict : problems.isEmpty ? .ok : .unprocessableContent, context)
    }

    private mutating func receiveFiles(_ asked: AskedForm.Page) async throws {
        guard let upload = context.upload else { return }
        while let file = try await upload.nextFile() {
            guard let question = asked.questions.first(where: { $0.id == file.field && $0.kind.takesFiles }) else {
                continue
            }
            try await keep(for: question) { try await $0.receive(file, named: file.name, for: question) }
        }
        let typed = upload.form
        for question in asked.questions {
            guard case .attachment(let limits) = question.kind else { continue }
            for id in typed.all(FileUpload.uploads(question.id)).prefix(limits.max) {
                try await keep(for: question) { [actor = visit.actor] in
                    try await $0.receive(ID(id), for: question, by: actor)
                }
            }
        }
    }

    /// Takes a file that arrived into the answer; one that is not taken is told beside its field.
    private mutating func keep(
        for question: Question, _ take: @Sendable (DraftService) async throws -> ReceivedFile
    ) async throws {
        do {
            visit.draft = try await routes.drafts.add(
                try await take(routes.drafts), to: question, of: visit.draft, visit.form, by: visit.actor)
        } catch let problem as UploadProblem { problems.append(problem) }
    }

    private mutating func removeFile(_ typed: Form, _ asked: AskedForm.Page) async throws {
        let parts = typed.text(FormControl.removeFile).split(separator: " ").map(String.init)
        guard parts.count == 2, let question = asked.questions.first(where: { $0.id == parts[0] && $0.kind.takesFiles })
        else { return }
        var answers = visit.draft.answers
        let left = answers[question.id].files.filter { $0.hash != parts[1] }
        answers.values[question.id] = left.isEmpty ? nil : .array(left.map(\.value))
        visit.draft = try await routes.drafts.save(answers, of: visit.draft, visit.form, by: visit.actor)
    }
}

extension FormControl {
    /// Buttons after which one stays on the page.
    static let staying = [find, add, remove, upload, removeFile]
}

extension AskedForm.Page {
    /// How many entries the page showed when it was sent in.
    func shownEntries(_ typed: Form) -> Int {
        guard let repeats = page.repeats else { return 1 }
        return min(max(Int(typed.text(Self.countField)) ?? repeats.min, repeats.min, 1), repeats.max)
    }

    /// What was typed, without one of the entries: those behind it move up.
    func without(_ removed: Int, of count: Int, _ typed: Form) -> Form {
        let kept = (0..<count).filter { $0 != removed }
        return Form(
            kept.enumerated().reduce(into: [:]) { fields, entry in
                for question in questions {
                    for part in AnswerKind.fieldParts {
                        fields[field(question, entry.offset) + part] = typed.all(field(question, entry.element) + part)
                    }
                }
            })
    }
}
