// SPDX-License-Identifier: Apache-2.0

import Agencies
import Casework
import Foundation
package import Hummingbird
import Indicators
import Kernel
package import Web

/// `/desk/tasks/new`: where a task is given. All its other pages are Casework's.
package struct TaskRoutes: WebModule {
    let service: TaskService

    package init(service: TaskService) { self.service = service }

    package var pages: [any Page.Type] { [TaskFormPage.self, TaskListPage.self] }

    package func addRoutes(to router: RouterGroup<WebContext>) {
        router.group("desk/tasks/new")
            .get(use: form)
            .post(use: give)
        router.get("desk/tasks/given", use: given)
        router.get("desk/tasks/joined", use: joined)
    }

    @Sendable func form(request: Request, context: WebContext) async throws -> Response {
        try await form(context, under: ID(try request.typed("directive")), problems: [])
    }

    @Sendable func given(request: Request, context: WebContext) async throws -> Response {
        let actor = try context.requireActor()
        guard let desk = actor.agency else { throw Forbidden(Tasks.give) }
        try actor.may(Tasks.give, in: desk)
        return try await list("given", try await service.given(by: actor), mayGive: true, context)
    }

    @Sendable func joined(request: Request, context: WebContext) async throws -> Response {
        try await list("joined", try await service.joined(by: try context.requireActor()), mayGive: false, context)
    }

    private func list(
        _ name: String, _ files: [CaseFile], mayGive: Bool, _ context: WebContext
    ) async throws -> Response {
        var leads: [Place: String] = [:]
        for place in Set(files.map(\.holder)) {
            leads[place] = try await service.agencies.find(ID(place.rawValue))?.name(in: context.language)
        }
        return context.page(
            TaskListPage(
                name, files.map { .init($0, service.cases.progress(of: $0), lead: leads[$0.holder] ?? "") },
                mayGive: mayGive, now: service.now(), strings: context.strings, formats: context.formats))
    }

    @Sendable func give(request: Request, context: WebContext) async throws -> Response {
        let actor = try context.requireActor()
        let form = context.form
        var draft = TaskDraft()
        (draft.title, draft.text, draft.basis) = (form.text("title"), form.text("text"), form.text("basis"))
        (draft.lead, draft.joining) = (form.text("lead"), form.text("joining"))
        (draft.indicator, draft.due) = (form.text("indicator"), form.day("due"))
        (draft.group, draft.priority) = (form.text("group"), form.text("priority"))
        draft.isPilot = !form.text("pilot").isEmpty
        let directive = ID<Directive>(form.text("directive"))
        do {
            let files = try await service.give(
                [draft], under: directive.rawValue.isEmpty ? nil : directive, by: actor)
            return .seeOther("/\(Tasks.path)/\(files[0].id)")
        } catch let refused as TasksRefused {
            return try await self.form(context, under: directive, problems: refused.mistakes.map(\.problem))
        }
    }

    private func form(
        _ context: WebContext, under directive: ID<Directive>, problems: [TaskProblem]
    ) async throws -> Response {
        let actor = try context.requireActor()
        guard let desk = actor.agency else { throw Forbidden(Tasks.give) }
        try actor.may(Tasks.give, in: desk)
        let frame = directive.rawValue.isEmpty ? nil : try await service.frame(directive, of: desk)
        let page = TaskFormPage(
            context.form, under: frame, indicators: service.catalogue.indicators,
            mistakes: Mistakes(problems, strings: context.strings), strings: context.strings)
        return context.page(page, status: problems.isEmpty ? .ok : .unprocessableContent)
    }
}

struct TaskFormPage: Page {
    static let template = "steering/task-form"
    let errors: ErrorSummary
    let title: Field, lead: Field
    let text: TextArea, joining: TextArea
    /// Asked unless a directive is the basis.
    let basis: [TextArea]
    let due: DateField
    let indicator: Select
    let directive: [Link], directiveID: String
    let headings: [Select]
    let pilot: Choice
    let button: Button

