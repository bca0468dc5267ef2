// SPDX-License-Identifier: Apache-2.0

import Foundation
import Kernel
import Units
import Web

/// One indicator: what it was, how it moved, how it is reckoned, who stands where; and beside it what others printed.
struct SeriesPage: Page {
    static let template = "indicators/series"

    /// What is shown of an indicator, read before the page is made.
    struct Course: Sendable {
        let indicator: Indicator
        /// Who counted something, with where to read on about them.
        struct Place: Sendable { let name: String, at: SeriesAddress.Where, value: IndicatorValue }

        let address: SeriesAddress
        /// Where, if not everywhere.
        var name = ""
        /// The units above, the highest first.
        var above: [AdministrativeUnit] = []
        /// The unit that is shown.
        var unit: AdministrativeUnit?
        /// The oldest first, of one kind; empty where nothing was counted yet.
        var values: [IndicatorValue] = []
        /// The value that is taken apart.
        var shown: IndicatorValue?
        /// The units below.
        var units: [Place] = []
        /// What was counted in none of them.
        var elsewhere: IndicatorValue?
        /// The agencies that serve just this place.
        var agencies: [Place] = []
        /// The former units that a unit of today has its past from.
        var origins: UnitComparison?
        /// The targets that were set for this place.
        var set: [Target] = []
        var reported: [FigureEntry] = []
        var targets: [FigureEntry] = []
        var measures: [Measure] = []
    }

    let breadcrumbs: Breadcrumbs
    let programme: String, title: String, place: String, about: String
    let figure: [Figure]
    let kinds: [Tabs], views: [Tabs]
    let viewNote: String
    let course: [LineChart]
    let parts: [Table]
    let formula: SummaryList
    let units: [Bars], agencies: [Bars]
    let elsewhere: [String]
    let ranking: [Link], file: [Link]
    let origins: [Table], reported: [Table]
    let isCounted: Bool, hasValues: Bool

    init(_ course: Course, strings: Strings, formats: Formats) {
        let indicator = course.indicator
        let words = SeriesWords(course: course, strings: strings, formats: formats)
        breadcrumbs = words.breadcrumbs
        programme = strings["indicators.programme.\(indicator.programme)"]
        (title, about, place) = (indicator.name[strings.language], indicator.about[strings.language], course.name)
        isCounted = !indicator.formulas.isEmpty
        hasValues = course.shown != nil
        kinds = isCounted ? [words.kinds] : []
        views = words.views
        viewNote = views.isEmpty ? "" : strings["indicators.view.\(course.address.view.rawValue).text"]
        figure = course.shown.map { [words.figure($0, "#parts", label: strings.period($0.period, formats))] } ?? []
        self.course =
            course.values.count < 2 ? [] : [words.chart(course.values, target: words.target(course.shown?.period))]
        parts = course.shown.map { [words.parts($0)] } ?? []
        formula = SummaryList(words.formula(course.shown?.formula ?? indicator.formulas.last))
        units = words.bars(course.units, of: "units")
        agencies = words.bars(course.agencies, of: "agencies")
        elsewhere = course.elsewhere.flatMap(words.elsewhere).map { [$0] } ?? []
        ranking =
            units.isEmpty
            ? []
            : [
                Link(
                    strings["indicators.ranking.link"], course.address.with(\.period, course.shown?.period).rankingHref)
            ]
        file = hasValues ? [Link(strings["indicators.file.link"], course.address.fileHref)] : []
        origins = words.origins
        reported = words.reported
    }

    static var mocks: [Self] {
        let formula = Indicator.Formula(
            version: 1, from: nil, numerator: ["a"], denominator: ["a", "b"], basis: "unverified")
        let month = Period(.month, containing: Day("2026-07-14") ?? .beginning)
        let hostile = Indicator.Words(vi: .hostile, en: .hostile)
        func page(_ formulas: [Indicator.Formula], _ counts: [[String: Int]], _ view: UnitView = .asWas) -> Self {
            let indicator = Indicator(
                id: "x", name: hostile, about: hostile, programme: "digital_government", unit: .percent, direction: .up,
                periods: [.month, .year], formulas: formulas, reported: [], targets: [])
            let values = counts.enumerated().map { index, counts in
                IndicatorValue(
                    period: index == 0 ? month.previous : month, formula: formula, counts: counts,
                    status: index == 0 ? .final : .provisional)
            }
            let unit = AdministrativeUnit(
                id: UnitID("86", from: month.days.lowerBound), validTo: nil, level: .province, kind: "", name: .hostile,
                parentCode: nil, latitude: 0, longitude: 0, areaKm2: nil)
            var address = SeriesAddress(indicator: "x", kind: .month)
            (address.view, address.place) = (view, view == .asWas ? .agency(.hostile) : .unit(unit.id))
            var course = Course(indicator: indicator, address: address)
            (course.name, course.values, course.shown) = (counts.isEmpty ? .hostile : "", values, values.last)
            course.units = values.map { .init(name: .hostile, at: .unit(unit.id), value: $0) }
            course.agencies = values.map { .init(name: .hostile, at: .agency(.hostile), value: $0) }
            course.elsewhere = values.last
            if view != .asWas {
                (course.unit, course.above) = (unit, [unit])
                course.origins = values.first.map { UnitComparison(rows: [(unit, $0), (unit, $0)], elsewhere: $0) }
            }
            (course.reported, course.targets) = (FigureEntry.mocks, FigureEntry.mocks)
            course.measures = [Measure("a", nameKey: .hostile)]
            return .init(course, strings: .mock, formats: Formats(.vi))
        }
        let counts = [["a": 9, "b": 1], ["a": 1]]
        return [page([formula], counts), page([formula], counts, .asNow), page([formula], []), page([], [])]
    }
}
