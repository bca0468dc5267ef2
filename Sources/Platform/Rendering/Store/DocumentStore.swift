// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
import Kernel
import Signatures

/// The `issued_document` table.
struct DocumentStore {
    let db: any Connection

    /// What is to be printed, with the names under the signatures.
    struct Manuscript {
        let document: IssuedDocument
        let html: String
        let signerNames: [String]
    }

    func insert(_ document: IssuedDocument, html: String, signerNames: [String]) throws {
        try db.run(
            """
            INSERT INTO issued_document (id, subject, kind, title, number, place, agency, code, signatories,
                signer_names, requested_at, state, html, problem)
            VALUES (\(document.id), \(document.subject), \(document.kind), \(document.title), \(document.number),
                \(document.place.rawValue), \(document.agency), \(document.code.text),
                \(Self.lines(document.signatories.map(\.name))), \(Self.lines(signerNames)), \(document.requestedAt),
                \(document.state.rawValue), \(html), \(document.problem))
            """)
    }

    func find(_ id: ID<IssuedDocument>) throws -> IssuedDocument? {
        try db.rows("SELECT \(Self.columns) FROM issued_document WHERE id = \(id)").first.map(IssuedDocument.init(row:))
    }

    func find(_ code: VerifyCode) throws -> IssuedDocument? {
        try db.rows("SELECT \(Self.columns) FROM issued_document WHERE code = \(code.text)")
            .first.map(IssuedDocument.init(row:))
    }

    func find(file hash: String) throws -> IssuedDocument? {
        try db.rows("SELECT \(Self.columns) FROM issued_document WHERE file = \(hash) ORDER BY id LIMIT 1")
            .first.map(IssuedDocument.init(row:))
    }

    /// As `find`, for a document about to be changed: nobody else changes it before this transaction ends.
    func take(_ id: ID<IssuedDocument>) throws -> IssuedDocument? {
        try db.rows("SELECT \(Self.columns) FROM issued_document WHERE id = \(id)\(db.dialect.lockRow)")
            .first.map(IssuedDocument.init(row:))
    }

    /// Oldest first.
    func documents(of subject: String) throws -> [IssuedDocument] {
        try db.rows("SELECT \(Self.columns) FROM issued_document WHERE subject = \(subject) ORDER BY id")
            .map(IssuedDocument.init(row:))
    }

    func manuscript(_ id: ID<IssuedDocument>) throws -> Manuscript? {
        try db.rows("SELECT \(Self.columns), html, signer_names FROM issued_document WHERE id = \(id)").first.map {
            Manuscript(
                document: try IssuedDocument(row: $0), html: try $0.text("html"),
                signerNames: Self.each(try $0.text("signer_names")))
        }
    }

    /// Writes what changes. The HTML goes when the PDF is there.
    func update(_ document: IssuedDocument) throws {
        try db.run(
            """
            UPDATE issued_document SET state = \(document.state.rawValue), file = \(document.file),
                html = CASE WHEN \(document.state.rawValue) = 'ready' THEN '' ELSE html END,
                issued_at = \(document.issuedAt), problem = \(document.problem),
                revoked_at = \(document.revocation?.at), revocation_reason = \(document.revocation?.reason)
            WHERE id = \(document.id)
            """)
    }

    func update(number: String, of id: ID<IssuedDocument>) throws {
        try db.run("UPDATE issued_document SET number = \(number) WHERE id = \(id)")
    }

    fileprivate static func each(_ lines: String) -> [String] { lines.split(separator: "\n").map(String.init) }

    private static func lines(_ texts: [String]) -> String {
        texts.map { $0.replacing("\n", with: " ") }.joined(separator: "\n")
    }

    private static let columns: SQL = """
        id, subject, kind, title, number, place, agency, code, signatories, requested_at, state, file, issued_at, problem,
        revoked_at, revocation_reason
        """
}

extension IssuedDocument {
    fileprivate init(row: Row) throws {
        self.init(
            id: try row.id("id"), subject: try row.text("subject"), kind: try row.text("kind"),
            title: try row.text("title"), number: try row.text("number"),
            place: Place(rawValue: try row.text("place")), agency: try row.text("agency"),
            code: try row.value("code", VerifyCode.init(typed:)),
            signatories: DocumentStore.each(try row.text("signatories")).compactMap { Signatory(name: $0) },
            requestedAt: try row.time("requested_at"), state: try row.value("state", State.init(rawValue:)),
            file: try row.optional("file", row.text), issuedAt: try row.optional("issued_at", row.time),
            problem: try row.text("problem"),
            revocation: try row.optional("revoked_at", row.time).map {
                Revocation(at: $0, reason: try row.text("revocation_reason"))
            })
    }
}
