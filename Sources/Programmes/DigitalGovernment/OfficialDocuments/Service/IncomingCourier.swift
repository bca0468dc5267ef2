// SPDX-License-Identifier: Apache-2.0

package import Database
package import Exchange
package import Files
package import Foundation
package import Jobs
package import Kernel

/// Reads what the exchange has brought and puts it before the clerk. What cannot be read, or is marked as a State secret, is
/// refused.
package struct IncomingCourier: Courier {
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

    package func deliver(_ message: OutgoingMessage) async throws {
        let parts = message.body.split(separator: "/", maxSplits: 3).map(String.init)
        guard parts.count == 4, let time = Int64(parts[2]) else { throw Undeliverable("no message in \(message.body)") }
        let (id, receiver) = (ID<Envelope>(parts[0]), parts[3])
        let found = try await database.read { [correspondence] in try correspondence.received(id, in: $0) }
        guard let (envelope, attached) = found else { throw Undeliverable("no such message") }
        guard let payload = attached.first(where: { $0.file.hash == envelope.payloadHash }) else {
            // Let go of when another receiver here refused it.
            return try await refuse(id, receiver, .classified, at: Place(rawValue: parts[1]))
        }
        let bytes = payload.file.size > DocumentMessage.byteLimit ? [] : try await bytes(payload.file.hash)
        switch DocumentMessage.checked(bytes) {
        case .success(let document):
            try await keep(
                IncomingDocument(
                    message: id, receiver: receiver, agency: Place(rawValue: parts[1]), state: .waiting,
                    cameAt: Date(milliseconds: time), sender: envelope.sender.organID,
                    senderName: document.senderName, type: document.type, typeName: document.typeName,
                    notation: document.notation, day: Day(document.day) ?? Day(Date(milliseconds: time)),
                    subject: document.subject, content: document.content, urgency: document.urgency,
                    signer: (document.signer.lines + [document.signer.name]).joined(separator: ", "),
                    change: document.change, about: envelope.about, recalledAt: nil, recallReason: ""))
        case .failure(.secret(let mark)): try await refuse(id, receiver, .secret(mark), at: Place(rawValue: parts[1]))
        case .failure(.classified): try await refuse(id, receiver, .classified, at: Place(rawValue: parts[1]))
        case .failure(.unreadable): try await refuse(id, receiver, .unreadable, at: Place(rawValue: parts[1]))
        }
    }

    /// What was wanted back before it could be read is marked so.
    private func keep(_ document: IncomingDocument) async throws {
        try await database.write { [correspondence] db in
            let store = IncomingStore(db: db)
            guard try store.insert(document) else { return }
            let standing = try correspondence.standing(of: document.message, for: document.receiver, in: db)
            guard standing?.state == .recalled else { return }
            try store.recall(document.message, document.receiver, at: document.cameAt, because: "")
        }
    }

    /// The sender is told why. Of a State secret nothing stays: its parts go with the refusal.
    private func refuse(_ id: ID<Envelope>, _ receiver: String, _ fault: Fault, at place: Place) async throws {
        let words = words(fault)
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
