// SPDX-License-Identifier: Apache-2.0

package import Hummingbird
import Kernel
package import Web

/// `/services`: find a procedure and read what it takes.
package struct ProcedureRoutes: WebModule {
    let catalogue: Catalogue

    package init(catalogue: Catalogue) { self.catalogue = catalogue }

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
    }

    @Sendable func list(request: Request, context: WebContext) async throws -> Response {
        let query = try request.typed("q")
        return context.page(
            query.isEmpty
                ? CataloguePage(catalogue, strings: context.strings)
                : CataloguePage(found: catalogue.find(query), query: query, strings: context.strings))
    }

    @Sendable func show(request: Request, context: WebContext) async throws -> Response {
        let code = try context.parameters.require("code")
        guard let procedure = catalogue[code] else { throw PublicServicesProblem.noSuchProcedure(code) }
        return context.page(ProcedurePage(procedure, strings: context.strings))
    }
}
