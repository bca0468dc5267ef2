// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
package import Exchange
import Foundation
import NIOCore
import NIOHTTP1

extension TimestampAuthority {
    /// Asks the authority at `address` over HTTP (RFC 3161, 3.4); ten seconds in all, 64 KiB at most.
    package static func overHTTP(at address: String) -> Ask {
        { query in
            var request = HTTPClientRequest(url: address)
            request.method = .POST
            request.headers.add(name: "Content-Type", value: "application/timestamp-query")
            request.body = .bytes(ByteBuffer(bytes: query))
            let answer = try await client.execute(request, timeout: .seconds(10))
            guard answer.status == .ok else { throw NoAnswer(status: Int(answer.status.code)) }
            return Array(try await answer.body.collect(upTo: 64 << 10).readableBytesView)
        }
    }
}

private struct NoAnswer: Error { let status: Int }
