// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
import Kernel

/// The `throttle` table: one row for each thing that failed within a day.
struct ThrottleStore {
    let db: any Connection

    /// Counts one attempt before it is made, so that many at once cannot slip through; throws when it is too early.
    func take(_ key: ThrottleKey, at time: Date) throws {
        try db.run(
            """
            INSERT INTO throttle (name, failures, failed_at, free_at) VALUES (\(key.name), 0, \(time), \(time))
            ON CONFLICT (name) DO NOTHING
            """)
        let sql: SQL = "SELECT failures, failed_at, free_at FROM throttle WHERE name = \(key.name)\(db.dialect.lockRow)"
        guard let row = try db.rows(sql).first else { return }
        let freeAt = try row.time("free_at")
        // By whole milliseconds, as they are stored: a moment rounded to them may lie a hair behind itself.
        guard freeAt.milliseconds <= time.milliseconds else {
            throw TooManyAttempts(retryAfter: freeAt.timeIntervalSince(time))
        }
        let isForgotten = time.timeIntervalSince(try row.time("failed_at")) > Throttle.memory
        let failures = (isForgotten ? 0 : try row.int("failures")) + 1
        try db.run(
            """
            UPDATE throttle SET failures = \(failures), failed_at = \(time),
                free_at = \(time + key.throttle.pause(after: failures))
            WHERE name = \(key.name)
            """)
    }

    /// Takes back one attempt that turned out well.
    func giveBack(_ key: ThrottleKey, at time: Date) throws {
        try db.run(
            """
            UPDATE throttle SET failures = CASE WHEN failures > 0 THEN failures - 1 ELSE 0 END, free_at = \(time)
            WHERE name = \(key.name)
            """)
    }

    func clear(_ key: ThrottleKey) throws { try db.run("DELETE FROM throttle WHERE name = \(key.name)") }

    func forget(before time: Date) throws -> Int { try db.change("DELETE FROM throttle WHERE failed_at < \(time)") }
}

/// The `known_device` table: browsers in which a person has signed in before.
struct DeviceStore {
    let db: any Connection

    func knows(_ tokenHash: [UInt8], _ account: ID<Account>) throws -> Bool {
        try !db.rows(
            "SELECT 1 AS one FROM known_device WHERE token_hash = \(tokenHash) AND account_id = \(account)"
        ).isEmpty
    }

    /// Remembers the device for this account, and of older ones only the nine used last.
    func remember(_ tokenHash: [UInt8], _ account: ID<Account>, at time: Date) throws {
        try db.run(
            """
            INSERT INTO known_device (token_hash, account_id, used_at) VALUES (\(tokenHash), \(account), \(time))
            ON CONFLICT (token_hash, account_id) DO UPDATE SET used_at = excluded.used_at
            """)
        try db.run(
            """
            DELETE FROM known_device WHERE account_id = \(account) AND token_hash NOT IN (
                SELECT token_hash FROM known_device WHERE account_id = \(account)
                ORDER BY used_at DESC, token_hash LIMIT 10)
            """)
    }

    func forgetAll(of account: ID<Account>) throws {
        try db.run("DELETE FROM known_device WHERE account_id = \(account)")
    }
}
