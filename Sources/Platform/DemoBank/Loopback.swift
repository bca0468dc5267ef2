// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import Payments
import Web

extension DemoBank {
    /// Over HTTP, five seconds in all.
    package static let overHTTP: Post = { notification, address in
        try await patiently(.seconds(5)) {
            var request = HTTPClientRequest(url: address)
            request.method = .POST
            request.headers.add(name: "Content-Type", value: "application/json")
            for (name, value) in notification.headers { request.headers.add(name: name, value: value) }
            request.body = .bytes(ByteBuffer(bytes: notification.body))
            return Int(try await HTTPClient.shared.execute(request, timeout: .seconds(5)).status.code)
        }
    }
}
