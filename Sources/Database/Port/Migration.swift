// SPDX-License-Identifier: Apache-2.0

import Crypto
import Foundation
package import Kernel

/// One step of the schema, named `module-001-what`. Append only: a released migration is never edited.
package struct Migration: Sendable {
    package let name: String
    let statements: [SQL]

    package init(_ name: String, _ statements: [SQL]) {
        self.name = name
        self.statements = statements
    }

    /// SHA-256 of the statements, in hex: an edited migration is noticed.
    package func checksum(for dialect: Dialect) -> String {
        let text = statements.map { $0.rendered(for: dialect).text }.joined(separator: ";\n")
        return SHA256.hash(data: Data(text.utf8)).map { String(format: "%02x", $0) }.joined()
    }
}

extension Database {
    /// Applies what is missing, in order, each in its own transaction. Refuses a database that a newer binary has
    /// migrated, and a migration whose text changed after it was applied. Returns the names it applied.
    @discardableResult
    package func migrate(_ migrations: [Migration], now: @escaping Now = { Date() }) async throws -> [String] {
        try await write { connection in
            try connection.liftTimeouts()
            try connection.dialect.migrating.forEach { try connection.run($0) }
            try connection.run(Self.table)
        }
        let applied = try await appliedMigrations()
        let known = Set(migrations.map(\.name))
        if let stranger = applied.keys.sorted().first(where: { !known.contains($0) }) {
            throw DatabaseProblem.refused(
                "the database has \(stranger), which this binary does not know: use a newer one")
        }
        var fresh: [String] = []
        for migration in migrations {
            let checksum = migration.checksum(for: dialect)
            if let before = applied[migration.name] {
                guard before == checksum else {
                    throw DatabaseProblem.refused("migration \(migration.name) was changed after it was applied")
                }
            } else if try await apply(migration, checksum: checksum, now: now) {
                fresh.append(migration.name)
            }
        }
        return fresh
    }

    /// The names of migrations already applied, with their checksums; empty before the first `migrate`.
    package func appliedMigrations() async throws -> [String: String] {
        try await read { connection in
            var applied: [String: String] = [:]
            for row in try connection.rows("SELECT name, checksum FROM migration") {
                applied[try row.text("name")] = try row.text("checksum")
            }
            return applied
        }
    }

    /// False when another process applied it in the meantime: the primary key makes the second one wait, then fail.
    private func apply(_ migration: Migration, checksum: String, now: @escaping Now) async throws -> Bool {
        try await write { connection in
            try connection.liftTimeouts()
            try connection.dialect.migrating.forEach { try connection.run($0) }
            let claimed = try connection.change(
                """
                INSERT INTO migration (name, checksum, applied_at) VALUES (\(migration.name), \(checksum), \(now()))
                ON CONFLICT (name) DO NOTHING
                """)
            guard claimed == 1 else { return false }
            for statement in migration.statements { try connection.run(statement) }
            return true
        }
    }

    private static var table: SQL {
        """
        CREATE TABLE IF NOT EXISTS migration (
            name \(.text) PRIMARY KEY, checksum \(.text) NOT NULL, applied_at \(.int) NOT NULL
        ) \(.strict)
        """
    }
}
