// SPDX-License-Identifier: Apache-2.0

package import Database
import Foundation
import Jobs
package import Kernel
import Ledger
import Signatures
package import Web

/// Documents for the modules: ask for one inside the transaction that decides it. The paper is written at once, printed and
/// signed after the commit by `DocumentPress`, and then stays as it is.
///
///     let document = try documents.request(
///         AppointmentSlip(…), DocumentOrder(of: dossier.id.rawValue, at: dossier.agency, letterhead: …), by: actor,
///         in: connection)
///
/// Who may ask for a document is for the module to say: it knows the case.
package struct DocumentService: Sendable {
    let database: any Database
    let views: Views
    let publicURL: String
    let isDemo: Bool
    let now: Now
    let newID: NewID

    package init(
        database: any Database, views: Views, publicURL: String, isDemo: Bool, now: @escaping Now,
        newID: @escaping NewID
    ) {
        self.database = database
        self.views = views
        self.publicURL = publicURL
        self.isDemo = isDemo
        self.now = now
        self.newID = newID
    }

    /// Writes the paper and puts it in the queue, both in the caller's transaction.
    @discardableResult
    package func request<P: Paper>(
        _ paper: P, _ order: DocumentOrder, by actor: Actor, in connection: any Connection
    ) throws -> IssuedDocument {
        let document = IssuedDocument(
            id: ID(newID()), subject: order.subject, kind: P.kind, title: paper.title,
            number: order.letterhead.number, place: order.place, agency: order.letterhead.agency, code: VerifyCode(),
            signatories: order.signers.map(\.signatory), requestedAt: now(), state: .waiting, problem: "")
        let foot = PaperFoot(
            code: document.code, publicURL: publicURL,
            signers: order.signers.filter { $0.signatory.kind != nil }.map(\.name),
            head: try Ledger(connection).newestHead(), isDemo: isDemo)
        let sheet = Sheet(paper, letterhead: order.letterhead, foot: foot)
        try DocumentStore(db: connection).insert(
            document, html: views.render(sheet, language: .vi), signerNames: order.signers.map(\.name))
        let event = document.event("rendering.requested", id: ID(newID()), actor: actor.id, at: now())
        try Ledger(connection).append(event)
        try Outbox(connection).put(
            OutgoingMessage(
                id: ID(newID()), kind: DocumentPress.kind, event: event.id.rawValue, body: document.id.rawValue),
            due: now())
        return document
    }

    /// Gives a paper that waits for its office (`Signatory.office`) what goes into its blanks, digits by name, and the number
    /// it bears from now on, in the caller's transaction; the press goes on with the next signature. Who may do so is for the
    /// module to say. Throws `RenderingProblem.notWaiting` for any other paper.
    package func fill(
        _ id: ID<IssuedDocument>, with blanks: [String: String], number: String, by actor: Actor,
        in connection: any Connection
    ) throws {
        let (store, signing) = (DocumentStore(db: connection), SigningStore(db: connection))
        guard let document = try store.take(id), let pending = try signing.find(id),
            case .office = pending.signatory
        else { throw RenderingProblem.notWaiting }
        try store.update(number: number, of: id)
        try signing.put(
            PendingSignature(
                document: id, draft: pending.draft, done: pending.done + 1, signatory: nil, since: now(),
                filling: blanks))
        let event = document.event(
            "rendering.numbered", id: ID(newID()), actor: actor.id, at: now(), facts: ["number": number])
        try Ledger(connection).append(event)
        try Outbox(connection).put(
            OutgoingMessage(id: ID(newID()), kind: DocumentPress.kind, event: event.id.rawValue, body: id.rawValue),
            due: now())
    }

    /// What belongs to a subject, oldest first.
    package func documents(of subject: String, in connection: any Connection) throws -> [IssuedDocument] {
        try DocumentStore(db: connection).documents(of: subject)
    }

    /// Who is waited for, of the documents of a subject that are printed and not signed by everybody.
    package func signatures(
        pendingFor documents: [IssuedDocument], in connection: any Connection
    ) throws -> [ID<IssuedDocument>: PendingSignature] {
        let store = SigningStore(db: connection)
        return try documents.filter { $0.state == .waiting }.reduce(into: [:]) { $0[$1.id] = try store.find($1.id) }
    }

    package func find(_ id: ID<IssuedDocument>) async throws -> IssuedDocument {
        guard let document = try await database.read({ try DocumentStore(db: $0).find(id) }) else {
            throw RenderingProblem.notFound
        }
        return document
    }

    /// The document that bears this code, for whoever holds it.
    package func verify(_ code: VerifyCode) async throws -> IssuedDocument? {
        try await database.read { try DocumentStore(db: $0).find(code) }
    }

    /// The document whose PDF has this SHA-256.
    package func verify(file hash: String) async throws -> IssuedDocument? {
        try await database.read { try DocumentStore(db: $0).find(file: hash) }
    }

    /// The document that a file is, or was before somebody added to it.
    func verify(_ file: PDFFingerprint) async throws -> (document: IssuedDocument, isUnchanged: Bool)? {
        try await database.read { db in
            let store = DocumentStore(db: db)
            if let document = try store.find(file: file.whole) { return (document, true) }
            return try file.revisions.lazy.compactMap { try store.find(file: $0) }.first.map { ($0, false) }
        }
    }

    /// The page of a document, to be printed by whoever has it before them; nil once there is a PDF.
    package func page(of document: IssuedDocument) async throws -> String? {
        let html = try await database.read { try DocumentStore(db: $0).manuscript(document.id)?.html }
        return html.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Declares a document void in the caller's transaction: from now on whoever verifies it is told so, and when.
    package func revoke(
        _ id: ID<IssuedDocument>, because reason: String, by actor: Actor, in connection: any Connection
    ) throws {
        let store = DocumentStore(db: connection)
        guard var document = try store.take(id) else { throw RenderingProblem.notFound }
        try actor.may(Rendering.revoke, in: document.place)
        let reason = reason.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !reason.isEmpty else { throw RenderingProblem.blankReason }
        guard document.revocation == nil else { throw RenderingProblem.alreadyRevoked }
        document.revocation = IssuedDocument.Revocation(at: now(), reason: reason)
        try store.update(document)
        try Ledger(connection).append(
            document.event(
                "rendering.revoked", id: ID(newID()), actor: actor.id, at: now(), personal: ["reason": reason]))
    }
}

extension IssuedDocument {
    func event(
        _ kind: String, id: ID<Event>, actor: String, at time: Date, facts: [String: String] = [:],
        personal: [String: String] = [:]
    ) -> Event {
        Event(
            id: id, kind: kind, subject: subject, place: place.rawValue, actor: actor, at: time,
            facts: facts.merging(["document": self.id.rawValue, "kind": self.kind]) { $1 }, personal: personal)
    }
}
