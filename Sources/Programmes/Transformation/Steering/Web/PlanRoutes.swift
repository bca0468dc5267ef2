// SPDX-License-Identifier: Apache-2.0

import Agencies
import Foundation
package import Hummingbird
import Kernel
package import Web

/// `/plans`: who has a digital strategy or plan in force, and who has none; `/desk/plans`: what an agency entered.
package struct PlanRoutes: WebModule {
    let service: PlanService

    package init(service: PlanService) { self.service = service }

    package var pages: [any Page.Type] {
        [PlanRegisterPage.self, PlanListPage.self, PlanPage.self, PlanFormPage.self]
    }

    package func addRoutes(to router: RouterGroup<WebContext>) {
        router.get("plans", use: register)
        router.group("desk/plans")
            .get(use: list)
            .get("new", use: form)
            .post("new", use: enter)
            .get(":id", use: show)
            .post(":id/withdrawal", use: withdraw)
    }

    @Sendable func register(request: Request, context: WebContext) async throws -> Response {
        let kind = Plan.Kind(rawValue: try request.typed("kind")) ?? .strategy
        let actor = context.visitor?.actor
        let mayKeep = actor.flatMap { actor in actor.agency.map { actor.can(Plans.keep, in: $0) } } ?? false
        return context.page(
            PlanRegisterPage(
                try await service.register(of: kind), mayKeep: mayKeep, strings: context.strings,
                formats: context.formats))
    }

    @Sendable func list(request: Request, context: WebContext) async throws -> Response {
        let plans = try await service.plans(of: try context.requireActor())
        return context.page(
            PlanListPage(plans, today: Day(service.now()), strings: context.strings, formats: context.formats))
    }

    @Sendable func show(request: Request, context: WebContext) async throws -> Response {
        try await page(context, problems: [])
    }

    @Sendable func withdraw(request: Request, context: WebContext) async throws -> Response {
        do {
            try await service.withdraw(
                context.id("id"), because: context.form.text("reason"), by: try context.requireActor())
            return .seeOther("/desk/plans")
        } catch let problem as PlanProblem where problem.field != nil {
            return try await page(context, problems: [problem])
        }
    }

    private func page(_ context: WebContext, problems: [PlanProblem]) async throws -> Response {
        let plan = try await service.plan(context.id("id"), for: try context.requireActor())
        let page = PlanPage(
            plan, today: Day(service.now()), typed: context.form.text("reason"),
            mistakes: Mistakes(problems, strings: context.strings), strings: context.strings, formats: context.formats)
        return context.page(page, status: problems.isEmpty ? .ok : .unprocessableContent)
    }

    @Sendable func form(request: Request, context: WebContext) async throws -> Response {
        try form(context, problems: [])
    }

    @Sendable func enter(request: Request, context: WebContext) async throws -> Response {
        let actor = try context.requireActor()
        let form = context.form
        var draft = PlanDraft()
        (draft.kind, draft.title, draft.notation) = (form.text("kind"), form.text("title"), form.text("notation"))
        (draft.from, draft.to, draft.link) = (form.text("from"), form.text("to"), form.text("link"))
        draft.day = form.day("day")
        _ = try keeper(context)
        let problems = service.problems(in: draft)
        guard problems.isEmpty else { return try self.form(context, problems: problems) }
        let plan = try await service.enter(draft, by: actor)
        return .seeOther("/desk/plans/\(plan.id)")
    }

    private func form(_ context: WebContext, problems: [PlanProblem]) throws -> Response {
        _ = try keeper(context)
        let page = PlanFormPage(
            context.form, mistakes: Mistakes(problems, strings: context.strings), strings: context.strings)
        return context.page(page, status: problems.isEmpty ? .ok : .unprocessableContent)
    }

    private func keeper(_ context: WebContext) throws -> Place {
        guard let agency = try context.requireActor().agency else { throw Forbidden(Plans.keep) }
        try context.requireActor().may(Plans.keep, in: agency)
        return agency
    }
}
