// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
import Kernel
import TestKit
import Testing

@testable import Identity

@Suite("One-time code")
struct OneTimeCodeTests {
    // RFC 6238 appendix B, SHA-1.
    @Test(
        "the codes of RFC 6238",
        arguments: [
            (59.0, "94287082"), (1_111_111_109, "07081804"), (1_111_111_111, "14050471"), (1_234_567_890, "89005924"),
            (2_000_000_000, "69279037"), (20_000_000_000, "65353130"),
        ])
    func vectors(time: Double, code: String) {
        let secret = OneTimeCode(secret: Data("12345678901234567890".utf8))
        #expect(secret.digits(at: OneTimeCode.step(at: Date(timeIntervalSince1970: time)), count: 8) == code)
    }

    // RFC 4226 appendix D.
    @Test("the codes of RFC 4226")
    func counters() {
        let secret = OneTimeCode(secret: Data("12345678901234567890".utf8))
        let codes = [
            "755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489",
        ]
        #expect((0..<10).map { secret.digits(at: $0) } == codes)
    }

    // RFC 4648 §10, without padding.
    @Test(
        "base 32 as in RFC 4648",
        arguments: [
            ("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ"), ("foobar", "MZXW6YTBOI"),
        ])
    func base32(text: String, encoded: String) { #expect(Base32.encode(Data(text.utf8)) == encoded) }

    @Test("a clock may be one period off, not two, and a code is good once")
    func window() throws {
        let code = OneTimeCode()
        let time = Site.moment
        let step = OneTimeCode.step(at: time)
        #expect(code.step(of: code.digits(at: step - 1), at: time, after: nil) == step - 1)
        #expect(code.step(of: code.digits(at: step + 1), at: time, after: nil) == step + 1)
        #expect(code.step(of: code.digits(at: step - 2), at: time, after: nil) == nil)
        #expect(code.step(of: code.digits(at: step), at: time, after: step) == nil)
        #expect(code.step(of: "", at: time, after: nil) == nil)
    }
}

@Suite("Second factor")
struct SecondFactorTests {
    /// Lan with the second factor switched on, and her app.
    private func enrolled(_ bench: Bench) async throws -> (
        app: OneTimeCode, paper: [String], present: IdentityService.Present
    ) {
        let lan = try await bench.signIn(.lan).present
        _ = try await bench.service.beginSecondFactor(by: lan.actor)
        let app = try await bench.app(of: lan.account.id)
        let (paper, token) = try await bench.service.confirmSecondFactor(
            app.digits(at: OneTimeCode.step(at: bench.clock.now())), session: lan.session.id, by: lan.actor)
        return (app, paper, try await bench.service.present(token).get())
    }

    @Test("once on, the password alone opens nothing; a code does, once", arguments: Backend.available)
    func required(backend: Backend) async throws {
        let bench = try await Bench(backend)
        let (app, _, _) = try await enrolled(bench)
        bench.clock.advance(by: 60)
        let code = app.digits(at: OneTimeCode.step(at: bench.clock.now()))
        let step = try await bench.service.signIn(.by(.lan)).step()
        #expect(try await bench.service.present(step).absence == .unknown)
        await #expect(throws: IdentityProblem.wrongCode) {
            try await bench.service.finish(step, code: "000000", Visit())
        }
        let token = try await bench.service.finish(step, code: code, Visit()).session()
        #expect(try await bench.service.present(token).get().session.secondFactorAt != nil)
        await #expect(throws: IdentityProblem.stepGone) { try await bench.service.finish(step, code: code, Visit()) }
        let again = try await bench.service.signIn(.by(.lan)).step()
        await #expect(throws: IdentityProblem.wrongCode) { try await bench.service.finish(again, code: code, Visit()) }
    }

    @Test("a code from the paper works once, typed as people type", arguments: Backend.available)
    func paper(backend: Backend) async throws {
        let bench = try await Bench(backend)
        let paper = try await enrolled(bench).paper
        #expect(Set(paper).count == 10)
        let step = try await bench.service.signIn(.by(.lan)).step()
        _ = try await bench.service.finish(step, code: paper[3].lowercased(), Visit()).session()
        let again = try await bench.service.signIn(.by(.lan)).step()
        await #expect(throws: IdentityProblem.wrongCode) {
            try await bench.service.finish(again, code: paper[3], Visit())
        }
        #expect(try await bench.events().contains("identity.recovery_code_used"))
    }

    @Test("five wrong codes end the sign-in, and time ends it too", arguments: Backend.available)
    func limits(backend: Backend) async throws {
        let bench = try await Bench(backend)
        let paper = try await enrolled(bench).paper
        let step = try await bench.service.signIn(.by(.lan)).step()
        for _ in 1...5 {
            await #expect(throws: IdentityProblem.wrongCode) {
                try await bench.service.finish(step, code: "000000", Visit())
            }
        }
        await #expect(throws: IdentityProblem.stepGone) {
            try await bench.service.finish(step, code: paper[0], Visit())
        }
        let slow = try await bench.service.signIn(.by(.lan)).step()
        bench.clock.advance(by: 601)
        await #expect(throws: IdentityProblem.stepGone) {
            try await bench.service.finish(slow, code: paper[0], Visit())
        }
    }

    @Test("where posts need it, they give no rights without", arguments: Backend.available)
    func withheld(backend: Backend) async throws {
        var settings = IdentitySettings()
        settings.postsNeedSecondFactor = true
        let bench = try await Bench(backend, settings: settings)
        let before = try await bench.signIn(.lan).present
        #expect(before.needsSecondFactor)
        #expect(before.actor.kind == .resident && before.actor.grants.isEmpty)
        let after = try await enrolled(bench).present
        #expect(after.actor.kind == .official && after.actor.can("petitions.decide", in: Site.agency))
    }

    @Test("switching it off takes a code", arguments: Backend.available)
    func removal(backend: Backend) async throws {
        let bench = try await Bench(backend)
        let (_, paper, lan) = try await enrolled(bench)
        await #expect(throws: IdentityProblem.wrongCode) {
            try await bench.service.removeSecondFactor("123456", by: lan.actor)
        }
        try await bench.service.removeSecondFactor(paper[0], by: lan.actor)
        _ = try await bench.service.signIn(.by(.lan)).session()
    }
}

extension Bench {
    /// What the app of this person knows.
    func app(of account: ID<Account>) async throws -> OneTimeCode {
        let secret = try Secret.test
        return try await database.write { try SecondFactorStore(db: $0, secret: secret).lock(account)!.code }
    }
}
