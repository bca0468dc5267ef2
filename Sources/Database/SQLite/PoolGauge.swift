// SPDX-License-Identifier: Apache-2.0

import Synchronization

import struct Database.PoolLoad

/// Counts who waits for a connection of GRDB's pool and who has one: the pool itself does not tell.
final class PoolGauge: Sendable {
    private let state: Mutex<PoolLoad>

    init(_ pool: String, limit: Int) { state = Mutex(PoolLoad(pool, limit: limit)) }

    var load: PoolLoad { state.withLock { $0 } }

    /// One call's place in the queue.
    func enter() -> Turn {
        state.withLock { $0.waiting += 1 }
        return Turn(self)
    }

    final class Turn: Sendable {
        private let gauge: PoolGauge
        private let since = ContinuousClock.now
        private let hasBegun = Mutex(false)

        init(_ gauge: PoolGauge) { self.gauge = gauge }

        /// The call has its connection; it may be told so again.
        func begins() {
            guard
                hasBegun.withLock({ begun in
                    defer { begun = true }; return !begun
                })
            else { return }
            gauge.state.withLock { load in
                load.waiting -= 1
                load.inUse += 1
                load.served += 1
                load.waited += .now - since
            }
        }

        /// The call is over, with or without a connection.
        func ends() {
            let hadBegun = hasBegun.withLock { $0 }
            gauge.state.withLock { if hadBegun { $0.inUse -= 1 } else { $0.waiting -= 1 } }
        }
    }
}
