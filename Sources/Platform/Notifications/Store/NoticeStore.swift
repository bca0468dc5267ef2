// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
import Kernel

/// The `personal_notice` table.
struct NoticeStore {
    let db: any Connection

    /// False when it was there before.
    func insert(_ notice: PersonalNotice) throws -> Bool {
        try !db.rows(
            """
            INSERT INTO personal_notice (id, account, at, title, title_en, text, text_en, path)
            VALUES (\(notice.id), \(notice.account), \(notice.at), \(notice.words.title(.vi)), \(notice.words.title(.en)),
                    \(notice.words.text(.vi)), \(notice.words.text(.en)), \(notice.path))
            ON CONFLICT (id) DO NOTHING RETURNING id
            """
        ).isEmpty
    }

    func find(_ id: ID<PersonalNotice>) throws -> PersonalNotice? {
        try db.rows("SELECT \(Self.columns) FROM personal_notice WHERE id = \(id)").first.map(PersonalNotice.init(row:))
    }

    /// The newest first.
    func newest(of account: String, limit: Int) throws -> [PersonalNotice] {
        try db.rows(
            """
            SELECT \(Self.columns) FROM personal_notice WHERE account = \(account)
            ORDER BY at DESC, id DESC LIMIT \(limit)
            """
        ).map(PersonalNotice.init(row:))
    }

    func unread(of account: String) throws -> Int {
        try db.rows(
            "SELECT COUNT(*) AS count FROM personal_notice WHERE account = \(account) AND read_at IS NULL"
        )[0].int("count")
    }

    func markRead(_ id: ID<PersonalNotice>? = nil, of account: String, at time: Date) throws {
        var query: SQL =
            "UPDATE personal_notice SET read_at = \(time) WHERE account = \(account) AND read_at IS NULL AND at <= \(time)"
        if let id { query = query + " AND id = \(id)" }
        try db.run(query)
    }

    /// What has been read by everybody it concerns, or was never looked at, is let go after a while.
    func forget(before time: Date) throws { try db.run("DELETE FROM personal_notice WHERE at < \(time)") }

    private static let columns: SQL = "id, account, at, title, title_en, text, text_en, path, read_at"
}

extension PersonalNotice {
    fileprivate init(row: Row) throws {
        let vi = (title: try row.text("title"), text: try row.text("text"))
        let en = (title: try row.text("title_en"), text: try row.text("text_en"))
        self.init(
            id: try row.id("id"), account: try row.id("account"), at: try row.time("at"),
            words: Words { $0 == .vi ? vi : en }, path: try row.text("path"),
            readAt: try row.optional("read_at", row.time))
    }
}
