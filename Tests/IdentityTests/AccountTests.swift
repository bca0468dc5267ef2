// SPDX-License-Identifier: Apache-2.0

import Foundation
import Kernel
import Ledger
import TestKit
import Testing

@testable import Identity

@Suite("Keeping accounts")
struct AccountTests {
    @Test("an account is found by its name, user name or identifier, as people type them", arguments: Backend.available)
    func search(backend: Backend) async throws {
        let bench = try await Bench(backend)
        for person in DemoPerson.allCases { try await bench.open(person) }
        func found(_ typed: String) async throws -> [String] {
            try await bench.service.accounts(matching: typed, by: .system).compactMap(\.account.username)
        }
        #expect(try await found("").count == DemoPerson.allCases.count)
        #expect(try await found("tran thi") == ["lan"])
        #expect(try await found("  THỊ  Hoa ") == ["hoa"])
        #expect(try await found("thi").sorted() == ["hoa", "lan", "thu"])
        #expect(try await found("tuan") == ["tuan"])
        #expect(try await found("037188000002") == ["hoa"])
        for typed in ["zzz", "thi zzz", "037188999999", "%", "\"\u{301}"] { #expect(try await found(typed) == []) }
        #expect(try await bench.service.accounts(matching: "thi", limit: 1, by: .system).count == 1)
    }

    @Test("whose account was opened sees who looked", arguments: Backend.available)
    func log(backend: Backend) async throws {
        let bench = try await Bench(backend)
        let lan = try await bench.signIn(.lan).present
        let hung = try await bench.signIn(.hung).present.actor
        let card = try await bench.service.card(lan.account.id, for: hung)
        #expect(card.posts.map(\.role) == ["desk_clerk"])
        #expect(card.sessions == 1 && card.hasPassword && !card.hasSecondFactor)
        let readings = try await AccessService(database: bench.database).readings(of: lan.actor)
        #expect(readings.map(\.reader) == [hung.id])
        #expect(readings.map(\.what) == ["identity.access.account"])
        // Nobody else looks, and one's own is no reading.
        await #expect(throws: Forbidden.self) { try await bench.service.card(lan.account.id, for: lan.actor) }
        _ = try await bench.service.card(ID(hung.id), for: hung)
        #expect(try await AccessService(database: bench.database).readings(of: hung).isEmpty)
    }

    @Test("closing ends the sessions at once; nobody closes their own", arguments: Backend.available)
    func close(backend: Backend) async throws {
        let bench = try await Bench(backend)
        let lan = try await bench.signIn(.lan)
        let hung = try await bench.signIn(.hung).present.actor
        await #expect(throws: IdentityProblem.ownAccount) {
            try await bench.service.set(.disabled, of: ID(hung.id), by: hung)
        }
        try await bench.service.set(.disabled, of: lan.present.account.id, by: hung)
        #expect(try await bench.service.card(lan.present.account.id, for: hung).sessions == 0)
        guard case .failure(.ended) = try await bench.service.present(lan.token) else {
            Issue.record("the session goes on")
            return
        }
        await #expect(throws: IdentityProblem.wrongCredentials) { try await bench.service.signIn(.by(.lan)) }
        try await bench.service.set(.active, of: lan.present.account.id, by: hung)
        _ = try await bench.service.signIn(.by(.lan)).session()
    }

    @Test("a post has an agency, and ends after its last day", arguments: Backend.available)
    func lastDay(backend: Backend) async throws {
        let bench = try await Bench(backend)
        let minh = try await bench.open(.minh)
        let today = Day(Site.moment)
        await #expect(throws: IdentityProblem.noSuchAgency) {
            try await bench.service.assign("desk_clerk", at: .everywhere, to: minh.id, by: .system)
        }
        await #expect(throws: IdentityProblem.badPostTime) {
            try await bench.service.assign("desk_clerk", at: Site.agency, to: minh.id, until: today - 1, by: .system)
        }
        try await bench.service.assign("desk_clerk", at: Site.agency, to: minh.id, until: today, by: .system)
        #expect(try await bench.service.posts(of: minh.id).count == 1)
        bench.clock.advance(by: 15 * 3600)
        #expect(try await bench.service.posts(of: minh.id).isEmpty)
    }

    @Test("with local accounts switched off, a recovery code sets no password", arguments: Backend.available)
    func noLocalAccounts(backend: Backend) async throws {
        var settings = IdentitySettings()
        settings.localAccounts = false
        let bench = try await Bench(backend, settings: settings)
        let minh = try await bench.open(.minh)
        let code = try await bench.service.issueRecovery(for: minh.id, by: .system)
        await #expect(throws: IdentityProblem.localAccountsOff) {
            try await bench.service.recover(login: "minh", code: code, password: "một câu dài dễ nhớ", Visit())
        }
    }
}
