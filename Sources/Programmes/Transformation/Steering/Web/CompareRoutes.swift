// SPDX-License-Identifier: Apache-2.0

package import Hummingbird
import Indicators
import Kernel
import Units
package import Web

/// `/steering/compare?unit=37@2025-07-01&unit=01@2025-07-01`: units beside each other. What is wrong in the address is said
/// and left aside, so that a link somebody kept still opens.
package struct CompareRoutes: WebModule {
    let service: CompareService

    package init(service: CompareService) { self.service = service }

    package var pages: [any Page.Type] { [ComparePage.self] }

    package func addRoutes(to router: RouterGroup<WebContext>) { router.get("steering/compare", use: compare) }

    @Sendable func compare(request: Request, context: WebContext) async throws -> Response {
        let fields = try Form(urlEncoded: (request.uri.query ?? "").utf8)
        var question = Comparison.Question()
        question.units = fields.all("unit")
        question.indicators = fields.all("indicator")
        question.view = UnitView(rawValue: fields.text("view")) ?? .asWas
        question.period = Period(fields.text("at"))
        if let kind = Period.Kind(rawValue: fields.text("per")) ?? question.period?.kind, RoomPage.kinds.contains(kind)
        {
            question.kind = kind
        }
        if question.period?.kind != question.kind { question.period = nil }
        let query = fields.text("q")
        let found = query.isEmpty ? [] : try await service.find(query)
        return context.page(
            ComparePage(
                try await service.compare(question), query: query, found: found, strings: context.strings,
                formats: context.formats))
    }
}
