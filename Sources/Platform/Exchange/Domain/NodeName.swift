// SPDX-License-Identifier: Apache-2.0

import Foundation

/// What nodes may be called, and where they may be.
enum NodeName {
    /// `ninh-binh`.
    static func isName(_ text: String) -> Bool { Shape.isWord(text, upTo: 63, and: "0123456789-") }

    /// `exchange.example.vn:8443`, `127.0.0.1:8443`, `[::1]:8443`: the host without brackets, and the port.
    static func address(_ text: String) -> (host: String, port: Int)? {
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
            (1...65535).contains(port)
        else { return nil }
        var host = String(text[..<colon])
        if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
        guard !host.isEmpty, host.wholeMatch(of: /[A-Za-z0-9.:-]{1,253}/) != nil else { return nil }
        return (host, port)
    }
}
