// SPDX-License-Identifier: Apache-2.0

package import Hummingbird
import Kernel
import Units
package import Web

/// `/indexes/{id}?at=2020&unit=37@2025-07-01`: the scores that decisions weigh from indicators.
package struct IndexRoutes: WebModule {
    let service: IndexService

    package init(service: IndexService) { self.service = service }

    package var pages: [any Page.Type] { [IndexPage.self] }

    package func addRoutes(to router: RouterGroup<WebContext>) { router.get("indexes/:id", use: show) }

    @Sendable func show(request: Request, context: WebContext) async throws -> Response {
        let index = try service.index(try context.parameters.require("id"))
        let units = service.indicators.units
        let unit = try await UnitID(typed: try request.typed("unit")).asyncMap { id in
            guard let unit = try await units.tree().unit(id.code), unit.id == id else {
                throw UnitProblem.notFound(code: id.code)
            }
            return unit
        }
        var period = Period(try request.typed("at"))
        if period?.months == nil { period = try await service.last(.year, of: index) }
        var standing: IndexService.Standing?
        if let period { standing = try await service.standing(of: index, in: period, at: unit?.id) }
        return context.page(
            IndexPage(index, standing, in: period, at: unit, strings: context.strings, formats: context.formats))
    }
}

extension Optional {
    fileprivate func asyncMap<T>(_ body: (Wrapped) async throws -> T) async rethrows -> T? {
        guard let self else { return nil }
        return try await body(self)
    }
}
