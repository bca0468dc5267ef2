// SPDX-License-Identifier: Apache-2.0

import Foundation
package import Identity
package import Kernel
import Logging

/// What an operator agreed with the provider.
package struct OpenIDSettings: Sendable {
    package let issuer: String
    package let clientID: String
    package let clientSecret: String?
    package let redirectURI: String
    /// The claim that holds the personal identifier; the provider's own name for it.
    package var identifierClaim = "personal_identifier"
    /// What the provider calls its levels of assurance (`acr`).
    package var levels: [String: VouchedPerson.Level] = ["1": .basic, "2": .strong]

    package init(issuer: String, clientID: String, clientSecret: String? = nil, redirectURI: String) {
        self.issuer = issuer
        self.clientID = clientID
        self.clientSecret = clientSecret
        self.redirectURI = redirectURI
    }
}

/// An OpenID Connect provider, seen by a relying party: authorization code with PKCE, keys that rotate.
package struct OpenIDProvider: ElectronicID {
    private let settings: OpenIDSettings
    private let keys: ProviderKeys
    private let fetch: Fetch
    private let now: Now
    private let log = Logger(label: "identity.eid")

    package init(_ settings: OpenIDSettings, fetch: @escaping Fetch, now: @escaping Now) {
        self.settings = settings
        self.fetch = fetch
        self.now = now
        keys = ProviderKeys(issuer: settings.issuer, fetch: fetch, now: now)
    }

    package func authorization(for challenge: ElectronicIDChallenge) async throws -> String {
        let endpoint = try await reached { try await keys.discovery().authorizationEndpoint }
        let query = FormText.encode([
            "response_type": "code", "client_id": settings.clientID, "redirect_uri": settings.redirectURI,
            "scope": "openid profile", "state": challenge.state, "nonce": challenge.nonce,
            "code_challenge": challenge.s256, "code_challenge_method": "S256",
        ])
        return endpoint + (endpoint.contains("?") ? "&" : "?") + query
    }

    package func person(for code: String, _ challenge: ElectronicIDChallenge) async throws -> VouchedPerson {
        let token = try await reached { try await exchange(code, challenge) }
        let claims: Claims
        do {
            claims = try await IDToken(settings: settings, keys: keys, now: now()).claims(
                of: token, nonce: challenge.nonce)
        } catch let problem as ElectronicIDProblem {
            throw problem
        } catch {
            // The reason is for the operator; a person can do nothing about it.
            log.error("identity token refused", metadata: ["reason": "\(error)"])
            throw ElectronicIDProblem.unbelievable
        }
        guard let level = claims.acr.flatMap({ settings.levels[$0] }) else { throw ElectronicIDProblem.tooWeak }
        guard let digits = claims.identifier, let identifier = try? PersonalIdentifier(digits), let name = claims.name,
            !name.isEmpty, name.count <= 200
        else {
            log.error("identity token without identifier or name")
            throw ElectronicIDProblem.unbelievable
        }
        return VouchedPerson(
            identifier: identifier, name: name.precomposedStringWithCanonicalMapping, level: level)
    }

    /// The identity token in exchange for the code.
    private func exchange(_ code: String, _ challenge: ElectronicIDChallenge) async throws -> String {
        struct Answer: Decodable {
            let identityToken: String

            private enum CodingKeys: String, CodingKey { case identityToken = "id_token" }
        }
        var form = [
            "grant_type": "authorization_code", "code": code, "redirect_uri": settings.redirectURI,
            "client_id": settings.clientID, "code_verifier": challenge.verifier,
        ]
        form["client_secret"] = settings.clientSecret
        let answer = try await fetch(BackRequest(try await keys.discovery().tokenEndpoint, form: form))
        // 400 is the provider's no to this code: used before, too old, or not ours.
        guard answer.status != 400 else { throw ElectronicIDProblem.declined }
        guard answer.status == 200 else { throw UnexpectedAnswer(status: answer.status) }
        return try JSONDecoder().decode(Answer.self, from: answer.body).identityToken
    }

    private func reached<T>(_ work: () async throws -> T) async throws -> T {
        do { return try await work() } catch let problem as ElectronicIDProblem { throw problem } catch {
            log.warning("e-ID provider out of reach", metadata: ["reason": "\(error)"])
            throw ElectronicIDProblem.unreachable
        }
    }
}

struct UnexpectedAnswer: Error { let status: Int }
