// SPDX-License-Identifier: Apache-2.0

package import Foundation
import Synchronization

/// How far the seal is behind what was committed.
package struct SealLag: Sendable, Equatable {
    /// Events without a position.
    package let waiting: Int
    /// When the one that waits longest happened.
    package let oldest: Date?
}

/// When the sealer of this process last finished a round; nil before its first.
final class SealerPulse: Sendable {
    private let last = Mutex<ContinuousClock.Instant?>(nil)

    func beat() { last.withLock { $0 = .now } }

    func isLost(after patience: Duration) -> Bool { last.withLock { $0.map { .now - $0 > patience } ?? false } }
}
