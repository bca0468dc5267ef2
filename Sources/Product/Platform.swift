// SPDX-License-Identifier: Apache-2.0

package import Content
package import Database
package import Hummingbird
package import Kernel
import Ledger
package import Web

/// The composition root: builds what the modules share. Made the same way by `serve`, by the other commands and by tests.
package struct Platform: Sendable {
    package let database: any Database
    package let now: Now
    package let newID: NewID
    package let content: Content

    package init(database: any Database, content: Content = .embedded, now: @escaping Now, newID: @escaping NewID) {
        self.database = database
        self.content = content
        self.now = now
        self.newID = newID
    }

    /// Brings the schema up to date.
    package func migrate() async throws { try await database.migrate(Modules.migrations, now: now) }

    package func router() throws -> Router<WebContext> {
        let views = try content.views()
        let modules = Modules.web(self, assets: views.assets)
        let pages = Pages(views: views, modules: modules)
        let router = Router(context: WebContext.self)
        router.add(middleware: RequestMiddleware(pages: pages, doorkeeper: Modules.doorkeeper(self)))
        for module in modules { module.addRoutes(to: router.group()) }
        return router
    }
}
