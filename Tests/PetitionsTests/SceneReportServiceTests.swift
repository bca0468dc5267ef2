// SPDX-License-Identifier: Apache-2.0

import Agencies
import Database
import Foundation
import Identity
import Kernel
import Ledger
import Petitions
import TestKit
import Testing
import Units

@Suite("Scene report service")
struct SceneReportServiceTests {
    private let yenMo = Place(rawValue: "yen-mo")
    private let minh = Actor(id: "minh", kind: .resident)
    private let lan: Actor
    private let stranger: Actor

    init() {
        let rights: [Permission] = [Petitions.read, Petitions.decide]
        lan = Actor(id: "lan", kind: .official, grants: Set(rights.map { Grant($0, in: Place(rawValue: "yen-mo")) }))
        stranger = Actor(
            id: "kim", kind: .official, grants: Set(rights.map { Grant($0, in: Place(rawValue: "kim-son")) }))
    }

    private func service(_ backend: Backend) async throws -> SceneReportService {
        let database = try await backend.migrated(
            LedgerMigrations.all + UnitMigrations.all + AgencyMigrations.all + IdentityMigrations.all
                + PetitionMigrations.all)
        let agencies = AgencyService(database: database, now: { Site.moment }, newID: { "yen-mo" })
        _ = try await agencies.register(
            .init(organID: "H42.19.05", kind: .serviceDesk, name: "Một cửa xã Yên Mô", englishName: "Yên Mô desk"),
            by: .system)
        return SceneReportService(database: database, now: { Site.moment }, newID: { UUIDv7.string() })
    }

    @Test("an official accepts what a resident sent", arguments: Backend.available)
    func accept(backend: Backend) async throws {
        let service = try await service(backend)
        let sent = try await service.submit(to: ID("yen-mo"), location: "Chợ Bút", text: "Ổ gà", by: minh)
        #expect(try await service.queue(at: yenMo, for: lan) == [sent])

        let accepted = try await service.accept(sent.id, by: lan)

        #expect(accepted.status == .accepted)
        #expect(try await service.find(sent.id, for: minh) == accepted)
        #expect(try await service.queue(at: yenMo, for: lan).isEmpty)
    }

    @Test("two officials at once: one decides, the other is told", arguments: Backend.available)
    func twice(backend: Backend) async throws {
        let service = try await service(backend)
        let sent = try await service.submit(to: ID("yen-mo"), location: "Chợ Bút", text: "Ổ gà", by: minh)
        let outcomes = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<8 { group.addTask { (try? await service.accept(sent.id, by: lan)) != nil } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.count { $0 } == 1)
        await #expect(throws: SceneReportProblem.alreadyDecided) {
            try await service.decline(sent.id, because: "Trùng", by: lan)
        }
    }

    @Test("who may not read a report does not learn that it exists", arguments: Backend.available)
    func stranger(backend: Backend) async throws {
        let service = try await service(backend)
        let sent = try await service.submit(to: ID("yen-mo"), location: "Chợ Bút", text: "Ổ gà", by: minh)
        await #expect(throws: SceneReportProblem.notFound) { try await service.find(sent.id, for: stranger) }
        await #expect(throws: SceneReportProblem.notFound) { try await service.accept(sent.id, by: stranger) }
        await #expect(throws: Forbidden.self) { try await service.queue(at: yenMo, for: stranger) }
        #expect(try await service.find(sent.id, for: minh).status == .submitted)
    }

    @Test("reading is not deciding, and an official does not speak as a resident", arguments: Backend.available)
    func rights(backend: Backend) async throws {
        let service = try await service(backend)
        let sent = try await service.submit(to: ID("yen-mo"), location: "Chợ Bút", text: "Ổ gà", by: minh)
        let reader = Actor(id: "ha", kind: .official, grants: [Grant(Petitions.read, in: yenMo)])
        await #expect(throws: Forbidden.self) { try await service.accept(sent.id, by: reader) }
        await #expect(throws: Forbidden.self) {
            try await service.submit(to: ID("yen-mo"), location: "Chợ Bút", text: "Ổ gà", by: lan)
        }
    }

    @Test("a report goes to a service desk that exists", arguments: Backend.available)
    func nowhere(backend: Backend) async throws {
        let service = try await service(backend)
        await #expect(throws: SceneReportProblem.noSuchAgency) {
            try await service.submit(to: ID("nowhere"), location: "Chợ Bút", text: "Ổ gà", by: minh)
        }
    }
}
