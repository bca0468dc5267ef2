// SPDX-License-Identifier: Apache-2.0

package import Hummingbird
import Web

extension Request {
    /// The body as it came with its signature, unread and unbelieved. Refuses what is longer than `limit` bytes.
    package func signedMessage(upTo limit: Int) async throws -> SignedMessage {
        let headers = headers.reduce(into: [:]) { $0[$1.name.canonicalName] = $1.value }
        return SignedMessage(headers: headers, body: try await jsonBytes(upTo: limit))
    }
}
