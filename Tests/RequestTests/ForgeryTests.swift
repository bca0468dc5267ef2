// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import Web

@Suite("Form token")
struct ForgeryTokenTests {
    private let secret = ForgeryToken.secret()

    @Test("a token is accepted for its secret and session only")
    func binding() {
        let token = ForgeryToken.issue(secret: secret, session: "s1")
        #expect(ForgeryToken.accepts(token, secret: secret, session: "s1"))
        #expect(!ForgeryToken.accepts(token, secret: secret, session: "s2"))
        #expect(!ForgeryToken.accepts(token, secret: secret, session: ""))
        #expect(!ForgeryToken.accepts(token, secret: ForgeryToken.secret(), session: "s1"))
    }

    @Test("two pages never carry the same token, so compression cannot tell it")
    func mask() {
        let tokens = (0..<50).map { _ in ForgeryToken.issue(secret: secret, session: "s1") }
        #expect(Set(tokens).count == 50)
        #expect(Set(tokens.map { $0.prefix(6) }).count > 45)
        #expect(Set(tokens.map(\.count)).count == 1)
    }

    @Test(
        "what is not a token is refused",
        arguments: ["", "a", "=", "%%", String(repeating: "A", count: 4096), "\u{301}"])
    func garbage(token: String) {
        #expect(!ForgeryToken.accepts(token, secret: secret, session: ""))
    }

    @Test("one changed letter makes it worthless")
    func altered() {
        let token = ForgeryToken.issue(secret: secret, session: "s1")
        for position in stride(from: 0, to: token.count, by: 7) {
            var letters = Array(token)
            letters[position] = letters[position] == "A" ? "B" : "A"
            #expect(!ForgeryToken.accepts(String(letters), secret: secret, session: "s1"))
        }
    }

    @Test("only a secret of ours is kept")
    func secrets() {
        #expect(ForgeryToken.isSecret(secret))
        #expect(!ForgeryToken.isSecret("short"))
        #expect(!ForgeryToken.isSecret(""))
    }
}
