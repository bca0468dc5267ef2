// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
import Kernel
import TestKit
import Testing

@testable import Identity

@Suite("Acting for another")
struct ConsentTests {
    private static let reports = Matter("petitions", nameKey: "petitions.matter")
    private static let payments = Matter("payments", nameKey: "payments.matter")

    /// Minh, who gives consents, and Hoa, who receives them.
    private struct Pair {
        let bench: Bench
        let minh: Actor, hoa: Actor
        let today = Day(Site.moment)

        init(_ backend: Backend) async throws {
            bench = try await Bench(backend, matters: [reports, payments])
            minh = try await bench.signIn(.minh).present.actor
            hoa = try await bench.signIn(.hoa).present.actor
        }

        @discardableResult
        func consent(
            to person: DemoPerson = .hoa, named name: String? = nil, in matter: String = "petitions", days: Int = 30
        ) async throws -> Consent {
            try await bench.service.consent(
                to: person.identifier ?? "", named: name ?? person.name, in: matter, until: today + days, by: minh)
        }

        /// Whether `actor` may act for Minh.
        func may(_ actor: Actor, _ matter: Matter) async throws -> Bool {
            let time = bench.clock.now()
            return try await bench.database.read {
                try Consents($0).find(from: ID(minh.id), to: actor, in: matter, at: time) != nil
            }
        }
    }

    @Test("a consent holds for its matter, to the end of its last day, one way", arguments: Backend.available)
    func holds(backend: Backend) async throws {
        let pair = try await Pair(backend)
        let lan = try await pair.bench.signIn(.lan).present.actor
        #expect(try await !pair.may(pair.hoa, Self.reports))
        let consent = try await pair.consent(days: 0)
        #expect(try await pair.may(pair.hoa, Self.reports))
        #expect(try await !pair.may(pair.hoa, Self.payments))
        #expect(try await !pair.may(lan, Self.reports))
        #expect(try await pair.bench.service.mandates(of: pair.hoa, in: Self.reports) == [consent])
        #expect(try await pair.bench.service.mandates(of: pair.minh).isEmpty)
        // 09:00 in Việt Nam now: the day has 15 hours left.
        pair.bench.clock.advance(by: 15 * 3600 - 1)
        #expect(try await pair.may(pair.hoa, Self.reports))
        pair.bench.clock.advance(by: 1)
        #expect(try await !pair.may(pair.hoa, Self.reports))
        #expect(consent.state(at: pair.bench.clock.now()) == .expired)
    }

    @Test("a consent for everything holds for each matter, until its giver withdraws it", arguments: Backend.available)
    func withdrawn(backend: Backend) async throws {
        let pair = try await Pair(backend)
        let consent = try await pair.consent(in: Matter.every.id)
        #expect(try await pair.may(pair.hoa, Self.reports))
        #expect(try await pair.may(pair.hoa, Self.payments))
        #expect(try await pair.bench.service.consents(givenBy: pair.minh) == [consent])
        await #expect(throws: IdentityProblem.noSuchConsent) {
            try await pair.bench.service.withdraw(consent.id, by: pair.hoa)
        }
        try await pair.bench.service.withdraw(consent.id, by: pair.minh)
        try await pair.bench.service.withdraw(consent.id, by: pair.minh)
        #expect(try await !pair.may(pair.hoa, Self.reports))
        #expect(
            try await pair.bench.events().filter { $0.hasPrefix("identity.consent") }
                == ["identity.consent_given", "identity.consent_withdrawn"])
    }

    @Test("nobody acts for an account that is closed", arguments: Backend.available)
    func closed(backend: Backend) async throws {
        let pair = try await Pair(backend)
        try await pair.consent()
        try await pair.bench.service.set(.disabled, of: ID(pair.minh.id), by: .system)
        #expect(try await !pair.may(pair.hoa, Self.reports))
    }

    @Test("number and name must belong together, however the name is spelled", arguments: Backend.available)
    func names(backend: Backend) async throws {
        let pair = try await Pair(backend)
        for name in ["", "Phạm Thị Hòe", "Hoa"] {
            await #expect(throws: IdentityProblem.noSuchPerson) { try await pair.consent(named: name) }
        }
        for name in ["PHẠM THỊ HOA", " phạm  thị hoa", "Pham Thi Hoa"] { try await pair.consent(named: name) }
        // Nobody has this number.
        await #expect(throws: IdentityProblem.noSuchPerson) {
            try await pair.bench.service.consent(
                to: "037188999999", named: "Phạm Thị Hoa", in: "petitions", until: pair.today, by: pair.minh)
        }
    }

    @Test("whoever tries numbers has to wait longer and longer", arguments: Backend.available)
    func guessing(backend: Backend) async throws {
        let pair = try await Pair(backend)
        for _ in 0..<10 {
            await #expect(throws: IdentityProblem.noSuchPerson) { try await pair.consent(named: "x") }
        }
        await #expect(throws: TooManyAttempts.self) { try await pair.consent() }
    }

    @Test("nobody consents to themselves, for nothing or for ever", arguments: Backend.available)
    func refused(backend: Backend) async throws {
        let pair = try await Pair(backend)
        await #expect(throws: IdentityProblem.consentToOneself) { try await pair.consent(to: .minh) }
        for days in [-1, 367] {
            await #expect(throws: IdentityProblem.badConsentTime) { try await pair.consent(days: days) }
        }
        for matter in ["", "telehealth"] {
            await #expect(throws: IdentityProblem.badMatter) { try await pair.consent(in: matter) }
        }
        await #expect(throws: IdentityProblem.badIdentifier) {
            try await pair.bench.service.consent(
                to: "hoa", named: "Phạm Thị Hoa", in: "petitions", until: pair.today, by: pair.minh)
        }
    }
}
