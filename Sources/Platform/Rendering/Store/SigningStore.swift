// SPDX-License-Identifier: Apache-2.0

import Database
import Kernel
import Signatures

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
            INSERT INTO document_signing (document, draft, done, signatory, since, problem, filling)
            VALUES (\(pending.document), \(pending.draft), \(pending.done), \(pending.signatory?.name ?? ""),
                \(pending.since), \(pending.problem), \(Self.lines(pending.filling)))
            ON CONFLICT (document) DO UPDATE SET draft = excluded.draft, done = excluded.done,
                signatory = excluded.signatory, since = excluded.since, problem = excluded.problem,
                filling = excluded.filling
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

    private static let columns: SQL = "document, draft, done, signatory, since, problem, filling"

    /// `day=15`, a line for each: names are letters and values are digits.
    private static func lines(_ filling: [String: String]) -> String {
        filling.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: "\n")
    }

    fileprivate static func filling(_ lines: String) -> [String: String] {
        lines.split(separator: "\n").reduce(into: [:]) { filling, line in
            let parts = line.split(separator: "=", maxSplits: 1)
            if parts.count == 2 { filling[String(parts[0])] = String(parts[1]) }
        }
    }
}

extension PendingSignature {
    fileprivate init(row: Row) throws {
        self.init(
            document: try row.id("document"), draft: try row.text("draft"), done: try row.int("done"),
            signatory: Signatory(name: try row.text("signatory")), since: try row.time("since"),
            problem: try row.text("problem"), filling: SigningStore.filling(try row.text("filling")))
    }
}
