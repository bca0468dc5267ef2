// SPDX-License-Identifier: Apache-2.0

import Crypto
import Foundation

/// Files served as they are, each under an address that changes with its content, so that browsers may keep it for ever.
package struct Assets: Sendable {
    package struct File: Sendable {
        package let bytes: [UInt8]
        package let contentType: String
        package let etag: String
    }

    private let files: [String: File]

    /// `sources` maps a name such as `app.css` to its content.
    package init(_ sources: [String: String]) {
        files = sources.reduce(into: [:]) { files, source in
            let bytes = Array(source.value.utf8)
            let hash = SHA256.hash(data: bytes).prefix(8).map { String(format: "%02x", $0) }.joined()
            files[source.key] = File(bytes: bytes, contentType: Self.contentType(of: source.key), etag: hash)
        }
    }

    package func file(_ name: String) -> File? { files[name] }

    /// `/assets/app.css?v=<hash of its content>`.
    package func url(_ name: String) -> String { "/assets/\(name)?v=\(files[name]?.etag ?? "")" }

    private static func contentType(of name: String) -> String {
        switch name.split(separator: ".").last {
        case "css": "text/css; charset=utf-8"
        case "svg": "image/svg+xml"
        case "js": "text/javascript; charset=utf-8"
        default: "text/plain; charset=utf-8"
        }
    }
}
