// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
import Kernel

/// The `form_draft` table. A draft that was sent leaves its row, emptied, with the path of what it became.
struct DraftStore {
    let db: any Connection

    enum Found { case open(Draft), became(String) }

    static func find(_ id: ID<Draft>, of owner: String) -> Query<Found?> {
        Query("SELECT \(columns) FROM form_draft WHERE id = \(id) AND owner = \(owner)", found)
    }

    /// As `find`, for a draft about to be changed: nobody else changes it before this transaction ends.
    func take(_ id: ID<Draft>, of owner: String) throws -> Found? {
        try Self.found(
            db.rows(
                "SELECT \(Self.columns) FROM form_draft WHERE id = \(id) AND owner = \(owner) \(db.dialect.lockRow)"))
    }

    enum Standing { case open(revision: Int), became(String) }

    /// As `take`, without what was answered.
    func lock(_ id: ID<Draft>, of owner: String) -> Query<Standing?> {
        Query("SELECT revision, became FROM form_draft WHERE id = \(id) AND owner = \(owner) \(db.dialect.lockRow)") {
            try $0.first.map { row in
                if let path = try row.optional("became", row.text) { return .became(path) }
                return .open(revision: try row.int("revision"))
            }
        }
    }

    func open(of owner: String, limit: Int) throws -> [Draft.Entry] {
        try db.rows(
            """
            SELECT id, kind, form, saved_at FROM form_draft WHERE owner = \(owner) AND became IS NULL
            ORDER BY saved_at DESC, id DESC LIMIT \(limit)
            """
        ).map {
            Draft.Entry(
                id: try $0.id("id"), kind: try $0.text("kind"), key: try $0.text("form"),
                savedAt: try $0.time("saved_at"))
        }
    }

    func insert(_ draft: Draft) throws {
        try db.run(
            """
            INSERT INTO form_draft (id, kind, form, version, owner, place, answers, revision, begun_at, saved_at)
            VALUES (\(draft.id), \(draft.kind), \(draft.key), \(draft.version), \(draft.owner),
                    \(draft.place?.rawValue), \(draft.answers.json), \(draft.revision), \(draft.begunAt), \(draft.savedAt))
            """)
    }

    func update(_ draft: Draft) throws {
        try db.run(
            """
            UPDATE form_draft SET version = \(draft.version), answers = \(draft.answers.json),
                revision = \(draft.revision), saved_at = \(draft.savedAt)
            WHERE id = \(draft.id)
            """)
    }

    func empty(_ id: ID<Draft>, became path: String, at time: Date) throws {
        try db.run("UPDATE form_draft SET answers = '{}', became = \(path), saved_at = \(time) WHERE id = \(id)")
    }

    func remove(_ id: ID<Draft>) throws { try db.run("DELETE FROM form_draft WHERE id = \(id)") }

    /// Of those last touched before a time, one that is still open; it is locked, and passed over where another holds it.
    func abandoned(before time: Date) throws -> Draft? {
        try db.rows(
            """
            SELECT \(Self.columns) FROM form_draft WHERE saved_at < \(time) AND became IS NULL
            ORDER BY saved_at LIMIT 1 \(db.dialect.lockNext)
            """
        ).first.map(Draft.init(row:))
    }

    func forgetSubmitted(before time: Date) throws {
        try db.run("DELETE FROM form_draft WHERE saved_at < \(time) AND became IS NOT NULL")
    }

    private static func found(_ rows: [Row]) throws -> Found? {
        try rows.first.map { row in
            if let path = try row.optional("became", row.text) { return .became(path) }
            return .open(try Draft(row: row))
        }
    }

    private static let columns: SQL =
        "id, kind, form, version, owner, place, answers, revision, begun_at, saved_at, became"
}

extension Draft {
    fileprivate init(row: Row) throws {
        self.init(
            id: try row.id("id"), kind: try row.text("kind"), key: try row.text("form"),
            version: try row.int("version"), owner: try row.text("owner"),
            place: try row.optional("place", row.text).map(Place.init(rawValue:)),
            answers: try Answers(json: try row.text("answers")), revision: try row.int("revision"),
            begunAt: try row.time("begun_at"), savedAt: try row.time("saved_at"))
    }
}
