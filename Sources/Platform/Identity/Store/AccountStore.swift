// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
import Kernel
import Search

/// The `account` and `password` tables.
struct AccountStore {
    let db: any Connection

    func find(_ id: ID<Account>) throws -> Account? {
        try db.rows("SELECT \(Self.columns) FROM account WHERE id = \(id)").first.map(Account.init(row:))
    }

    /// Whose session a token is.
    static func find(tokenHash: [UInt8]) -> Query<Account?> {
        let session: SQL = "SELECT account_id FROM session WHERE token_hash = \(tokenHash)"
        return Query("SELECT \(columns) FROM account WHERE id = (\(session))") { try $0.first.map(Account.init(row:)) }
    }

    /// As `find`, holding the row until the transaction ends.
    func lock(_ id: ID<Account>) throws -> Account {
        let sql: SQL = "SELECT \(Self.columns) FROM account WHERE id = \(id)\(db.dialect.lockRow)"
        guard let row = try db.rows(sql).first else { throw IdentityProblem.noSuchAccount }
        return try Account(row: row)
    }

    func find(username: String) throws -> Account? {
        try db.rows("SELECT \(Self.columns) FROM account WHERE username = \(username)").first.map(Account.init(row:))
    }

    /// The accounts that have a word beginning with each of `words`, in the order in which they were opened; all of them
    /// when there are no words.
    func find(words: [String], limit: Int) throws -> [Account] {
        let conditions = words.map { word -> SQL in
            // Text is compared by bytes on both databases, so this is the range of all words that begin so.
            let end = word + "\u{10FFFF}"
            return " AND id IN (SELECT account_id FROM account_word WHERE word >= \(word) AND word < \(end))"
        }
        let matches = conditions.reduce("SELECT \(Self.columns) FROM account WHERE 1 = 1", +)
        return try db.rows(matches + " ORDER BY created_at, id LIMIT \(limit)").map(Account.init(row:))
    }

    func insert(_ account: Account) throws {
        try db.run(
            """
            INSERT INTO account (id, username, name, status, language, created_at)
            VALUES (\(account.id), \(account.username), \(account.name), \(account.status.rawValue),
                    \(account.language?.rawValue), \(account.createdAt))
            """)
        for word in Set(Self.words(account.name) + [account.username].compactMap(\.self)) {
            try db.run("INSERT INTO account_word (word, account_id) VALUES (\(word), \(account.id))")
        }
    }

    /// What is typed, as it is compared: without marks, so that nobody needs a Vietnamese keyboard.
    static func words(_ text: String) -> [String] { VietnameseText.words(VietnameseText.folded(text)) }

    func setStatus(_ status: Account.Status, of id: ID<Account>) throws {
        try db.run("UPDATE account SET status = \(status.rawValue) WHERE id = \(id)")
    }

    func passwordHash(of id: ID<Account>) throws -> String? {
        try db.rows("SELECT hash FROM password WHERE account_id = \(id)").first?.text("hash")
    }

    /// Whether the account is open, and its password still that of its opening.
    func hasFirstPassword(_ username: String, name: String) throws -> Bool {
        try !db.rows(
            """
            SELECT account.id FROM account JOIN password ON password.account_id = account.id
            WHERE username = \(username) AND name = \(name) AND status = \(Account.Status.active.rawValue)
              AND changed_at = created_at
            """
        ).isEmpty
    }

    func setPasswordHash(_ hash: String, of id: ID<Account>, at time: Date) throws {
        try db.run(
            """
            INSERT INTO password (account_id, hash, changed_at) VALUES (\(id), \(hash), \(time))
            ON CONFLICT (account_id) DO UPDATE SET hash = excluded.hash, changed_at = excluded.changed_at
            """)
    }

    private static let columns: SQL = "id, username, name, status, language, created_at"
}

extension Account {
    init(row: Row) throws {
        self.init(
            id: ID(try row.text("id")), username: try row.optional("username", row.text), name: try row.text("name"),
            status: try row.value("status", Status.init(rawValue:)),
            language: try row.optional("language", row.text).flatMap(Language.init(rawValue:)),
            createdAt: try row.time("created_at"))
    }
}
