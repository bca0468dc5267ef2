// SPDX-License-Identifier: Apache-2.0

import Agencies
import Content
import Database
import Foundation
import Kernel
import Ledger
import Search
import TestKit
import Testing
import Units

@Suite("Agency service")
struct AgencyServiceTests {
    private let old = Day("2025-06-30")!

    @Test("the shipped agencies load once, after the units", arguments: Backend.available)
    func load(backend: Backend) async throws {
        let (agencies, _, database) = try await Self.fixture(backend)
        #expect(try await agencies.list(kind: .peoplesCommittee).count == 34)
        #expect(try await agencies.list(kind: .peoplesCommittee, on: old).count == 63)
        #expect(try await agencies.load(try AgencyFiles(content: Content.embedded.files), by: .system) == 0)
        let events = try await database.read {
            try $0.rows("SELECT id FROM ledger_event WHERE kind = 'agencies.loaded'")
        }
        #expect(events.count == 1)
    }

    @Test("a commune's agencies are registered below their province and found again", arguments: Backend.available)
    func register(backend: Backend) async throws {
        let (agencies, units, _) = try await Self.fixture(backend)
        let ninhBinh = try #require(try await agencies.find(OrganID("H42")))
        let committee = try await agencies.register(.yenMo(below: ninhBinh), by: .system)

        #expect(committee.unit == (try await units.tree().unit("14701")?.id))
        #expect(try await agencies.find(committee.id) == committee)
        #expect(try await agencies.find(OrganID("H42.77")) == committee)
        #expect(try await agencies.list(unit: committee.unit) == [committee])
        await #expect(throws: AgencyProblem.organIDTaken(committee.organID)) {
            try await agencies.register(.yenMo(below: ninhBinh), by: .system)
        }
    }

    @Test("registering needs the right at the agency above", arguments: Backend.available)
    func permission(backend: Backend) async throws {
        let (agencies, _, _) = try await Self.fixture(backend)
        let ninhBinh = try #require(try await agencies.find(OrganID("H42")))
        let stranger = Actor(
            id: "lan", kind: .official, grants: [Grant(.registerAgencies, in: Place(rawValue: "h01-2025"))])
        await #expect(throws: Forbidden(.registerAgencies)) {
            try await agencies.register(.yenMo(below: ninhBinh), by: stranger)
        }
        let officer = Actor(id: "hoa", kind: .official, grants: [Grant(.registerAgencies, in: ninhBinh.place)])
        #expect(try await agencies.register(.yenMo(below: ninhBinh), by: officer).basis == "registered by hoa")
    }

    @Test("a bad registration is refused")
    func refused() async throws {
        let (agencies, _, _) = try await Self.fixture(.sqlite)
        let ninhBinh = try #require(try await agencies.find(OrganID("H42")))
        var registration = AgencyService.Registration.yenMo(below: ninhBinh)
        registration.unitCode = "99999"
        await #expect(throws: AgencyProblem.unknownUnit("99999")) {
            try await agencies.register(registration, by: .system)
        }
        registration = .yenMo(below: ninhBinh)
        registration.organID = "H41.77"
        await #expect(throws: AgencyProblem.self) { try await agencies.register(registration, by: .system) }
        registration.organID = "xin chào"
        await #expect(throws: AgencyProblem.notAnOrganID("xin chào")) {
            try await agencies.register(registration, by: .system)
        }
        registration = .yenMo(below: ninhBinh)
        registration.name = " "
        await #expect(throws: AgencyProblem.blankName) { try await agencies.register(registration, by: .system) }
    }

    @Test(
        "the Ministry of Information and Communications was divided function by function", arguments: Backend.available)
    func succession(backend: Backend) async throws {
        let (agencies, _, _) = try await Self.fixture(backend)
        let ministry = try #require(try await agencies.find(OrganID("G14"), on: Day("2024-12-31")))
        #expect(try await agencies.find(OrganID("G14")) == nil)
        var functions: [String: [String]] = [:]
        for row in try await agencies.successions(touching: ministry.id) {
            let heir = try #require(try await agencies.find(row.new))
            functions[heir.organID.description, default: []].append(row.function)
        }
        #expect(
            functions.mapValues { $0.sorted() } == [
                "G06": ["Bưu chính", "Chuyển đổi số", "Công nghiệp công nghệ thông tin", "Viễn thông"],
                "G16": ["Báo chí", "Thông tin cơ sở", "Thông tin đối ngoại", "Xuất bản"],
                "G01": ["An toàn thông tin mạng"],
            ])
    }

    @Test("the former spelling of an identifier finds the agency of its time", arguments: Backend.available)
    func former(backend: Backend) async throws {
        let (agencies, _, _) = try await Self.fixture(backend)
        let found = try await agencies.find(OrganID("000.00.00.H42"), on: Day("2020-05-01"))
        #expect(found?.name == "Ủy ban nhân dân tỉnh Ninh Bình")
    }

    @Test("identifiers of the provinces follow from the names, and meet the six that are given")
    func derivation() async throws {
        let (agencies, units, _) = try await Self.fixture(.sqlite)
        let tree = try await units.tree(on: old)
        let committees = try await agencies.list(kind: .peoplesCommittee, on: old)
        var names: [String: String] = [:]
        for committee in committees {
            let unit = try #require(committee.unit)
            names[committee.organID.description] = tree.unit(unit.code)?.shortName
        }
        let given = [
            "H07": "Bến Tre", "H26": "Hà Nội", "H29": "Hồ Chí Minh", "H42": "Ninh Bình", "H56": "Thanh Hóa",
            "H61": "Vĩnh Long",
        ]
        for (organID, name) in given { #expect(names[organID] == name) }
        // Hậu Giang and Hòa Bình stand around the given H29 of Hồ Chí Minh, out of the order.
        let exceptions: Set = ["H28", "H29", "H30"]
        let flat = (1...63).map { $0 < 10 ? "H0\($0)" : "H\($0)" }.filter { !exceptions.contains($0) }.map { organID in
            let name = names[organID] == "Huế" ? "Thừa Thiên Huế" : names[organID] ?? ""
            return VietnameseText.words(VietnameseText.folded(name)).joined()
        }
        #expect(flat == flat.sorted())
    }

    static func fixture(_ backend: Backend) async throws -> (AgencyService, UnitService, any Database) {
        let database = try await backend.migrated(LedgerMigrations.all + UnitMigrations.all + AgencyMigrations.all)
        let now = Date(timeIntervalSince1970: 1_795_230_000)
        let units = UnitService(database: database, now: { now }, newID: { UUIDv7.string() })
        let agencies = AgencyService(database: database, now: { now }, newID: { UUIDv7.string() })
        try await units.load(try .provincesAndYenMo, by: .system)
        try await agencies.load(try AgencyFiles(content: Content.embedded.files), by: .system)
        return (agencies, units, database)
    }
}

