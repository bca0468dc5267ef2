// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
import Kernel

/// The `sign_in_step` table: what must be remembered between two pages of one sign-in, for ten minutes.
struct StepStore {
    let db: any Connection
    let secret: Secret

    func insert(_ content: some Encodable, kind: String, token: Token, until time: Date) throws {
        let sealed = try secret.seal(try JSONEncoder().encode(content), of: "step \(kind)")
        try db.run(
            """
            INSERT INTO sign_in_step (token_hash, kind, sealed, tries, expires_at)
            VALUES (\(token.hash), \(kind), \(sealed), 0, \(time))
            """)
    }

    /// What was remembered, or nil when it is too old, of another kind, or tried five times.
    func find<T: Decodable>(_ type: T.Type, kind: String, token: Token, at time: Date) throws -> T? {
        let row = try db.rows(
            """
            SELECT sealed FROM sign_in_step
            WHERE token_hash = \(token.hash) AND kind = \(kind) AND expires_at > \(time) AND tries < 5
            """
        ).first
        return try row.map { row in
            try JSONDecoder().decode(type, from: try secret.open(try row.blob("sealed"), of: "step \(kind)"))
        }
    }

    func countTry(_ token: Token) throws {
        try db.run("UPDATE sign_in_step SET tries = tries + 1 WHERE token_hash = \(token.hash)")
    }

    /// True for the one who ends it; a second one comes too late.
    func end(_ token: Token) throws -> Bool {
        try db.change("DELETE FROM sign_in_step WHERE token_hash = \(token.hash)") == 1
    }

    func forget(before time: Date) throws -> Int {
        try db.change("DELETE FROM sign_in_step WHERE expires_at < \(time)")
    }
}
