// SPDX-License-Identifier: Apache-2.0

import Foundation
import Indicators
import Kernel
import Units
import Web

/// Two to six units beside each other, indicator by indicator.
struct ComparePage: Page {
    static let template = "steering/compare"

    /// A unit that is compared, or one that could be.
    struct Unit: Sendable {
        let name: String, path: String, note: String
        let hasNote: Bool
        /// To take it in, or to leave it out.
        let action: [Link]
    }

    struct Column: Sendable { let name: String, href: String, path: String, note: String, hasNote: Bool }

    struct Cell: Sendable {
        /// The unit, for a screen on which the columns stand below each other.
        let column: String
        let value: String, href: String, parts: String, target: String, absent: String
        let isKnown: Bool, isBest: Bool, hasTarget: Bool
        let mark: [Tag], status: [Status], trend: [Sparkline], rank: [Link]
    }

    struct Row: Sendable { let name: String, href: String, note: String, cells: [Cell] }

    struct Programme: Sendable { let name: String, columns: [Column], rows: [Row] }

    /// What a form passes on.
    struct Kept: Sendable { let name: String, value: String }

    let breadcrumbs: Breadcrumbs
    let title: String
    let notices: [Notice]
    let chosen: [Unit]
    let hasChosen: Bool, canAdd: Bool, wantsMore: Bool
    let query: String
    let found: [Unit]
    let hasQuery: Bool, hasNothing: Bool
    let kept: [Kept]
    let kinds: [Tabs], views: [Tabs], periods: [Pagination]
    let indicators: [Choice], keptWithIndicators: [Kept]
    let programmes: [Programme]
    /// Of which none of the units counted anything.
    let unknown: [Link], hasUnknown: Bool
    let isEmpty: Bool
    let note: String

    init(
        _ comparison: Comparison, query: String, found: [UnitFinding], strings: Strings, formats: Formats
    ) {
        let words = CompareWords(comparison: comparison, strings: strings, formats: formats)
        breadcrumbs = Breadcrumbs([Link(strings["steering.navigation"], "/steering")])
        title = words.title
        notices = words.notices
        chosen = words.chosen
        hasChosen = !chosen.isEmpty
        canAdd = chosen.count < Comparison.Question.most
        wantsMore = chosen.count < 2
        self.query = query
        self.found = found.map(words.found)
        hasQuery = !query.isEmpty
        hasNothing = hasQuery && found.isEmpty
        kept = words.kept(withIndicators: true)
        let hasPeriod = comparison.period != nil
        kinds = hasPeriod ? [words.kinds] : []
        views = hasPeriod ? [words.views] : []
        periods = hasPeriod ? [words.periods] : []
        indicators = hasPeriod ? [words.indicators] : []
        keptWithIndicators = words.kept(withIndicators: false)
        programmes = words.programmes
        unknown = words.unknown
        hasUnknown = !unknown.isEmpty
        isEmpty = hasChosen && !hasPeriod
        note = words.note
    }

    static var mocks: [Self] {
        let (indicator, values) = (Indicator.mock, IndicatorValue.mocks)
        func unit(_ code: String) -> AdministrativeUnit {
            AdministrativeUnit(
                id: UnitID(code, from: .beginning), validTo: nil, level: .province, kind: "", name: .hostile,
                parentCode: nil, latitude: 20, longitude: 106, areaKm2: 10)
        }
        let units = [unit("37"), unit("38"), unit("39")]
        let ranking = Ranking(values.map { (units[0], $0) }, before: [], .up)
        let known = Comparison.Cell(
            value: values[1], course: values, goal: indicator.goal(98), place: ranking.places.first, others: 2)
        let other = Comparison.Cell(value: values[0], course: values, goal: nil, place: nil, others: 0)
        let unknown = Comparison.Cell(value: nil, course: [], goal: nil, place: nil, others: 0)
        var question = Comparison.Question()
        question.units = units.map(\.id.description)
        let full = Comparison(
            question: question,
            columns: zip(units, [.there, .partly, .gone(last: .beginning)]).map {
                .init(unit: $0, above: [$0], presence: $1)
            }, period: values[1].period,
            rows: [[known, other, unknown], [unknown, unknown, unknown]].map {
                .init(indicator: indicator, cells: $0)
            },
            offered: [indicator], remarks: [.unknown(2), .twice, .tooMany], today: .beginning)
        let bare = Comparison(
            question: .init(), columns: [], period: nil, rows: [], offered: [], remarks: [], today: .beginning)
        let findings = [UnitFinding(unit: units[0], ancestors: [units[1]], heirs: [units[2]])]
        return [(full, String.hostile, findings), (bare, "", []), (full, .hostile, [])].map {
            Self($0, query: $1, found: $2, strings: .mock, formats: Formats(.vi))
        }
    }
}
