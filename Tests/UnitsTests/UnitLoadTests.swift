// SPDX-License-Identifier: Apache-2.0

import Database
import Kernel
import TestKit
import Testing
import Units

@Suite("Loading the units")
struct UnitLoadTests {
    @Test("the shipped files load, with an event, and once only", arguments: Backend.available)
    func shipped(backend: Backend) async throws {
        let (service, database) = try await UnitService.empty(backend)

        let first = try await service.load(try .shipped, by: .system)
        let second = try await service.load(try .shipped, by: .system)

        #expect(first == .init(version: 1, opened: 14_149, closed: 0, successions: 10_665, isNew: true))
        #expect(!second.isNew)
        let events = try await database.read { try $0.rows("SELECT kind, facts FROM ledger_event") }
        #expect(events.count == 1)
        #expect(try events[0].text("kind") == "units.loaded")
        #expect(try events[0].text("facts").contains("14149"))
    }

    @Test("counting in the database and counting in the tree agree", arguments: Backend.available)
    func standing(backend: Backend) async throws {
        let (service, _) = try await UnitService.empty(backend)
        #expect(try await service.standing()?.change == nil)
        try await service.load(try .shipped, by: .system)

        let standing = try #require(try await service.standing())

        let tree = try await service.tree()
        #expect(standing.counts == [.province: tree.provinces.count, .commune: tree.communes().count])
        #expect(standing.change == (try await service.history().changes.last))
    }

    @Test("other files after the first are refused", arguments: Backend.available)
    func otherFiles(backend: Backend) async throws {
        let (service, _) = try await UnitService.empty(backend)
        try await service.load(.small, by: .system)
        await #expect(throws: UnitProblem.alreadyLoaded) {
            try await service.load(.small.with("Xã Hai", "Xã Tư"), by: .system)
        }
    }

    @Test("nobody loads units without the right", arguments: Backend.available)
    func permission(backend: Backend) async throws {
        let (service, database) = try await UnitService.empty(backend)
        let resident = Actor(id: "minh", kind: .resident)
        await #expect(throws: Forbidden(.changeUnits)) { try await service.load(.small, by: resident) }
        #expect(try await database.read { try $0.rows("SELECT code FROM unit") }.isEmpty)
    }

    @Test("a mistake is refused with its file, its line and the reason", arguments: UnitMistake.all)
    func mistakes(mistake: UnitMistake) async throws {
        let (service, database) = try await UnitService.empty(.sqlite)
        await #expect(throws: ContentProblem(file: mistake.file, line: mistake.line, reason: mistake.reason)) {
            try await service.load(UnitFiles.small.with(mistake.before, mistake.after), by: .system)
        }
        #expect(try await database.read { try $0.rows("SELECT code FROM unit") }.isEmpty)
    }
}

struct UnitMistake: Sendable, CustomTestStringConvertible {
    let before: String
    let after: String
    let file: String
    let line: Int
    let reason: String

    var testDescription: String { reason }

    static let all = [
        UnitMistake(
            before: "00002,001,commune", after: "00002,009,commune", file: "units.csv", line: 5,
            reason: "the parent 009 of 00002 is missing"),
        UnitMistake(
            before: "001,01,district", after: "001,00002,district", file: "units.csv", line: 3,
            reason: "the parents run in a circle: 001 → 00002 → 001"),
        UnitMistake(
            before: "00003,001,commune,Xã,Xã Ba", after: "00002,001,commune,Xã,Xã Ba", file: "units.csv", line: 6,
            reason: "00002 valid from 0001-01-01 stands twice"),
        UnitMistake(
            before: "Xã Ba,20,105,,,2025-06-30", after: "Xã Ba,20,105,,,", file: "units.csv", line: 9,
            reason: "two units with the code 00003 are valid at the same time"),
        UnitMistake(
            before: "00001,01,commune,Xã,Xã Nhất", after: "00001,001,commune,Xã,Xã Nhất", file: "units.csv", line: 8,
            reason: "the parent 001 of 00001 is not valid all the time 00001 is"),
        UnitMistake(
            before: "10.5,2025-07-01", after: "10.5,2025-02-30", file: "units.csv", line: 8,
            reason: "2025-02-30 is not a day (yyyy-MM-dd)"),
        UnitMistake(
            before: "10.5,2025-07-01", after: "ten,2025-07-01", file: "units.csv", line: 8,
            reason: "ten is not an area in km²"),
        UnitMistake(
            before: "Xã Hai,20,105", after: "Xã Hai,200,105", file: "units.csv", line: 5,
            reason: "200 is not a coordinate in degrees"),
        UnitMistake(
            before: "Xã Hai", after: "Phường Hai", file: "units.csv", line: 5,
            reason: "the name Phường Hai does not begin with its kind Xã"),
        UnitMistake(
            before: ",Xã Hai,", after: ",", file: "units.csv", line: 5, reason: "9 fields where 10 are expected"),
        UnitMistake(
            before: "Xã Hai", after: "\"Xã Hai", file: "units.csv", line: 5, reason: "a quotation mark is never closed"),
        UnitMistake(
            before: "00002,commune,00003", after: "00009,commune,00003", file: "unit_succession.csv", line: 5,
            reason: "no commune 00009 came to an end"),
        UnitMistake(
            before: "00002,commune,00003", after: "00002,commune,00009", file: "unit_succession.csv", line: 5,
            reason: "no commune 00009 began on 2025-07-01"),
        UnitMistake(
            before: "00002,commune,00003,commune,whole,\n", after: "", file: "units.csv", line: 5,
            reason: "Xã Hai (00002) ends and has no successor"),
        UnitMistake(
            before: "part,main", after: "part,", file: "unit_succession.csv", line: 4,
            reason: "00001 is divided: exactly one part must be the main part"),
        UnitMistake(
            before: "part,main", after: "whole,", file: "unit_succession.csv", line: 4,
            reason: "00001 goes whole into one unit and also into another"),
        UnitMistake(
            before: "2025-07-01,Luật thử", after: "2025-07-02,Luật thử", file: "units.csv", line: 2,
            reason: "no legal basis is given for the day on which 01 begins or ends"),
        UnitMistake(
            before: "code,parent_code", after: "parent_code,code", file: "units.csv", line: 1,
            reason:
                "the columns must be code,parent_code,level,kind,name,latitude,longitude,area_km2,valid_from,valid_to"),
    ]
}
