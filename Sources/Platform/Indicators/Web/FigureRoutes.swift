// SPDX-License-Identifier: Apache-2.0

package import Hummingbird
import Kernel
package import Web

/// `/figures`: what others have reported, each figure as it was printed and with its source, and `/rankings`: what they say of
/// the country among others. Nothing here is counted.
package struct FigureRoutes: WebModule {
    let service: FigureService
    let rankings: [CountryRanking]

    package init(service: FigureService, rankings: [CountryRanking]) {
        (self.service, self.rankings) = (service, rankings)
    }

    package var pages: [any Page.Type] { [FigureListPage.self, ReportedFigurePage.self, CountryRankingPage.self] }

    package func addRoutes(to router: RouterGroup<WebContext>) {
        router.group("figures")
            .get(use: list)
            .get(":code", use: show)
        router.get("rankings", use: countries)
    }

    @Sendable func list(request: Request, context: WebContext) async throws -> Response {
        context.page(FigureListPage(try await service.all(), strings: context.strings))
    }

    @Sendable func countries(request: Request, context: WebContext) async throws -> Response {
        context.page(CountryRankingPage(rankings, strings: context.strings, formats: context.formats))
    }

    @Sendable func show(request: Request, context: WebContext) async throws -> Response {
        let versions = try await service.versions(of: try context.parameters.require("code"))
        return context.page(ReportedFigurePage(versions, strings: context.strings, formats: context.formats))
    }
}
