// SPDX-License-Identifier: Apache-2.0

import Foundation
import Hummingbird
import Kernel
import Units
import Web

/// Reads what is shown of indicators.
struct SeriesReader {
    /// So many periods make a course.
    private static let length = 12

    let routes: IndicatorRoutes

    private var service: IndicatorService { routes.service }
    private var today: Day { Day(routes.now()) }

    /// Each indicator as it stands in the last period that counted anything.
    func entries(_ context: WebContext) async throws -> [IndicatorListPage.Entry] {
        var entries: [IndicatorListPage.Entry] = []
        for indicator in service.catalogue.indicators {
            let address = SeriesAddress(indicator: indicator.id, kind: indicator.periods[0])
            var course = SeriesPage.Course(indicator: indicator, address: address)
            let words = SeriesWords(course: course, strings: context.strings, formats: context.formats)
            let href = "/indicators/\(indicator.id)"
            guard let last = try await last(of: course) else {
                let reported = try await self.reported(indicator.reported.map(\.figure)).last
                entries.append(.init(figure: words.figure(reported, href), trend: []))
                continue
            }
            try await fill(&course, through: last)
            entries.append(
                .init(
                    figure: words.figure(course.shown, href),
                    trend: words.trend(course.values.filter { $0.status == .final })))
        }
        return entries
    }

    func page(of indicator: Indicator, _ request: Request, _ context: WebContext) async throws -> Response {
        let course = try await course(of: indicator, request, context)
        return context.page(SeriesPage(course, strings: context.strings, formats: context.formats))
    }

    /// What the page shows, as a file.
    func file(of indicator: Indicator, _ request: Request, _ context: WebContext) async throws -> Response {
        let course = try await course(of: indicator, request, context)
        return SeriesFile(course: course, strings: context.strings).spreadsheet.response(
            named: "\(indicator.id)-\(course.address.kind.rawValue)")
    }

    private func course(
        of indicator: Indicator, _ request: Request, _ context: WebContext
    ) async throws -> SeriesPage.Course {
        let address = try SeriesAddress(request, of: indicator)
        var course = SeriesPage.Course(indicator: indicator, address: address)
        switch address.place {
        case .country: break
        case .agency(let id): course.name = try await routes.placeName(id, context.language)
        case .unit(let id):
            let history = try await service.units.history()
            guard let unit = history.unit(id) else { throw UnitProblem.notFound(code: id.code) }
            (course.unit, course.name) = (unit, unit.name)
            course.above = try await service.units.tree(on: unit.validTo ?? today).ancestors(of: id.code)
        }
        if let last = try await last(of: course) {
            try await fill(&course, through: end(last, covering: address.period))
        }
        if let shown = course.shown { try await addPlaces(to: &course, in: shown.period, context) }
        course.reported = try await reported(indicator.reported.map(\.figure))
        course.targets = try await reported(indicator.targets.map(\.figure))
        if address.place.agency == nil { course.set = try await routes.targets.targets(of: address.place.unit) }
        course.measures = service.measures
        return course
    }

    /// The units below a unit, or the provinces, in the order of an indicator in a period that months make.
    func ranking(of indicator: Indicator, _ request: Request, _ context: WebContext) async throws -> Response {
        var address = try SeriesAddress(request, of: indicator)
        if !address.kind.isOfMonths { (address.kind, address.period) = (.year, nil) }
        if address.place.agency != nil { address.place = .country }
        var course = SeriesPage.Course(indicator: indicator, address: address)
        if let id = address.place.unit {
            guard let unit = try await service.units.history().unit(id) else {
                throw UnitProblem.notFound(code: id.code)
            }
            (course.unit, course.name) = (unit, unit.name)
        }
        var period = address.period
        if period == nil, let last = try await last(of: course) {
            // The last that is over, if anything was counted then.
            period = last.days.upperBound < today ? last : last.previous
        }
        let scope = address.place.unit.map { UnitScope.below($0) } ?? .provinces
        var ranking = Ranking([], before: [], indicator.direction)
        if let period {
            address.period = period
            let now = try await service.comparison(of: indicator, in: period, scope, address.view, today: today)
            let then = try await service.comparison(
                of: indicator, in: period.previous, scope, address.view, today: today)
            ranking = Ranking(
                now?.rows.filter { !$0.value.isEmpty } ?? [], before: then?.rows.filter { !$0.value.isEmpty } ?? [],
                indicator.direction)
        }
        return context.page(
            RankingPage(
                ranking, of: indicator, at: address, in: course.name, strings: context.strings, formats: context.formats
            ))
    }

