// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation

/// `exchange_contact`: when a node was last spoken with, in either direction.
struct ContactStore {
    let db: any Connection

    func note(_ sign: SignOfLife, of node: String, at time: Date) throws {
        switch sign {
        case .answered(let directory):
            try db.run(
                """
                INSERT INTO exchange_contact (node, reached_at, problem, directory)
                VALUES (\(node), \(time), '', \(directory))
                ON CONFLICT (node) DO UPDATE SET reached_at = excluded.reached_at,
                    directory = coalesce(excluded.directory, exchange_contact.directory)
                """)
        case .silent(let problem):
            try db.run(
                """
                INSERT INTO exchange_contact (node, failed_at, problem)
                VALUES (\(node), \(time), \(String(problem.replacing("\0", with: " ").prefix(200))))
                ON CONFLICT (node) DO UPDATE SET failed_at = excluded.failed_at, problem = excluded.problem
                """)
        case .came:
            try db.run(
                """
                INSERT INTO exchange_contact (node, came_at, problem) VALUES (\(node), \(time), '')
                ON CONFLICT (node) DO UPDATE SET came_at = excluded.came_at
                """)
        }
    }

    func all() throws -> [String: Contact] {
        try db.rows("SELECT node, reached_at, failed_at, problem, came_at, directory FROM exchange_contact")
            .reduce(into: [:]) { contacts, row in
                contacts[try row.text("node")] = Contact(
                    reachedAt: try row.optional("reached_at", row.time),
                    failedAt: try row.optional("failed_at", row.time), problem: try row.text("problem"),
                    cameAt: try row.optional("came_at", row.time),
                    directory: try row.optional("directory", row.integer))
            }
    }
}
