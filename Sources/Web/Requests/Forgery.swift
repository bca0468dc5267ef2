// SPDX-License-Identifier: Apache-2.0

import Crypto
import Foundation
import Hummingbird
import Kernel

/// The token that proves a form came from a page of ours, given to this browser and this session.
///
/// The browser keeps a random secret in a cookie; the form carries HMAC-SHA256(secret, session) under a mask that is new
/// in every answer, so that compressed answers never hold the same token twice and its length tells nothing (BREACH).
enum ForgeryToken {
    private static let size = 32

    static func secret() -> String { base64(SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) }) }

    static func isSecret(_ text: String) -> Bool { bytes(text)?.count == size }

    static func issue(secret: String, session: String) -> String {
        let proof = proof(secret: secret, session: session)
        let mask = SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) }
        return base64(mask + zip(mask, proof).map { $0 ^ $1 })
    }

    static func accepts(_ token: String, secret: String, session: String) -> Bool {
        guard let masked = bytes(token), masked.count == 2 * size else { return false }
        let proof = zip(masked.prefix(size), masked.suffix(size)).map { $0 ^ $1 }
        let key = SymmetricKey(data: bytes(secret) ?? [])
        return HMAC<SHA256>.isValidAuthenticationCode(proof, authenticating: Data(session.utf8), using: key)
    }

    private static func proof(secret: String, session: String) -> [UInt8] {
        let key = SymmetricKey(data: bytes(secret) ?? [])
        return Array(HMAC<SHA256>.authenticationCode(for: Data(session.utf8), using: key))
    }

    private static func base64(_ bytes: [UInt8]) -> String {
        let base64url = Data(bytes).base64EncodedData().compactMap { byte -> UInt8? in
            switch byte {
            case UInt8(ascii: "+"): UInt8(ascii: "-")
            case UInt8(ascii: "/"): UInt8(ascii: "_")
            case UInt8(ascii: "="): nil
            default: byte
            }
        }
        return String(decoding: base64url, as: UTF8.self)
    }

    private static func bytes(_ text: String) -> [UInt8]? {
        var base64 = text.utf8.map { byte in
            switch byte {
            case UInt8(ascii: "-"): UInt8(ascii: "+")
            case UInt8(ascii: "_"): UInt8(ascii: "/")
            default: byte
            }
        }
        base64 += repeatElement(UInt8(ascii: "="), count: (4 - base64.count % 4) % 4)
        return Data(base64Encoded: Data(base64)).map(Array.init)
    }
}

/// Refuses a request that changes something unless it came from a page of ours.
struct ForgeryCheck {
    let settings: WebSettings
    /// What the browser's cookie held, if it held a secret.
    let secret: String?
    let session: String

    func check(_ request: Request, _ context: WebContext) throws(FormProblem) {
        guard isFromHere(request) else { throw .foreign }
        // A program that brings no session has nothing that could be misused.
        if session.isEmpty, request.uri.path.hasPrefix("/api/"), !context.hasForm { return }
        let token = request.headers[.csrfToken] ?? context.form.text("_csrf")
        guard let secret, ForgeryToken.accepts(token, secret: secret, session: session) else { throw .stale }
    }

    /// Fetch Metadata where the browser sends it, else the Origin. A request with neither is judged by its token alone.
    private func isFromHere(_ request: Request) -> Bool {
        if let site = request.headers[.fetchSite] { return site == "same-origin" || site == "none" }
        guard let origin = request.headers[.origin] else { return true }
        guard let authority = request.head.authority else { return origin == settings.publicURL }
        return origin == settings.publicURL || origin == "http://\(authority)" || origin == "https://\(authority)"
    }
}
