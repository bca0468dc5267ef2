// SPDX-License-Identifier: Apache-2.0

import Casework
import Database
import Kernel

/// The table `document_origin`.
struct OriginStore {
    let db: any Connection

    func insert(_ origin: DocumentOrigin, of file: ID<CaseFile>) throws {
        try db.run(
            """
            INSERT INTO document_origin (case_file, kind, origin, title, path)
            VALUES (\(file), \(origin.kind), \(origin.id), \(origin.title), \(origin.path))
            """)
    }

    func origin(of file: ID<CaseFile>) throws -> DocumentOrigin? {
        try db.rows("SELECT kind, origin, title, path FROM document_origin WHERE case_file = \(file)").first.map {
            DocumentOrigin(
                kind: try $0.text("kind"), id: try $0.text("origin"), title: try $0.text("title"),
                path: try $0.text("path"))
        }
    }

    func document(of kind: String, _ origin: String) throws -> ID<CaseFile>? {
        try db.rows("SELECT case_file FROM document_origin WHERE kind = \(kind) AND origin = \(origin)").first.map {
            try $0.id("case_file")
        }
    }
}
