// SPDX-License-Identifier: Apache-2.0

import Database
import Kernel

/// What people said about how it went: `case_rating`.
struct CaseRatingStore {
    let db: any Connection

    static func find(_ file: ID<CaseFile>) -> Query<CaseRating?> {
        Query("SELECT at, score, text FROM case_rating WHERE case_file = \(file)") {
            try $0.first.map(CaseRating.init(row:))
        }
    }

    /// What people wrote about an agency and cases of one kind, the newest first, without saying who.
    func newest(of kind: String, at holder: Place, limit: Int) throws -> [CaseRating] {
        try db.rows(
            """
            SELECT r.at, r.score, r.text FROM case_rating r JOIN case_file f ON f.id = r.case_file
            WHERE r.holder = \(holder.rawValue) AND f.kind = \(kind) AND r.text <> ''
            ORDER BY r.at DESC LIMIT \(limit)
            """
        ).map(CaseRating.init(row:))
    }

    /// False when there is one already.
    func insert(_ rating: CaseRating, of file: CaseFile) throws -> Bool {
        try db.change(
            """
            INSERT INTO case_rating (case_file, holder, at, score, text)
            VALUES (\(file.id), \(file.holder.rawValue), \(rating.at), \(rating.score), \(rating.text))
            ON CONFLICT DO NOTHING
            """) == 1
    }
}

extension CaseRating {
    fileprivate init(row: Row) throws {
        self.init(at: try row.time("at"), score: try row.int("score"), text: try row.text("text"))
    }
}