extension UnitFiles {
    /// The shipped files without districts and communes, but for the new xã Yên Mô: enough for agencies, and quick.
    static var provincesAndYenMo: UnitFiles {
        get throws {
            let shipped = try UnitFiles(content: Content.embedded.files)
            func lines(_ text: String, _ keep: (Substring) -> Bool) -> String {
                let lines = text.split(separator: "\n")
                return ([lines[0]] + lines.dropFirst().filter(keep)).joined(separator: "\n")
            }
            return UnitFiles(
                units: lines(shipped.units) { $0.contains(",province,") || $0.hasPrefix("14701,37,") },
                successions: lines(shipped.successions) { $0.contains(",province,") }, changes: shipped.changes)
        }
    }
}

extension AgencyService.Registration {
    /// The identifier is an example: the real one is given by the province.
    static func yenMo(below parent: Agency) -> Self {
        Self(
            organID: "H42.77", kind: .peoplesCommittee, name: "Ủy ban nhân dân xã Yên Mô",
            englishName: "People's Committee of Yên Mô Commune", unitCode: "14701", parent: parent.id)
    }
}

@Suite("Agency identifier")
struct OrganIDTests {
    @Test(
        "both orders are read",
        arguments: [
            ("H42", ["H42"]), ("H15.50.05.13", ["H15", "50", "05", "13"]), ("000.00.00.H41", ["H41"]),
            ("002.00.20.H13", ["H13", "20", "002"]), ("28.22.H17", ["H17", "22", "28"]), ("B01", ["B01"]),
        ])
    func levels(text: String, levels: [String]) throws { #expect(try OrganID(text).levels == levels) }

    @Test(
        "anything else is refused",
        arguments: [
            "", "H4", "h42", "H42.", "H42..05", "H42.5", "42.H", ".H42", "H42.05.H43", "H42 ", "Đ42",
            "H42.01.02.03.04.05.06.07.08.09.10.11", "H42\u{0}",
        ])
    func refused(text: String) { #expect(throws: AgencyProblem.notAnOrganID(text)) { try OrganID(text) } }
}
