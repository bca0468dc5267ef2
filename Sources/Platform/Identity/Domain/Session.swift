// SPDX-License-Identifier: Apache-2.0

import Crypto
package import Foundation
package import Kernel

/// One browser in which a person is signed in. The browser holds the token, we hold its hash only.
package struct Session: Equatable, Sendable {
    package enum Method: String, Sendable { case password, eid }

    package let id: ID<Session>
    package let account: ID<Account>
    /// The post the person acts in now; nil as a resident.
    package let post: ID<Post>?
    package let method: Method
    /// When a second factor was last shown; nil when none was.
    package let secondFactorAt: Date?
    /// What the browser calls itself, shortened, so that a person knows their sessions apart.
    package let browser: String
    package let createdAt: Date
    package let seenAt: Date
    package let expiresAt: Date
    package let endedAt: Date?

    /// Whether the session still stands: not signed out, neither too old nor left alone for too long.
    package func isAlive(at time: Date, idle: TimeInterval) -> Bool {
        endedAt == nil && time < expiresAt && time.timeIntervalSince(seenAt) < idle
    }
}

/// 256 random bits that prove something to whoever brings them: a session, a device, a way back in.
package struct Token: Sendable {
    /// URL-safe, 43 characters.
    package let text: String

    package init() {
        let bytes = SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) }
        text = bytes.urlSafeBase64
    }

    package init(_ text: String) { self.text = text }

    /// What is stored: the token cannot be found from it.
    package var hash: [UInt8] { Array(SHA256.hash(data: Data(text.utf8))) }
}

extension Data {
    /// RFC 4648 §5 without padding.
    var urlSafeBase64: String {
        base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }
}
