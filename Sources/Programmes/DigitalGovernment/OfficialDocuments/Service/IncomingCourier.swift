// SPDX-License-Identifier: Apache-2.0

package import Database
package import Exchange
package import Files
package import Foundation
package import Jobs
package import Kernel

/// Reads what the exchange has brought and puts it before the clerk. What cannot be read, or is marked as a State secret, is
/// refused.
package struct IncomingCourier: BatchCourier {
    package static let kind = "documents.incoming"
    /// The kind of message on the exchange that it understands.
    package static let message = DocumentMessage.kind

    let database: any Database
    let correspondence: Correspondence
    let files: FileService
    /// What the sender of a refused document reads.
    let words: @Sendable (Fault) -> String
    let now: Now
    let newID: NewID

    /// Why a document was not put before anybody.
    package enum Fault: Sendable { case unreadable, secret(String), classified }

    package init(
        database: any Database, correspondence: Correspondence, files: FileService,
        words: @escaping @Sendable (Fault) -> String, now: @escaping Now, newID: @escaping NewID
    ) {
        (self.database, self.correspondence) = (database, correspondence)
        (self.files, self.words) = (files, words)
        (self.now, self.newID) = (now, newID)
    }

    package var kind: String { Self.kind }
    package var load: Int { 64 }

    /// A document has arrived for a receiver here.
    package static func arrived(
        _ envelope: Envelope, for receiver: String, at agency: Place, of correspondence: Correspondence, at time: Date,
        newID: NewID, in db: any Connection
    ) throws {
        guard let event = try correspondence.standing(of: envelope.id, for: receiver, in: db)?.event else { return }
        try Outbox(db).put(
            OutgoingMessage(
                id: ID(newID()), kind: kind, event: event,
                body: "\(envelope.id)/\(agency.rawValue)/\(time.milliseconds)/\(receiver)"), due: time)
    }

    /// A sender wants a document back.
    package static func told(_ note: StatusNote, _ receiver: String, in db: any Connection) throws {
        guard note.state == .recalled else { return }
        try IncomingStore(db: db).recall(ID(note.message), receiver, at: note.at.date, because: note.words ?? "")
    }

    package func deliver(_ messages: [OutgoingMessage]) async -> [ID<OutgoingMessage>: any Error] {
        var errors: [ID<OutgoingMessage>: any Error] = [:]
        var documents: [(ID<OutgoingMessage>, IncomingDocument)] = []
        let found: [Found]
        do { found = try await self.found(messages) } catch {
            return Dictionary(uniqueKeysWithValues: messages.map { ($0.id, error) })
        }
        for (message, found) in zip(messages, found) {
            do {
                if let document = try await read(found, message.body) { documents.append((message.id, document)) }
            } catch { errors[message.id] = error }
        }
        do { try await keep(documents.map(\.1)) } catch {
            // One of them keeps all from being kept: each by itself.
            for (message, document) in documents { do { try await keep([document]) } catch { errors[message] = error } }
        }
        return errors
    }

    /// Where a document came, and what lies here of it.
    private struct Found: Sendable {
        let id: ID<Envelope>, receiver: String, agency: Place, cameAt: Date
        let message: (envelope: Envelope, parts: [Attachment])?
        /// Of the payload, where it is a small file.
        var bytes: [UInt8]?

        var payload: Attachment? { message?.parts.first { $0.file.hash == message?.envelope.payloadHash } }
    }

    private func found(_ messages: [OutgoingMessage]) async throws -> [Found] {
        try await database.read { [correspondence, files] db in
            var found = try messages.map { message in
                let parts = message.body.split(separator: "/", maxSplits: 3).map(String.init)
                guard parts.count == 4, let time = Int64(parts[2]) else {
                    return Found(
                        id: ID(""), receiver: "", agency: Place(rawValue: ""), cameAt: Date(milliseconds: 0),
                        message: nil)
                }
                return Found(
                    id: ID(parts[0]), receiver: parts[3], agency: Place(rawValue: parts[1]),
                    cameAt: Date(milliseconds: time), message: try correspondence.received(ID(parts[0]), in: db))
            }
            let bytes = try files.small(found.map { $0.message?.envelope.payloadHash ?? "" }, in: db)
            for (place, bytes) in bytes.enumerated() { found[place].bytes = bytes }
            return found
        }
    }

    /// Nil when it was refused.
    private func read(_ found: Found, _ errand: String) async throws -> IncomingDocument? {
        guard let envelope = found.message?.envelope else { throw Undeliverable("no message in \(errand)") }
        guard let payload = found.payload else {
            // Let go of when another receiver here refused it.
            try await refuse(found, .classified)
            return nil
        }
        let isLarge = payload.file.size > DocumentMessage.byteLimit
        let bytes: [UInt8] =
            if isLarge { [] } else if let small = found.bytes { small } else { try await bytes(payload.file.hash) }
        switch DocumentMessage.checked(bytes) {
        case .success(let document):
            return IncomingDocument(
                message: found.id, receiver: found.receiver, agency: found.agency, state: .waiting,
                cameAt: found.cameAt, sender: envelope.sender.organID, senderName: document.senderName,
                type: document.type, typeName: document.typeName, notation: document.notation,
                day: Day(document.day) ?? Day(found.cameAt), subject: document.subject, content: document.content,
                urgency: document.urgency,
                signer: (document.signer.lines + [document.signer.name]).joined(separator: ", "),
                change: document.change, about: envelope.about, recalledAt: nil, recallReason: "")
        case .failure(.secret(let mark)): try await refuse(found, .secret(mark))
        case .failure(.classified): try await refuse(found, .classified)
        case .failure(.unreadable): try await refuse(found, .unreadable)
        }
        return nil
    }

    /// What was wanted back before it could be read is marked so.
    private func keep(_ documents: [IncomingDocument]) async throws {
        guard !documents.isEmpty else { return }
        try await database.write { [correspondence] db in
            let store = IncomingStore(db: db)
            for document in documents where try store.insert(document) {
                let standing = try correspondence.standing(of: document.message, for: document.receiver, in: db)
                guard standing?.state == .recalled else { continue }
                try store.recall(document.message, document.receiver, at: document.cameAt, because: "")
            }
        }
    }

    /// The sender is told why. Of a State secret nothing stays: its parts go with the refusal.
    private func refuse(_ found: Found, _ fault: Fault) async throws {
        let (id, receiver, place, words) = (found.id, found.receiver, found.agency, words(fault))
        let (event, time) = (newID(), now())
        try await database.write { [correspondence] db in
            guard let standing = try correspondence.standing(of: id, for: receiver, in: db),
                DeliveryState.next(after: standing.state).contains(.refused)
            else { return }
            try correspondence.report(.refused, of: id, for: receiver, words: words, by: .system, in: db)
            if case .unreadable = fault { return }
            try correspondence.forgetParts(of: id, in: db)
            try SecretRefusal.exchange.tell(
                nil, at: place, by: .system, at: time, event: event, in: db)
        }
    }

    private func bytes(_ hash: String) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        for try await piece in try await files.contents(hash) { bytes += piece }
        return bytes
    }
}
