// SPDX-License-Identifier: Apache-2.0

import Foundation
import JWTKit

/// What the identity token says, once it is believed.
struct Claims: Sendable {
    let name: String?
    let identifier: String?
    let acr: String?
}

/// Holds an identity token to OpenID Connect Core §3.1.3.7.
struct IDToken: Sendable {
    let settings: OpenIDSettings
    let keys: ProviderKeys
    let now: Date

    enum Doubt: Error, Equatable { case algorithm, key, issuer, audience, expired, future, nonce, subject }

    /// Clocks differ by so much.
    private static let leeway: TimeInterval = 60
    /// Never "none", and never a shared secret: those who hold the public key could sign.
    private static let algorithms: [String: (JWK.Algorithm, JWK.KeyType)] = [
        "ES256": (.es256, .ecdsa), "RS256": (.rs256, .rsa),
    ]

    func claims(of token: String, nonce: String) async throws -> Claims {
        let parser = DefaultJWTParser()
        let header = try parser.parse(Array(token.utf8), as: Payload.self).header
        guard let name = header.alg, let (algorithm, kind) = Self.algorithms[name], header.crit == nil else {
            throw Doubt.algorithm
        }
        guard let id = header.kid else { throw Doubt.key }
        var key = try await keys.key(id)
        guard key.keyType == kind, key.algorithm == nil || key.algorithm == algorithm else { throw Doubt.key }
        key.algorithm = algorithm
        let payload = try await JWTKeyCollection().add(jwk: key).verify(token, as: Payload.self)
        try check(payload, nonce: nonce)
        return Claims(
            name: payload.claims["name"], identifier: payload.claims[settings.identifierClaim],
            acr: payload.claims["acr"])
    }

    private func check(_ payload: Payload, nonce: String) throws {
        guard payload.iss == settings.issuer else { throw Doubt.issuer }
        guard payload.audience.contains(settings.clientID),
            payload.audience.count == 1 || payload.claims["azp"] == settings.clientID
        else { throw Doubt.audience }
        guard now < payload.exp + Self.leeway else { throw Doubt.expired }
        guard payload.iat < now + Self.leeway else { throw Doubt.future }
        guard payload.claims["nonce"] == nonce else { throw Doubt.nonce }
        guard !payload.sub.isEmpty else { throw Doubt.subject }
    }
}

/// The claims as they stand in the token; all text claims by name, because providers name theirs differently.
private struct Payload: JWTPayload {
    let iss: String
    let sub: String
    let audience: [String]
    let exp: Date
    let iat: Date
    let claims: [String: String]

    /// The time and everything else is checked by `IDToken`, which is told the time.
    func verify(using algorithm: some JWTAlgorithm) {}

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Name.self)
        iss = try container.decode(String.self, forKey: "iss")
        sub = try container.decode(String.self, forKey: "sub")
        audience =
            try (try? container.decode([String].self, forKey: "aud"))
            ?? [container.decode(String.self, forKey: "aud")]
        exp = Date(timeIntervalSince1970: try container.decode(Double.self, forKey: "exp"))
        iat = Date(timeIntervalSince1970: try container.decode(Double.self, forKey: "iat"))
        claims = container.allKeys.reduce(into: [:]) { claims, key in
            claims[key.stringValue] = try? container.decode(String.self, forKey: key)
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Name.self)
        for (name, value) in claims { try container.encode(value, forKey: Name(stringLiteral: name)) }
    }

    struct Name: CodingKey, ExpressibleByStringLiteral {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringLiteral value: String) { stringValue = value }
        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }
}
