// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
import Kernel

/// The `second_factor` and `recovery_code` tables.
struct SecondFactorStore {
    let db: any Connection
    let secret: Secret

    struct Enrolment {
        let code: OneTimeCode
        let isConfirmed: Bool
        let lastStep: Int64?
    }

    /// Held until the transaction ends, so that one code cannot be used twice at once.
    func lock(_ account: ID<Account>) throws -> Enrolment? {
        let sql: SQL = """
            SELECT secret_sealed, confirmed_at, last_step FROM second_factor
            WHERE account_id = \(account)\(db.dialect.lockRow)
            """
        return try db.rows(sql).first.map { row in
            let secret = try secret.open(try row.blob("secret_sealed"), of: account.rawValue)
            return Enrolment(
                code: OneTimeCode(secret: secret), isConfirmed: try row.optional("confirmed_at", row.time) != nil,
                lastStep: try row.optional("last_step", row.integer))
        }
    }

    func isConfirmed(_ account: ID<Account>) throws -> Bool {
        try !db.rows(
            "SELECT 1 AS one FROM second_factor WHERE account_id = \(account) AND confirmed_at IS NOT NULL"
        ).isEmpty
    }

    /// Puts a fresh secret in place of one that was never confirmed.
    func begin(_ code: OneTimeCode, _ account: ID<Account>) throws {
        let sealed = try secret.seal(code.secret, of: account.rawValue)
        try db.run(
            """
            INSERT INTO second_factor (account_id, secret_sealed) VALUES (\(account), \(sealed))
            ON CONFLICT (account_id) DO UPDATE SET secret_sealed = excluded.secret_sealed
            WHERE second_factor.confirmed_at IS NULL
            """)
    }

    func confirm(_ account: ID<Account>, step: Int64, at time: Date) throws {
        try db.run(
            "UPDATE second_factor SET confirmed_at = \(time), last_step = \(step) WHERE account_id = \(account)")
    }

    func use(step: Int64, _ account: ID<Account>) throws {
        try db.run("UPDATE second_factor SET last_step = \(step) WHERE account_id = \(account)")
    }

    func remove(_ account: ID<Account>) throws {
        try db.run("DELETE FROM recovery_code WHERE account_id = \(account)")
        try db.run("DELETE FROM second_factor WHERE account_id = \(account)")
    }

    func insert(_ codes: [PaperCode], _ account: ID<Account>) throws {
        for code in codes {
            try db.run(
                "INSERT INTO recovery_code (account_id, hash) VALUES (\(account), \(hash(code, account)))")
        }
    }

    /// False when the code is none of theirs or was used before.
    func use(_ code: PaperCode, _ account: ID<Account>) throws -> Bool {
        try db.change(
            "DELETE FROM recovery_code WHERE account_id = \(account) AND hash = \(hash(code, account))") == 1
    }

    func codesLeft(_ account: ID<Account>) throws -> Int {
        try db.rows("SELECT count(*) AS n FROM recovery_code WHERE account_id = \(account)").first?.int("n") ?? 0
    }

    private func hash(_ code: PaperCode, _ account: ID<Account>) -> [UInt8] {
        secret.lookup("\(account) \(code.text)", for: "recovery code")
    }
}
