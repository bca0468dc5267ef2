// SPDX-License-Identifier: Apache-2.0

/// How busy one pool of connections is, for the metrics.
package struct PoolLoad: Sendable, Equatable {
    /// `primary` and `replica` on PostgreSQL, `readers` and `writer` on SQLite.
    package let pool: String
    /// The most connections at once.
    package let limit: Int
    package var inUse = 0
    /// Calls that wait for a connection now.
    package var waiting = 0
    /// Calls that were given a connection since the start, and how long they waited for it all together.
    package var served = 0
    package var waited = Duration.zero

    package init(_ pool: String, limit: Int) {
        self.pool = pool
        self.limit = limit
    }
}
