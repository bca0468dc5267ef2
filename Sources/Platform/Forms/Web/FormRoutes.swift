// SPDX-License-Identifier: Apache-2.0

import Files
import Foundation
package import Hummingbird
import Kernel
package import Units
package import Web

/// `/drafts`: forms that are filled in page by page, for whichever module asks. No rule lives here.
package struct FormRoutes: WebModule {
    let hosts: [any FormHost]
    let drafts: DraftService
    let units: UnitService

    package init(hosts: [any FormHost], drafts: DraftService, units: UnitService) {
        precondition(Set(hosts.map(\.kind)).count == hosts.count, "two hosts of one kind")
        self.hosts = hosts
        self.drafts = drafts
        self.units = units
    }

    package var pages: [any Page.Type] { [DraftsPage.self, QuestionPage.self, CheckPage.self, ErasurePage.self] }

    package var uploads: [String] { ["/drafts/{id}/{page}"] }

    package func addRoutes(to router: RouterGroup<WebContext>) {
        router.group("drafts")
            .get(use: list)
            .get(":id", use: resume)
            .get(":id/check", use: check)
            .post(":id/submission", use: submit)
            .get(":id/erasure", use: askErasure)
            .post(":id/erasure", use: erase)
            .get(":id/export", use: export)
            .get(":id/files/:hash", use: file)
            .get(":id/:page", use: show)
            .post(":id/:page", use: save)
    }

    /// What was begun and not sent stands among what is open.
    package func home(_ context: WebContext) async throws -> HomePart {
        guard let actor = context.visitor?.actor else { return HomePart() }
        let open = try await drafts.mine(actor, limit: 5).map { draft in
            TaskList.Item(
                title(draft, context), draft.path,
                hint: context.strings.fill("forms.saved", ["time": context.formats.time(draft.savedAt)]),
                status: Status(.neutral, context.strings["forms.draft"]))
        }
        return HomePart(open: Array(open))
    }

    @Sendable func list(request: Request, context: WebContext) async throws -> Response {
        let mine = try await drafts.mine(try context.requireActor()).map { ($0, title($0, context)) }
        return context.page(DraftsPage(mine, strings: context.strings, formats: context.formats))
    }

    /// Leads to the first page that is not done, or to the check when all are.
    @Sendable func resume(request: Request, context: WebContext) async throws -> Response {
        try await open(context) { visit in
            let first = try visit.form.problems(in: visit.draft.answers, visit.setting).first
            return .seeOther("\(visit.draft.path)/\(first?.page ?? "check")")
        }
    }

    @Sendable func show(request: Request, context: WebContext) async throws -> Response {
        try await open(context) { visit in
            let asked = try visit.asked(try context.parameters.require("page"))
            let typed = asked.fields(for: visit.draft.answers)
            let from = try request.typed("from") == "check" ? "check" : ""
            return try await page(asked, of: visit, typed: typed, from: from, context)
        }
    }

    @Sendable func check(request: Request, context: WebContext) async throws -> Response {
        try await open(context) { try await checkPage(of: $0, context) }
    }

    @Sendable func submit(request: Request, context: WebContext) async throws -> Response {
        try await open(context) { visit in
            guard context.form.text(FormControl.revision) == "\(visit.draft.revision)" else {
                throw DraftProblem.changedMeanwhile
            }
            let asked = try visit.form.asked(visit.draft.answers, on: visit.setting.today)
            guard try asked.problems(in: visit.setting).isEmpty else {
                return try await checkPage(of: visit, context)
            }
            var draft = visit.draft
            (draft.answers, draft.version) = (asked.answers, visit.form.version)
            return .seeOther(try await visit.host.submit(draft, asked: asked, by: visit.actor))
        }
    }

    @Sendable func askErasure(request: Request, context: WebContext) async throws -> Response {
        let draft = try await drafts.find(try context.id("id"), for: try context.requireActor())
        return context.page(ErasurePage(draft, title: title(draft.entry, context), strings: context.strings))
    }

    @Sendable func erase(request: Request, context: WebContext) async throws -> Response {
        try await drafts.erase(try context.id("id"), by: try context.requireActor())
        return .seeOther("/drafts")
    }

    @Sendable func export(request: Request, context: WebContext) async throws -> Response {
        var response = Response.json(
            try await drafts.export(try context.id("id"), for: try context.requireActor()))
        response.headers[.contentDisposition] = "attachment; filename=\"draft.json\""
        response.headers[.cacheControl] = "no-store"
        return response
    }

    /// For the owner to see what arrived.
    @Sendable func file(request: Request, context: WebContext) async throws -> Response {
        let (attached, bytes) = try await drafts.file(
            try context.parameters.require("hash"), of: try context.id("id"), for: try context.requireActor())
        return .download(bytes, named: attached.name, type: attached.file.kind.rawValue, size: attached.file.size)
    }

    @Sendable func save(request: Request, context: WebContext) async throws -> Response {
        try await open(context) { try await PageSaving(routes: self, visit: $0, context: context).response() }
    }

    // MARK: a visit to a draft

    /// A draft with everything it takes to go on with it.
    struct Visit: Sendable {
        var draft: Draft
        let form: FormDefinition
        let host: any FormHost
        let actor: Actor
        let setting: FormSetting

        func asked(_ page: String) throws -> AskedForm.Page {
            guard let asked = try form.asked(draft.answers, on: setting.today)[page] else {
                throw DraftProblem.notFound
            }
            return asked
        }
    }

    /// Opens the draft of the address. One that was sent leads on to what it became.
    private func open(
        _ context: WebContext, _ body: (Visit) async throws -> Response
    ) async throws -> Response {
        let actor = try context.requireActor()
        do {
            let (draft, setting) = try await drafts.open(try context.id("id"), for: actor)
            guard let host = host(draft.kind), let form = host.form(draft.key) else { throw DraftProblem.noForm }
            return try await body(Visit(draft: draft, form: form, host: host, actor: actor, setting: setting))
        } catch DraftProblem.submitted(let path) {
            return .seeOther(path)
        }
    }

    private func host(_ kind: String) -> (any FormHost)? { hosts.first { $0.kind == kind } }

    private func title(_ draft: Draft.Entry, _ context: WebContext) -> String {
        host(draft.kind)?.title(draft.key, context.language) ?? context.strings["forms.draft"]
    }

    /// A page of questions, with what was typed or answered there.
    func page(
        _ asked: AskedForm.Page, of visit: Visit, typed: Form, from: String, entries: Int? = nil,
        mistakes: Mistakes? = nil, notice: Notice = .none, status: HTTPResponse.Status = .ok, _ context: WebContext
    ) async throws -> Response {
        let pages = try visit.form.asked(visit.draft.answers, on: visit.setting.today).pages.map(\.page.name)
        let index = pages.firstIndex(of: asked.page.name) ?? 0
        let back =
            from == "check"
            ? "\(visit.draft.path)/check" : index == 0 ? "/drafts" : "\(visit.draft.path)/\(pages[index - 1])"
        let count = entries ?? asked.entryCount(for: visit.draft.answers)
        let fields = FieldMaker(
            form: typed, mistakes: mistakes ?? Mistakes([any Problem](), strings: context.strings),
            strings: context.strings, units: try await unitChoices(asked, entries: count, typed, visit.setting),
            files: visit.draft.answers.values.mapValues(\.files), filesPath: "\(visit.draft.path)/files")
        let page = QuestionPage(
            asked,
            at: .init(
                draft: visit.draft, title: title(visit.draft.entry, context), number: index + 1, count: pages.count,
                back: back, from: from),
            entryCount: count, fields: fields, notice: notice, formats: context.formats)
        return context.page(page, status: status)
    }

    private func checkPage(of visit: Visit, _ context: WebContext) async throws -> Response {
        let (draft, strings) = (visit.draft, context.strings)
        let asked = try visit.form.asked(draft.answers, on: visit.setting.today)
        let problems = try asked.problems(in: visit.setting)
        let page = CheckPage(
            draft, title: title(draft.entry, context),
            summary: asked.summary(strings),
            extras: problems.isEmpty
                ? try await visit.host.extras(draft.key, asked.answers, for: visit.actor, strings) : [],
            declaration: visit.host.declaration(draft.key, strings), problems: problems,
            back: "\(draft.path)/\(asked.pages.last?.page.name ?? "")", strings: strings, formats: context.formats)
        let isRefused = context.path.hasSuffix("/submission")
        return context.page(page, status: isRefused ? .unprocessableContent : .ok)
    }

    /// What can be chosen where units are asked for: what was chosen before, and what is found by the words typed.
    private func unitChoices(
        _ asked: AskedForm.Page, entries: Int, _ typed: Form, _ setting: FormSetting
    ) async throws -> UnitChoices {
        var choices: UnitChoices = [:]
        for entry in 0..<entries {
            for (name, kinds) in asked.unitFields(entry) {
                var found: [(value: String, name: String)] = []
                if let id = UnitID(answer: .string(typed.text(name))), let unit = setting.units.unit(id) {
                    found.append((id.description, setting.units.fullName(of: unit, on: setting.today)))
                }
                let sought = typed.text(AnswerKind.searchField(name))
                if !sought.isEmpty {
                    found += try await units.find(sought, limit: 200).map(\.unit)
                        .filter { kinds.takes($0, on: setting.today) }.prefix(10)
                        .map { ($0.id.description, setting.units.fullName(of: $0, on: setting.today)) }
                        .filter { choice in !found.contains { $0.value == choice.0 } }
                }
                choices[name] = found
            }
        }
        return choices
    }
}

extension AskedForm.Page {
    /// The fields of a page in which its answers are shown.
    func fields(for answers: Answers) -> Form {
        let entries = given(answers)
        return Form(
            entries.enumerated().reduce(into: [:]) { fields, entry in
                for question in questions {
                    let value = entry.element[question.id] ?? .null
                    fields.merge(question.kind.fields(field(question, entry.offset), for: value)) { $1 }
                }
            })
    }

    func entryCount(for answers: Answers) -> Int {
        guard let repeats = page.repeats else { return 1 }
        return min(max(given(answers).count, repeats.min, 1), repeats.max)
    }

    fileprivate func unitFields(_ entry: Int) -> [(name: String, kinds: AnswerKind.Units)] {
        questions.compactMap { question in
            let name = field(question, entry)
            return switch question.kind {
            case .unit(let kinds): (name, kinds)
            case .address: ("\(name)-unit", .init(levels: [.commune], takesFormer: false))
            default: nil
            }
        }
    }
}
