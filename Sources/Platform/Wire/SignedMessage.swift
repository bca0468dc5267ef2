// SPDX-License-Identifier: Apache-2.0

package import Foundation

/// A body as it came from another system, or goes to it, with the two headers that say from whom and when. Nothing in one
/// that came is believed before it is checked.
package struct SignedMessage: Sendable, Equatable {
    package let timestamp: String
    package let signature: String
    package let body: Data

    package static let timestampHeader = "x-doicanh-timestamp"
    package static let signatureHeader = "x-doicanh-signature"

    /// Signs a body that is about to leave. What waits is signed when it leaves: it would be too old to be believed.
    package init(_ body: Data, secret: SharedSecret, at time: Date) {
        timestamp = "\(Int64(time.timeIntervalSince1970))"
        signature = secret.signature(of: body, timestamp: timestamp)
        self.body = body
    }

    /// One that came; `headers` by lower-case name.
    package init(headers: [String: String], body: Data) {
        timestamp = headers[Self.timestampHeader] ?? ""
        signature = headers[Self.signatureHeader] ?? ""
        self.body = body
    }

    package var headers: [String: String] { [Self.timestampHeader: timestamp, Self.signatureHeader: signature] }

    package func check(_ secret: SharedSecret, at time: Date) throws(SharedSecret.Fault) {
        try secret.check(signature, of: body, timestamp: timestamp, at: time)
    }
}
