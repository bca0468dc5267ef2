// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
import Kernel

/// The `recovery` table: at most one code for each account, its hash only.
struct RecoveryStore {
    let db: any Connection

    struct Recovery {
        let alsoSecondFactor: Bool
    }

    func put(_ hash: [UInt8], _ account: ID<Account>, alsoSecondFactor: Bool, until time: Date) throws {
        try db.run(
            """
            INSERT INTO recovery (account_id, hash, also_second_factor, expires_at)
            VALUES (\(account), \(hash), \(alsoSecondFactor), \(time))
            ON CONFLICT (account_id) DO UPDATE SET hash = excluded.hash,
                also_second_factor = excluded.also_second_factor, expires_at = excluded.expires_at
            """)
    }

    func find(_ hash: [UInt8], _ account: ID<Account>, at time: Date) throws -> Recovery? {
        try db.rows(
            """
            SELECT also_second_factor FROM recovery
            WHERE account_id = \(account) AND hash = \(hash) AND expires_at > \(time)
            """
        ).first.map { Recovery(alsoSecondFactor: try $0.bool("also_second_factor")) }
    }

    func remove(_ account: ID<Account>) throws { try db.run("DELETE FROM recovery WHERE account_id = \(account)") }
}
