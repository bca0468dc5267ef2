// SPDX-License-Identifier: Apache-2.0

import CArgon2
import Dispatch
package import Kernel

/// Hashes and checks passwords with Argon2id (libargon2), a few at once, on threads of their own.
///
/// Made once per process: the limit holds only among users of the same value. Each hash takes 19 MiB, so without a limit
/// a burst of sign-ins would be a burst of memory.
package struct Passwords: Sendable {
    /// What one hash costs. Raising it makes stored hashes outdated; they are renewed at the next sign-in.
    package struct Cost: Sendable, Equatable {
        let memoryKiB: UInt32, passes: UInt32, lanes: UInt32

        /// OWASP Password Storage Cheat Sheet: 19 MiB, 2 passes, 1 lane.
        package static let owasp = Cost(memoryKiB: 19 * 1024, passes: 2, lanes: 1)

        package init(memoryKiB: UInt32, passes: UInt32, lanes: UInt32) {
            self.memoryKiB = memoryKiB
            self.passes = passes
            self.lanes = lanes
        }

        var prefix: String { "$argon2id$v=19$m=\(memoryKiB),t=\(passes),p=\(lanes)$" }
    }

    private let cost: Cost
    let gate: Gate
    private let threads = DispatchQueue(label: "passwords", attributes: .concurrent)

    package init(cost: Cost = .owasp, atOnce: Int = 2, waiting: Int = 64) {
        self.cost = cost
        gate = Gate(atOnce: atOnce, waiting: waiting)
    }

    /// A fresh salted hash in the PHC text form.
    package func hash(_ password: String) async throws(PasswordsProblem) -> String {
        try await run { [cost] in Self.hash(Array(password.utf8), cost) }.get()
    }

    /// Whether `password` is the one that `encoded` was made of; compared in constant time.
    package func verify(_ password: String, against encoded: String) async throws(PasswordsProblem) -> Bool {
        try await run {
            let bytes = Array(password.utf8)
            return argon2id_verify(encoded, bytes, bytes.count) == ARGON2_OK.rawValue
        }
    }

    /// Spends the time a check takes, where there is nothing to check: an answer must not tell by its speed whether an
    /// account exists.
    package func pretend(_ password: String) async throws(PasswordsProblem) { _ = try await hash(password) }

    /// Whether `encoded` was made at another cost than today's.
    package func isOutdated(_ encoded: String) -> Bool { !encoded.hasPrefix(cost.prefix) }

    func run<T: Sendable>(_ work: @escaping @Sendable () -> T) async throws(PasswordsProblem) -> T {
        try await gate.enter()
        let result = await withCheckedContinuation { continuation in
            threads.async { continuation.resume(returning: work()) }
        }
        await gate.leave()
        return result
    }

    private static func hash(_ password: [UInt8], _ cost: Cost) -> Result<String, PasswordsProblem> {
        var random = SystemRandomNumberGenerator()
        let salt = (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &random) }
        let length = argon2_encodedlen(cost.passes, cost.memoryKiB, cost.lanes, UInt32(salt.count), 32, Argon2_id)
        var encoded = [CChar](repeating: 0, count: length)
        let code = argon2id_hash_encoded(
            cost.passes, cost.memoryKiB, cost.lanes, password, password.count, salt, salt.count, 32, &encoded, length)
        guard code == ARGON2_OK.rawValue else { return .failure(.failed(Int(code))) }
        return .success(String(decoding: encoded.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self))
    }
}

package enum PasswordsProblem: Problem, Equatable {
    /// Too many people wait for their password to be checked.
    case busy
    /// libargon2 refused, for example because no memory is left; its code.
    case failed(Int)

    package var code: String {
        switch self {
        case .busy: "identity.busy"
        case .failed: "identity.hash_failed"
        }
    }

    package var kind: ProblemKind { .unavailable }
}

/// Lets a few in at once; the others wait in order, and when too many wait, the next is turned away.
actor Gate {
    private var free: Int
    private let limit: Int
    private var queue: [CheckedContinuation<Void, Never>] = []

    init(atOnce: Int, waiting: Int) {
        free = atOnce
        limit = waiting
    }

    func enter() async throws(PasswordsProblem) {
        if free > 0 {
            free -= 1
            return
        }
        guard queue.count < limit else { throw .busy }
        await withCheckedContinuation { queue.append($0) }
    }

    /// How many wait.
    var waiting: Int { queue.count }

    /// Hands the place to whoever waits longest.
    func leave() {
        if queue.isEmpty { free += 1 } else { queue.removeFirst().resume() }
    }
}
