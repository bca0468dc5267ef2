// SPDX-License-Identifier: Apache-2.0

package import Database

package enum DemoPortalMigrations {
    package static let all = [
        Migration(
            "demoportal-001-notice",
            [
                """
                CREATE TABLE demo_portal_notice (
                    id \(.text) PRIMARY KEY,
                    portal \(.text) NOT NULL,
                    dossier \(.text) NOT NULL,
                    number \(.int) NOT NULL,
                    state \(.text) NOT NULL,
                    state_code \(.int) NOT NULL,
                    words \(.text) NOT NULL,
                    told_at \(.int) NOT NULL
                ) \(.strict)
                """,
                "CREATE INDEX demo_portal_notice_told ON demo_portal_notice (told_at, id)",
            ])
    ]
}

/// The `demo_portal_notice` table.
struct DemoPortalStore {
    let db: any Connection

    func insert(_ notice: DemoNotice) throws {
        let told = notice.message
        try db.run(
            """
            INSERT INTO demo_portal_notice (id, portal, dossier, number, state, state_code, words, told_at)
            VALUES (\(told.id), \(notice.portal), \(told.dossier), \(told.number), \(told.state), \(told.stateCode),
                \(told.words), \(notice.at))
            ON CONFLICT (id) DO NOTHING
            """)
    }

    func newest(_ limit: Int) throws -> [DemoNotice] {
        try db.rows(
            """
            SELECT id, portal, dossier, number, state, state_code, words, told_at FROM demo_portal_notice
            ORDER BY told_at DESC, id DESC LIMIT \(limit)
            """
        ).map { row in
            DemoNotice(
                portal: try row.text("portal"),
                message: .init(
                    id: try row.text("id"), number: try row.int("number"), dossier: try row.text("dossier"),
                    state: try row.text("state"), stateCode: try row.int("state_code"), words: try row.text("words")),
                at: try row.time("told_at"))
        }
    }
}