    init(
        _ form: Form, under frame: TaskService.Frame?, indicators: [Indicator], mistakes: Mistakes, strings: Strings
    ) {
        errors = mistakes.summary
        directiveID = frame?.directive.id.rawValue ?? ""
        directive =
            frame.map {
                [Link("\($0.directive.notation), \($0.directive.title)", "/desk/directives/\($0.directive.id)")]
            } ?? []
        headings = [Directive.Heading.Kind.group, .priority].compactMap { kind in
            let name = kind.rawValue
            let known = frame?.headings.filter { $0.kind == kind } ?? []
            guard !known.isEmpty else { return nil }
            return Select(
                name, label: strings["steering.directives.kind_one.\(name)"],
                options: [
                    Choice.Option(
                        "",
                        strings[
                            kind == .group
                                ? "steering.directives.choose_group" : "steering.tasks.form.no_indicator"],
                        isChosen: form.text(name).isEmpty)
                ]
                    + known.map {
                        Choice.Option(
                            "\($0.number)", "\($0.number). \($0.title)", isChosen: "\($0.number)" == form.text(name))
                    }, problem: mistakes[name], isOptional: kind == .priority)
        }
        func label(_ name: String) -> String { strings["steering.tasks.form.\(name)"] }
        func area(_ name: String, rows: Int, limit: Int? = nil, isOptional: Bool = false) -> TextArea {
            TextArea(
                name, label: label(name), value: form.text(name), hint: label("\(name)_hint"), problem: mistakes[name],
                rows: rows, limit: limit.map { TextLimit($0, typed: form.text(name), strings: strings) },
                isOptional: isOptional)
        }
        title = Field(
            "title", label: label("title"), value: form.text("title"), hint: label("title_hint"),
            problem: mistakes["title"])
        lead = Field(
            "lead", label: label("lead"), value: form.text("lead"), hint: label("lead_hint"), problem: mistakes["lead"],
            width: .short)
        text = area("text", rows: 5, limit: CaseFile.textLimit)
        basis = frame == nil ? [area("basis", rows: 2)] : []
        joining = area("joining", rows: 3, isOptional: true)
        due = DateField(
            "due", legend: label("due"), day: form.text("due-day"), month: form.text("due-month"),
            year: form.text("due-year"), problem: mistakes["due"])
        indicator = Select(
            "indicator", label: label("indicator"),
            options: [Choice.Option("", label("no_indicator"), isChosen: form.text("indicator").isEmpty)]
                + indicators.map {
                    Choice.Option($0.id, $0.name[strings.language], isChosen: $0.id == form.text("indicator"))
                }, hint: label("indicator_hint"), problem: mistakes["indicator"], isOptional: true)
        pilot = Choice(
            "pilot", legend: strings["steering.directives.pilot.legend"],
            options: [
                Choice.Option(
                    "1", strings["steering.directives.pilot.mark"], isChosen: !form.text("pilot").isEmpty)
            ])
        button = Button(label("give"))
    }

    static var mocks: [Self] {
        let hostile = Form([
            "title": [.hostile], "text": [.hostile], "basis": [.hostile], "lead": [.hostile], "joining": [.hostile],
            "due-day": [.hostile],
        ])
        let problems: [TaskProblem] = [
            .blankTitle, .blankText, .blankBasis, .noDue, .noLead, .noSuchJoining(.hostile), .noSuchIndicator,
            .noSuchGroup,
        ]
        let view = DirectiveService.View.mock(isGiver: true)
        return [
            Self(Form(), under: nil, indicators: [.mock], mistakes: Mistakes(strings: .mock), strings: .mock),
            Self(
                hostile, under: .init(directive: view.directive, headings: view.headings), indicators: [.mock],
                mistakes: Mistakes(problems, strings: .mock), strings: .mock),
        ]
    }
}
