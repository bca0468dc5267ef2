// SPDX-License-Identifier: Apache-2.0

package import Hummingbird
package import Indicators
package import Kernel
package import Web

/// `/services/statistics`: how the agencies handled the dossiers of a month, for everybody.
package struct StatisticsRoutes: WebModule {
    let indicators: IndicatorService
    let now: Now
    /// The name of an agency.
    let placeName: @Sendable (String, Language) async throws -> String

    package init(
        indicators: IndicatorService, now: @escaping Now,
        placeName: @escaping @Sendable (String, Language) async throws -> String
    ) {
        self.indicators = indicators
        self.now = now
        self.placeName = placeName
    }

    package var pages: [any Page.Type] { [StatisticsPage.self] }

    package func home(_ context: WebContext) async throws -> HomePart {
        HomePart(figures: [
            Figure(
                label: context.strings[Dossiers.received.nameKey],
                value: context.formats.number(try await indicators.total(Dossiers.received)),
                href: Dossiers.received.factsPath(), source: context.strings["indicators.source"])
        ])
    }

    package func addRoutes(to router: RouterGroup<WebContext>) { router.get("services/statistics", use: show) }

    @Sendable func show(request: Request, context: WebContext) async throws -> Response {
        let current = Day(now()).daysOfMonth
        let typed = Day("\(try request.typed("month"))-01") ?? current.lowerBound
        let month = min(typed, current.lowerBound).daysOfMonth
        let counts = try await indicators.table(Dossiers.measures, month)
        var names: [String: String] = [:]
        for place in counts.keys { names[place] = try await placeName(place, context.language) }
        let last = counts.isEmpty ? try await indicators.lastDay(Dossiers.measures, through: month.upperBound) : nil
        return context.page(
            StatisticsPage(
                counts, names: names, month: month, isCurrent: month == current, last: last, strings: context.strings,
                formats: context.formats))
    }
}
