// SPDX-License-Identifier: Apache-2.0

import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Synchronization
package import Wire

/// The line on which a site under test reaches itself: no socket, but the same headers, bodies and routes.
package final class Loopback: Sendable {
    /// What happens to a message on its way; `onward` delivers it.
    package typealias Weather = @Sendable (_ call: OutgoingCall, _ onward: Send) async throws -> CallAnswer

    package static let address = "http://site.test"

    private let client = Mutex<(any TestClientProtocol)?>(nil)

    func open(to client: any TestClientProtocol) { self.client.withLock { $0 = client } }

    func send(in weather: @escaping Weather) -> Send {
        { call in try await weather(call) { try await self.deliver($0) } }
    }

    private func deliver(_ call: OutgoingCall) async throws -> CallAnswer {
        guard let client = client.withLock(\.self), call.address.hasPrefix(Self.address) else {
            throw NoWay(to: call.address)
        }
        var headers: HTTPFields = [:]
        if call.body != nil { headers[.contentType] = "application/json" }
        for (name, value) in call.headers { if let name = HTTPField.Name(name) { headers[name] = value } }
        let answer = try await client.execute(
            uri: String(call.address.dropFirst(Self.address.count)), method: call.body == nil ? .get : .post,
            headers: headers, body: call.body.map { ByteBuffer(bytes: $0) })
        return CallAnswer(status: Int(answer.status.code), body: Data(answer.body.readableBytesView))
    }

    private struct NoWay: Error { let to: String }
}
