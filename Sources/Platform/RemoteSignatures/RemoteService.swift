// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
import Foundation
import NIOCore
import NIOFoundationCompat
import NIOHTTP1
package import Signatures
import Web

extension RemoteSigner {
    /// Asks the service at `address` over HTTP, with the token that it gave to this node; ten seconds in all, 256 KiB at
    /// most, no redirects.
    package static func overHTTP(at address: String, token: String) -> Exchange {
        { call in
            try await patiently(.seconds(10)) {
                var request = HTTPClientRequest(url: "\(address)/\(call.path)")
                request.method = .POST
                request.headers.add(name: "Content-Type", value: "application/json")
                request.headers.add(name: "Authorization", value: "Bearer \(token)")
                request.body = .bytes(ByteBuffer(data: call.body))
                let answer = try await client.execute(request, timeout: .seconds(10))
                let body = try await answer.body.collect(upTo: 256 << 10)
                return RemoteAnswer(status: Int(answer.status.code), body: Data(buffer: body))
            }
        }
    }
}

/// One for the life of the process. The shared one of the library would follow redirects, as browsers do.
private let client: HTTPClient = {
    var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
    configuration.timeout = .init(connect: .seconds(3))
    return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
}()
