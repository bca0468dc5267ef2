// SPDX-License-Identifier: Apache-2.0

package import Database
package import Files
package import Foundation
import Jobs
package import Kernel
import Ledger
package import Signatures

/// Signatures that wait for a person: an official brings a key of their own once, and types its passphrase for each paper.
package struct SigningService: Sendable {
    private let database: any Database
    private let files: FileService
    private let keys: OfficialKeys
    /// Makes keys for trying, on demo nodes only.
    private let maker: SealMaker?
    package let now: Now
    private let newID: NewID

    /// `name` finds out how a signatory is called; given on demo nodes only, where certificates are made.
    package init(
        database: any Database, files: FileService, folder: URL, now: @escaping Now, newID: @escaping NewID,
        makingFor name: (@Sendable (Signatory) async throws -> String)? = nil
    ) {
        self.database = database
        self.files = files
        keys = OfficialKeys(folder.appending(path: "officials"), now: now)
        maker = name.map { SealMaker(root: folder.appending(path: "root.pem"), name: $0) }
        self.now = now
        self.newID = newID
    }

    /// Somebody's papers that wait for their signature, and what they sign with.
    package struct Desk: Sendable {
        package let waiting: [(document: IssuedDocument, since: Date)]
        package let hasKey: Bool
        /// A key for trying can be made here.
        package let canMakeKey: Bool
    }

    package func desk(of actor: Actor) async throws -> Desk {
        try check(actor)
        let waiting = try await database.read { db in
            try SigningStore(db: db).waiting(for: .official(actor.id), limit: 100).compactMap { pending in
                try DocumentStore(db: db).find(pending.document).map { ($0, pending.since) }
            }
        }
        return Desk(waiting: waiting, hasKey: keys.has(actor.id), canMakeKey: maker != nil)
    }

    /// Keeps the actor's own PKCS #12 file, after it has opened once.
    @discardableResult
    package func keep(_ file: [UInt8], passphrase: String, by actor: Actor) async throws -> SealFacts {
        try check(actor)
        guard !passphrase.isEmpty else { throw RenderingProblem.blankPassphrase }
        guard !file.isEmpty else { throw RenderingProblem.noFile }
        let facts = try keys.keep(file, passphrase: passphrase, of: actor.id)
        let event = Event(
            id: ID(newID()), kind: "rendering.key_kept", subject: facts.signatory.name,
            place: actor.agency?.rawValue ?? "", actor: actor.id, at: now(), facts: ["certificate": facts.fingerprint])
        try await database.write { try Ledger($0).append(event) }
        return facts
    }

    /// Makes a key for trying and keeps it as if the actor had brought it.
    package func makeKey(passphrase: String, by actor: Actor) async throws {
        try check(actor)
        guard let maker else { throw RenderingProblem.noFile }
        guard !passphrase.isEmpty else { throw RenderingProblem.blankPassphrase }
        let file = try await maker.make(for: .official(actor.id), at: now()).pkcs12(passphrase: passphrase)
        try await keep(file, passphrase: passphrase, by: actor)
    }

    /// The paper that waits for the actor, and its PDF as it would be signed.
    package func waiting(
        _ id: ID<IssuedDocument>, for actor: Actor
    ) async throws -> (document: IssuedDocument, pending: PendingSignature) {
        try check(actor)
        let found = try await database.read {
            (try DocumentStore(db: $0).find(id), try SigningStore(db: $0).find(id))
        }
        guard let document = found.0, let pending = found.1, pending.signatory == .official(actor.id) else {
            throw RenderingProblem.notWaiting
        }
        return (document, pending)
    }

    package func draft(_ id: ID<IssuedDocument>, for actor: Actor) async throws -> [UInt8] {
        try await files.paper(try await waiting(id, for: actor).pending.draft)
    }

    /// Signs with the actor's own key; the press goes on with what comes after.
    package func sign(_ id: ID<IssuedDocument>, passphrase: String, by actor: Actor) async throws {
        let (document, pending) = try await waiting(id, for: actor)
        try actor.may(Rendering.sign, in: document.place)
        guard !passphrase.isEmpty else { throw RenderingProblem.blankPassphrase }
        let key = OpenedKey(seal: try keys.key(of: actor.id, passphrase: passphrase))
        try await add(to: pending, by: key, actor)
    }

    /// Signs for whom the paper waits, and gives it back to the press, unless somebody else has done so meanwhile.
    func add(to pending: PendingSignature, by signer: any Signer, _ actor: Actor) async throws {
        let manuscript = try await database.read { try DocumentStore(db: $0).manuscript(pending.document) }
        guard let signatory = pending.signatory, let manuscript, manuscript.signerNames.indices.contains(pending.done)
        else { throw RenderingProblem.notWaiting }
        let signed = try await SignedPDF(
            signing: try await files.paper(pending.draft), for: signatory,
            called: manuscript.signerNames[pending.done], reason: manuscript.document.title, at: pending.since,
            by: signer)
        let file = try await files.keep(paper: signed.bytes)
        try await database.write { db in
            let signing = SigningStore(db: db)
            guard let document = try DocumentStore(db: db).take(pending.document), document.state == .waiting,
                let now = try signing.find(document.id), (now.done, now.signatory) == (pending.done, signatory)
            else { throw RenderingProblem.notWaiting }
            try files.attach(file, named: document.fileName, to: document.id.rawValue, in: db)
            try files.release(pending.draft, from: document.id.rawValue, in: db)
            try signing.put(
                PendingSignature(
                    document: document.id, draft: file.hash, done: pending.done + 1, signatory: nil,
                    since: pending.since))
            let event = document.event(
                "rendering.signed", id: ID(newID()), actor: actor.id, at: self.now(), facts: signed.facts(file.hash))
            try Ledger(db).append(event)
            try Outbox(db).put(
                OutgoingMessage(
                    id: ID(newID()), kind: DocumentPress.kind, event: event.id.rawValue, body: document.id.rawValue),
                due: self.now())
        }
    }

    private func check(_ actor: Actor) throws {
        guard let agency = actor.agency else { throw Forbidden(Rendering.sign) }
        try actor.may(Rendering.sign, in: agency)
    }
}
