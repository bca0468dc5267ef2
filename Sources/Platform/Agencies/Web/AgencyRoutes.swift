// SPDX-License-Identifier: Apache-2.0

package import Hummingbird
import Kernel
package import Web

/// `/agencies`: the bodies of the State, through time.
package struct AgencyRoutes: WebModule {
    private let service: AgencyService

    package init(service: AgencyService) { self.service = service }

    package var footer: [NavigationItem] { [NavigationItem("agencies.title", "/agencies")] }

    package var pages: [any Page.Type] { [AgencyListPage.self, AgencyPage.self] }

    package var api: [APIOperation] { AgencyAPI.operations }

    package func addRoutes(to router: RouterGroup<WebContext>) {
        router.get("agencies", use: list)
        router.get("agencies/:id", use: show)
        AgencyAPI(service: service).addRoutes(to: router)
    }

    package func home(_ context: WebContext) async throws -> HomePart {
        let text = context.strings["agencies.home.text"]
        return HomePart(entries: [.init(context.strings["agencies.title"], "/agencies", text: text)])
    }

    @Sendable func list(request: Request, context: WebContext) async throws -> Response {
        let (text, isFormer) = (try request.typed("q"), try !request.typed("former").isEmpty)
        let agencies =
            if !text.isEmpty { try await service.find(text) } else if isFormer { try await service.former() } else {
                try await service.list()
            }
        return context.page(AgencyListPage(agencies, isFormer: isFormer, query: text, words: words(context)))
    }

    @Sendable func show(request: Request, context: WebContext) async throws -> Response {
        let story = try await service.story(of: try context.id("id"))
        return context.page(AgencyPage(story, words: words(context)))
    }

    private func words(_ context: WebContext) -> AgencyWords {
        AgencyWords(strings: context.strings, formats: context.formats, today: service.today)
    }
}
