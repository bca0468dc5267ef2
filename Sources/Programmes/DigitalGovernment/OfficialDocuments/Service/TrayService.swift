// SPDX-License-Identifier: Apache-2.0

package import Casework
package import Database
package import Exchange
package import Files
import Foundation
package import Kernel
import Ledger

/// What the exchange brought for an agency: its clerk looks at it, enters it in the book or says no, and the sender is told in
/// the same transaction. What the sender wants back is given back, or not, by the clerk too.
package struct TrayService: Sendable {
    static let reasonLimit = 1000
    private static let limit = 500

    let database: any Database
    let cases: CaseService
    let arrivals: ArrivalService
    let correspondence: Correspondence
    let mail: AxisMail
    let files: FileService
    package let now: Now
    let newID: NewID

    package init(
        database: any Database, cases: CaseService, arrivals: ArrivalService, correspondence: Correspondence,
        mail: AxisMail, files: FileService, now: @escaping Now, newID: @escaping NewID
    ) {
        (self.database, self.cases, self.arrivals) = (database, cases, arrivals)
        (self.correspondence, self.mail, self.files) = (correspondence, mail, files)
        (self.now, self.newID) = (now, newID)
    }

    /// What waits at the agency of an official, the most urgent first, and what was entered and is wanted back.
    package func waiting(for actor: Actor) async throws -> (new: [IncomingDocument], recalled: [IncomingDocument]) {
        let agency = try place(of: actor, OfficialDocuments.read)
        return try await database.ask(
            IncomingStore.waiting(at: agency, limit: Self.limit),
            IncomingStore.recalled(at: agency, limit: Self.limit))
    }

    /// How much there is for the clerk to do; 0 for others.
    package func count(for actor: Actor) async throws -> Int {
        guard let agency = actor.agency, actor.can(OfficialDocuments.register, in: agency) else { return 0 }
        return try await database.ask(IncomingStore.waitingCount(at: agency))
    }

    /// A document that came for the agency of an official, with its parts and the line of the book that it changes.
    package struct View: Sendable {
        package let document: IncomingDocument
        package let parts: [Attachment]
        package let changes: Arrival?
    }

    package func view(_ message: ID<Envelope>, for actor: Actor) async throws -> View {
        let agency = try place(of: actor, OfficialDocuments.read)
        return try await database.read { db in
            let document = try db.ask(IncomingStore.find(message, at: agency))
            guard let document else { throw TrayProblem.noSuchDocument }
            return View(
                document: document, parts: try parts(of: document, in: db),
                changes: try Self.changed(by: document, in: db))
        }
    }

    /// The paper and what goes with it.
    private func parts(of document: IncomingDocument, in db: any Connection) throws -> [Attachment] {
        switch document.carrier {
        case .axis: return try files.attachments(of: AxisMail.subject(of: document.message), in: db)
        case .exchange:
            guard let (envelope, parts) = try correspondence.received(document.message, in: db) else {
                throw TrayProblem.noSuchDocument
            }
            return parts.filter { $0.file.hash != envelope.payloadHash }
        }
    }

    /// What the exchange brought and became a line of the book; nil for what came on paper.
    package static func document(
        behind arrival: ID<Arrival>, in database: any Database
    ) async throws -> IncomingDocument? {
        try await database.ask(IncomingStore.behind(arrival))
    }

    /// The bytes of a part of a document that came for the agency of an official.
    package func file(
        _ hash: String, of message: ID<Envelope>, for actor: Actor
    ) async throws -> (Attachment, AsyncThrowingStream<[UInt8], any Error>) {
        guard let part = try await view(message, for: actor).parts.first(where: { $0.file.hash == hash }) else {
            throw TrayProblem.noSuchDocument
        }
        return (part, try await files.contents(hash))
    }

    /// Enters it in the book. Throws `ArrivalRefused` for what seems to be there already until the clerk says that it is another.
    @discardableResult
    package func accept(
        _ message: ID<Envelope>, asAnother isAnother: Bool = false, by actor: Actor
    ) async throws -> Arrival {
        let agency = try place(of: actor, OfficialDocuments.register)
        return try await database.write { db in
            var document = try take(message, at: agency, in: db)
            let changed = try Self.changed(by: document, in: db)
            var form = ArrivalForm()
            (form.sender, form.notation, form.type) = (document.senderName, document.notation, document.type)
            (form.subject, form.day, form.arrivedOn) = (document.subject, document.day, Day(document.cameAt))
            // What changes a document may well have its number.
            form.isAnother = isAnother || changed != nil
            let arrival = try arrivals.enter(
                form, at: agency, by: .init(document.carrier), urgency: document.urgency, of: actor, in: db)
            if let file = arrival.file { try attach(document, to: file, in: db) }
            if let changed {
                try ArrivalStore(db: db).replace(changed.id, by: arrival.id)
                try report(.agreed, document, by: actor, in: db)
            }
            try report(.received, document, by: actor, in: db)
            (document.state, document.arrival) = (.registered, arrival.id)
            try IncomingStore(db: db).decide(document)
            return arrival
        }
    }

    /// Says no, and why; the sender reads it.
    package func refuse(_ message: ID<Envelope>, because reason: String, by actor: Actor) async throws {
        let agency = try place(of: actor, OfficialDocuments.register)
        try check(reason)
        try await database.write { db in
            var document = try take(message, at: agency, in: db)
            try report(document.change == .new ? .refused : .declined, document, saying: reason, by: actor, in: db)
            document.state = .refused
            try IncomingStore(db: db).decide(document)
            try append("documents.turned_away", document, saying: reason, by: actor, in: db)
        }
    }

    /// Answers a sender who wants a document back: it goes, with the case if that is still open, or it stays.
    package func answerRecall(
        _ message: ID<Envelope>, agreeing: Bool, saying reason: String, by actor: Actor
    ) async throws {
        let agency = try place(of: actor, OfficialDocuments.register)
        if agreeing { if reason.count > Self.reasonLimit { throw TrayProblem.longReason } } else { try check(reason) }
        try await database.write { db in
            let store = IncomingStore(db: db)
            guard var document = try store.take(message, at: agency) else { throw TrayProblem.noSuchDocument }
            guard document.recalledAt != nil else { throw TrayProblem.noRecall }
            try report(agreeing ? .agreed : .declined, document, saying: reason, by: actor, in: db)
            try store.recall(message, document.receiver, at: nil, because: document.recallReason)
            if agreeing {
                let arrival = try document.arrival.flatMap { try ArrivalStore(db: db).find($0) }
                if let file = try arrival?.file.flatMap({ try cases.take($0, in: db) }), file.phase != .closed {
                    try cases.move(file, "give_back", saying: .init(reason), by: actor, in: db)
                }
                if document.state == .waiting {
                    document.state = .refused
                    try store.decide(document)
                }
            }
            try append(
                agreeing ? "documents.given_back" : "documents.kept", document, saying: reason, by: actor, in: db)
        }
    }

    /// What came and was not decided yet, held by this transaction.
    private func take(
        _ message: ID<Envelope>, at agency: Place, in db: any Connection
    ) throws -> IncomingDocument {
        guard let document = try IncomingStore(db: db).take(message, at: agency) else {
            throw TrayProblem.noSuchDocument
        }
        guard document.state == .waiting else { throw TrayProblem.alreadyDecided }
        guard document.recalledAt == nil else { throw TrayProblem.recallWaiting }
        return document
    }

    /// The line of the book that a document changes, where the clerk has entered what it changes.
    private static func changed(by document: IncomingDocument, in db: any Connection) throws -> Arrival? {
        guard document.change != .new, let about = document.about else { return nil }
        let before = try db.ask(IncomingStore.find(about, at: document.agency))
        guard let before, before.sender == document.sender else { return nil }
        return try before.arrival.flatMap { try ArrivalStore(db: db).find($0) }
    }

    private func attach(_ document: IncomingDocument, to file: ID<CaseFile>, in db: any Connection) throws {
        for part in try parts(of: document, in: db) {
            try files.attach(part.file, named: part.name, to: file.rawValue, in: db)
        }
    }

    private func report(
        _ state: DeliveryState, _ document: IncomingDocument, saying words: String = "", by actor: Actor,
        in db: any Connection
    ) throws {
        switch document.carrier {
        case .axis: try mail.answer(state, document, saying: words, by: actor, in: db)
        case .exchange:
            try correspondence.report(
                state, of: document.message, for: document.receiver, words: words.isEmpty ? nil : words, by: actor,
                in: db)
        }
    }

    private func append(
        _ kind: String, _ document: IncomingDocument, saying reason: String, by actor: Actor, in db: any Connection
    ) throws {
        try Ledger(db).append(
            Event(
                id: ID(newID()), kind: kind, subject: document.message.rawValue, place: document.agency.rawValue,
                actor: actor.id, at: now(), facts: ["notation": document.notation],
                personal: reason.isEmpty ? [:] : ["text": reason]))
    }

    private func check(_ reason: String) throws(TrayProblem) {
        if reason.isEmpty { throw .blankReason }
        if reason.count > Self.reasonLimit { throw .longReason }
    }

    private func place(of actor: Actor, _ permission: Permission) throws -> Place {
        guard let agency = actor.agency else { throw Forbidden(permission) }
        try actor.may(permission, in: agency)
        return agency
    }
}
