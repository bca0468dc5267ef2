// SPDX-License-Identifier: Apache-2.0

package import Hummingbird

/// `/`, put together from what the modules offer, and `/about`.
package struct HomeRoutes: WebModule {
    let modules: [any WebModule]

    /// The order of `modules` is the order on the page.
    package init(modules: [any WebModule]) { self.modules = modules }

    package var pages: [any Page.Type] { [HomePage.self, AboutPage.self] }
    package var footer: [NavigationItem] { [NavigationItem("web.about.title", "/about")] }

    package func addRoutes(to router: RouterGroup<WebContext>) {
        router.get(use: home)
        router.get("about") { _, context in
            context.page(AboutPage(breadcrumbs: Breadcrumbs([Link(context.strings["web.home_crumb"], "/")])))
        }
    }

    @Sendable func home(request: Request, context: WebContext) async throws -> Response {
        context.page(HomePage(try await parts(context), isSignedIn: context.visitor != nil))
    }

    /// All modules are asked at once: none waits for what another looks up.
    private func parts(_ context: WebContext) async throws -> [HomePart] {
        try await withThrowingTaskGroup(of: (Int, HomePart).self) { group in
            for (index, module) in modules.enumerated() {
                group.addTask { (index, try await module.home(context)) }
            }
            return try await group.reduce(into: []) { $0.append($1) }.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }
}
