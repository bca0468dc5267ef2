// SPDX-License-Identifier: Apache-2.0

import Agencies
import Database
import Foundation
import Kernel
import Ledger
import Product
import TestKit
import Testing
import Units

@testable import Indicators

@Suite("Targets")
struct TargetTests {
    private static let ninhBinh = UnitID("37", from: Day("2025-07-01")!)
    private static let yenMo = UnitID("14701", from: Day("2025-07-01")!)

    private struct Province {
        let platform: Platform
        let agency: Agency
        let head: Actor

        /// The People's Committee of a province, or of the country if none is given, and its head.
        init(_ site: Site, serving code: String) async throws {
            platform = site.platform
            agency = try await site.platform.agencies.register(
                AgencyService.Registration(
                    organID: "H99", kind: .peoplesCommittee, name: "Ủy ban nhân dân", englishName: "People's Committee",
                    unitCode: code), by: .system)
            head = Actor(
                id: "head", kind: .official, grants: [Grant(.setTargets, in: agency.place)], agency: agency.place)
        }

        func draft(_ change: (inout TargetDraft) -> Void = { _ in }) -> TargetDraft {
            var draft = TargetDraft()
            (draft.indicator, draft.unit, draft.period) = ("dossiers_on_time", "\(ninhBinh)", "2026")
            (draft.value, draft.owner, draft.basis) = ("98,5", agency.id.rawValue, "Quyết định 1/QĐ-UBND")
            change(&draft)
            return draft
        }
    }

    @Test("one is set, changed with a reason, and both stand in the ledger", arguments: Backend.available)
    func set(backend: Backend) async throws {
        try await Site.run(on: backend, with: Site.units) { site in
            let province = try await Province(site, serving: "37")
            let targets = site.platform.targets
            let first = try await targets.set(province.draft(), by: province.head)
            #expect((first.version, first.value) == (1, Decimal(string: "98.5")))

            let again = province.draft { $0.value = "99" }
            await #expect(throws: TargetProblem.blankReason) { try await targets.set(again, by: province.head) }
            let second = try await targets.set(
                province.draft { ($0.value, $0.reason) = ("99", "Nâng mức phấn đấu") }, by: province.head)
            #expect((second.version, second.reason) == (2, "Nâng mức phấn đấu"))

            let standing = try await targets.targets(of: Self.ninhBinh)
            #expect(standing == [second])
            #expect(try await targets.targets(of: nil) == [])
            let month = try #require(Period("2026-03")), indicator = try #require(targets.catalogue["dossiers_on_time"])
            #expect(indicator.goal(in: month, among: standing, isCountry: false)?.value == 0.99)
            #expect(indicator.goal(in: try #require(Period("2025-12")), among: standing, isCountry: false) == nil)

            try await site.settle()
            let counts = try await LedgerReader(database: site.platform.database).counts()
            #expect(counts["indicators.target_set"] == 2)
        }
    }

    @Test("what cannot be a target is refused, and nothing is kept")
    func refused() async throws {
        try await Site.run(on: .sqlite, with: Site.units) { site in
            let province = try await Province(site, serving: "37")
            func refuses(
                _ problem: TargetProblem, _ change: (inout TargetDraft) -> Void,
                at line: SourceLocation = #_sourceLocation
            ) async {
                let draft = province.draft(change)
                await #expect(throws: problem, sourceLocation: line) {
                    try await site.platform.targets.set(draft, by: province.head)
                }
            }
            await refuses(.noSuchIndicator) { $0.indicator = "x" }
            await refuses(.noSuchUnit) { $0.unit = "37" }
            await refuses(.noSuchUnit) { $0.unit = "99999@2025-07-01" }
            await refuses(.notAPeriod) { $0.period = "next year" }
            await refuses(.notToldFor(.plan)) { $0.period = "2026-2030" }
            // The new province was not there in 2020, nor the old one in 2026.
            await refuses(.notThen) { $0.period = "2020" }
            await refuses(.notThen) { $0.unit = "37@0001-01-01" }
            for text in ["", "many", "1e9", "９８", "9.8.7", "-5", "98,5,1"] {
                await refuses(.notANumber) { $0.value = text }
            }
            await refuses(.beyond) { $0.value = "100,01" }
            await refuses(.noSuchOwner) { $0.owner = "nobody" }
            await refuses(.blankBasis) { $0.basis = "" }
            await refuses(.tooLong) { $0.basis = String(repeating: "ă", count: 501) }
            // Another province, and the country, are for those above.
            await refuses(.notYours) { $0.unit = "86@2025-07-01" }
            await refuses(.notYours) { $0.unit = "" }
            #expect(try await site.platform.targets.latest() == [])

            let stranger = Actor(id: "x", kind: .official, agency: province.agency.place)
            await #expect(throws: Forbidden.self) {
                try await site.platform.targets.set(province.draft(), by: stranger)
            }
        }
    }

    @Test("an agency sets those of the units below it, one of the country those of all")
    func below() async throws {
        try await Site.run(on: .sqlite, with: Site.units) { site in
            let province = try await Province(site, serving: "37")
            let commune = try await site.platform.targets.set(
                province.draft { ($0.unit, $0.value) = ("\(Self.yenMo)", "100") }, by: province.head)
            #expect(commune.unit == Self.yenMo)
            let units = try await site.platform.targets.units(of: province.head)
            #expect(units.first??.name == "Tỉnh Ninh Bình")
            #expect(units.contains { $0?.id == Self.yenMo })

            let ministry = try await site.platform.agencies.list(kind: .ministry)[0]
            let minister = Actor(
                id: "m", kind: .official, grants: [Grant(.setTargets, in: ministry.place)], agency: ministry.place)
            for unit in ["", "\(Self.ninhBinh)", "\(Self.yenMo)"] {
                let draft = province.draft { ($0.unit, $0.period) = (unit, "2026-Q1") }
                try await site.platform.targets.set(draft, by: minister)
            }
            #expect(try await site.platform.targets.units(of: minister).count == 35)
            #expect(try await site.platform.targets.targets(of: nil).map(\.indicator) == ["dossiers_on_time"])
        }
    }

    @Test("numbers are read as people type them")
    func numbers() {
        #expect(TargetDraft.number("98,5 %", isCount: false) == Decimal(string: "98.5"))
        #expect(TargetDraft.number("78.496", isCount: true) == 78_496)
        #expect(TargetDraft.number("78.496", isCount: false) == Decimal(string: "78.496"))
        #expect(TargetDraft.number(".", isCount: false) == nil)
    }
}
