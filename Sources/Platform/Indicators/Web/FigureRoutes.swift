// SPDX-License-Identifier: Apache-2.0

package import Hummingbird
import Kernel
package import Web

/// `/figures`: what others have reported, each figure as it was printed and with its source. Nothing here is counted.
package struct FigureRoutes: WebModule {
    let service: FigureService

    package init(service: FigureService) { self.service = service }

    package var pages: [any Page.Type] { [FigureListPage.self, ReportedFigurePage.self] }

    package func addRoutes(to router: RouterGroup<WebContext>) {
        router.group("figures")
            .get(use: list)
            .get(":code", use: show)
    }

    @Sendable func list(request: Request, context: WebContext) async throws -> Response {
        context.page(FigureListPage(try await service.all(), strings: context.strings))
    }

    @Sendable func show(request: Request, context: WebContext) async throws -> Response {
        let versions = try await service.versions(of: try context.parameters.require("code"))
        return context.page(ReportedFigurePage(versions, strings: context.strings, formats: context.formats))
    }
}
