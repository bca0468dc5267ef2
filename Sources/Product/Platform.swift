// SPDX-License-Identifier: Apache-2.0

package import Content
package import Database
package import Hummingbird
package import Identity
package import Kernel
import Ledger
import Passwords
package import Web

/// The composition root: builds what the modules share. Made the same way by `serve`, by the other commands and by tests.
package struct Platform: Sendable {
    package let database: any Database
    package let now: Now
    package let newID: NewID
    package let content: Content
    package let identity: IdentityService

    /// `secret` is the installation's own (`Secret(file:)`). Refuses content with a mistake.
    package init(
        database: any Database, content: Content = .embedded, secret: Secret, now: @escaping Now,
        newID: @escaping NewID
    ) throws {
        self.database = database
        self.content = content
        self.now = now
        self.newID = newID
        identity = IdentityService(
            database: database, now: now, newID: newID, secret: secret,
            roles: try Roles(json: content.files["Identity/roles.json"] ?? ""), passwords: Passwords())
    }

    /// Brings the schema up to date.
    package func migrate() async throws { try await database.migrate(Modules.migrations, now: now) }

    /// Every page of every module, so that the tests can walk their templates.
    package var pages: [any Page.Type] {
        get throws { Modules.web(self, assets: try content.views().assets).flatMap(\.pages) }
    }

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
