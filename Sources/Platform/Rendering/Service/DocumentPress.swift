// SPDX-License-Identifier: Apache-2.0

package import Database
package import Files
import Foundation
package import Jobs
package import Kernel
import Ledger

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
        let manuscript = try await database.read { try DocumentStore(db: $0).manuscript(id) }
        guard let manuscript, manuscript.document.state == .waiting else { return }
        do {
            guard case .available = try await renderer.availability() else {
                return try await finish(id) { document, _ in document.leaveToHand(at: now()) }
            }
            let pdf = try await renderer.pdf(of: manuscript.html)
            let signatures = try await signatures(on: pdf, manuscript)
            try await keep(signatures.last?.bytes ?? pdf, signatures, of: id)
        } catch RenderingProblem.paperRefused(let reason) {
            try await finish(id) { document, _ in document.fail(reason) }
        }
    }

    /// Each signature covers those before it.
    private func signatures(on pdf: [UInt8], _ manuscript: DocumentStore.Manuscript) async throws -> [SignedPDF] {
        var signatures: [SignedPDF] = []
        for (signatory, name) in zip(manuscript.document.signatories, manuscript.signerNames) {
            signatures.append(
                try await SignedPDF(
                    signing: signatures.last?.bytes ?? pdf, for: signatory, called: name,
                    reason: manuscript.document.title, at: now(), by: signer))
        }
        return signatures
    }

    private func keep(_ pdf: [UInt8], _ signatures: [SignedPDF], of id: ID<IssuedDocument>) async throws {
        let bytes = AsyncStream { continuation in
            continuation.yield(pdf)
            continuation.finish()
        }
        let file = try await files.receive(bytes, limits: FileLimits(bytes: 64 << 20, kinds: [.pdf]))
        try await finish(id) { document, connection in
            document.issue(file.hash, at: now())
            try files.attach(file, named: document.fileName, to: document.id.rawValue, in: connection)
            for signature in signatures {
                let facts = [
                    "signatory": signature.signatory.name, "certificate": signature.fingerprint, "file": file.hash,
                ]
                try append("rendering.signed", document, facts, in: connection)
            }
        }
    }

    /// Whatever was done before this counts only if nobody else finished the document meanwhile.
    private func finish(
        _ id: ID<IssuedDocument>, _ change: @escaping @Sendable (inout IssuedDocument, any Connection) throws -> Void
    ) async throws {
        try await database.write { connection in
            let store = DocumentStore(db: connection)
            guard var document = try store.take(id), document.state == .waiting else { return }
            try change(&document, connection)
            try store.update(document)
            try append("rendering.\(document.state.rawValue)", document, in: connection)
            for hook in hooks { try hook(document, connection) }
        }
    }

    private func append(
        _ kind: String, _ document: IssuedDocument, _ facts: [String: String] = [:], in connection: any Connection
    ) throws {
        try Ledger(connection).append(
            document.event(kind, id: ID(newID()), actor: Actor.system.id, at: now(), facts: facts))
    }
}
