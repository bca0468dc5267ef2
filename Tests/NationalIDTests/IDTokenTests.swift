// SPDX-License-Identifier: Apache-2.0

import Foundation
import Identity
import JWTKit
import Kernel
import TestKit
import Testing

@testable import NationalID

/// A provider that signs whatever the test wants.
private struct Forger {
    let key = ES256PrivateKey()
    let now = Site.moment

    var good: [String: Value] {
        [
            "iss": "https://eid.example", "sub": "x", "aud": "doicanh", "nonce": "n", "acr": "2", "name": "Minh",
            "personal_identifier": "037090000001", "exp": .number(now.timeIntervalSince1970 + 300),
            "iat": .number(now.timeIntervalSince1970),
        ]
    }

    var keys: ProviderKeys {
        let (x, y) = key.publicKey.parameters ?? ("", "")
        func safe(_ text: String) -> String {
            text.replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
        }
        let set = """
            {"keys":[{"kty":"strange","kid":"s"},{"kty":"EC","crv":"P-256","kid":"k","x":"\(safe(x))","y":"\(safe(y))"}]}
            """
        let discovery = """
            {"issuer":"https://eid.example","authorization_endpoint":"a","token_endpoint":"t","jwks_uri":"j"}
            """
        return ProviderKeys(
            issuer: "https://eid.example",
            fetch: { request in
                BackAnswer(status: 200, body: Data((request.address == "j" ? set : discovery).utf8))
            }, now: { [now] in now })
    }

    func sign(_ claims: [String: Value], kid: String = "k") async throws -> String {
        let signer = await JWTKeyCollection().add(ecdsa: key, kid: "k").add(
            hmac: "doicanh-shared-secret-of-32-bytes-or-more", digestAlgorithm: .sha256, kid: "h")
        return try await signer.sign(Free(claims: claims), kid: JWKIdentifier(string: kid))
    }

    func claims(of token: String) async throws -> Claims {
        let settings = OpenIDSettings(issuer: "https://eid.example", clientID: "doicanh", redirectURI: "r")
        return try await IDToken(settings: settings, keys: keys, now: now).claims(of: token, nonce: "n")
    }
}

private enum Value: Codable, Sendable, ExpressibleByStringLiteral {
    case text(String), number(Double), list([String])

    init(stringLiteral value: String) { self = .text(value) }
    init(from decoder: any Decoder) throws { self = .text("") }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .text(let text): try container.encode(text)
        case .number(let number): try container.encode(number)
        case .list(let list): try container.encode(list)
        }
    }
}

private struct Free: JWTPayload {
    let claims: [String: Value]

    init(claims: [String: Value]) { self.claims = claims }
    init(from decoder: any Decoder) throws { claims = [:] }
    func encode(to encoder: any Encoder) throws { try claims.encode(to: encoder) }
    func verify(using algorithm: some JWTAlgorithm) {}
}

@Suite("Identity token")
struct IDTokenTests {
    @Test("a good one is believed, also with a list of audiences")
    func good() async throws {
        let forger = Forger()
        #expect(try await forger.claims(of: try await forger.sign(forger.good)).identifier == "037090000001")
        let list = forger.good.merging(["aud": .list(["doicanh"])]) { $1 }
        #expect(try await forger.claims(of: try await forger.sign(list)).acr == "2")
    }

    @Test("each claim that is wrong makes it worthless")
    func wrong() async throws {
        let forger = Forger()
        let time = forger.now.timeIntervalSince1970
        let cases: [(String, Value, IDToken.Doubt)] = [
            ("iss", "https://evil.example", .issuer), ("iss", "https://eid.example/", .issuer),
            ("aud", "another", .audience), ("aud", .list(["doicanh", "another"]), .audience),
            ("aud", .list([]), .audience),
            ("nonce", "m", .nonce), ("nonce", "", .nonce), ("exp", .number(time - 60), .expired),
            ("iat", .number(time + 61), .future), ("sub", "", .subject),
        ]
        for (name, value, doubt) in cases {
            let token = try await forger.sign(forger.good.merging([name: value]) { $1 })
            await #expect(throws: doubt, "\(name) = \(value)") { try await forger.claims(of: token) }
        }
        for name in ["iss", "aud", "exp", "iat", "sub"] {
            var claims = forger.good
            claims[name] = nil
            let token = try await forger.sign(claims)
            await #expect(throws: (any Error).self, "without \(name)") { try await forger.claims(of: token) }
        }
    }

    @Test("only signatures of the key the provider published count")
    func signatures() async throws {
        let forger = Forger()
        let stranger = Forger()
        let good = try await forger.sign(forger.good)
        let parts = good.split(separator: ".").map(String.init)
        await #expect(throws: (any Error).self) { try await forger.claims(of: try await stranger.sign(forger.good)) }
        // A shared secret, no signature at all, and a header that says "none".
        await #expect(throws: IDToken.Doubt.algorithm) {
            try await forger.claims(of: try await forger.sign(forger.good, kid: "h"))
        }
        let none = Data(#"{"alg":"none","typ":"JWT","kid":"k"}"#.utf8).base64EncodedString().replacing("=", with: "")
        await #expect(throws: IDToken.Doubt.algorithm) { try await forger.claims(of: "\(none).\(parts[1]).") }
        let rsa = Data(#"{"alg":"RS256","typ":"JWT","kid":"k"}"#.utf8).base64EncodedString().replacing("=", with: "")
        await #expect(throws: IDToken.Doubt.key) { try await forger.claims(of: "\(rsa).\(parts[1]).\(parts[2])") }
        for token in ["\(parts[0]).\(parts[1]).", "\(parts[0]).\(parts[1])", "", "a.b.c", good + "A", "\u{301}.\".x"] {
            await #expect(throws: (any Error).self, "\(token)") { try await forger.claims(of: token) }
        }
    }
}
