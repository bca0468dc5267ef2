// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
import Kernel

/// The `session` table. A session that ended keeps its row for a while, so that a replay can be told from a guess.
struct SessionStore {
    let db: any Connection

    func insert(_ session: Session, tokenHash: [UInt8]) throws {
        try db.run(
            """
            INSERT INTO session (id, token_hash, account_id, post_id, method, second_factor_at, browser,
                                 created_at, seen_at, expires_at)
            VALUES (\(session.id), \(tokenHash), \(session.account), \(session.post), \(session.method.rawValue),
                    \(session.secondFactorAt), \(session.browser), \(session.createdAt), \(session.seenAt),
                    \(session.expiresAt))
            """)
    }

    static func find(tokenHash: [UInt8]) -> Query<Session?> {
        Query("SELECT \(columns) FROM session WHERE token_hash = \(tokenHash)") { try $0.first.map(Session.init(row:)) }
    }

    func find(_ id: ID<Session>) throws -> Session? {
        try db.rows("SELECT \(Self.columns) FROM session WHERE id = \(id)").first.map(Session.init(row:))
    }

    func open(of account: ID<Account>) throws -> [Session] {
        try db.rows(
            """
            SELECT \(Self.columns) FROM session WHERE account_id = \(account) AND ended_at IS NULL
            ORDER BY seen_at DESC, id DESC
            """
        ).map(Session.init(row:))
    }

    func touch(_ id: ID<Session>, at time: Date) throws {
        try db.run("UPDATE session SET seen_at = \(time) WHERE id = \(id) AND seen_at < \(time)")
    }

    /// Gives the session another token and another capacity. False when it ended meanwhile.
    func rotate(_ id: ID<Session>, tokenHash: [UInt8], post: ID<Post>?, secondFactorAt: Date?) throws -> Bool {
        try db.change(
            """
            UPDATE session SET token_hash = \(tokenHash), post_id = \(post), second_factor_at = \(secondFactorAt)
            WHERE id = \(id) AND ended_at IS NULL
            """) == 1
    }

    /// False when it had ended before.
    func end(_ id: ID<Session>, at time: Date) throws -> Bool {
        try db.change("UPDATE session SET ended_at = \(time) WHERE id = \(id) AND ended_at IS NULL") == 1
    }

    /// Ends all of a person's sessions, perhaps but one, and returns how many ended.
    func endAll(of account: ID<Account>, except kept: ID<Session>? = nil, at time: Date) throws -> Int {
        try db.change(
            """
            UPDATE session SET ended_at = \(time)
            WHERE account_id = \(account) AND ended_at IS NULL AND id <> \(kept?.rawValue ?? "")
            """)
    }

    func forget(before time: Date) throws -> Int { try db.change("DELETE FROM session WHERE expires_at < \(time)") }

    private static let columns: SQL = """
        id, account_id, post_id, method, second_factor_at, browser, created_at, seen_at, expires_at, ended_at
        """
}

extension Session {
    init(row: Row) throws {
        self.init(
            id: ID(try row.text("id")), account: ID(try row.text("account_id")),
            post: try row.optional("post_id") { try row.id($0) },
            method: try row.value("method", Method.init(rawValue:)),
            secondFactorAt: try row.optional("second_factor_at", row.time), browser: try row.text("browser"),
            createdAt: try row.time("created_at"), seenAt: try row.time("seen_at"),
            expiresAt: try row.time("expires_at"), endedAt: try row.optional("ended_at", row.time))
    }
}
