// SPDX-License-Identifier: Apache-2.0

package import Hummingbird

/// The names and manners of our cookies. Over HTTPS each goes out as `__Host-<name>` and `Secure`, which no other host
/// of the domain can plant; the code of the modules uses the plain names everywhere.
package enum Cookies {
    package static let session = "session"
    package static let csrf = "csrf"
    package static let language = "language"

    package static func lasting(_ name: String, _ value: String) -> Cookie {
        Cookie(name: name, value: value, path: "/", httpOnly: true, sameSite: .lax)
    }
}

/// The cookies of one request by their plain names.
struct CookieJar {
    static let prefix = "__Host-"

    private let cookies: [(name: String, value: String)]

    /// Over HTTPS a cookie without the prefix is not ours and is left out.
    init(_ request: Request, isSecure: Bool) {
        cookies = request.headers[values: .cookie].flatMap { $0.split(separator: ";") }.compactMap { pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { return nil }
            let name = String(parts[0].drop { $0 == " " })
            guard isSecure else { return (name, String(parts[1])) }
            return name.hasPrefix(Self.prefix) ? (String(name.dropFirst(Self.prefix.count)), String(parts[1])) : nil
        }
    }

    subscript(name: String) -> String? { cookies.first { $0.name == name }?.value }

    /// The request as the routes read it.
    func applied(to request: Request) -> Request {
        var head = request.head
        let header = cookies.map { "\($0.name)=\($0.value)" }.joined(separator: "; ")
        head.headerFields[.cookie] = header.isEmpty ? nil : header
        return Request(head: head, body: request.body)
    }

    /// Gives every cookie of the answer the prefix and `Secure`.
    static func harden(_ response: inout Response) {
        response.headers[values: .setCookie] = response.headers[values: .setCookie].map { cookie in
            let secured = cookie.lowercased().contains("; secure") ? cookie : "\(cookie); Secure"
            return secured.hasPrefix(prefix) ? secured : prefix + secured
        }
    }
}
