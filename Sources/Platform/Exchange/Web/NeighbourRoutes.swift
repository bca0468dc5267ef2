// SPDX-License-Identifier: Apache-2.0

package import Hummingbird
package import Kernel
package import Web

/// `/operator/neighbours` and `/operator/refusals`, for operators. No rule lives here.
package struct NeighbourRoutes: WebModule {
    let service: NeighbourService
    let reception: Reception
    let now: Now

    package init(service: NeighbourService, reception: Reception, now: @escaping Now) {
        (self.service, self.reception, self.now) = (service, reception, now)
    }

    package var navigation: [NavigationItem] {
        [NavigationItem("exchange.neighbours.title", "/operator/neighbours", for: [.operator])]
    }

    package var pages: [any Page.Type] {
        [NeighboursPage.self, NeighbourPage.self, RefusalsPage.self, RefusalPage.self]
    }

    package func addRoutes(to router: RouterGroup<WebContext>) {
        router.group("operator/neighbours").get(use: overview).get(":node", use: neighbour)
        router.group("operator/refusals").get(use: refusals).get(":sha256", use: refusal)
    }

    @Sendable func overview(request: Request, context: WebContext) async throws -> Response {
        let status = try await service.status(for: try context.requireActor())
        return context.page(NeighboursPage(status, context.strings, at: now()))
    }

    @Sendable func neighbour(request: Request, context: WebContext) async throws -> Response {
        let (actor, name) = (try context.requireActor(), try context.parameters.require("node"))
        let status = try await service.status(for: actor)
        let neighbour = status.neighbours.first { $0.node == name }
        guard status.own?.node == name || neighbour != nil else { throw ExchangeProblem.noSuchNode(name) }
        let waiting = try await service.waiting(for: name, limit: NeighbourPage.length, for: actor)
        let page =
            neighbour.map { NeighbourPage($0, own: status.own?.directory, waiting, context.strings, at: now()) }
            ?? status.own.map { NeighbourPage($0, waiting, context.strings, at: now()) }
        guard let page else { throw ExchangeProblem.noSuchNode(name) }
        return context.page(page)
    }

    @Sendable func refusals(request: Request, context: WebContext) async throws -> Response {
        let refused = try await reception.refused(limit: RefusalsPage.length, for: try context.requireActor())
        return context.page(RefusalsPage(refused, context.strings))
    }

    @Sendable func refusal(request: Request, context: WebContext) async throws -> Response {
        let refused = try await reception.refusal(
            try context.parameters.require("sha256"), for: try context.requireActor())
        return context.page(RefusalPage(refused, context.strings))
    }
}
