// SPDX-License-Identifier: Apache-2.0

import Foundation
package import Hummingbird
package import Kernel
import Units
package import Web

/// `/indicators`: every counted number, opening down to the events it is made of.
package struct IndicatorRoutes: WebModule {
    static let pageSize = 50

    let service: IndicatorService
    let figures: FigureService
    let targets: TargetService
    let indexes: [CompositeIndex]
    let now: Now
    /// The name of an agency, or the given text where there is none.
    let placeName: @Sendable (String, Language) async throws -> String
    let records: Records

    /// The records that some events are about, by their subjects: those that this person may see.
    package typealias Records = @Sendable ([String], Actor?, Language) async throws -> [String: Link]

    package init(
        service: IndicatorService, figures: FigureService, targets: TargetService, indexes: [CompositeIndex],
        now: @escaping Now,
        placeName: @escaping @Sendable (String, Language) async throws -> String, records: @escaping Records
    ) {
        self.service = service
        self.figures = figures
        self.targets = targets
        self.indexes = indexes
        self.now = now
        self.placeName = placeName
        self.records = records
    }

    package var navigation: [NavigationItem] { [NavigationItem("indicators.navigation", "/indicators")] }

    package var pages: [any Page.Type] {
        [IndicatorListPage.self, SeriesPage.self, RankingPage.self, IndicatorPage.self, IndicatorFactsPage.self]
    }

    package func addRoutes(to router: RouterGroup<WebContext>) {
        router.group("indicators")
            .get(use: list)
            .get(":id", use: show)
            .get(":id/csv", use: file)
            .get(":id/facts", use: facts)
            .get(":id/ranking", use: ranking)
    }

    package func home(_ context: WebContext) async throws -> HomePart {
        let text = context.strings["indicators.home.text"]
        return HomePart(entries: [.init(context.strings["indicators.navigation"], "/indicators", text: text)])
    }

    @Sendable func list(request: Request, context: WebContext) async throws -> Response {
        var figures: [Figure] = []
        for measure in service.measures {
            figures.append(try await figure(measure, "/indicators/\(measure.id)", context))
        }
        let indicators = try await SeriesReader(routes: self).entries(context)
        return context.page(
            IndicatorListPage(
                indicators: indicators, figures: figures,
                indexes: indexes.map { Link($0.name[context.language], "/indexes/\($0.id)") }))
    }

    /// An indicator, or one of the measures it is made of.
    @Sendable func show(request: Request, context: WebContext) async throws -> Response {
        let id = try context.parameters.require("id")
        if let indicator = service.catalogue[id] {
            return try await SeriesReader(routes: self).page(of: indicator, request, context)
        }
        let measure = try service.measure(id)
        var places: [Bars.Row] = []
        for row in try await service.byPlace(measure) {
            let href = measure.factsPath(at: row.place)
            let name = try await placeName(row.place, context.language)
            places.append(.init(name, href, value: Double(row.count), text: context.formats.number(row.count)))
        }
        let today = Day(now())
        return context.page(
            IndicatorPage(
                measure, total: try await service.total(measure), places: places,
                days: try await service.byDay(measure, from: today - 29, through: today), strings: context.strings,
                formats: context.formats))
    }

    /// The numbers of an indicator's page, for a spreadsheet.
    @Sendable func file(request: Request, context: WebContext) async throws -> Response {
        let indicator = try service.indicator(try context.parameters.require("id"))
        return try await SeriesReader(routes: self).file(of: indicator, request, context)
    }

    /// The units below one, or the provinces, in the order of an indicator.
    @Sendable func ranking(request: Request, context: WebContext) async throws -> Response {
        let indicator = try service.indicator(try context.parameters.require("id"))
        return try await SeriesReader(routes: self).ranking(of: indicator, request, context)
    }

    @Sendable func facts(request: Request, context: WebContext) async throws -> Response {
        let measure = try service.measure(try context.parameters.require("id"))
        let place = request.uri.queryParameters.get("place")
        let unit = UnitID(typed: try request.typed("unit"))
        let view = UnitView(rawValue: try request.typed("view")) ?? .asWas
        let before = request.uri.queryParameters.get("before", as: Int64.self) ?? .max
        let days = Self.days(request)
        var places = place.map { [$0] }
        if let unit { places = try await service.places(in: unit, view, on: days?.upperBound ?? Day(now())) }
        let facts = try await service.facts(measure, at: places, on: days, before: before, limit: Self.pageSize)
        let strings = context.strings
        let records = try await records(facts.map(\.subject), context.visitor?.actor, context.language)
        var rows: [[Table.Cell]] = []
        for fact in facts {
            let closed = Table.Cell.text(strings["indicators.facts.closed"])
            let record = records.isEmpty ? [] : [records[fact.subject].map { .link($0) } ?? closed]
            rows.append(
                record + [
                    .link(context.formats.number(Int(fact.position)), "/ledger/events/\(fact.event)"),
                    .text(context.formats.date(fact.day)),
                    .text(try await placeName(fact.place, context.language)),
                ])
        }
        let own = context.visitor?.actor.agency.flatMap { agency -> Link? in
            guard agency.rawValue != place else { return nil }
            return Link(strings["indicators.facts.own"], measure.factsPath(at: agency.rawValue, on: days))
        }
        return context.page(
            IndicatorFactsPage(
                back: Link(strings[measure.nameKey], "/indicators/\(measure.id)"), title: strings[measure.nameKey],
                facts: Table(
                    caption: strings["indicators.facts.caption"],
                    columns: (records.isEmpty ? [] : [.text(strings["indicators.facts.record"])]) + [
                        .text(strings["indicators.facts.position"]), .text(strings["indicators.show.day"]),
                        .text(strings["indicators.show.place"]),
                    ], rows: rows),
                isEmpty: rows.isEmpty, hasClosed: records.count < Set(facts.map(\.subject)).count,
                own: own.map { [$0] } ?? [],
                pagination: next(
                    after: facts, of: measure,
                    at: unit.map { .unit($0) } ?? place.map { .agency($0) } ?? .country, view, on: days, strings)))
    }

    /// The stretch of days that the address names, both ends with it.
    private static func days(_ request: Request) -> ClosedRange<Day>? {
        guard let from = request.uri.queryParameters.get("from").flatMap({ Day($0) }),
            let through = request.uri.queryParameters.get("through").flatMap({ Day($0) }), from <= through
        else { return nil }
        return from...through
    }

    private func next(
        after facts: [Fact], of measure: Measure, at place: SeriesAddress.Where, _ view: UnitView,
        on days: ClosedRange<Day>?, _ strings: Strings
    ) -> Pagination {
        guard facts.count == Self.pageSize, let last = facts.last else { return Pagination(label: "") }
        let href = measure.factsPath(place, view, on: days, before: last.position)
        return Pagination(label: "", next: Link(strings["indicators.facts.older"], href))
    }

    private func figure(_ measure: Measure, _ href: String, _ context: WebContext) async throws -> Figure {
        Figure(
            label: context.strings[measure.nameKey], value: context.formats.number(try await service.total(measure)),
            href: href, source: context.strings["indicators.source"])
    }

}

extension Measure {
    /// Where the events are that its number is made of.
    package func factsPath(at place: String? = nil, on days: ClosedRange<Day>? = nil) -> String {
        factsPath(place.map { .agency($0) } ?? .country, .asWas, on: days)
    }

    func factsPath(
        _ place: SeriesAddress.Where, _ view: UnitView, on days: ClosedRange<Day>?, before position: Int64? = nil
    ) -> String {
        let conditions = [
            place.unit.map { "unit=\($0)&view=\(view.rawValue)" }, place.agency.map { "place=\($0.inQuery)" },
            days.map { "from=\($0.lowerBound)&through=\($0.upperBound)" }, position.map { "before=\($0)" },
        ].compactMap(\.self)
        return "/indicators/\(id)/facts" + (conditions.isEmpty ? "" : "?" + conditions.joined(separator: "&"))
    }
}
