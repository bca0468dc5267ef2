// SPDX-License-Identifier: Apache-2.0

import Crypto
import Foundation
import JWTKit
package import Kernel
package import NationalID

/// A simulator of the national e-ID for the demo and the tests: it speaks OpenID Connect as a real one would, with keys
/// of its own, and believes whoever chooses a name. Never part of an installation that serves people.
package actor DemoProvider {
    /// A person who can be chosen.
    package struct Person: Sendable {
        package let identifier: String
        package let name: String

        package init(identifier: String, name: String) {
            self.identifier = identifier
            self.name = name
        }
    }

    /// What the relying party asked for when it sent the browser.
    package struct Order: Sendable, Equatable {
        package let clientID: String, redirectURI: String, state: String, nonce: String, challenge: String

        package init(clientID: String, redirectURI: String, state: String, nonce: String, challenge: String) {
            self.clientID = clientID
            self.redirectURI = redirectURI
            self.state = state
            self.nonce = nonce
            self.challenge = challenge
        }
    }

    private struct Promise { let person: Person, level: String, order: Order, until: Date }
    private struct Key { let id: String, key: ES256PrivateKey }

    package nonisolated let issuer: String
    package nonisolated let people: [Person]
    private let clientID: String
    private let redirectURI: String
    private let now: Now
    private var key: Key
    private var promises: [String: Promise] = [:]

    /// `issuer` is the address people see, such as `http://localhost:8080/demo-eid`.
    package init(issuer: String, clientID: String, redirectURI: String, people: [Person], now: @escaping Now) {
        self.issuer = issuer
        self.clientID = clientID
        self.redirectURI = redirectURI
        self.people = people
        self.now = now
        key = Key(id: UUIDv7.string(), key: ES256PrivateKey())
    }

    /// Changes the signing key, as providers do without telling.
    package func rotate() { key = Key(id: UUIDv7.string(), key: ES256PrivateKey()) }

    /// Whether the order comes from the one client we know. Anything else must not be redirected to.
    package nonisolated func accepts(_ order: Order) -> Bool {
        order.clientID == clientID && order.redirectURI == redirectURI && !order.challenge.isEmpty
    }

    /// The address to send the browser back to, with a code that is good once and for a minute.
    package func vouch(for identifier: String, level: String, _ order: Order) -> String? {
        guard accepts(order), let person = people.first(where: { $0.identifier == identifier }) else { return nil }
        promises = promises.filter { $0.value.until > now() }
        let code = UUID().uuidString
        promises[code] = Promise(person: person, level: level, order: order, until: now() + 60)
        return back(order, ["code": code])
    }

    package nonisolated func decline(_ order: Order) -> String? {
        accepts(order) ? back(order, ["error": "access_denied"]) : nil
    }

    private nonisolated func back(_ order: Order, _ fields: [String: String]) -> String {
        var address = URLComponents(string: order.redirectURI)
        address?.queryItems = fields.merging(["state": order.state]) { one, _ in one }.sorted { $0.key < $1.key }
            .map { URLQueryItem(name: $0.key, value: $0.value) }
        return address?.string ?? order.redirectURI
    }

    /// Answers what a relying party asks behind the browser's back.
    package func answer(_ request: BackRequest) async throws -> BackAnswer {
        switch request.address.dropFirst(issuer.count) {
        case "/.well-known/openid-configuration": try json(discovery)
        case "/jwks": try json(["keys": [published]])
        case "/token": try await token(request.form ?? [:])
        default: BackAnswer(status: 404, body: Data())
        }
    }

    private var discovery: [String: String] {
        [
            "issuer": issuer, "authorization_endpoint": "\(issuer)/authorize", "token_endpoint": "\(issuer)/token",
            "jwks_uri": "\(issuer)/jwks",
        ]
    }

    private var published: [String: String] {
        let (x, y) = key.key.publicKey.parameters ?? ("", "")
        return [
            "kty": "EC", "crv": "P-256", "alg": "ES256", "use": "sig", "kid": key.id, "x": urlSafe(x), "y": urlSafe(y),
        ]
    }

    private func token(_ form: [String: String]) async throws -> BackAnswer {
        let challenge = urlSafe(
            Data(SHA256.hash(data: Data((form["code_verifier"] ?? "").utf8))).base64EncodedString())
        // The code is spent whatever comes of it.
        guard let promise = promises.removeValue(forKey: form["code"] ?? ""), promise.until > now(),
            form["grant_type"] == "authorization_code", form["client_id"] == promise.order.clientID,
            form["redirect_uri"] == promise.order.redirectURI, challenge == promise.order.challenge
        else { return BackAnswer(status: 400, body: Data(#"{"error":"invalid_grant"}"#.utf8)) }
        let time = Int(now().timeIntervalSince1970)
        let statement = Statement(
            iss: issuer, sub: "demo-\(promise.person.identifier.suffix(6))", aud: clientID, exp: time + 300, iat: time,
            nonce: promise.order.nonce, acr: promise.level, name: promise.person.name,
            personalIdentifier: promise.person.identifier)
        return try json([
            "token_type": "Bearer", "access_token": UUID().uuidString, "id_token": try await sign(statement),
        ])
    }

    private func sign(_ statement: Statement) async throws -> String {
        let signer = await JWTKeyCollection().add(ecdsa: key.key, kid: JWKIdentifier(string: key.id))
        return try await signer.sign(statement, kid: JWKIdentifier(string: key.id))
    }

    private func json(_ value: some Encodable) throws -> BackAnswer {
        BackAnswer(status: 200, body: try JSONEncoder().encode(value))
    }

    private func urlSafe(_ base64: String) -> String {
        base64.replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }
}

private struct Statement: JWTPayload {
    let iss: String, sub: String, aud: String
    let exp: Int, iat: Int
    let nonce: String, acr: String, name: String, personalIdentifier: String

    private enum CodingKeys: String, CodingKey {
        case iss, sub, aud, exp, iat, nonce, acr, name
        case personalIdentifier = "personal_identifier"
    }

    func verify(using algorithm: some JWTAlgorithm) {}
}
