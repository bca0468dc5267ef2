// SPDX-License-Identifier: Apache-2.0

package import Database

package enum ServiceLevelMigrations {
    package static let all = [
        Migration(
            "services-001-level",
            [
                """
                CREATE TABLE service_level (
                    code \(.text) PRIMARY KEY,
                    level \(.text) NOT NULL CHECK (level IN ('informational', 'partial', 'full'))
                ) \(.strict)
                """
            ])
    ]
}

/// The `service_level` table: the level of each service, by its code.
struct ServiceLevelStore {
    let db: any Connection

    func levels() throws -> [String: String] {
        try db.rows("SELECT code, level FROM service_level ORDER BY code\(db.dialect.lockRow)").reduce(into: [:]) {
            $0[try $1.text("code")] = try $1.text("level")
        }
    }

    /// Nil for a service that is offered no more.
    func set(_ code: String, to level: String?) throws {
        guard let level else {
            try db.run("DELETE FROM service_level WHERE code = \(code)")
            return
        }
        try db.run(
            """
            INSERT INTO service_level (code, level) VALUES (\(code), \(level))
            ON CONFLICT (code) DO UPDATE SET level = excluded.level
            """)
    }
}
