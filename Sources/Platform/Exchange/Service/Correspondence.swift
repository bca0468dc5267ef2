// SPDX-License-Identifier: Apache-2.0

import Agencies
package import Database
package import Files
import Foundation
import Jobs
package import Kernel
import Ledger

/// What a module wants to send: files that this node has, from one of its agencies to any number of others.
package struct Letter: Sendable {
    package var kind: String
    package var priority: Envelope.Priority
    /// Identifiers of agencies, in either form.
    package var sender: String
    package var receivers: [String]
    package var about: ID<Envelope>?
    package var payload: File
    package var attachments: [File]

    package struct File: Sendable {
        package let stored: StoredFile
        package let name: String
        package let type: String
        /// Of one that is not kept yet: it is, when the letter is sent.
        let content: SmallFile?

        package init(_ stored: StoredFile, named name: String, type: String) {
            (self.stored, self.name, self.type, content) = (stored, name, type, nil)
        }

        package init(_ content: SmallFile, named name: String, type: String) {
            (stored, self.name, self.type, self.content) = (content.stored, name, type, content)
        }
    }

    package init(
        kind: String, priority: Envelope.Priority = .ordinary, from sender: String, to receivers: [String],
        about: ID<Envelope>? = nil, payload: File, attachments: [File] = []
    ) {
        (self.kind, self.priority, self.sender, self.receivers) = (kind, priority, sender, receivers)
        (self.about, self.payload, self.attachments) = (about, payload, attachments)
    }
}

/// A letter that is signed and not sent yet.
package struct SealedLetter: Sendable {
    package let envelope: Envelope
    package let paper: SignedPaper
    /// Which node speaks for each receiver.
    let nodes: [String: String]
    let files: [Letter.File]
}

