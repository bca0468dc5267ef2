// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The mail server of an installation, and how it knows us.
package struct SMTPServer: Sendable, Equatable {
    /// `smtp://mail.example.vn:587` or `smtps://mail.example.vn`.
    package let address: String
    package let host: String
    package var username: String?
    package var password: String?
    /// PEM file of the authority that vouches for the server, where the system does not know it.
    package var authority: String?

    /// Nil for what is not the address of a mail server: scheme, host and perhaps a port, nothing else.
    package init?(_ address: String) {
        guard let parts = URLComponents(string: address), ["smtp", "smtps"].contains(parts.scheme),
            let host = parts.host, !host.isEmpty, parts.user == nil, parts.password == nil, parts.query == nil,
            parts.fragment == nil, ["", "/"].contains(parts.path)
        else { return nil }
        self.host = host
        self.address = address.hasSuffix("/") ? String(address.dropLast()) : address
    }

    /// Letters travel encrypted or not at all, but to a server on the machine itself: nobody listens in between, and what
    /// it shows as a certificate is seldom one.
    var needsEncryption: Bool { authority != nil || !["127.0.0.1", "[::1]", "::1", "localhost"].contains(host) }
}
