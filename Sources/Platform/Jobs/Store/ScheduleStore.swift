// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation

/// The `job_schedule` table: when each schedule is due, and how it went last.
struct ScheduleStore {
    let db: any Connection

    func due(_ name: String) throws -> Date? {
        try db.rows("SELECT due_at FROM job_schedule WHERE name = \(name)").first?.time("due_at")
    }

    func all() throws -> [ScheduleRecord] {
        try db.rows("SELECT name, due_at, ran_at, problem FROM job_schedule ORDER BY name").map { row in
            ScheduleRecord(
                name: try row.text("name"), due: try row.time("due_at"), ran: try row.optional("ran_at", row.time),
                problem: try row.text("problem"))
        }
    }

    /// Enters a schedule, or brings it forward when its rule has become tighter.
    func plan(_ name: String, due: Date) throws {
        try db.run(
            """
            INSERT INTO job_schedule (name, due_at, problem) VALUES (\(name), \(due), '')
            ON CONFLICT (name) DO UPDATE SET due_at = excluded.due_at WHERE job_schedule.due_at > excluded.due_at
            """)
    }

    func ran(_ name: String, at time: Date, next: Date, problem: String) throws {
        try db.run(
            "UPDATE job_schedule SET ran_at = \(time), due_at = \(next), problem = \(problem) WHERE name = \(name)")
    }
}
