// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import Testing

@testable import Web

@Suite("Whose request it is")
struct ClientTests {
    private let settings = WebSettings(
        publicURL: "https://dvc.example.vn", trustedProxies: ["10.0.0.0/8", "::1"].compactMap(AddressRange.init))

    private func client(peer: String, forwarded: [String], proto: String? = nil) -> (String, Bool) {
        var head = HTTPRequest(method: .get, scheme: "http", authority: "x", path: "/")
        head.headerFields[values: .forwardedFor] = forwarded
        head.headerFields[.forwardedProto] = proto
        let request = Request(head: head, body: .init(buffer: .init()))
        let client = settings.client(of: request, peer: peer)
        return (client.address, client.isSecure)
    }

    @Test("a stranger's X-Forwarded-For is not believed")
    func stranger() { #expect(client(peer: "203.0.113.9", forwarded: ["1.2.3.4"]) == ("203.0.113.9", true)) }

    @Test("a proxy of ours names the client, and what stands before that is ignored")
    func proxy() {
        #expect(client(peer: "10.1.1.1", forwarded: ["6.6.6.6, 203.0.113.9"], proto: "https") == ("203.0.113.9", true))
        #expect(client(peer: "10.1.1.1", forwarded: ["6.6.6.6, 203.0.113.9, 10.2.2.2"]) == ("203.0.113.9", false))
        #expect(client(peer: "::1", forwarded: ["6.6.6.6", "203.0.113.9"]).0 == "203.0.113.9")
    }

    @Test("what is no address is not taken for one")
    func garbage() { #expect(client(peer: "10.1.1.1", forwarded: ["<script>"]).0 == "10.1.1.1") }

    @Test(
        "ranges",
        arguments: [
            ("10.0.0.0/8", "10.255.1.2", true), ("10.0.0.0/8", "11.0.0.1", false), ("10.0.0.0/9", "10.128.0.1", false),
            ("192.168.1.7", "192.168.1.7", true), ("192.168.1.7", "192.168.1.8", false), ("0.0.0.0/0", "8.8.8.8", true),
            ("10.0.0.0/8", "::ffff:10.0.0.1", true), ("2001:db8::/32", "2001:db8:1::1", true),
            ("2001:db8::/32", "10.0.0.1", false), ("::1", "", false),
        ])
    func ranges(range: String, address: String, isInside: Bool) throws {
        #expect(try #require(AddressRange(range)).contains(address) == isInside)
    }

    @Test("what is no range", arguments: ["", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0/8", "::/129", "a/b/c", "/8"])
    func noRange(text: String) { #expect(AddressRange(text) == nil) }
}

@Suite("Addresses no page has")
struct RequestScreenTests {
    private func check(_ path: String) throws {
        try RequestScreen.check(
            Request(
                head: HTTPRequest(method: .get, scheme: "http", authority: "x", path: path),
                body: .init(buffer: .init())))
    }

    @Test(
        "refused",
        arguments: [
            "/../etc/passwd", "/assets/..%2f..%2fetc/passwd", "/assets/%2e%2e/x", "/a%00b", "/%ff", "/%zz", "/%",
            "/a\\..\\b", "/%5c..%5c", "/?q=%ff", "/?q=%00", "/./a", "/a%0d%0ab", "/\u{FFFD}",
        ])
    func refused(path: String) { #expect(throws: Refusal.badAddress) { try check(path) } }

    @Test("let through", arguments: ["/", "/units/37", "/search?q=y%C3%AAn+ho%C3%A0", "/a..b", "/x?q=..", "/x?q=%0A"])
    func passed(path: String) throws { try check(path) }
}
