// SPDX-License-Identifier: Apache-2.0

package import Database
import Foundation
import NationalAxis

package enum DemoAxisMigrations {
    package static let all = [
        Migration(
            "demoaxis-001-message",
            [
                """
                CREATE TABLE demo_axis_message (
                    id \(.text) PRIMARY KEY,
                    kind \(.text) NOT NULL,
                    sender \(.text) NOT NULL,
                    bytes \(.blob) NOT NULL,
                    status \(.text) NOT NULL CHECK (status IN ('sent', 'waiting', 'done', 'fail')),
                    put_at \(.int) NOT NULL
                ) \(.strict)
                """,
                "CREATE INDEX demo_axis_message_waiting ON demo_axis_message (kind, put_at, id) WHERE status = 'waiting'",
            ])
    ]
}

/// The `demo_axis_message` table.
struct DemoAxisStore {
    let db: any Connection

    func insert(
        _ id: String, _ kind: AxisKind, from sender: String, _ bytes: [UInt8], isWaiting: Bool, at time: Date
    ) throws {
        let status = isWaiting ? "waiting" : "sent"
        try db.run(
            """
            INSERT INTO demo_axis_message (id, kind, sender, bytes, status, put_at)
            VALUES (\(id), \(kind.rawValue), \(sender), \(bytes), \(status), \(time))
            """)
    }

    func message(_ id: String) throws -> [UInt8]? {
        try db.rows("SELECT bytes FROM demo_axis_message WHERE id = \(id)").first?.blob("bytes")
    }

    func waiting(_ kind: AxisKind) throws -> [AxisEntry] {
        try db.rows(
            """
            SELECT id, sender FROM demo_axis_message WHERE status = 'waiting' AND kind = \(kind.rawValue)
            ORDER BY put_at, id LIMIT 1000
            """
        ).map { AxisEntry(id: try $0.text("id"), kind: kind, sender: try $0.text("sender")) }
    }

    /// False for one that was not put there for the connected system.
    func settle(_ id: String, _ handling: AxisHandling) throws -> Bool {
        try db.change(
            "UPDATE demo_axis_message SET status = \(handling.rawValue) WHERE id = \(id) AND status <> 'sent'") == 1
    }
}
