// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import Passwords

@Suite("Passwords")
struct PasswordsTests {
    @Test("the right password is recognised, another is not")
    func verify() async throws {
        let passwords = Passwords()
        let hash = try await passwords.hash("một câu dài dễ nhớ")
        #expect(hash.hasPrefix("$argon2id$v=19$m=19456,t=2,p=1$"))
        #expect(try await passwords.verify("một câu dài dễ nhớ", against: hash))
        #expect(try await !passwords.verify("một câu dài dễ nhơ", against: hash))
        #expect(try await !passwords.verify("", against: hash))
    }

    @Test("two hashes of one password differ")
    func salted() async throws {
        let passwords = Passwords()
        #expect(try await passwords.hash("cùng một câu") != passwords.hash("cùng một câu"))
    }

    // From the test vectors of the reference implementation (phc-winner-argon2, test.c).
    @Test("a hash made by the reference program is recognised")
    func reference() async throws {
        let encoded =
            "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"
        #expect(try await Passwords().verify("password", against: encoded))
        #expect(Passwords().isOutdated(encoded))
    }

    @Test("what is not a hash matches nothing", arguments: ["", "x", "$argon2id$", "$argon2i$v=19$m=8,t=1,p=1$YQ$YQ"])
    func garbage(encoded: String) async throws {
        #expect(try await !Passwords().verify("password", against: encoded))
    }

    @Test("no more than two are hashed at once, and who comes when too many wait is turned away")
    func gate() async throws {
        let gate = Gate(atOnce: 2, waiting: 1)
        try await gate.enter()
        try await gate.enter()
        let third = Task { try await gate.enter() }
        while await gate.waiting == 0 { await Task.yield() }
        await #expect(throws: PasswordsProblem.busy) { try await gate.enter() }
        await gate.leave()
        try await third.value
        #expect(await gate.waiting == 0)
    }
}
