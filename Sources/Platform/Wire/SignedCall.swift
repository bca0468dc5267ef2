// SPDX-License-Identifier: Apache-2.0

import Crypto
package import Foundation
import Kernel

/// A call of another system that is signed as a whole: method and address, the key that makes it one call however often it
/// comes, and the SHA-256 of its body. So nobody is listened to before they are known, and no part of a call can be used
/// for another one.
package struct SignedCall: Sendable {
    /// Who says to be calling.
    package let caller: String
    /// The same for a call that is repeated; "" where a repetition does no harm.
    package let key: String
    /// SHA-256 of the body in hexadecimal; "" without one.
    package let digest: String
    private let message: SignedMessage

    package static let callerHeader = "x-doicanh-client"
    package static let keyHeader = "idempotency-key"
    package static let digestHeader = "x-doicanh-content-sha256"

    /// One that came; `headers` by lower-case name, `path` with its query. Nothing in it is believed before it is checked.
    package init(_ method: String, _ path: String, headers: [String: String]) {
        caller = headers[Self.callerHeader] ?? ""
        key = headers[Self.keyHeader] ?? ""
        digest = headers[Self.digestHeader] ?? ""
        message = SignedMessage(headers: headers, body: Self.text(method, path, key, digest))
    }

    /// One that is about to leave.
    package init(
        _ method: String, _ path: String, body: Data?, key: String = "", from caller: String, secret: SharedSecret,
        at time: Date
    ) {
        let digest = body.map(Self.digest) ?? ""
        (self.caller, self.key, self.digest) = (caller, key, digest)
        message = SignedMessage(Self.text(method, path, key, digest), secret: secret, at: time)
    }

    package var headers: [String: String] {
        let own = [Self.callerHeader: caller, Self.keyHeader: key, Self.digestHeader: digest].filter {
            !$0.value.isEmpty
        }
        return message.headers.merging(own) { $1 }
    }

    package func check(_ secret: SharedSecret, at time: Date) throws(SharedSecret.Fault) {
        try message.check(secret, at: time)
    }

    /// Throws unless this is the body that was signed.
    package func check(body: Data) throws(SharedSecret.Fault) {
        guard Self.digest(body) == digest else { throw .forged }
    }

    private static func digest(_ body: Data) -> String {
        SHA256.hash(data: body).hex
    }

    private static func text(_ method: String, _ path: String, _ key: String, _ digest: String) -> Data {
        Data("\(method) \(path)\n\(key)\n\(digest)".utf8)
    }
}
