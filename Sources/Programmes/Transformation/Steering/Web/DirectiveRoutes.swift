// SPDX-License-Identifier: Apache-2.0

import Agencies
import Foundation
package import Hummingbird
import Kernel
package import Web

/// `/desk/directives`: what agencies are directed to do, and how far it is.
package struct DirectiveRoutes: WebModule {
    let service: DirectiveService
    let tasks: TaskService

    package init(service: DirectiveService, tasks: TaskService) { (self.service, self.tasks) = (service, tasks) }

    package var pages: [any Page.Type] {
        [DirectiveListPage.self, DirectiveFormPage.self, DirectivePage.self, TaskSheetPage.self]
    }

    package var uploads: [String] { ["/desk/directives/{id}/tasks"] }

    package func addRoutes(to router: RouterGroup<WebContext>) {
        router.group("desk/directives")
            .get(use: list)
            .get("new", use: form)
            .post("new", use: enter)
            .get(":id", use: show)
            .get(":id/tasks", use: sheet)
            .post(":id/tasks", use: giveSheet)
    }

    @Sendable func list(request: Request, context: WebContext) async throws -> Response {
        let actor = try context.requireActor()
        let views = try await service.all(for: actor)
        let names = try await names(of: views.map(\.directive.agency), context)
        let mayEnter = actor.agency.map { actor.can(Tasks.give, in: $0) } ?? false
        return context.page(
            DirectiveListPage(
                views, names: names, mayEnter: mayEnter, strings: context.strings, formats: context.formats))
    }

    @Sendable func show(request: Request, context: WebContext) async throws -> Response {
        let view = try await service.view(context.id("id"), for: try context.requireActor())
        let names = try await names(of: [view.directive.agency] + view.tasks.map(\.holder), context)
        return context.page(
            DirectivePage(
                view,
                filter: .init(typed: try request.typed("show"), priority: try request.typed("priority"), in: view),
                names: names, now: service.now(), strings: context.strings, formats: context.formats))
    }

    @Sendable func form(request: Request, context: WebContext) async throws -> Response {
        try form(context, problems: [])
    }

    @Sendable func enter(request: Request, context: WebContext) async throws -> Response {
        let actor = try context.requireActor()
        let form = context.form
        var draft = DirectiveDraft()
        (draft.notation, draft.title, draft.day) = (form.text("notation"), form.text("title"), form.day("day"))
        (draft.priorities, draft.groups) = (form.text("priorities"), form.text("groups"))
        let problems = service.problems(in: draft)
        guard problems.isEmpty else { return try self.form(context, problems: problems) }
        do {
            let directive = try await service.enter(draft, by: actor)
            return .seeOther("/desk/directives/\(directive.id)/tasks")
        } catch let problem as DirectiveProblem where problem.field != nil {
            return try self.form(context, problems: [problem])
        }
    }

    private func form(_ context: WebContext, problems: [DirectiveProblem]) throws -> Response {
        _ = try giver(context)
        let page = DirectiveFormPage(
            context.form, mistakes: Mistakes(problems, strings: context.strings), strings: context.strings)
        return context.page(page, status: problems.isEmpty ? .ok : .unprocessableContent)
    }

    // MARK: many tasks at once

    /// So many bytes has a table of tasks at most.
    private static let sheetLimit = 2 << 20

    @Sendable func sheet(request: Request, context: WebContext) async throws -> Response {
        let frame = try await tasks.frame(context.id("id"), of: try giver(context))
        return context.page(
            TaskSheetPage(
                frame, typed: TaskSheet.columns.joined(separator: ","), mistakes: Mistakes(strings: context.strings),
                strings: context.strings))
    }

    @Sendable func giveSheet(request: Request, context: WebContext) async throws -> Response {
        let actor = try context.requireActor()
        let frame = try await tasks.frame(context.id("id"), of: try giver(context))
        let (strings, typed) = (context.strings, try await sheet(in: context))
        let found: [(field: String, sentence: String)]
        var lines: [Int] = []
        do {
            let sheet = try TaskSheet(typed)
            lines = sheet.rows.map(\.line)
            try await tasks.give(sheet.rows.map(\.draft), under: frame.directive.id, by: actor)
            return .seeOther("/desk/directives/\(frame.directive.id)")
        } catch let problem as DirectiveProblem where problem.field != nil {
            found = [("tasks", strings.sentence(for: problem))]
        } catch let refused as TasksRefused {
            found = refused.mistakes.map { index, problem in
                (
                    "tasks",
                    strings.fill(
                        "steering.directives.sheet.line",
                        ["line": "\(lines[index])", "problem": strings.sentence(for: problem)])
                )
            }
        }
        return context.page(
            TaskSheetPage(frame, typed: typed, mistakes: Mistakes(found: found), strings: strings),
            status: .unprocessableContent)
    }

    /// The file if one was chosen, else what was pasted; not trimmed, because empty fields may end a line.
    private func sheet(in context: WebContext) async throws -> String {
        var bytes: [UInt8] = []
        while let file = try await context.upload?.nextFile() {
            for try await piece in file {
                bytes += piece
                guard bytes.count <= Self.sheetLimit else { throw DirectiveProblem.longSheet }
            }
        }
        guard bytes.isEmpty else {
            guard let text = String(validating: bytes, as: UTF8.self) else { throw DirectiveProblem.badSheet(line: 1) }
            return text.precomposedStringWithCanonicalMapping
        }
        return (context.upload?.form ?? context.form).all("tasks").last ?? ""
    }

    private func giver(_ context: WebContext) throws -> Place {
        let actor = try context.requireActor()
        guard let desk = actor.agency else { throw Forbidden(Tasks.give) }
        try actor.may(Tasks.give, in: desk)
        return desk
    }

    private func names(of places: [Place], _ context: WebContext) async throws -> [Place: String] {
        var names: [Place: String] = [:]
        for place in Set(places) {
            names[place] = try await service.agencies.find(ID(place.rawValue))?.name(in: context.language) ?? ""
        }
        return names
    }
}
