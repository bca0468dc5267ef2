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
        var parts: [HomePart] = []
        for module in modules { parts.append(try await module.home(context)) }
        return context.page(HomePage(parts, isSignedIn: context.visitor != nil))
    }
}
