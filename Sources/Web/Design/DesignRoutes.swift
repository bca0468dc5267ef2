// SPDX-License-Identifier: Apache-2.0

package import Hummingbird

/// `/design`: the living page that shows every component in every state.
package struct DesignRoutes: WebModule {
    package init() {}

    package var pages: [any Page.Type] { [DesignPage.self] }
    package var footer: [NavigationItem] { [NavigationItem("design.title", "/design")] }

    package func addRoutes(to router: RouterGroup<WebContext>) {
        router.get("design") { _, context in context.page(DesignPage { context.strings["design.\($0)"] }) }
    }
}
