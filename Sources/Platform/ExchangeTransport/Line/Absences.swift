// SPDX-License-Identifier: Apache-2.0

import Foundation
import Kernel
import Synchronization

/// Which nodes did not answer just now.
final class Absences: Sendable {
    private let until = Mutex<[String: Date]>([:])
    private let now: Now

    init(now: @escaping Now) { self.now = now }

    func isAway(_ node: String) -> Bool {
        let now = now()
        return until.withLock { $0[node].map { $0 > now } ?? false }
    }

    func note(_ node: String, for seconds: TimeInterval) {
        let end = now() + seconds
        until.withLock { $0[node] = end }
    }

    func forget(_ node: String) { until.withLock { _ = $0.removeValue(forKey: node) } }
}
