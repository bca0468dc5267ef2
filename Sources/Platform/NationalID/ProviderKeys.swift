// SPDX-License-Identifier: Apache-2.0

import Foundation
import JWTKit
import Kernel

/// What the provider publishes about itself, remembered for an hour, and its signing keys.
///
/// A key nobody has heard of makes us look again, because providers change keys without telling; at most once a minute,
/// because the key's name comes from outside.
actor ProviderKeys {
    struct Discovery: Decodable, Sendable {
        let issuer: String, authorizationEndpoint: String, tokenEndpoint: String, keysURI: String

        private enum CodingKeys: String, CodingKey {
            case issuer
            case authorizationEndpoint = "authorization_endpoint"
            case tokenEndpoint = "token_endpoint"
            case keysURI = "jwks_uri"
        }
    }

    private let issuer: String
    private let fetch: Fetch
    private let now: Now
    private var known: (discovery: Discovery, at: Date)?
    private var keys: (set: [String: JWK], at: Date)?

    static let memory: TimeInterval = 60 * 60
    static let pause: TimeInterval = 60

    init(issuer: String, fetch: @escaping Fetch, now: @escaping Now) {
        self.issuer = issuer
        self.fetch = fetch
        self.now = now
    }

    func discovery() async throws -> Discovery {
        if let known, now().timeIntervalSince(known.at) < Self.memory { return known.discovery }
        let found = try await get(Discovery.self, issuer + "/.well-known/openid-configuration")
        // OpenID Connect Discovery §4.3: otherwise one provider could speak for another.
        guard found.issuer == issuer else { throw Mismatch(found: found.issuer) }
        known = (found, now())
        return found
    }

    /// The key named `id`; throws when the provider has no such key.
    func key(_ id: String) async throws -> JWK {
        let age = keys.map { now().timeIntervalSince($0.at) } ?? .infinity
        if let key = keys?.set[id], age < Self.memory { return key }
        if age >= Self.pause { try await refresh() }
        guard let key = keys?.set[id] else { throw NoSuchKey() }
        return key
    }

    private func refresh() async throws {
        struct KeySet: Decodable { let keys: [Perhaps] }
        /// A key of a kind we do not know must not spoil the others.
        struct Perhaps: Decodable {
            let key: JWK?
            init(from decoder: any Decoder) { key = try? JWK(from: decoder) }
        }
        let found = try await get(KeySet.self, try await discovery().keysURI).keys.compactMap(\.key)
        let named = found.prefix(50).compactMap { key in key.keyIdentifier.map { ($0.string, key) } }
        keys = (Dictionary(named) { first, _ in first }, now())
    }

    private func get<T: Decodable>(_ type: T.Type, _ address: String) async throws -> T {
        let answer = try await fetch(BackRequest(address))
        guard answer.status == 200 else { throw UnexpectedAnswer(status: answer.status) }
        return try JSONDecoder().decode(type, from: answer.body)
    }

    struct Mismatch: Error { let found: String }
    struct NoSuchKey: Error {}
}
