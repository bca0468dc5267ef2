// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
import Kernel
import Ledger
import Logging
import TestKit
import Testing
import Units

@testable import Indicators

@Suite("Indicators")
struct IndicatorTests {
    private let accepted = Measure("petitions.accepted", nameKey: "petitions.measure.accepted")

    @Test("a number moves with the ledger and opens down to its events", arguments: Backend.available)
    func opens(backend: Backend) async throws {
        let counter = try await Counter(backend, counting: accepted)
        for place in ["yen-mo", "kim-son", "yen-mo"] { try await counter.happen("petitions.accepted", at: place) }
        try await counter.happen("petitions.declined", at: "yen-mo")
        #expect(try await counter.service.total(accepted) == 0)

        try await counter.count()

        #expect(try await counter.service.total(accepted) == 3)
        let places = try await counter.service.byPlace(accepted)
        #expect(places.map(\.place) == ["yen-mo", "kim-son"])
        #expect(places.map(\.count) == [2, 1])
        let facts = try await counter.service.facts(accepted, at: ["yen-mo"])
        // Position 1 is the making of the node key.
        #expect(facts.map(\.position) == [4, 2])
        #expect(try await counter.service.facts(accepted, before: 4, limit: 1).map(\.position) == [3])
    }

    @Test("an event counts on its day in Việt Nam", arguments: Backend.available)
    func day(backend: Backend) async throws {
        let counter = try await Counter(backend, counting: accepted)
        // 23:30 on the 7th and 00:30 on the 8th in Hà Nội are one day in London.
        let evening = Date(timeIntervalSince1970: 1_783_441_800)
        for time in [evening, evening + 3600] { try await counter.happen("petitions.accepted", at: "a", on: time) }
        try await counter.count()
        let first = try #require(Day("2026-07-06"))
        let days = try await counter.service.byDay(accepted, from: first, through: first + 2)
        #expect(days.map(\.day.description) == ["2026-07-06", "2026-07-07", "2026-07-08"])
        #expect(days.map(\.count) == [0, 1, 1])
    }

    @Test("the last day with a number is told, of those up to a limit", arguments: Backend.available)
    func lastDay(backend: Backend) async throws {
        let counter = try await Counter(backend, counting: accepted)
        let today = Day(Site.moment)
        #expect(try await counter.service.lastDay([accepted], through: today) == nil)
        for days in [40, 3] {
            try await counter.happen("petitions.accepted", at: "a", on: Site.moment - Double(days) * 86400)
        }
        try await counter.count()
        #expect(try await counter.service.lastDay([accepted], through: today) == today - 3)
        #expect(try await counter.service.lastDay([accepted], through: today - 4) == today - 40)
        #expect(try await counter.service.lastDay([], through: today) == nil)
    }

    @Test("counts always equal their facts, also after a rebuild", arguments: Backend.available)
    func agree(backend: Backend) async throws {
        let counter = try await Counter(backend, counting: accepted)
        for round in 0..<4 {
            for index in 0..<25 {
                try await counter.happen(
                    index % 3 == 0 ? "petitions.declined" : "petitions.accepted", at: "p\(index % 4)")
            }
            try await counter.count()
            if round == 2 { try await counter.follower.rebuild() }
        }
        let total = try await counter.service.total(accepted)
        #expect(total == 64)
        #expect(try await counter.service.facts(accepted, limit: 1000).count == total)
        #expect(try await counter.service.byPlace(accepted).map(\.count).reduce(0, +) == total)
    }

    @Test("an unknown number is refused")
    func unknown() async throws {
        let counter = try await Counter(.sqlite, counting: accepted)
        #expect(throws: IndicatorProblem.noSuchMeasure) { try counter.service.measure("x") }
    }
}

/// A database whose events are sealed and counted by hand.
struct Counter {
    let database: any Database
    let sealer: Sealer
    let follower: LedgerFollower
    let service: IndicatorService
    let units: UnitService
    let cube: Cube

    init(
        _ backend: Backend, counting measures: Measure..., catalogue: IndicatorCatalogue = IndicatorCatalogue(),
        capacity: Int = 1 << 20
    ) async throws {
        database = try await backend.migrated(LedgerMigrations.all + UnitMigrations.all + IndicatorMigrations.all)
        let folder = TestFolder.own.appending(path: UUIDv7.string())
        let keys = KeyService(
            database: database, folder: folder, now: { Site.moment }, newID: { UUIDv7.string() })
        try await keys.ensure()
        let (bell, logger) = (SealBell(), Logger(label: "indicators"))
        sealer = Sealer(database: database, keys: keys, now: { Site.moment }, bell: bell, logger: logger)
        let consumer = IndicatorConsumer(measures: measures)
        follower = LedgerFollower(consumer, database: database, bell: bell, logger: logger)
        units = UnitService(database: database, now: { Site.moment }, newID: { UUIDv7.string() })
        // The units of the tests' agencies stand in their names: "83@0001-01-01/desk".
        cube = Cube(database: database, capacity: capacity) { places in
            Dictionary(uniqueKeysWithValues: places.compactMap { place in Self.unit(of: place).map { (place, $0) } })
        }
        service = IndicatorService(
            database: database, measures: measures, catalogue: catalogue, units: units, cube: cube)
    }

    private static func unit(of place: String) -> UnitID? {
        let parts = place.split(separator: "/")[0].split(separator: "@")
        return parts.count == 2 ? Day(parts[1]).map { UnitID(String(parts[0]), from: $0) } : nil
    }

    func happen(
        _ kind: String, at place: String, on time: Date = Site.moment, facts: [String: String] = [:]
    ) async throws {
        try await database.write {
            try Ledger($0).append(
                Event(
                    id: ID(UUIDv7.string()), kind: kind, subject: "s", place: place, actor: "lan", at: time,
                    facts: facts))
        }
    }

    func count() async throws {
        try await sealer.seal()
        try await follower.catchUp()
    }
}
