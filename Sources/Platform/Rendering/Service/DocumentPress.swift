// SPDX-License-Identifier: Apache-2.0

package import Database
package import Files
import Foundation
package import Jobs
package import Kernel
import Ledger
package import Signatures

/// Prints, signs and keeps what was asked for, outside any transaction; then one transaction names the file, appends the
/// events and tells the modules. However often it is interrupted, a document becomes ready once.
package struct DocumentPress: Courier {
    /// Told in the transaction in which a document becomes ready, printable or failed.
    package typealias Hook = @Sendable (IssuedDocument, any Connection) throws -> Void

    package static let kind = "rendering.document"

    private let database: any Database
    private let files: FileService
    private let renderer: any Renderer
    private let signer: any Signer
    private let hooks: [Hook]
    private let now: Now
    private let newID: NewID

    package var kind: String { Self.kind }

    package init(
        database: any Database, files: FileService, renderer: any Renderer, signer: any Signer, hooks: [Hook] = [],
        now: @escaping Now, newID: @escaping NewID
    ) {
        self.database = database
        self.files = files
        self.renderer = renderer
        self.signer = signer
        self.hooks = hooks
        self.now = now
        self.newID = newID
    }

    package func deliver(_ message: OutgoingMessage) async throws {
        let id = ID<IssuedDocument>(message.body)
        let (manuscript, pending) = try await database.read {
            (try DocumentStore(db: $0).manuscript(id), try SigningStore(db: $0).find(id))
        }
        guard let manuscript, manuscript.document.state == .waiting, pending?.signatory == nil else { return }
        do {
            guard let pdf = try await printed(manuscript, pending) else {
                return try await finish(id) { document, _ in document.leaveToHand(at: now()) }
            }
            let made = try await signatures(on: pdf, manuscript, after: pending?.done ?? 0)
            let done = (pending?.done ?? 0) + made.count
            let next = manuscript.document.signatories.dropFirst(done).first
            try await keep(made.last?.bytes ?? pdf, made, of: id, after: pending, waitingFor: next, done)
        } catch RenderingProblem.paperRefused(let reason) {
            try await finish(id) { document, _ in document.fail(reason) }
        }
    }

    /// What was printed before, or is printed now; nil where nothing can print.
    private func printed(_ manuscript: DocumentStore.Manuscript, _ pending: PendingSignature?) async throws -> [UInt8]?
    {
        if let pending {
            let draft = try await files.paper(pending.draft)
            return pending.filling.isEmpty ? draft : try PDFBlanks.filled(draft, with: pending.filling)
        }
        guard case .available = try await renderer.availability() else { return nil }
        return try PDFBlanks.opened(try await renderer.pdf(of: manuscript.html))
    }

    /// The signatures that can be made at once, up to the first that waits for somebody. Each covers those before it.
    private func signatures(
        on pdf: [UInt8], _ manuscript: DocumentStore.Manuscript, after done: Int
    ) async throws -> [SignedPDF] {
        var signatures: [SignedPDF] = []
        for (signatory, name) in zip(manuscript.document.signatories, manuscript.signerNames).dropFirst(done) {
            guard try signer.signsAlone(for: signatory) else { break }
            signatures.append(
                try await SignedPDF(
                    signing: signatures.last?.bytes ?? pdf, for: signatory, called: name,
                    reason: manuscript.document.title, at: now(), by: signer))
        }
        return signatures
    }

    /// Keeps the paper as it is now: issued, or waiting for the next to sign.
    private func keep(
        _ pdf: [UInt8], _ signatures: [SignedPDF], of id: ID<IssuedDocument>, after pending: PendingSignature?,
        waitingFor next: Signatory?, _ done: Int
    ) async throws {
        let file = try await files.keep(paper: pdf)
        try await database.write { connection in
            let (store, signing) = (DocumentStore(db: connection), SigningStore(db: connection))
            guard var document = try store.take(id), document.state == .waiting, try signing.find(id) == pending else {
                return
            }
            try files.attach(file, named: document.fileName, to: id.rawValue, in: connection)
            if let pending, pending.draft != file.hash {
                try files.release(pending.draft, from: id.rawValue, in: connection)
            }
            for signature in signatures {
                try append("rendering.signed", document, signature.facts(file.hash), in: connection)
            }
            if let next {
                try wait(for: next, document, file.hash, done, signing, in: connection)
            } else {
                try signing.remove(id)
                document.issue(file.hash, at: now())
                try conclude(document, in: connection)
            }
        }
    }

    private func wait(
        for signatory: Signatory, _ document: IssuedDocument, _ draft: String, _ done: Int, _ signing: SigningStore,
        in connection: any Connection
    ) throws {
        try signing.put(
            PendingSignature(
                document: document.id, draft: draft, done: done, signatory: signatory, since: now()))
        let event = try append("rendering.waits", document, ["signatory": signatory.name], in: connection)
        guard signatory.kind == .remote else { return }
        try Outbox(connection).put(
            OutgoingMessage(
                id: ID(newID()), kind: RemoteSigning.kind, event: event.rawValue, body: document.id.rawValue),
            due: now())
    }

    /// Whatever was done before this counts only if nobody else finished the document meanwhile.
    private func finish(
        _ id: ID<IssuedDocument>, _ change: @escaping @Sendable (inout IssuedDocument, any Connection) throws -> Void
    ) async throws {
        try await database.write { connection in
            guard var document = try DocumentStore(db: connection).take(id), document.state == .waiting else { return }
            try change(&document, connection)
            try conclude(document, in: connection)
        }
    }

    private func conclude(_ document: IssuedDocument, in connection: any Connection) throws {
        try DocumentStore(db: connection).update(document)
        try append("rendering.\(document.state.rawValue)", document, in: connection)
        for hook in hooks { try hook(document, connection) }
    }

    @discardableResult
    private func append(
        _ kind: String, _ document: IssuedDocument, _ facts: [String: String] = [:], in connection: any Connection
    ) throws -> ID<Event> {
        let event = document.event(kind, id: ID(newID()), actor: Actor.system.id, at: now(), facts: facts)
        try Ledger(connection).append(event)
        return event.id
    }
}
