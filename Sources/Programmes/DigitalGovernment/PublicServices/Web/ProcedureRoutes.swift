// SPDX-License-Identifier: Apache-2.0

import Forms
package import Hummingbird
import Kernel
package import Web

/// `/services`: find a procedure and read what it takes.
package struct ProcedureRoutes: WebModule {
    let host: DossierHost
    private var catalogue: Catalogue { host.service.catalogue }

    package init(host: DossierHost) { self.host = host }

    package var navigation: [NavigationItem] { [NavigationItem("services.title", "/services")] }

    package var pages: [any Page.Type] { [CataloguePage.self, ProcedurePage.self] }

    package func home(_ context: WebContext) async throws -> HomePart {
        HomePart(
            search: [CataloguePage.search("", context.strings)],
            entries: [.init(context.strings["services.title"], "/services", text: context.strings["services.lead"])])
    }

    package func addRoutes(to router: RouterGroup<WebContext>) {
        router.group("services")
            .get(use: list)
            .get(":code", use: show)
            .post(":code/drafts", use: begin)
    }

    @Sendable func list(request: Request, context: WebContext) async throws -> Response {
        let query = try request.typed("q")
        return context.page(
            query.isEmpty
                ? CataloguePage(catalogue, strings: context.strings)
                : CataloguePage(found: catalogue.find(query), query: query, strings: context.strings))
    }

    @Sendable func show(request: Request, context: WebContext) async throws -> Response {
        try await page(context, sought: try request.typed("desk"))
    }

    @Sendable func begin(request: Request, context: WebContext) async throws -> Response {
        let actor = try context.requireActor()
        let form = context.form
        do {
            guard let capacity = DossierRequest.Capacity(form.text("capacity")) else {
                throw PublicServicesProblem.noConsent
            }
            let draft = try await host.service.begin(
                try context.parameters.require("code"), as: capacity, at: ID(form.text("agency")), with: host, by: actor
            )
            return .seeOther(draft.path)
        } catch let problem as PublicServicesProblem where problem.kind == .invalid {
            return try await page(context, sought: context.form.text("desk"), problem: problem)
        }
    }

    /// `sought` is what was typed to find a desk.
    private func page(
        _ context: WebContext, sought: String, problem: PublicServicesProblem? = nil
    ) async throws -> Response {
        let code = try context.parameters.require("code")
        guard let procedure = catalogue[code] else { throw PublicServicesProblem.noSuchProcedure(code) }
        let page = ProcedurePage(
            procedure, visit: try await visit(code, sought, context), form: context.form,
            mistakes: Mistakes(problem.map { [$0] } ?? [], strings: context.strings), strings: context.strings)
        return context.page(page, status: problem == nil ? .ok : .unprocessableContent)
    }

    private func visit(
        _ code: String, _ sought: String, _ context: WebContext
    ) async throws -> ProcedurePage.Visit {
        guard host.form(code) != nil else { return .closed }
        guard let actor = context.visitor?.actor else { return .visitor }
        switch actor.kind {
        case .resident:
            let desks = host.service.desks
            async let grantors = host.service.grantors(to: actor)
            return .resident(
                try await sought.isEmpty ? desks.offer(to: actor) : desks.find(sought), sought: sought,
                grantors: try await grantors.map { ($0.id.rawValue, $0.name) })
        case .official: return actor.agency.map { actor.can(Dossiers.receive, in: $0) } == true ? .counter : .closed
        default: return .closed
        }
    }
}
