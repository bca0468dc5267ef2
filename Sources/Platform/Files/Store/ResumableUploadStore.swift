// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
import Kernel

/// `resumable_upload` and its pieces, each of which is a file of its own until the whole is there.
struct ResumableUploadStore {
    let db: any Connection

    private static let columns: SQL = "id, owner, name, size, received, begun_at"

    func insert(_ upload: ResumableUpload) throws {
        try db.run(
            """
            INSERT INTO resumable_upload (\(Self.columns)) VALUES (\(upload.id), \(upload.owner), \(upload.name),
                \(upload.size), \(upload.received), \(upload.begunAt))
            """)
    }

    func find(_ id: ID<ResumableUpload>, of owner: String) throws -> ResumableUpload? {
        try db.rows("SELECT \(Self.columns) FROM resumable_upload WHERE id = \(id) AND owner = \(owner)").first
            .map(ResumableUpload.init(row:))
    }

    /// The newest of this name and size.
    func find(_ name: String, size: Int, of owner: String) throws -> ResumableUpload? {
        try db.rows(
            """
            SELECT \(Self.columns) FROM resumable_upload WHERE owner = \(owner) AND name = \(name) AND size = \(size)
            ORDER BY begun_at DESC, id DESC LIMIT 1
            """
        ).first.map(ResumableUpload.init(row:))
    }

    /// Enters a piece, if it is the one that is waited for; nil when it is not.
    func add(_ piece: StoredFile, at start: Int, to id: ID<ResumableUpload>, of owner: String) throws
        -> ResumableUpload?
    {
        let moved = try db.rows(
            """
            UPDATE resumable_upload SET received = received + \(piece.size)
            WHERE id = \(id) AND owner = \(owner) AND received = \(start) RETURNING \(Self.columns)
            """)
        guard let upload = try moved.first.map(ResumableUpload.init(row:)) else { return nil }
        try db.run(
            "INSERT INTO resumable_upload_piece (upload, start, hash) VALUES (\(id), \(start), \(piece.hash))")
        return upload
    }

    /// The hashes of the pieces, in their order.
    func pieces(of id: ID<ResumableUpload>) throws -> [String] {
        try db.rows("SELECT hash FROM resumable_upload_piece WHERE upload = \(id) ORDER BY start").map {
            try $0.text("hash")
        }
    }

    /// Those of an owner behind the newest `limit`.
    func surplus(of owner: String, beyond limit: Int) throws -> [ID<ResumableUpload>] {
        try db.rows("SELECT id FROM resumable_upload WHERE owner = \(owner) ORDER BY begun_at DESC, id DESC").dropFirst(
            limit
        )
        .map { try $0.id("id") }
    }

    func begun(before time: Date, limit: Int) throws -> [ID<ResumableUpload>] {
        try db.rows("SELECT id FROM resumable_upload WHERE begun_at < \(time) ORDER BY begun_at LIMIT \(limit)")
            .map { try $0.id("id") }
    }

    func forget(_ id: ID<ResumableUpload>) throws {
        try db.run("DELETE FROM resumable_upload_piece WHERE upload = \(id)")
        try db.run("DELETE FROM resumable_upload WHERE id = \(id)")
    }
}

extension ResumableUpload {
    fileprivate init(row: Row) throws {
        self.init(
            id: try row.id("id"), owner: try row.text("owner"), name: try row.text("name"), size: try row.int("size"),
            received: try row.int("received"), begunAt: try row.time("begun_at"))
    }
}
