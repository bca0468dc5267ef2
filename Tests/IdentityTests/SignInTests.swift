// SPDX-License-Identifier: Apache-2.0

import Foundation
import Kernel
import TestKit
import Testing

@testable import Identity

@Suite("Signing in")
struct SignInTests {
    @Test("a person signs in with name and password, and acts in their post", arguments: Backend.available)
    func post(backend: Backend) async throws {
        let bench = try await Bench(backend)
        let lan = try await bench.signIn(.lan).present
        #expect(lan.actor.kind == .official)
        #expect(lan.actor.agency == Site.agency)
        #expect(lan.actor.can("petitions.decide", in: Site.agency))
        #expect(!lan.actor.can("petitions.decide", in: Place(rawValue: "elsewhere")))
        #expect(try await bench.events().last == "identity.signed_in")
    }

    @Test("a personal identifier serves as name", arguments: Backend.available)
    func identifier(backend: Backend) async throws {
        let bench = try await Bench(backend)
        let minh = try await bench.open(.minh)
        let token = try await bench.service.signIn(
            Attempt(login: "037 090 000 001", password: DemoPerson.minh.password)
        ).session()
        #expect(try await bench.service.present(token).get().account == minh)
    }

    @Test(
        "a wrong name and a wrong password get the same answer, and an event", arguments: Backend.available,
        ["minh", "nobody", "", "037090000001", "001234567890", "mi\u{301}nh\"", "' OR 1=1 --"])
    func wrong(backend: Backend, login: String) async throws {
        let bench = try await Bench(backend)
        try await bench.open(.minh)
        await #expect(throws: IdentityProblem.wrongCredentials) {
            try await bench.service.signIn(Attempt(login: login, password: "không phải mật khẩu này"))
        }
        #expect(try await bench.events().last == "identity.sign_in_refused")
    }

    @Test("a password of a megabyte is refused before anything is computed", arguments: Backend.available)
    func huge(backend: Backend) async throws {
        let bench = try await Bench(backend)
        try await bench.open(.minh)
        let before = try await bench.events()
        await #expect(throws: IdentityProblem.wrongCredentials) {
            try await bench.service.signIn(
                Attempt(login: "minh", password: String(repeating: "x", count: 1 << 20)))
        }
        #expect(try await bench.events() == before)
    }

    @Test("a disabled account cannot sign in, and its sessions end", arguments: Backend.available)
    func disabled(backend: Backend) async throws {
        let bench = try await Bench(backend)
        let (token, present) = try await bench.signIn(.minh)
        try await bench.service.set(.disabled, of: present.account.id, by: .system)
        #expect(try await bench.service.present(token).absence == .ended)
        await #expect(throws: IdentityProblem.wrongCredentials) { _ = try await bench.signIn(.minh) }
    }

    @Test("an operator can switch local accounts off", arguments: Backend.available)
    func off(backend: Backend) async throws {
        var settings = IdentitySettings()
        settings.localAccounts = false
        let bench = try await Bench(backend, settings: settings)
        await #expect(throws: IdentityProblem.localAccountsOff) { _ = try await bench.signIn(.minh) }
    }
}

@Suite("Sessions")
struct SessionTests {
    @Test("a token replayed after sign-out opens nothing", arguments: Backend.available)
    func replay(backend: Backend) async throws {
        let bench = try await Bench(backend)
        let (token, present) = try await bench.signIn(.minh)
        try await bench.service.signOut(present.session.id, by: present.actor)
        #expect(try await bench.service.present(token).absence == .ended)
    }

    @Test("an altered token opens nothing", arguments: Backend.available)
    func altered(backend: Backend) async throws {
        let bench = try await Bench(backend)
        let token = try await bench.signIn(.minh).token.text
        for altered in ["", token + "A", String(token.dropLast()), token.uppercased(), "\"\u{301}"] {
            #expect(try await bench.service.present(Token(altered)).absence == .unknown)
        }
    }

    @Test("a session ends when left alone and after its longest time", arguments: Backend.available)
    func expiry(backend: Backend) async throws {
        let bench = try await Bench(backend)
        let token = try await bench.signIn(.minh).token
        for _ in 1...13 {
            bench.clock.advance(by: 55 * 60)
            #expect(try await bench.service.present(token).absence == nil)
        }
        bench.clock.advance(by: 6 * 60)
        #expect(try await bench.service.present(token).absence == .expired)
        let other = try await bench.signIn(.minh).token
        bench.clock.advance(by: 60 * 60)
        #expect(try await bench.service.present(other).absence == .expired)
    }

    @Test("sign-out everywhere keeps the session in use only", arguments: Backend.available)
    func everywhere(backend: Backend) async throws {
        let bench = try await Bench(backend)
        let (first, _) = try await bench.signIn(.minh)
        let (second, present) = try await bench.signIn(.minh)
        let stranger = try await bench.signIn(.hoa).token
        #expect(try await bench.service.sessions(of: present.actor).count == 2)
        #expect(try await bench.service.signOutEverywhere(except: present.session.id, by: present.actor) == 1)
        #expect(try await bench.service.present(first).absence == .ended)
        #expect(try await bench.service.present(second).absence == nil)
        #expect(try await bench.service.present(stranger).absence == nil)
    }

    @Test("a right that was taken away is gone with the next request", arguments: Backend.available)
    func taken(backend: Backend) async throws {
        let bench = try await Bench(backend)
        let (token, lan) = try await bench.signIn(.lan)
        try await bench.service.end(try #require(lan.post).id, by: .system)
        let after = try await bench.service.present(token).get()
        #expect(after.actor.kind == .resident)
        #expect(after.actor.grants.isEmpty)
    }

    @Test("changing capacity changes the token", arguments: Backend.available)
    func capacity(backend: Backend) async throws {
        let bench = try await Bench(backend)
        let (token, lan) = try await bench.signIn(.lan)
        let asResident = try await bench.service.act(in: nil, session: lan.session.id, by: lan.actor)
        #expect(try await bench.service.present(token).absence == .unknown)
        let resident = try await bench.service.present(asResident).get()
        #expect(resident.actor.kind == .resident)
        let again = try await bench.service.act(in: lan.post?.id, session: lan.session.id, by: resident.actor)
        #expect(try await bench.service.present(again).get().actor == lan.actor)
    }

    @Test("nobody acts in another's post or ends another's session", arguments: Backend.available)
    func foreign(backend: Backend) async throws {
        let bench = try await Bench(backend)
        let lan = try await bench.signIn(.lan).present
        let minh = try await bench.signIn(.minh).present
        await #expect(throws: IdentityProblem.noSuchPost) {
            try await bench.service.act(in: lan.post?.id, session: minh.session.id, by: minh.actor)
        }
        await #expect(throws: IdentityProblem.noSuchSession) {
            try await bench.service.act(in: nil, session: lan.session.id, by: minh.actor)
        }
        await #expect(throws: IdentityProblem.noSuchSession) {
            try await bench.service.signOut(lan.session.id, by: minh.actor)
        }
    }
}

extension Result where Success == IdentityService.Present, Failure == IdentityService.Absence {
    /// Why there is nobody; nil when there is somebody.
    var absence: IdentityService.Absence? { if case .failure(let absence) = self { absence } else { nil } }
}
