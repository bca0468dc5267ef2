// SPDX-License-Identifier: Apache-2.0

import Indicators
import Kernel
import Units
import Web

/// What a leader sees first: what is off, who is behind and since when; below it all indicators, and where on the map.
struct RoomPage: Page {
    static let template = "steering/room"
    static let kinds: [Period.Kind] = [.month, .quarter, .half, .year]

    /// One thing that wants attention.
    struct Card: Sendable {
        let figure: Figure
        let trend: [Sparkline]
        let reason: String
        /// Who stands worst.
        let worst: [Link]
        let worstText: String
    }

    /// What was printed of an indicator, beside what is counted: never on one line.
    struct Published: Sendable {
        let name: String
        let figures: [Figure]
    }

    /// The indicators of one programme.
    struct Programme: Sendable {
        let name: String
        let rows: Bullets
    }

    let breadcrumbs: [Breadcrumbs]
    let raised: TaskList
    let hasRaised: Bool
    let place: String, title: String
    let kinds: Tabs
    let period: String
    let cards: [Card]
    let isQuiet: Bool, isEmpty: Bool
    let programmes: [Programme]
    let published: [Published]
    let hasPublished: Bool
    let map: [UnitMap]
    let hasMap: Bool
    let mapTabs: [Tabs]
    let units: [Bars]
    let note: String
    /// Where this place stands beside others.
    let compare: String
    /// The period that goes on where one that is over is shown, and the other way round.
    let running: [Link]
    /// Where the page hears that its numbers have moved, and how it says so.
    let live: String, liveChanged: String

    /// - Parameter raised: What the reader's agency was asked from below.
    init(_ room: RoomService.Room, raised: [TaskList.Item], strings: Strings, formats: Formats) {
        (self.raised, hasRaised) = (TaskList(raised), !raised.isEmpty)
        let words = RoomWords(room: room, strings: strings, formats: formats)
        let urgent = Standing.urgent(room.standings)
        breadcrumbs = words.breadcrumbs
        place = room.unit?.name ?? strings["indicators.country"]
        period = room.period.map { strings.period($0, formats) } ?? ""
        title = words.title(urgent.count)
        kinds = words.kinds
        cards = urgent.map(words.card)
        isEmpty = room.standings.allSatisfy(\.course.isEmpty)
        isQuiet = urgent.isEmpty && !isEmpty
        programmes = words.programmes
        published = room.published.map(words.published)
        hasPublished = !published.isEmpty
        map = words.map
        hasMap = !map.isEmpty
        mapTabs = words.mapTabs
        units = words.units
        note = words.note
        compare = words.compare
        running = words.running
        (live, liveChanged) = (words.live, strings["steering.live.changed"])
    }

    static var mocks: [Self] {
        let (day, indicator, values) = (Day("2026-07-14") ?? .beginning, Indicator.mock, IndicatorValue.mocks)
        let unit = AdministrativeUnit(
            id: UnitID("37", from: .beginning), validTo: nil, level: .province, kind: "", name: .hostile,
            parentCode: nil,
            latitude: 20, longitude: 106, areaKm2: 10)
        func room(_ standings: [Standing], in unit: AdministrativeUnit?) -> RoomService.Room {
            var question = RoomService.Question()
            question.unit = unit?.id
            return RoomService.Room(
                question: question, unit: unit, above: unit.map { [$0] } ?? [],
                period: standings.isEmpty ? nil : values[1].period,
                standings: standings,
                published: [nil, values[0]].map {
                    .init(indicator: indicator, figures: FigureEntry.mocks, counted: $0)
                },
                tree: UnitHistory(version: 1, units: [unit].compactMap(\.self), successions: [], changes: []).tree(
                    on: day),
                mapped: standings.isEmpty ? nil : indicator, communes: [:], today: day)
        }
        let behind = Standing(indicator, course: values, isCountry: true, below: values.map { (unit, $0) })
        return [room([], in: nil), room([behind], in: nil), room([behind], in: unit)].map {
            Self(
                $0, raised: [.init(.hostile, .hostile, hint: .hostile, status: Status(.risk, .hostile))],
                strings: .mock,
                formats: Formats(.vi))
        }
    }
}
