// SPDX-License-Identifier: Apache-2.0

import Database
import Kernel
import Product
import TestKit
import Testing

@Suite("Schema, step by step")
struct SchemaTests {
    /// What an older version left behind: entered as soon as its tables are there, so that all later steps meet rows.
    private static let rows: [String: [SQL]] = [
        "ledger-001-event": [
            """
            INSERT INTO ledger_event (id, kind, subject, place, actor, at, facts)
            VALUES ('e1', 'petitions.submitted', 'r1', 'yen-mo', 'minh', 1, '{}')
            """
        ],
        "jobs-002-outbox": [
            """
            INSERT INTO job_outbox (id, kind, event, body, attempts, due_at, problem)
            VALUES ('m1', 'mail', 'e1', 'x', 0, 1, '')
            """
        ],
        "identity-001-account": [
            """
            INSERT INTO account (id, username, name, status, created_at)
            VALUES ('minh', 'minh', 'Nguyễn Văn Minh', 'active', 1), ('lan', NULL, 'Trần Thị Lan', 'disabled', 2)
            """,
            "INSERT INTO password (account_id, hash, changed_at) VALUES ('minh', 'h', 1)",
            "INSERT INTO post (id, account_id, role, agency, since_at) VALUES ('p1', 'lan', 'desk_clerk', 'yen-mo', 1)",
        ],
        "petitions-001-scene-report": [
            """
            INSERT INTO scene_report (id, agency, reporter, location, text, submitted_at, status)
            VALUES ('r1', 'yen-mo', 'minh', 'Chợ Bút', 'Ổ gà', 1, 'submitted')
            """
        ],
    ]

    @Test(
        "a database with rows of each older version ends with the schema of a fresh one", arguments: Backend.available)
    func upgraded(backend: Backend) async throws {
        let (old, fresh) = (try await backend.empty(), try await backend.migrated(Platform.migrations))
        var entered: Set<String> = []
        for count in 1...Platform.migrations.count {
            for name in try await old.migrate(Array(Platform.migrations.prefix(count))) {
                guard let rows = Self.rows[name] else { continue }
                try await old.write { db in for row in rows { try db.run(row) } }
                entered.insert(name)
            }
        }
        #expect(entered == Set(Self.rows.keys), "every step with rows is a step of the product")
        let expected = try await schema(of: fresh)
        #expect(expected.count > 100)
        #expect(try await schema(of: old) == expected)
        for (table, count) in [
            ("ledger_event", 1), ("job_outbox", 1), ("account", 2), ("post", 1), ("scene_report", 1),
        ] {
            #expect(try await self.count(table, old) == count, "\(table)")
        }
    }

    /// Every table, column, index and constraint as the database itself describes it.
    private func schema(of database: any Database) async throws -> [String] {
        let questions: [SQL] =
            switch database.dialect {
            case .sqlite:
                [
                    """
                    SELECT type || ' ' || name || ' ' || coalesce(sql, '') AS line FROM sqlite_master
                    UNION ALL SELECT t.name || '.' || c.name || ' ' || c.type || ' ' || c."notnull" || ' ' || c.pk AS line
                    FROM sqlite_master t JOIN pragma_table_info(t.name) c WHERE t.type = 'table' ORDER BY line
                    """
                ]
            case .postgres:
                [
                    """
                    SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || ' '
                        || coalesce(column_default, '') || ' ' || coalesce(collation_name, '') AS line
                    FROM information_schema.columns WHERE table_schema = current_schema() ORDER BY line
                    """,
                    "SELECT indexdef AS line FROM pg_indexes WHERE schemaname = current_schema() ORDER BY line",
                    """
                    SELECT conrelid::regclass::text || ' ' || conname || ' ' || pg_get_constraintdef(oid) AS line
                    FROM pg_constraint WHERE connamespace = current_schema()::regnamespace ORDER BY line
                    """,
                ]
            }
        return try await database.read { db in
            try questions.flatMap { try db.rows($0).map { try $0.text("line") } }
        }
    }

    private func count(_ table: String, _ database: any Database) async throws -> Int {
        try await database.read { db in
            let found = try #require(try db.tables().first { $0.name == table })
            return try #require(try db.rows("SELECT count(*) AS n FROM \(found)").first).int("n")
        }
    }
}
