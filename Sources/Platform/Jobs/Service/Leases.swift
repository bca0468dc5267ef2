// SPDX-License-Identifier: Apache-2.0

package import Database
package import Foundation

/// Leases, used inside a transaction:
///
///     let lease = try await database.write { try Leases($0).acquire("ledger.sealer", holder: me, for: .seconds(10), at: now()) }
///     try await database.write { connection in
///         try Leases(connection).confirm(lease)
///         …                                       // nobody else can take it before this commits
///     }
package struct Leases {
    private let db: any Connection

    package init(_ connection: any Connection) { db = connection }

    /// Takes the lease when it is free or has run out, or renews it for the holder it has. Nil when another holds it.
    package func acquire(_ name: String, holder: String, for time: Duration, at now: Date) throws -> Lease? {
        let until = now.addingTimeInterval(Double(time.components.seconds) + Double(time.components.attoseconds) / 1e18)
        let rows = try db.rows(
            """
            INSERT INTO job_lease (name, holder, token, until_at) VALUES (\(name), \(holder), 1, \(until))
            ON CONFLICT (name) DO UPDATE SET
                holder = excluded.holder,
                token = job_lease.token + CASE WHEN job_lease.holder = excluded.holder THEN 0 ELSE 1 END,
                until_at = excluded.until_at
            WHERE job_lease.holder = excluded.holder OR job_lease.until_at <= \(now)
            RETURNING token
            """)
        return try rows.first.map { Lease(name: name, holder: holder, token: try $0.integer("token"), until: until) }
    }

    /// Throws `JobProblem.leaseLost` when somebody else has held the lease since, and keeps others from taking it until
    /// this transaction ends.
    package func confirm(_ lease: Lease) throws {
        let rows = try db.rows(
            "SELECT token FROM job_lease WHERE name = \(lease.name) AND holder = \(lease.holder)\(db.dialect.lockRow)")
        guard try rows.first?.integer("token") == lease.token else { throw JobProblem.leaseLost(lease.name) }
    }

    /// Gives the lease back, so that another need not wait for its end.
    package func release(_ lease: Lease) throws {
        try db.run(
            """
            UPDATE job_lease SET holder = '', until_at = 0
            WHERE name = \(lease.name) AND holder = \(lease.holder) AND token = \(lease.token)
            """)
    }
}
