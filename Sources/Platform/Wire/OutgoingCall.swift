// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
package import Foundation
import NIOCore
import NIOHTTP1
import Web

/// Takes a call to another system and brings its answer back. Throws when there is none.
package typealias Send = @Sendable (_ call: OutgoingCall) async throws -> CallAnswer

/// A JSON body and where it goes, or a question without one.
package struct OutgoingCall: Sendable {
    package let address: String
    package let headers: [String: String]
    /// Nil for a GET; anything else is a POST.
    package let body: Data?
    /// How long it may take in all.
    package let patience: Duration
    /// How many bytes of an answer are taken.
    package let limit: Int

    package init(
        to address: String, headers: [String: String], body: Data?, within patience: Duration = .seconds(5),
        upTo limit: Int = CallAnswer.limit
    ) {
        (self.address, self.headers, self.body) = (address, headers, body)
        (self.patience, self.limit) = (patience, limit)
    }

    package init(_ message: SignedMessage, to address: String) {
        self.init(to: address, headers: message.headers, body: message.body)
    }

    /// Over HTTP, within its patience.
    package static let overHTTP: Send = { call in
        try await patiently(call.patience) {
            var request = HTTPClientRequest(url: call.address)
            for (name, value) in call.headers { request.headers.add(name: name, value: value) }
            if let body = call.body {
                request.method = .POST
                request.headers.add(name: "Content-Type", value: "application/json")
                request.body = .bytes(ByteBuffer(bytes: body))
            }
            let answer = try await HTTPClient.shared.execute(
                request, timeout: .milliseconds(Int64(call.patience / .milliseconds(1))))
            let body = try await answer.body.collect(upTo: call.limit)
            return CallAnswer(status: Int(answer.status.code), body: Data(body.readableBytesView))
        }
    }
}

package struct CallAnswer: Sendable {
    package let status: Int
    package let body: Data

    /// Hardly anybody has more to say to us than this, in bytes.
    package static let limit = 64 * 1024

    package init(status: Int, body: Data = Data()) { (self.status, self.body) = (status, body) }
}
