// SPDX-License-Identifier: Apache-2.0

import Database
import Kernel

/// The `document_signing` table.
struct SigningStore {
    let db: any Connection

    func find(_ document: ID<IssuedDocument>) throws -> PendingSignature? {
        try db.rows("SELECT \(Self.columns) FROM document_signing WHERE document = \(document)").first
            .map(PendingSignature.init(row:))
    }

    /// What waits for one signatory, longest first.
    func waiting(for signatory: Signatory, limit: Int) throws -> [PendingSignature] {
        try db.rows(
            """
            SELECT \(Self.columns) FROM document_signing WHERE signatory = \(signatory.name)
            ORDER BY since, document LIMIT \(limit)
            """
        ).map(PendingSignature.init(row:))
    }

    func put(_ pending: PendingSignature) throws {
        try db.run(
            """
            INSERT INTO document_signing (document, draft, done, signatory, since, problem)
            VALUES (\(pending.document), \(pending.draft), \(pending.done), \(pending.signatory?.name ?? ""),
                \(pending.since), \(pending.problem))
            ON CONFLICT (document) DO UPDATE SET draft = excluded.draft, done = excluded.done,
                signatory = excluded.signatory, since = excluded.since, problem = excluded.problem
            """)
    }

    /// Writes down what went wrong for whom the paper still waits.
    func note(_ problem: String, about document: ID<IssuedDocument>, after done: Int) throws {
        try db.run(
            "UPDATE document_signing SET problem = \(problem) WHERE document = \(document) AND done = \(done)")
    }

    func remove(_ document: ID<IssuedDocument>) throws {
        try db.run("DELETE FROM document_signing WHERE document = \(document)")
    }

    private static let columns: SQL = "document, draft, done, signatory, since, problem"
}

extension PendingSignature {
    fileprivate init(row: Row) throws {
        self.init(
            document: try row.id("document"), draft: try row.text("draft"), done: try row.int("done"),
            signatory: Signatory(name: try row.text("signatory")), since: try row.time("since"),
            problem: try row.text("problem"))
    }
}
