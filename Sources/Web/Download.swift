// SPDX-License-Identifier: Apache-2.0

import Foundation
package import Hummingbird

extension Response {
    /// Bytes to keep, under the name they came with. Never shown in place: a stranger's file shall not run among our pages.
    package static func download(
        _ bytes: AsyncThrowingStream<[UInt8], any Error>, named name: String, type: String, size: Int
    ) -> Response {
        let encoded = name.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "file"
        return Response(
            status: .ok,
            headers: [
                .contentType: type, .contentLength: "\(size)",
                .contentDisposition: "attachment; filename*=UTF-8''\(encoded)", .cacheControl: "no-store",
            ], body: .init(asyncSequence: bytes.map { ByteBuffer(bytes: $0) }))
    }
}
