// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Workbench

@Suite("Invented documents")
struct ExchangeLoadTests {
    @Test(
        "go to this machine and to nobody who is only called like it",
        arguments: [
            ("127.0.0.1:8443", true), ("localhost:8443", true), ("[::1]:8443", true),
            ("127.0.0.1.example.vn:8443", false), ("localhost.example.vn:8443", false), ("10.0.0.1:8443", false),
            ("exchange.example.vn:8443", false), ("", false),
        ])
    func loopback(address: String, isHere: Bool) { #expect(ExchangeLoad.isLoopback(address) == isHere) }
}
