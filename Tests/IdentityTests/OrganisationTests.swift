// SPDX-License-Identifier: Apache-2.0

import Foundation
import Kernel
import TestKit
import Testing

@testable import Identity

@Suite("Organisations")
struct OrganisationTests {
    private typealias Officeholder = IdentityService.Officeholder

    /// Tuấn, head of the desk, who enters the cooperative; Minh, who represents it; Hoa, who helps.
    private struct Cooperative {
        let bench: Bench
        let tuan: Actor, minh: Actor, hoa: Actor
        let today = Day(Site.moment)
        let paper = IdentityService.NewOrganisation(
            taxCode: "0100109106", name: "Hợp tác xã Yên Mô", basis: "Giấy chứng nhận số 0100109106")

        init(_ backend: Backend) async throws {
            bench = try await Bench(backend)
            tuan = try await bench.signIn(.tuan).present.actor
            minh = try await bench.signIn(.minh).present.actor
            hoa = try await bench.signIn(.hoa).present.actor
        }

        func person(_ person: DemoPerson, _ title: String) -> IdentityService.Officeholder {
            .init(identifier: person.identifier ?? "", name: person.name, title: title)
        }

        func enter(by actor: Actor? = nil) async throws -> Organisation {
            try await bench.service.enter(paper, representedBy: person(.minh, "Giám đốc"), by: actor ?? tuan)
        }

        func names(of actor: Actor) async throws -> [String] {
            try await bench.service.organisations(of: actor).map(\.organisation.name)
        }
    }

    @Test("the representative authorises a person, who may act until it ends", arguments: Backend.available)
    func authorise(backend: Backend) async throws {
        let firm = try await Cooperative(backend)
        let entered = try await firm.enter()
        #expect(entered.enteredAt == Site.agency && entered.enteredBy == firm.tuan.id)
        #expect(try await firm.names(of: firm.minh) == ["Hợp tác xã Yên Mô"])
        #expect(try await firm.names(of: firm.hoa).isEmpty)
        let authorisation = try await firm.bench.service.authorise(
            firm.person(.hoa, "Kế toán"), for: entered.id, until: firm.today + 1, by: firm.minh)
        let seen = try await firm.bench.service.organisation(entered.id, of: firm.hoa)
        #expect(!seen.isRepresentative && seen.authorisations == [authorisation])
        #expect(try await firm.bench.service.organisation(entered.id, of: firm.minh).authorisations.count == 2)
        firm.bench.clock.advance(by: 2 * 24 * 60 * 60)
        #expect(try await firm.names(of: firm.hoa).isEmpty)
        #expect(try await firm.names(of: firm.minh) == ["Hợp tác xã Yên Mô"])
    }

    @Test("only the representative takes it back, and the ledger tells", arguments: Backend.available)
    func withdraw(backend: Backend) async throws {
        let firm = try await Cooperative(backend)
        let entered = try await firm.enter()
        let authorisation = try await firm.bench.service.authorise(
            firm.person(.hoa, "Kế toán"), for: entered.id, until: firm.today + 30, by: firm.minh)
        for stranger in [firm.hoa, firm.tuan] {
            await #expect(throws: IdentityProblem.noSuchOrganisation) {
                try await firm.bench.service.withdraw(authorisation.id, by: stranger)
            }
        }
        try await firm.bench.service.withdraw(authorisation.id, by: firm.minh)
        #expect(try await firm.names(of: firm.hoa).isEmpty)
        let told = try await firm.bench.events().filter { $0.contains("organisation") || $0.contains("authorisation") }
        #expect(
            told == [
                "identity.organisation_entered", "identity.authorisation_given", "identity.authorisation_given",
                "identity.authorisation_withdrawn",
            ])
    }

    @Test("a new representative takes the place of the old one; others go on", arguments: Backend.available)
    func succession(backend: Backend) async throws {
        let firm = try await Cooperative(backend)
        let entered = try await firm.enter()
        try await firm.bench.service.authorise(
            firm.person(.hoa, "Kế toán"), for: entered.id, until: firm.today + 30, by: firm.minh)
        let lan = try await firm.bench.signIn(.lan).present.actor
        try await firm.bench.service.represent(entered.id, by: firm.person(.lan, "Giám đốc"), as: firm.tuan)
        #expect(try await firm.names(of: firm.minh).isEmpty)
        #expect(try await firm.names(of: lan) == ["Hợp tác xã Yên Mô"])
        #expect(try await firm.names(of: firm.hoa) == ["Hợp tác xã Yên Mô"])
        await #expect(throws: IdentityProblem.noSuchOrganisation) {
            try await firm.bench.service.authorise(
                firm.person(.hoa, "Kế toán"), for: entered.id, until: firm.today + 30, by: firm.minh)
        }
    }

    @Test("a representative whom nobody knows yet is found at the first sign-in", arguments: Backend.available)
    func unknown(backend: Backend) async throws {
        let firm = try await Cooperative(backend)
        let stranger = Officeholder(identifier: "037099000099", name: "Đỗ Văn Mới", title: "Chủ nhiệm")
        let entered = try await firm.bench.service.enter(firm.paper, representedBy: stranger, by: firm.tuan)
        #expect(
            try await firm.bench.service.enteredOrganisations(by: firm.tuan).map(\.representative) == ["Đỗ Văn Mới"])
        await #expect(throws: IdentityProblem.otherName) {
            try await firm.bench.service.represent(
                entered.id, by: .init(identifier: "037099000099", name: "Ai Đó", title: "Chủ nhiệm"), as: firm.tuan)
        }
    }

    @Test("only who may enters organisations, once, and with everything", arguments: Backend.available)
    func refused(backend: Backend) async throws {
        let firm = try await Cooperative(backend)
        let lan = try await firm.bench.signIn(.lan).present.actor
        for actor in [firm.minh, lan] {
            await #expect(throws: Forbidden.self) { try await firm.enter(by: actor) }
        }
        let entered = try await firm.enter()
        await #expect(throws: IdentityProblem.taxCodeTaken) { try await firm.enter() }
        let elsewhere = Actor(
            id: "x", kind: .official, grants: [Grant(.enterOrganisations, in: Place(rawValue: "elsewhere"))],
            agency: Place(rawValue: "elsewhere"))
        await #expect(throws: Forbidden.self) {
            try await firm.bench.service.represent(entered.id, by: firm.person(.hoa, "Giám đốc"), as: elsewhere)
        }
        await #expect(throws: IdentityProblem.badTitle) {
            try await firm.bench.service.represent(entered.id, by: firm.person(.hoa, " "), as: firm.tuan)
        }
        #expect(try await firm.names(of: firm.minh) == ["Hợp tác xã Yên Mô"])
    }
}
