// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
import Kernel
import TestKit
import Testing

@testable import Identity

@Suite("Throttle")
struct ThrottleTests {
    private let attacker = Visit(address: "203.0.113.9")

    /// Tries a wrong password until it is too often; returns how often it took.
    private func exhaust(_ bench: Bench, _ person: DemoPerson, from visit: Visit) async throws -> Int {
        for tries in 1...200 {
            do {
                _ = try await bench.service.signIn(.by(person, password: "sai mật khẩu", from: visit))
            } catch is TooManyAttempts {
                return tries
            } catch IdentityProblem.wrongCredentials {}
        }
        return .max
    }

    @Test(
        "after five failures from one network the account waits there, and longer each time",
        arguments: Backend.available)
    func backOff(backend: Backend) async throws {
        let bench = try await Bench(backend)
        try await bench.open(.minh)
        #expect(try await exhaust(bench, .minh, from: attacker) == 6)
        // Even with the right password: otherwise the pause would tell when it was guessed.
        await #expect(throws: TooManyAttempts.self) { try await bench.service.signIn(.by(.minh, from: attacker)) }
        bench.clock.advance(by: 31)
        await #expect(throws: IdentityProblem.wrongCredentials) {
            try await bench.service.signIn(.by(.minh, password: "vẫn sai mật khẩu", from: attacker))
        }
        bench.clock.advance(by: 31)
        await #expect(throws: TooManyAttempts(retryAfter: 29)) {
            try await bench.service.signIn(.by(.minh, from: attacker))
        }
        bench.clock.advance(by: 30)
        _ = try await bench.service.signIn(.by(.minh, from: attacker)).session()
        // Being right once wipes the slate clean.
        #expect(try await exhaust(bench, .minh, from: attacker) == 6)
    }

    @Test("the owner signs in from elsewhere while somebody tries", arguments: Backend.available)
    func elsewhere(backend: Backend) async throws {
        let bench = try await Bench(backend)
        try await bench.open(.minh)
        _ = try await exhaust(bench, .minh, from: attacker)
        _ = try await bench.service.signIn(.by(.minh, from: Visit(address: "198.51.100.7"))).session()
    }

    @Test(
        "a device that knows the account stays usable from the very network of the attacker",
        arguments: Backend.available)
    func device(backend: Backend) async throws {
        let bench = try await Bench(backend)
        try await bench.open(.minh)
        try await bench.open(.hoa)
        let device = try await bench.service.signIn(.by(.minh, from: attacker)).device()
        _ = try await exhaust(bench, .minh, from: attacker)
        let known = Visit(address: attacker.address, device: device)
        #expect(try await bench.service.signIn(.by(.minh, from: known)).device().text == device.text)
        // It is known for Minh only, and counted when it fails too.
        await #expect(throws: TooManyAttempts.self) {
            for _ in 1...10 {
                try? await ignoringWrong { try await bench.service.signIn(.by(.hoa, password: "sai", from: known)) }
            }
            _ = try await bench.service.signIn(.by(.hoa, from: known))
        }
        #expect(try await exhaust(bench, .minh, from: known) == 11)
    }

    private func ignoringWrong(_ work: () async throws -> Admission) async throws {
        do { _ = try await work() } catch IdentityProblem.wrongCredentials {}
    }

    @Test("one network that tries many accounts is slowed down as a whole", arguments: Backend.available)
    func network(backend: Backend) async throws {
        let bench = try await Bench(backend)
        try await bench.open(.minh)
        var refused = 0
        for number in 1...70 {
            do {
                _ = try await bench.service.signIn(Attempt(login: "user\(number)", password: "sai", visit: attacker))
            } catch is TooManyAttempts {
                refused += 1
            } catch IdentityProblem.wrongCredentials {}
        }
        #expect(refused == 10)
        await #expect(throws: TooManyAttempts.self) { try await bench.service.signIn(.by(.minh, from: attacker)) }
    }

    @Test("attempts made at once cannot slip through together", arguments: Backend.available)
    func race(backend: Backend) async throws {
        let bench = try await Bench(backend)
        try await bench.open(.minh)
        let checked = await withTaskGroup(of: Bool.self) { group in
            for _ in 1...20 {
                group.addTask { [attacker] in
                    do {
                        _ = try await bench.service.signIn(.by(.minh, password: "sai", from: attacker))
                    } catch is TooManyAttempts {
                        return false
                    } catch {}
                    return true
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(checked == 5)
    }

    @Test("whoever comes a hair before a millisecond is not held", arguments: Backend.available)
    func hair(backend: Backend) async throws {
        let bench = try await Bench(backend)
        // Stored in milliseconds and read again, it is later than it was: one moment in 17,000 is.
        let moment = Date(timeIntervalSinceReferenceDate: 817_095_912.835_999_8)
        #expect(Date(milliseconds: moment.milliseconds) > moment)
        try await bench.database.write { db in
            try ThrottleStore(db: db).take(ThrottleKey(name: [1], throttle: .pair), at: moment)
        }
    }

    @Test("old counters are swept away", arguments: Backend.available)
    func sweep(backend: Backend) async throws {
        let bench = try await Bench(backend)
        try await bench.open(.minh)
        _ = try await exhaust(bench, .minh, from: attacker)
        bench.clock.advance(by: 23 * 60 * 60)
        #expect(try await bench.service.sweep() == 0)
        bench.clock.advance(by: 2 * 60 * 60)
        #expect(try await bench.service.sweep() == 2)
    }

    @Test("one household is one network")
    func networks() {
        #expect(Network(address: "2001:db8:1:2::1") == Network(address: "2001:db8:1:2:ffff::9"))
        #expect(Network(address: "2001:db8:1:2::1") != Network(address: "2001:db8:1:3::1"))
        #expect(Network(address: "::ffff:203.0.113.9") == Network(address: "203.0.113.9"))
    }
}
