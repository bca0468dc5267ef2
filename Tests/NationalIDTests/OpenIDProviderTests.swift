// SPDX-License-Identifier: Apache-2.0

import DemoEID
import Foundation
import Identity
import Kernel
import Synchronization
import TestKit
import Testing

@testable import NationalID

@Suite("National e-ID through OpenID Connect")
struct OpenIDProviderTests {
    @Test("a person is vouched for, with identifier, name and level")
    func person() async throws {
        let party = RelyingParty()
        let provider = party.provider()
        let challenge = ElectronicIDChallenge()
        let address = try await provider.authorization(for: challenge)
        let query = try RelyingParty.query(address)
        #expect(query["response_type"] == "code")
        #expect(query["code_challenge_method"] == "S256")
        #expect(query["code_challenge"] == challenge.s256)
        #expect(query["code_challenge"] != challenge.verifier)
        #expect(query["scope"]?.contains("openid") == true)
        let code = try await party.code(for: challenge, at: address)
        let person = try await provider.person(for: code, challenge)
        #expect(
            person
                == VouchedPerson(
                    identifier: try PersonalIdentifier("037090000001"), name: "Nguyễn Văn Minh", level: .strong))
    }

    // RFC 7636 appendix B.
    @Test("the challenge is the one of RFC 7636")
    func pkce() throws {
        let json = #"{"state":"s","nonce":"n","verifier":"dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"}"#
        let challenge = try JSONDecoder().decode(ElectronicIDChallenge.self, from: Data(json.utf8))
        #expect(challenge.s256 == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")
    }

    @Test("a code is good once, and only with its verifier")
    func verifier() async throws {
        let party = RelyingParty()
        let provider = party.provider()
        let challenge = ElectronicIDChallenge()
        let address = try await provider.authorization(for: challenge)
        let code = try await party.code(for: challenge, at: address)
        await #expect(throws: ElectronicIDProblem.declined) {
            try await provider.person(for: code, ElectronicIDChallenge())
        }
        await #expect(throws: ElectronicIDProblem.declined) { try await provider.person(for: code, challenge) }
    }

    @Test("a token made for another sign-in is not believed")
    func nonce() async throws {
        let party = RelyingParty()
        let provider = party.provider()
        let challenge = ElectronicIDChallenge()
        var order = try RelyingParty.order(in: try await provider.authorization(for: challenge))
        order = DemoProvider.Order(
            clientID: order.clientID, redirectURI: order.redirectURI, state: order.state, nonce: "another",
            challenge: order.challenge)
        let back = try #require(await party.simulator.vouch(for: "037090000001", level: "2", order))
        let code = try #require(try RelyingParty.query(back)["code"])
        await #expect(throws: ElectronicIDProblem.unbelievable) { try await provider.person(for: code, challenge) }
    }

    @Test("levels are told apart, and an unknown one is not enough")
    func level() async throws {
        for (acr, level) in [("1", VouchedPerson.Level.basic), ("2", .strong)] {
            let party = RelyingParty()
            let challenge = ElectronicIDChallenge()
            let address = try await party.provider().authorization(for: challenge)
            let code = try await party.code(for: challenge, at: address, level: acr)
            #expect(try await party.provider().person(for: code, challenge).level == level)
        }
        let party = RelyingParty()
        let challenge = ElectronicIDChallenge()
        let code = try await party.code(
            for: challenge, at: try await party.provider().authorization(for: challenge), level: "9")
        await #expect(throws: ElectronicIDProblem.tooWeak) { try await party.provider().person(for: code, challenge) }
    }

    @Test("a key that changed is fetched anew; unknown keys make us ask at most once a minute")
    func rotation() async throws {
        let party = RelyingParty()
        let provider = party.provider()
        func signIn() async throws -> VouchedPerson {
            let challenge = ElectronicIDChallenge()
            let code = try await party.code(for: challenge, at: try await provider.authorization(for: challenge))
            return try await provider.person(for: code, challenge)
        }
        func lookUps() -> Int { party.asked.withLock { $0.count { $0 == "/jwks" } } }
        _ = try await signIn()
        _ = try await signIn()
        #expect(lookUps() == 1)
        await party.simulator.rotate()
        await #expect(throws: ElectronicIDProblem.unbelievable) { try await signIn() }
        #expect(lookUps() == 1)
        party.clock.advance(by: 61)
        _ = try await signIn()
        #expect(lookUps() == 2)
        await party.simulator.rotate()
        for _ in 1...5 { await #expect(throws: ElectronicIDProblem.unbelievable) { try await signIn() } }
        #expect(lookUps() == 2)
    }

    @Test("a provider that speaks for another issuer is not believed")
    func issuer() async throws {
        let party = RelyingParty { request, answer in
            guard request.address.hasSuffix("openid-configuration") else { return answer }
            let text = String(decoding: answer.body, as: UTF8.self).replacing("eid.example\"", with: "evil.example\"")
            return BackAnswer(status: 200, body: Data(text.utf8))
        }
        await #expect(throws: ElectronicIDProblem.unreachable) {
            try await party.provider().authorization(for: ElectronicIDChallenge())
        }
    }

    @Test("a provider that answers nonsense is out of reach", arguments: [200, 302, 404, 500])
    func nonsense(status: Int) async throws {
        let party = RelyingParty { _, _ in BackAnswer(status: status, body: Data("<html>".utf8)) }
        await #expect(throws: ElectronicIDProblem.unreachable) {
            try await party.provider().authorization(for: ElectronicIDChallenge())
        }
    }
}