/// Sends the letters of agencies and says how far those that came to them have got.
///
///     let letter = try await correspondence.seal(Letter(…))
///     try await database.write { try correspondence.send(letter, by: actor, in: $0) }
package struct Correspondence: Sendable {
    /// Told in the transaction in which something was said about a message that left here: by its receiver, or by us.
    package typealias Hook = @Sendable (StatusNote, Delivery, any Connection) throws -> Void

    let database: any Database
    let directory: DirectoryService
    let files: FileService
    let hooks: [Hook]
    /// Whether messages and receipts are stamped by an authority outside.
    let stamps: Bool
    let now: Now
    let newID: NewID

    /// How far the clocks of nodes may be apart.
    static let tolerance: TimeInterval = 300
    /// How old a message may be when it comes: couriers give up before.
    static let oldest: TimeInterval = 30 * 86_400

    package init(
        database: any Database, directory: DirectoryService, files: FileService, hooks: [Hook] = [],
        stamps: Bool = false,
        now: @escaping Now, newID: @escaping NewID
    ) {
        (self.database, self.directory, self.files, self.hooks) = (database, directory, files, hooks)
        (self.stamps, self.now, self.newID) = (stamps, now, newID)
    }

    /// Signs a letter. Refuses one to an agency that is not there, or whose node does not understand such letters, and
    /// names who took over from one that has ended.
    package func seal(_ letter: Letter) async throws -> SealedLetter {
        let stored = try await directory.current()
        let own = try directory.identity()
        let (time, today) = (now(), Day(now()))
        guard case .present(let sender) = stored.directory.standing(of: letter.sender, on: today),
            sender.node == own.node
        else { throw ExchangeProblem.senderNotHere(letter.sender) }
        let nodes = try Self.nodes(of: letter, in: stored.directory, on: today)
        guard letter.attachments.count <= Envelope.attachmentLimit else {
            throw ExchangeProblem.tooManyAttachments(Envelope.attachmentLimit)
        }
        let parts = [letter.payload] + letter.attachments
        let names = Envelope.partNames(letter.attachments.count)
        let envelope = Envelope(
            format: Envelope.format, id: Envelope.id(newID(), of: own.node), kind: letter.kind,
            priority: letter.priority,
            createdAt: Moment(time),
            directory: stored.directory.version, sender: .init(organID: sender.organID, node: own.node),
            receivers: nodes.keys.sorted(), about: letter.about, payload: letter.payload.part,
            attachments: letter.attachments.map(\.part),
            sha256: Dictionary(uniqueKeysWithValues: zip(names, parts.map(\.stored.hash))))
        guard envelope.isWellFormed else { throw ExchangeProblem.badPart(letter.payload.name) }
        return SealedLetter(
            envelope: envelope, paper: try SignedPaper.signed(envelope, with: own.signer), nodes: nodes, files: parts)
    }

    /// Sends it in the caller's transaction; it leaves after the commit.
    package func send(_ letter: SealedLetter, by actor: Actor, in db: any Connection) throws {
        let (envelope, time) = (letter.envelope, now())
        let place = try Self.place(of: envelope.sender.organID, on: Day(time), in: db)
        try actor.may(.sendMessages, in: place)
        let event = Event(
            id: ID(newID()), kind: "exchange.sent", subject: envelope.id.rawValue, place: place.rawValue,
            actor: actor.id, at: time,
            facts: [
                "sha256": letter.paper.digest, "kind": envelope.kind, "sender": envelope.sender.organID,
                "priority": "\(envelope.priority.rawValue)", "receivers": "\(envelope.receivers.count)",
            ])
        let store = SentStore(db: db)
        try store.insert(envelope, letter.paper, place: place, event: event.id.rawValue)
        for receiver in envelope.receivers {
            try store.insert(envelope.id.rawValue, to: receiver, at: letter.nodes[receiver] ?? "", time)
        }
        for file in letter.files {
            if let content = file.content { try files.keep(content, in: db) }
            try files.attach(file.stored, named: file.name, to: Self.subject(sent: envelope.id.rawValue), in: db)
        }
        try Ledger(db).append(event)
        try stamp(letter.paper, event, in: db)
        for node in Set(letter.nodes.values).sorted() {
            try post(.message(envelope.id.rawValue, to: node), envelope.priority.lane, event, in: db)
        }
    }

    /// Turns what waits for receivers who have moved to another node since. True when nothing is left for this one.
    func reroute(
        _ sent: SentStore.Sent, _ envelope: Envelope, from node: String, _ deliveries: [Delivery],
        by directory: ExchangeDirectory
    ) async throws -> Bool {
        let time = now()
        let waiting = deliveries.filter { $0.node == node && $0.state == nil }
        let moved = waiting.reduce(into: [String: String]()) { moved, delivery in
            guard case .present(let entry) = directory.standing(of: delivery.receiver, on: Day(time)),
                entry.node != node
            else { return }
            moved[delivery.receiver] = entry.node
        }
        guard !moved.isEmpty else { return waiting.isEmpty }
        try await database.write { db in
            let store = SentStore(db: db)
            for (receiver, node) in moved.sorted(by: { $0.key < $1.key }) {
                guard let delivery = try store.take(sent.id, to: receiver), delivery.state == nil else { continue }
                try store.turn(sent.id, to: receiver, at: node)
            }
            let event = Event(
                id: ID(newID()), kind: "exchange.turned", subject: sent.id, place: sent.place.rawValue,
                actor: Actor.system.id, at: time, facts: ["from": node, "receivers": "\(moved.count)"])
            try Ledger(db).append(event)
            for node in Set(moved.values).sorted() {
                try post(.message(sent.id, to: node), envelope.priority.lane, event, in: db)
            }
        }
        return moved.count == waiting.count
    }

    /// A message that left here, as it was signed.
    package func paper(_ id: ID<Envelope>) async throws -> SignedPaper {
        guard let sent = try await database.read({ try SentStore(db: $0).find(id.rawValue) }) else {
            throw ExchangeProblem.noSuchMessage(id.rawValue)
        }
        return sent.paper
    }

    /// Where a letter has got with each of its receivers.
    package func deliveries(of id: ID<Envelope>) async throws -> [Delivery] {
        try await database.read { try SentStore(db: $0).deliveries(of: id.rawValue) }
    }

    /// What a receiver here says about a message: taken in, handed on, worked on, done, or refused. It travels back to the
    /// sender, signed.
    @discardableResult
    package func report(
        _ state: DeliveryState, of id: ID<Envelope>, for receiver: String, words: String? = nil, by actor: Actor
    ) async throws -> StatusNote {
        try await database.write { try report(state, of: id, for: receiver, words: words, by: actor, in: $0) }
    }

    /// As above, in the caller's transaction.
    @discardableResult
    package func report(
        _ state: DeliveryState, of id: ID<Envelope>, for receiver: String, words: String? = nil, by actor: Actor,
        in db: any Connection
    ) throws -> StatusNote {
        guard !state.isSaidBySender else { throw ExchangeProblem.cannotFollow(state, after: nil) }
        let store = ReceivedStore(db: db)
        guard let found = try store.find(id.rawValue), let arrival = try store.take(id.rawValue, for: receiver) else {
            throw ExchangeProblem.noSuchMessage(id.rawValue)
        }
        try actor.may(.reportMessages, in: arrival.place)
        guard DeliveryState.next(after: arrival.state).contains(state) else {
            throw ExchangeProblem.cannotFollow(state, after: arrival.state)
        }
        let (note, paper) = try signed(state, id.rawValue, found.paper.digest, receiver, words: words)
        _ = try StatusStore(db: db).insert(note, paper, on: .received)
        try store.move(id.rawValue, for: receiver, state, at: note.at.date)
        let event = note.event(newID(), "reported", paper, place: arrival.place, by: actor, at: now())
        try Ledger(db).append(event)
        let lane = found.paper.read(Envelope.self)?.priority.lane ?? .ordinary
        try post(.note(note.id, .received, to: found.node), lane, event, in: db)
        return note
    }

    /// How far a message that came here has got with one of its receivers, and the event of its arrival; nil when there is
    /// none.
    package func standing(
        of id: ID<Envelope>, for receiver: String, in db: any Connection
    ) throws -> (state: DeliveryState, event: String)? {
        try ReceivedStore(db: db).take(id.rawValue, for: receiver).map { ($0.state, $0.event) }
    }

    /// What came here as one message, with its parts; nil when there is none.
    package func received(
        _ id: ID<Envelope>, in db: any Connection
    ) throws -> (envelope: Envelope, parts: [Attachment])? {
        guard let envelope = try ReceivedStore(db: db).find(id.rawValue)?.paper.read(Envelope.self) else { return nil }
        return (envelope, try files.attachments(of: Self.subject(received: id.rawValue), in: db))
    }

    /// Lets go of the parts of a message that must not be kept here; that it came, and that it was refused, stays.
    package func forgetParts(of id: ID<Envelope>, in db: any Connection) throws {
        let subject = Self.subject(received: id.rawValue)
        for part in try files.attachments(of: subject, in: db) {
            try files.release(part.file.hash, from: subject, in: db)
        }
    }

    /// The sender wants a message back from one receiver, who agrees to it or declines.
    @discardableResult
    package func recall(
        _ id: ID<Envelope>, from receiver: String, words: String? = nil, by actor: Actor
    ) async throws -> StatusNote {
        try await database.write { try recall(id, from: receiver, words: words, by: actor, in: $0) }
    }

    /// As above, in the caller's transaction.
    @discardableResult
    package func recall(
        _ id: ID<Envelope>, from receiver: String, words: String? = nil, by actor: Actor, in db: any Connection
    ) throws -> StatusNote {
        let store = SentStore(db: db)
        guard let found = try store.find(id.rawValue) else { throw ExchangeProblem.noSuchMessage(id.rawValue) }
        try actor.may(.sendMessages, in: found.place)
        guard let delivery = try store.take(id.rawValue, to: receiver) else {
            throw ExchangeProblem.noSuchMessage(id.rawValue)
        }
        guard DeliveryState.next(after: delivery.state).contains(.recalled) else {
            throw ExchangeProblem.cannotFollow(.recalled, after: delivery.state)
        }
        let (note, paper) = try signed(.recalled, id.rawValue, found.paper.digest, receiver, words: words)
        _ = try StatusStore(db: db).insert(note, paper, on: .sent)
        try advance(delivery, by: note, in: db)
        let event = note.event(newID(), "recalled", paper, place: found.place, by: actor, at: now())
        try Ledger(db).append(event)
        let lane = found.paper.read(Envelope.self)?.priority.lane ?? .ordinary
        try post(.note(note.id, .sent, to: delivery.node), lane, event, in: db)
        return note
    }

    /// Notes may overtake each other on the way: the one that was said last counts.
    func advance(_ delivery: Delivery, by note: StatusNote, in db: any Connection) throws {
        if delivery.state == nil || note.at.date >= delivery.at {
            try SentStore(db: db).move(delivery.message, to: delivery.receiver, note.state, at: note.at.date)
        }
        for hook in hooks { try hook(note, delivery, db) }
    }

    private func signed(
        _ state: DeliveryState, _ message: String, _ digest: String, _ receiver: String, words: String?
    ) throws -> (StatusNote, SignedPaper) {
        guard (words ?? "").count <= StatusNote.wordLimit else {
            throw ExchangeProblem.wordsTooLong(StatusNote.wordLimit)
        }
        let own = try directory.identity()
        let note = StatusNote(
            id: newID(), message: message, messageSha256: digest, state: state, receiver: receiver, node: own.node,
            at: Moment(now()), words: words)
        return (note, try SignedPaper.signed(note, with: own.signer))
    }

    private func post(_ errand: Errand, _ lane: Envelope.Lane, _ event: Event, in db: any Connection) throws {
        try Outbox(db).put(
            OutgoingMessage(
                id: ID(newID()), kind: ExchangeCourier.kind(lane), event: event.id.rawValue, body: errand.text),
            due: now())
    }

    /// Has a paper stamped after the commit, where an authority is set.
    func stamp(_ paper: SignedPaper, _ event: Event, in db: any Connection) throws {
        guard stamps else { return }
        try Outbox(db).put(
            OutgoingMessage(
                id: ID(newID()), kind: TimestampCourier.kind, event: event.id.rawValue, body: paper.digest),
            due: now())
    }

    static func subject(sent id: String) -> String { "exchange:sent:\(id)" }
    static func subject(received id: String) -> String { "exchange:received:\(id)" }

    /// Where the rights of an agency's officials hold.
    static func place(of organID: String, on day: Day, in db: any Connection) throws -> Place {
        guard let agency = try AgencyStore(db: db).find(OrganID(organID), on: day) else {
            throw ExchangeProblem.noSuchAgency(organID)
        }
        return agency.place
    }

    private static func nodes(
        of letter: Letter, in directory: ExchangeDirectory, on day: Day
    ) throws -> [String: String] {
        guard !letter.receivers.isEmpty else { throw ExchangeProblem.noReceivers }
        var nodes: [String: String] = [:]
        for receiver in letter.receivers {
            switch directory.standing(of: receiver, on: day) {
            case .present(let entry):
                guard directory.understands(letter.kind, entry) else {
                    throw ExchangeProblem.kindNotOffered(organID: entry.organID, name: entry.name, kind: letter.kind)
                }
                nodes[entry.organID] = entry.node
            case .ended(let entry, let successors):
                throw ExchangeProblem.receiverEnded(entry.organID, successors: successors)
            case .unknown: throw ExchangeProblem.noSuchAgency(receiver)
            }
        }
        guard nodes.count <= Envelope.receiverLimit else {
            throw ExchangeProblem.tooManyReceivers(Envelope.receiverLimit)
        }
        return nodes
    }
}

extension Letter.File {
    fileprivate var part: Envelope.Part { Envelope.Part(name: name, type: type, bytes: stored.size) }
}

extension StatusNote {
    /// What the ledger tells of it. The words of officials are not in it.
    func event(
        _ id: String, _ what: String, _ paper: SignedPaper, place: Place, by actor: Actor, at time: Date
    ) -> Event {
        var facts = ["state": state.rawValue, "sha256": paper.digest, "message_sha256": messageSha256]
        facts["receiver"] = receiver
        facts["reason"] = reason?.rawValue
        return Event(
            id: ID(id), kind: "exchange.\(what)", subject: message, place: place.rawValue, actor: actor.id, at: time,
            facts: facts)
    }
}
