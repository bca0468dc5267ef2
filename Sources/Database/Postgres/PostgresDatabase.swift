// SPDX-License-Identifier: Apache-2.0

package import Database
import Synchronization

/// The store for several processes: a PostgreSQL server, reached through libpq, with a small pool of connections.
///
/// The server undoes a transaction whole when two of them wait for each other (deadlock), when a serializable one met
/// another, when the connection dies before COMMIT was sent, and when a migration made a prepared statement stale. Bodies
/// have no effect outside the database, so they are then run again, a bounded number of times, with jitter. A connection
/// that dies *during* COMMIT is another matter: see `Connection.witness`.
package final class PostgresDatabase: Database {
    package let dialect = Dialect.postgres
    private let primary: SessionPool
    private let replica: SessionPool?
    /// Until then the replica is not asked: it did not answer, and finding that out took time.
    private let replicaAwayUntil = Mutex(ContinuousClock.now)

    /// Connects once, so that a wrong address or an unsafe server is refused at start.
    package init(_ settings: PostgresSettings) async throws {
        primary = SessionPool("primary", url: settings.url, writes: true, settings)
        replica = settings.replica.map { SessionPool("replica", url: $0, writes: false, settings) }
        try await primary.run { lane, _ in try lane.connect() }
        // A replica that is away is no reason to stay away, too: `readStale` falls back to the primary.
    }

    deinit {
        primary.stop()
        replica?.stop()
    }

    package func read<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T {
        try await primary.run { try $0.transaction(.read, $1, body) }
    }

    package func rows(of questions: [SQL]) async throws -> [[Row]] {
        try await primary.run { try $0.transaction(.read, $1) { try $0.rows(ofAll: questions) } }
    }

    package func readStale<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T {
        guard let replica, replicaAwayUntil.withLock({ $0 <= .now }) else { return try await read(body) }
        do { return try await replica.run { try $0.transaction(.read, $1, body) } } catch let problem as DatabaseProblem
        {
            switch problem {
            case .unavailable:
                replicaAwayUntil.withLock { $0 = .now + .seconds(10) }
                return try await read(body)
            case .busy: return try await read(body)
            default: throw problem
            }
        }
    }

    @discardableResult
    package func write<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T {
        try await primary.run { try $0.transaction(.write, $1, body) }
    }

    @discardableResult
    package func writeSerializable<T: Sendable>(
        _ rule: StaticString, _ body: @escaping @Sendable (any Connection) throws -> T
    ) async throws -> T {
        try await primary.run { try $0.transaction(.serializable, $1, body) }
    }

    package var load: [PoolLoad] { [primary, replica].compactMap { $0?.load } }

    package func close() async {
        await primary.close()
        await replica?.close()
    }
}
