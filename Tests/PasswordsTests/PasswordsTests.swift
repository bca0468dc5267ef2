// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Foundation
import Synchronization
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

    @Test("of five that come together two are hashed, and each who is done lets the next in")
    func atMostTwo() async throws {
        let passwords = Passwords()
        let (running, mayEnd) = (Running(), DispatchSemaphore(value: 0))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<5 {
                group.addTask {
                    try await passwords.run {
                        running.enter()
                        mayEnd.wait()
                        running.leave()
                    }
                }
            }
            while await passwords.gate.waiting < 3 { await Task.yield() }
            #expect(running.most <= 2)
            for _ in 0..<5 { mayEnd.signal() }
            try await group.waitForAll()
        }
        #expect(running.most == 2 && running.all == 5)
    }

    /// How many are at it, from any thread.
    private final class Running: Sendable {
        private struct Count { var now = 0, most = 0, all = 0 }
        private let count = Mutex(Count())

        var most: Int { count.withLock(\.most) }
        var all: Int { count.withLock(\.all) }

        func enter() {
            count.withLock {
                ($0.now, $0.all) = ($0.now + 1, $0.all + 1)
                $0.most = max($0.most, $0.now)
            }
        }

        func leave() { count.withLock { $0.now -= 1 } }
    }
}
