// SPDX-License-Identifier: Apache-2.0

package import Foundation
package import Kernel

/// How often something may go wrong before it takes longer and longer to try again.
///
/// Nothing is counted for an account alone: then anybody could lock its owner out. What is counted is an account tried
/// from one network, a network, and a device that has signed in before. A device that knows the account is counted by
/// itself, so it stays usable while somebody else tries, even from the same network.
struct Throttle: Sendable, Equatable {
    /// Failures without consequence.
    let free: Int
    /// The pause after the first failure too many; it doubles with each one more …
    let first: TimeInterval
    /// … up to this.
    let longest: TimeInterval

    /// One account from one network.
    static let pair = Throttle(free: 5, first: 30, longest: 15 * 60)
    /// All accounts from one network: generous, because a whole office stands behind one address.
    static let network = Throttle(free: 60, first: 30, longest: 15 * 60)
    /// A device that knows the account.
    static let device = Throttle(free: 10, first: 30, longest: 15 * 60)
    /// One-time codes of one account: whoever gets that far knows the password already.
    static let code = Throttle(free: 10, first: 60, longest: 60 * 60)

    /// Failures are forgotten after so long without another.
    static let memory: TimeInterval = 24 * 60 * 60

    func pause(after failures: Int) -> TimeInterval {
        guard failures >= free else { return 0 }
        return min(first * pow(2, Double(min(failures - free, 20))), longest)
    }
}

/// What is counted, named so that the database learns neither addresses nor names.
struct ThrottleKey: Sendable, Equatable {
    let name: [UInt8]
    let throttle: Throttle
}

/// The network somebody comes from: an IPv4 address, or the 64 bits of an IPv6 address that one household shares.
struct Network: Sendable, Equatable {
    let text: String

    init(address: String) {
        var bytes = [UInt8](repeating: 0, count: 16)
        if address.contains(":"), inet_pton(AF_INET6, address, &bytes) == 1 {
            // ::ffff:a.b.c.d is an IPv4 address in other clothes.
            let mapped = bytes.prefix(10).allSatisfy { $0 == 0 } && bytes[10] == 0xFF && bytes[11] == 0xFF
            text = mapped ? bytes.suffix(4).map(String.init).joined(separator: ".") : "\(bytes.prefix(8))"
        } else {
            text = address
        }
    }
}

/// Tried too often; `retryAfter` says how long to wait.
package struct TooManyAttempts: Problem, Equatable {
    package let retryAfter: TimeInterval

    package var code: String { "identity.too_many_attempts" }
    package var kind: ProblemKind { .tooMany }
    package var slots: [String: String] { ["minutes": "\(Int((retryAfter / 60).rounded(.up)))"] }
}