    /// The last period in which anything was counted, as long as the unit was there.
    private func last(of course: SeriesPage.Course) async throws -> Period? {
        let ids = Set(course.indicator.formulas.flatMap(\.measures))
        let measures = service.measures.filter { ids.contains($0.id) }
        let end = course.address.view == .asWas ? course.unit?.validTo : nil
        let limit = min(end ?? today, today)
        let last = try await service.lastDay(measures, at: course.address.place.agency, through: limit)
        // What there is stays until something changes it.
        let isStock = course.indicator.formulas.last?.accumulates ?? false
        return last.map { Period(course.address.kind, containing: isStock ? limit : $0) }
    }

    /// The values of the periods up to the last, and which of them is shown; of units those below too.
    private func fill(_ course: inout SeriesPage.Course, through last: Period) async throws {
        let (indicator, address) = (course.indicator, course.address)
        var periods = [last]
        while periods.count < Self.length { periods.insert(periods[0].previous, at: 0) }
        guard address.kind.isOfMonths, address.place.agency == nil, let first = periods[0].months, let end = last.months
        else {
            course.choose(
                from: try await service.values(of: indicator, in: periods, at: address.place.agency, today: today))
            return
        }
        func table(_ scope: UnitScope) async throws -> UnitTable {
            try await service.table(
                Set(indicator.formulas.flatMap(\.measures)).sorted(), first.lowerBound..<end.upperBound, scope,
                address.view,
                today: today)
        }
        let below = try await table(address.place.unit.map { .below($0) } ?? .provinces)
        if let unit = address.place.unit {
            let own = try await table(.only(unit))
            course.choose(from: periods.compactMap { own.comparison(indicator, in: $0)?.rows.first?.value })
        } else {
            course.choose(from: periods.compactMap { below.whole(indicator, in: $0) })
        }
        guard let shown = course.shown, let comparison = below.comparison(indicator, in: shown.period) else { return }
        course.units = comparison.rows.filter { !$0.value.isEmpty }.map {
            .init(name: $0.unit.name, at: .unit($0.unit.id), value: $0.value)
        }
        course.elsewhere = comparison.elsewhere
    }

    /// The agencies that serve this place, and the former units that one of today is made of.
    private func addPlaces(to course: inout SeriesPage.Course, in period: Period, _ context: WebContext) async throws {
        let address = course.address
        guard address.place.agency == nil else { return }
        var isMeant: Set<String>?
        if address.kind.isOfMonths {
            let day = min(period.days.upperBound, course.unit?.validTo ?? today)
            isMeant = try await service.places(servingOnly: address.place.unit, address.view, on: day)
        }
        // What counts for the whole node is nobody's.
        for row in try await service.byPlace(course.indicator, in: period, today: today)
        where !row.place.isEmpty && isMeant?.contains(row.place) ?? true {
            let name = try await routes.placeName(row.place, context.language)
            course.agencies.append(.init(name: name, at: .agency(row.place), value: row.value))
        }
        guard let unit = course.unit, address.view != .asWas, period.days.lowerBound < unit.validFrom else { return }
        let history = try await service.units.history()
        let tree = try await service.units.tree(on: period.days.lowerBound)
        let origins = history.origins(of: unit.id, in: tree).filter { $0.level == unit.level }
        course.origins = try await service.comparison(
            of: course.indicator, in: period, .these(origins.map(\.id)), .asWas, today: today)
    }

    /// The printed figures of these codes, in their order.
    private func reported(_ codes: [String]) async throws -> [FigureEntry] {
        guard !codes.isEmpty else { return [] }
        let all = Dictionary(try await routes.figures.all().map { ($0.figure.code, $0) }) { first, _ in first }
        return codes.compactMap { all[$0] }
    }

    /// Where a course ends that shows `asked`: with the last period if that is near enough.
    private func end(_ last: Period, covering asked: Period?) -> Period {
        guard let asked, asked.days.lowerBound <= today else { return last }
        let first = sequence(first: last, next: \.previous).prefix(Self.length).reduce(last) { $1 }
        return first.days.lowerBound...last.days.lowerBound ~= asked.days.lowerBound ? last : asked
    }
}

extension SeriesPage.Course {
    /// Leaves out the periods before the first case, and shows the one asked for, or the last that is over.
    fileprivate mutating func choose(from all: [IndicatorValue]) {
        values = Array(all.drop { $0.isEmpty && $0.period != address.period })
        shown =
            values.first { $0.period == address.period } ?? values.last { $0.status == .final && $0.value != nil }
            ?? values.last
    }
}
