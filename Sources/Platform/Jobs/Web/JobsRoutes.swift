// SPDX-License-Identifier: Apache-2.0

package import Hummingbird
package import Kernel
package import Web

/// `/operator/jobs`, for operators. No rule lives here.
package struct JobsRoutes: WebModule {
    let service: JobService
    let now: Now

    package init(service: JobService, now: @escaping Now) {
        self.service = service
        self.now = now
    }

    package var navigation: [NavigationItem] { [NavigationItem("jobs.navigation", "/operator/jobs", for: [.operator])] }

    package var pages: [any Page.Type] { [JobsPage.self] }

    package func addRoutes(to router: RouterGroup<WebContext>) {
        router.group("operator/jobs")
            .get(use: show)
            .post("letters/:id/revival", use: retry)
            .post("letters/:id/removal", use: drop)
    }

    @Sendable func show(request: Request, context: WebContext) async throws -> Response {
        let actor = try context.requireActor()
        let page = JobsPage(
            queue: try await service.queue(for: actor), schedules: try await service.schedules(for: actor),
            letters: try await service.deadLetters(for: actor), strings: context.strings, now: now())
        return context.page(page)
    }

    @Sendable func retry(request: Request, context: WebContext) async throws -> Response {
        try await service.retry(try context.id("id"), by: try context.requireActor())
        return .seeOther("/operator/jobs")
    }

    @Sendable func drop(request: Request, context: WebContext) async throws -> Response {
        try await service.drop(try context.id("id"), by: try context.requireActor())
        return .seeOther("/operator/jobs")
    }
}
