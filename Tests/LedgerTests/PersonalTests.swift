// SPDX-License-Identifier: Apache-2.0

import Database
import Kernel
import TestKit
import Testing

@testable import Ledger

@Suite("Personal content of events")
struct PersonalTests {
    private let kimSon = Place(rawValue: "kim-son")

    private func official(_ permission: Permission, in place: Place) -> Actor {
        Actor(id: "official", kind: .official, grants: [Grant(permission, in: place)], agency: place)
    }

    private func service(_ ledger: LedgerFixture) -> PersonalService {
        PersonalService(database: ledger.database, now: { LedgerFixture.moment }, newID: { UUIDv7.string() })
    }

    @Test("erasing keeps every proof and says who did it", arguments: Backend.available)
    func erase(backend: Backend) async throws {
        let ledger = try await LedgerFixture(backend)
        let id = try await ledger.append(personal: ["name": "Nguyễn Thị Lan", "phone": "0912 345 678"])
        try await ledger.sealer.seal()
        let reader = LedgerReader(database: ledger.database)
        let before = try #require(try await reader.event(id).seal)

        try await service(ledger).erase(
            id, reason: "Bà Lan yêu cầu", by: official(.eraseLedgerPersonal, in: kimSon))
        try await ledger.sealer.seal()

        let after = try await reader.event(id)
        #expect(after.isErased)
        #expect(after.seal?.leafBytes == before.leafBytes)
        #expect(after.seal?.isValid == true)
        let report = try await Verification(database: ledger.database).run()
        #expect(report.findings == [])
        #expect(report.erased == 1)
        #expect(try await ledger.sealed().last?.kind == "ledger.erased")
        #expect(try await ledger.sealed().last?.actor == "official")
    }

    @Test("erasing needs the permission at the place, a reason and something to erase", arguments: Backend.available)
    func refusals(backend: Backend) async throws {
        let ledger = try await LedgerFixture(backend)
        let id = try await ledger.append(personal: ["name": "Lan"])
        let bare = try await ledger.append()
        let clerk = official(.eraseLedgerPersonal, in: kimSon)
        let erasure = service(ledger)
        await #expect(throws: Forbidden.self) {
            try await erasure.erase(
                id, reason: "vì", by: official(.eraseLedgerPersonal, in: Place(rawValue: "yen-mo")))
        }
        await #expect(throws: LedgerProblem.reasonMissing) { try await erasure.erase(id, reason: " ", by: clerk) }
        await #expect(throws: LedgerProblem.nothingToErase) { try await erasure.erase(bare, reason: "vì", by: clerk) }
        await #expect(throws: LedgerProblem.noSuchEvent) {
            try await erasure.erase(ID("none"), reason: "vì", by: clerk)
        }
        let event = try await LedgerReader(database: ledger.database).event(id)
        #expect(!event.isErased)
    }

    @Test("people see their own; others need the permission and a reason", arguments: Backend.available)
    func reading(backend: Backend) async throws {
        let ledger = try await LedgerFixture(backend)
        let id = try await ledger.append(subject: "lan", personal: ["name": "Lan"])
        let reader = LedgerReader(database: ledger.database)
        let event = try await reader.event(id)
        for who in ["a1", "lan"] {
            let own = try await reader.ownPersonal(of: event, for: Actor(id: who, kind: .resident))
            #expect(own == ["name": "Lan"])
        }
        #expect(try await reader.ownPersonal(of: event, for: Actor(id: "other", kind: .resident)) == nil)
        #expect(try await reader.ownPersonal(of: event, for: nil) == nil)

        let service = service(ledger)
        await #expect(throws: Forbidden.self) {
            try await service.disclose(
                id, reason: "vì", to: official(.readLedgerPersonal, in: Place(rawValue: "yen-mo")))
        }
        let clerk = official(.readLedgerPersonal, in: kimSon)
        await #expect(throws: LedgerProblem.reasonMissing) { try await service.disclose(id, reason: "", to: clerk) }
        #expect(try await service.disclose(id, reason: "Hồ sơ 12", to: clerk) == ["name": "Lan"])
        let access = AccessService(database: ledger.database)
        for who in ["a1", "lan"] {
            let readings = try await access.readings(of: Actor(id: who, kind: .resident))
            #expect(readings.map(\.why) == ["Hồ sơ 12"])
        }
    }

    @Test("the same content never has the same commitment", arguments: Backend.available)
    func salt(backend: Backend) async throws {
        let ledger = try await LedgerFixture(backend)
        let ids = [try await ledger.append(personal: ["n": "1"]), try await ledger.append(personal: ["n": "1"])]
        let reader = LedgerReader(database: ledger.database)
        let first = try await reader.event(ids[0]).commitment
        let second = try await reader.event(ids[1]).commitment
        #expect(first != nil && second != nil && first != second)
    }
}
