// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
import Kernel

/// The `task_reminder` table.
struct ReminderStore {
    let db: any Connection

    static func find(_ id: ID<Reminder>) -> Query<Reminder?> {
        Query("SELECT \(columns) FROM task_reminder WHERE id = \(id)") { try $0.first.map(Reminder.init(row:)) }
    }

    /// Those an agency sent or was sent, the newest first.
    static func concerning(_ agency: Place, limit: Int) -> Query<[Reminder]> {
        Query(
            """
            SELECT \(columns) FROM task_reminder WHERE giver = \(agency.rawValue) OR agency = \(agency.rawValue)
            ORDER BY sent_at DESC, id DESC LIMIT \(limit)
            """
        ) { try $0.map(Reminder.init(row:)) }
    }

    func insert(_ reminder: Reminder) throws {
        let content = String(decoding: try JSONEncoder().encode(reminder.letter), as: UTF8.self)
        try db.run(
            """
            INSERT INTO task_reminder (id, giver, agency, content, sent_by, sent_at, event)
            VALUES (\(reminder.id), \(reminder.giver.rawValue), \(reminder.agency.rawValue), \(content),
                \(reminder.sentBy), \(reminder.sentAt), \(reminder.event))
            """)
    }

    private static let columns: SQL = "id, giver, agency, content, sent_by, sent_at, event"
}

extension Reminder {
    fileprivate init(row: Row) throws {
        self.init(
            id: try row.id("id"), giver: Place(rawValue: try row.text("giver")),
            agency: Place(rawValue: try row.text("agency")),
            letter: try JSONDecoder().decode(ReminderLetter.self, from: Data(try row.text("content").utf8)),
            sentBy: try row.text("sent_by"), sentAt: try row.time("sent_at"), event: try row.text("event"))
    }
}
