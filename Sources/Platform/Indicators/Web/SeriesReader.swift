// SPDX-License-Identifier: Apache-2.0

import Foundation
import Hummingbird
import Kernel
import Web

/// Reads what is shown of one indicator.
struct SeriesReader {
    /// So many periods make its course.
    private static let length = 12

    let routes: IndicatorRoutes
    let indicator: Indicator

    private var service: IndicatorService { routes.service }
    private var today: Day { Day(routes.now()) }

    /// As it stands in the last period that counted anything.
    func entry(_ context: WebContext) async throws -> IndicatorListPage.Entry {
        let (strings, formats) = (context.strings, context.formats)
        let words = SeriesWords(indicator: indicator, strings: strings, formats: formats)
        let href = "/indicators/\(indicator.id)"
        guard let last = try await last(indicator.periods[0], at: nil) else {
            let reported = try await entries(indicator.reported.map(\.figure)).last
            return .init(figure: words.figure(reported, href), trend: [])
        }
        let values = try await values(through: last, at: nil)
        let shown = values.last { $0.status == .final && $0.value != nil } ?? values.last
        return .init(
            figure: words.figure(shown, href), trend: words.trend(values.filter { $0.status == .final }))
    }

    /// The page of the indicator: `per` a kind of period, `at` the period that is taken apart, `place` an agency.
    func page(_ request: Request, _ context: WebContext) async throws -> Response {
        let kind = Period.Kind(rawValue: try request.typed("per")).flatMap { indicator.periods.contains($0) ? $0 : nil }
        let asked = Period(try request.typed("at")).flatMap { $0.days.lowerBound <= today ? $0 : nil }
        let place = try request.typed("place")
        let at = place.isEmpty ? nil : place
        let chosen =
            kind ?? asked.flatMap { indicator.periods.contains($0.kind) ? $0.kind : nil } ?? indicator.periods[0]
        var values: [IndicatorValue] = []
        if let last = try await last(chosen, at: at) {
            values = try await self.values(through: end(last, covering: asked?.kind == chosen ? asked : nil), at: at)
            values = Array(values.drop { $0.isEmpty && $0.period != asked })
        }
        let shown =
            values.first { $0.period == asked } ?? values.last { $0.status == .final && $0.value != nil } ?? values.last
        var places: [(name: String, place: String, value: IndicatorValue)] = []
        if at == nil, let shown {
            for row in try await service.byPlace(indicator, in: shown.period, today: today) {
                places.append((try await routes.placeName(row.place, context.language), row.place, row.value))
            }
        }
        let course = SeriesPage.Course(
            indicator: indicator, place: try await name(of: at, context), values: values, shown: shown, places: places,
            reported: try await entries(indicator.reported.map(\.figure)),
            targets: try await entries(indicator.targets.map(\.figure)), measures: service.measures)
        return context.page(SeriesPage(course, kind: chosen, strings: context.strings, formats: context.formats))
    }

    private func name(of place: String?, _ context: WebContext) async throws -> SeriesPage.Place? {
        guard let place else { return nil }
        return .init(id: place, name: try await routes.placeName(place, context.language))
    }

    /// The last period of a kind in which anything was counted.
    private func last(_ kind: Period.Kind, at place: String?) async throws -> Period? {
        let ids = Set(indicator.formulas.flatMap(\.measures))
        let measures = service.measures.filter { ids.contains($0.id) }
        return try await service.lastDay(measures, at: place, through: today).map { Period(kind, containing: $0) }
    }

    private func values(through last: Period, at place: String?) async throws -> [IndicatorValue] {
        var periods = [last]
        while periods.count < Self.length { periods.insert(periods[0].previous, at: 0) }
        return try await service.values(of: indicator, in: periods, at: place, today: today)
    }

    /// The printed figures of these codes, in their order.
    private func entries(_ codes: [String]) async throws -> [FigureEntry] {
        guard !codes.isEmpty else { return [] }
        let all = Dictionary(try await routes.figures.all().map { ($0.figure.code, $0) }) { first, _ in first }
        return codes.compactMap { all[$0] }
    }

    /// Where a course ends that shows `asked`: with the last period if that is near enough.
    private func end(_ last: Period, covering asked: Period?) -> Period {
        guard let asked else { return last }
        let first = sequence(first: last, next: \.previous).prefix(Self.length).reduce(last) { $1 }
        return first.days.lowerBound...last.days.lowerBound ~= asked.days.lowerBound ? last : asked
    }
}
