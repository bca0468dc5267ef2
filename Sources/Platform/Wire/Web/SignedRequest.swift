// SPDX-License-Identifier: Apache-2.0

package import Hummingbird
import Web

extension Request {
    /// The body as it came with its signature, unread and unbelieved. Refuses what is longer than `limit` bytes.
    package func signedMessage(upTo limit: Int) async throws -> SignedMessage {
        SignedMessage(headers: headersByName, body: try await jsonBytes(upTo: limit))
    }

    /// The call that the headers tell of, unbelieved; its body is not read yet.
    package var signedCall: SignedCall { SignedCall(method.rawValue, uri.string, headers: headersByName) }

    private var headersByName: [String: String] {
        headers.reduce(into: [:]) { $0[$1.name.canonicalName] = $1.value }
    }
}
