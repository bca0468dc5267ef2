// SPDX-License-Identifier: Apache-2.0

/// How to reach a PostgreSQL server, and how long to wait for it.
package struct PostgresSettings: Sendable {
    /// `postgres://user:password@host:port/database?sslmode=verify-full`, with everything libpq understands: several hosts
    /// (`host1,host2`), certificates, a socket folder.
    package var url: String
    /// A streaming replica that `readStale` may ask.
    package var replica: String?
    /// The most connections at once, per process and per server.
    package var connections = 10
    /// How long a call waits for one of them.
    package var checkoutTimeout = Duration.seconds(10)
    package var connectTimeout = Duration.seconds(5)
    /// How long one statement may run; migrations are exempt.
    package var statementTimeout = Duration.seconds(30)
    /// How long a statement may wait for a row another transaction holds; migrations are exempt.
    package var lockTimeout = Duration.seconds(10)
    /// A connection unused for so long is closed.
    package var idleTimeout = Duration.seconds(300)
    /// How long to ask what became of a COMMIT whose connection died.
    package var witnessTimeout = Duration.seconds(30)

    package init(url: String, replica: String? = nil) {
        self.url = url
        self.replica = replica
    }
}

extension Duration {
    var milliseconds: Int { Int(components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000) }
    var seconds: Double { Double(milliseconds) / 1000 }
}
