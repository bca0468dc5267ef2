// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
import Kernel
import TestKit
import Testing
import Units

@Suite("Later changes of the units")
struct UnitChangeTests {
    private let head = "day,basis,code,kind,name,parent_code,latitude,longitude,area_km2,made_of\n"
    private let day = Day("2026-04-30") ?? .beginning

    private func file(_ rows: String) -> UnitChangeFile { UnitChangeFile(name: "change.csv", text: head + rows) }

    @Test("a province becomes a city and a commune a ward, and what was stays", arguments: Backend.available)
    func becomes(backend: Backend) async throws {
        let (service, database) = try await UnitService.empty(backend)
        try await service.load(.small, by: .system)
        let before = try await service.tree(on: day - 1)
        let change = file(
            """
            2026-04-30,Nghị quyết thử,01,Thành phố,Thành phố Mới,,,,,01
            2026-04-30,Nghị quyết thử,00001,Phường,Phường Nhất,,,,,00001

            """)

        let outcome = try await service.change(by: change, as: .system)
        #expect(outcome == .init(version: 2, opened: 2, closed: 2, successions: 2, isNew: true))
        #expect(try await !service.change(by: change, as: .system).isNew)

        let after = try await service.tree(on: day)
        #expect(after.unit("01")?.name == "Thành phố Mới")
        #expect(after.children(of: "01").map(\.name) == ["Phường Ba", "Phường Nhất"])
        #expect(after.unit("00001")?.areaKm2 == 10.5)
        #expect(try await service.tree(on: day - 1).units.map(\.name) == before.units.map(\.name))

        let history = try await service.history()
        let old = try #require(before.unit("00001"))
        #expect(history.standIn(for: old.id, on: day)?.name == "Phường Nhất")
        #expect(history.heirs(of: UnitID("00002", from: .beginning)).map(\.name) == ["Phường Ba"])
        let events = try await database.read {
            try $0.rows("SELECT facts FROM ledger_event WHERE kind = 'units.changed'")
        }
        #expect(events.count == 1)
    }

    @Test("a process that remembers the units sees a change made by another", arguments: Backend.available)
    func elsewhere(backend: Backend) async throws {
        let (service, database) = try await UnitService.empty(backend)
        try await service.load(.small, by: .system)
        #expect(try await service.tree().unit("00001")?.kind == "Xã")
        #expect(try await service.find("nhat").first?.unit.kind == "Xã")
        let other = UnitService(database: database, now: { Date() }, newID: { UUIDv7.string() })
        try await other.change(by: file("2026-04-30,Luật,00001,Phường,Phường Nhất,,,,,00001\n"), as: .system)
        #expect(try await service.tree().unit("00001")?.kind == "Phường")
        #expect(try await service.find("nhat").first?.unit.kind == "Phường")
    }

    @Test("a commune is divided and joined", arguments: Backend.available)
    func divided(backend: Backend) async throws {
        let (service, _) = try await UnitService.empty(backend)
        try await service.load(.small, by: .system)
        try await service.change(
            by: file(
                """
                2026-04-30,Luật,00009,Xã,Xã Chín,,21,106,5,00001:part
                2026-04-30,Luật,00003,,,,,,16.5,00003 00001:main

                """), as: .system)
        let history = try await service.history()
        let heirs = history.heirs(of: UnitID("00001", from: Day("2025-07-01") ?? day)).map(\.name)
        #expect(heirs == ["Phường Ba", "Xã Chín"])
        #expect(history.standIn(for: UnitID("00001", from: .beginning), on: day)?.code == "00003")
    }

    @Test(
        "a mistake is refused with its line and the reason, and nothing changes",
        arguments: [
            ("2026-04-30,Luật,00008,Xã,Xã Tám,,,,,00007", "there is no unit 00007 that could end on 2026-04-29"),
            ("2026-04-31,Luật,00001,,,,,,,00001", "2026-04-31 is not a day (yyyy-MM-dd)"),
            ("2026-04-30,,00001,,,,,,,00001", "the legal basis is missing"),
            ("2026-04-30,Luật,00001,,,99,,,,00001", "the parent 99 of 00001 is missing"),
            ("2026-04-30,Luật,00001,,,00003,,,,00001", "a commune cannot be under 00003, which is not above it"),
            ("2026-04-30,Luật,00001,,,,,,,00001:part", "00001 is divided: exactly one part must be the main part"),
            ("2026-04-30,Luật,00001,,,,,,,00001:half", "00001:half is neither a code, nor a code with :part or :main"),
            ("2026-04-30,Luật,00008,,,,,,,00001", "a unit with a new code needs its kind and its name"),
            ("2026-04-30,Luật,00001,,,,,,,", "the unit is made of nothing"),
            ("2026-04-30,Luật,00003,Xã,Xã Ba,,,,,00001", "two units with the code 00003 are valid at the same time"),
            ("2025-07-01,Luật,00001,,,,,,,00001", "there is no unit 00001 that could end on 2025-06-30"),
        ])
    func mistakes(row: String, reason: String) async throws {
        let (service, database) = try await UnitService.empty(.sqlite)
        try await service.load(.small, by: .system)
        await #expect(throws: ContentProblem(file: "change.csv", line: 2, reason: reason)) {
            try await service.change(by: file(row + "\n"), as: .system)
        }
        #expect(try await service.history().version == 1)
        #expect(try await database.read { try $0.rows("SELECT kind FROM ledger_event") }.count == 1)
    }

    @Test("a change needs units, and the right", arguments: Backend.available)
    func refused(backend: Backend) async throws {
        let (service, _) = try await UnitService.empty(backend)
        let change = file("2026-04-30,Luật,00001,,,,,,,00001\n")
        await #expect(throws: UnitProblem.nothingLoaded) { try await service.change(by: change, as: .system) }
        await #expect(throws: Forbidden(.changeUnits)) {
            try await service.change(by: change, as: Actor(id: "lan", kind: .official))
        }
    }
}
