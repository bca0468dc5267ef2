// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
import Kernel
import Passwords
import TestKit
import Testing

@testable import Identity

@Suite("Passwords of accounts")
struct RecoveryTests {
    private let fresh = "mưa xuân rơi trên mái ngói"

    @Test("changing it ends all other sessions and renews this one", arguments: Backend.available)
    func change(backend: Backend) async throws {
        let bench = try await Bench(backend)
        let other = try await bench.signIn(.minh).token
        let (token, minh) = try await bench.signIn(.minh)
        await #expect(throws: IdentityProblem.wrongPassword) {
            try await bench.service.changePassword(from: "sai", to: fresh, session: minh.session.id, by: minh.actor)
        }
        await #expect(throws: IdentityProblem.weakPassword(.tooSimple)) {
            try await bench.service.changePassword(
                from: DemoPerson.minh.password, to: "matkhau123", session: minh.session.id, by: minh.actor)
        }
        let renewed = try await bench.service.changePassword(
            from: DemoPerson.minh.password, to: fresh, session: minh.session.id, by: minh.actor)
        #expect(try await bench.service.present(other).absence == .ended)
        #expect(try await bench.service.present(token).absence == .unknown)
        #expect(try await bench.service.present(renewed).absence == nil)
        _ = try await bench.service.signIn(.by(.minh, password: fresh)).session()
    }

    @Test(
        "a recovery code sets a password once, ends sessions, and can take the second factor off",
        arguments: Backend.available)
    func recovery(backend: Backend) async throws {
        let bench = try await Bench(backend)
        let (token, minh) = try await bench.signIn(.minh)
        let code = try await bench.service.issueRecovery(for: minh.account.id, alsoSecondFactor: true, by: .system)
        await #expect(throws: IdentityProblem.wrongRecovery) {
            try await bench.service.recover(login: "minh", code: "AAAA BBBB CCCC DDDD", password: fresh, Visit())
        }
        await #expect(throws: IdentityProblem.weakPassword(.tooShort)) {
            try await bench.service.recover(login: "minh", code: code, password: "ngắn", Visit())
        }
        try await bench.service.recover(login: "minh", code: code.lowercased(), password: fresh, Visit())
        #expect(try await bench.service.present(token).absence == .ended)
        await #expect(throws: IdentityProblem.wrongCredentials) { try await bench.service.signIn(.by(.minh)) }
        _ = try await bench.service.signIn(.by(.minh, password: fresh)).session()
        await #expect(throws: IdentityProblem.wrongRecovery) {
            try await bench.service.recover(login: "minh", code: code, password: fresh, Visit())
        }
        #expect(
            try await bench.events().filter { $0.hasPrefix("identity.recover") }
                == ["identity.recovery_issued", "identity.recovered"])
    }

    @Test("a recovery code is good for a day, and for its own account", arguments: Backend.available)
    func expiry(backend: Backend) async throws {
        let bench = try await Bench(backend)
        let minh = try await bench.open(.minh)
        try await bench.open(.hoa)
        let code = try await bench.service.issueRecovery(for: minh.id, by: .system)
        await #expect(throws: IdentityProblem.wrongRecovery) {
            try await bench.service.recover(login: "hoa", code: code, password: fresh, Visit())
        }
        bench.clock.advance(by: 24 * 60 * 60)
        await #expect(throws: IdentityProblem.wrongRecovery) {
            try await bench.service.recover(login: "minh", code: code, password: fresh, Visit())
        }
    }

    @Test("a hash of another cost is renewed at sign-in", arguments: Backend.available)
    func rehash(backend: Backend) async throws {
        let bench = try await Bench(backend)
        let minh = try await bench.open(.minh)
        let dearer = bench.service(cost: .init(memoryKiB: 128, passes: 1, lanes: 1))
        _ = try await dearer.signIn(.by(.minh)).session()
        let hash = try await bench.database.read { try AccountStore(db: $0).passwordHash(of: minh.id) }
        #expect(hash?.hasPrefix("$argon2id$v=19$m=128,t=1,p=1$") == true)
        _ = try await dearer.signIn(.by(.minh)).session()
    }
}
