// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
import Kernel

/// The `post` table. A post that ended keeps its row: it says who could do what, when.
struct PostStore {
    let db: any Connection

    func find(_ id: ID<Post>) throws -> Post? {
        try db.rows("SELECT \(Self.columns) FROM post WHERE id = \(id)").first.map(Post.init(row:))
    }

    /// In which post somebody acts whose session a token is.
    static func find(tokenHash: [UInt8]) -> Query<Post?> {
        let session: SQL = "SELECT post_id FROM session WHERE token_hash = \(tokenHash)"
        return Query("SELECT \(columns) FROM post WHERE id = (\(session))") { try $0.first.map(Post.init(row:)) }
    }

    /// All posts of a person, the newest first.
    func all(of account: ID<Account>) throws -> [Post] {
        try db.rows("SELECT \(Self.columns) FROM post WHERE account_id = \(account) ORDER BY since_at DESC, id DESC")
            .map(Post.init(row:))
    }

    /// The people who hold a post at `agency` at `time`, each once.
    func holders(at agency: Place, on time: Date) throws -> [(id: ID<Account>, name: String)] {
        try db.rows(
            """
            SELECT DISTINCT account.id AS id, account.name AS name FROM post JOIN account ON account.id = post.account_id
            WHERE post.agency = \(agency.rawValue) AND post.since_at <= \(time)
                AND (post.until_at IS NULL OR post.until_at > \(time))
            """
        ).map { (try $0.id("id"), try $0.text("name")) }
    }

    func insert(_ post: Post) throws {
        try db.run(
            """
            INSERT INTO post (id, account_id, role, agency, since_at, until_at)
            VALUES (\(post.id), \(post.account), \(post.role), \(post.agency.rawValue), \(post.since), \(post.until))
            """)
    }

    /// False when the post had ended before.
    func end(_ id: ID<Post>, at time: Date) throws -> Bool {
        try db.change(
            """
            UPDATE post SET until_at = CASE WHEN since_at > \(time) THEN since_at ELSE \(time) END
            WHERE id = \(id) AND (until_at IS NULL OR until_at > \(time))
            """) == 1
    }

    private static let columns: SQL = "id, account_id, role, agency, since_at, until_at"
}

extension Post {
    init(row: Row) throws {
        self.init(
            id: ID(try row.text("id")), account: ID(try row.text("account_id")), role: try row.text("role"),
            agency: Place(rawValue: try row.text("agency")), since: try row.time("since_at"),
            until: try row.optional("until_at", row.time))
    }
}
