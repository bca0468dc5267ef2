// SPDX-License-Identifier: Apache-2.0

package import Database
import Files
import Foundation
package import Kernel
import Ledger
import Rendering

/// Takes what other nodes hand over: messages for agencies of this node, and what is said about messages. Nothing is
/// believed that is not signed by the node that the directory names, and nothing takes effect twice.
package struct Reception: Sendable {
    /// Told in the transaction in which a message takes effect for one receiver. A module names the kinds it understands.
    package typealias Hook = @Sendable (Envelope, _ receiver: String, _ place: Place, any Connection) throws -> Void

    let database: any Database
    let directory: DirectoryService
    let correspondence: Correspondence
    let files: FileService
    let hooks: [String: Hook]
    private let now: Now
    private let newID: NewID

    package init(
        _ correspondence: Correspondence, hooks: [String: Hook], now: @escaping Now, newID: @escaping NewID
    ) {
        (database, directory, files) = (correspondence.database, correspondence.directory, correspondence.files)
        (self.correspondence, self.hooks, self.now, self.newID) = (correspondence, hooks, now, newID)
    }

    /// Parts of a message that are not here yet: they have to come first.
    package struct PartsMissing: Error, Equatable {
        package let hashes: [String]
    }

    /// The sender goes by a newer directory than this node has: it waits for the next one.
    package struct DirectoryBehind: Error, Equatable {
        package let wanted: Int64
    }

    /// Takes a message, and gives the signed notes about it: one for each receiver here, or one that refuses it whole. The
    /// same message again gets the same notes and has no effect.
    package func receive(_ paper: SignedPaper) async throws -> [SignedPaper] {
        let stored = try await directory.current()
        let time = now()
        if try await database.read({ try RefusalStore(db: $0).has(paper) }),
            let again = try await database.write({ try RefusalStore(db: $0).again(paper, at: time) })
        {
            return [again]
        }
        guard paper.bytes.count <= Envelope.byteLimit, let envelope = paper.read(Envelope.self), envelope.isWellFormed
        else { return [try await refuse(paper, .unreadable)] }
        if let known = try await known(envelope, paper) { return known }
        if let reason = try refusal(of: envelope, paper, in: stored.directory, at: time) {
            return [try await refuse(paper, reason, envelope)]
        }
        let placed = try await parts(of: envelope)
        if let reason = placed.refusal { return [try await refuse(paper, reason, envelope)] }
        let notes = try await notes(on: envelope, paper, in: stored.directory)
        guard !notes.isEmpty else { return [try await refuse(paper, .notHere, envelope)] }
        return try await enter(envelope, paper, placed.files, notes)
    }

    /// What is said about a message: on the sender's side by its receivers, on theirs by the sender.
    package func hear(_ paper: SignedPaper) async throws {
        guard paper.bytes.count <= StatusNote.byteLimit, let note = paper.read(StatusNote.self), note.isWellFormed
        else {
            throw ExchangeProblem.noteNotBelieved("unreadable")
        }
        let stored = try await directory.current()
        try believe(note, paper, in: stored.directory)
        if note.state.isSaidBySender { try await hearSender(note, paper) } else { try await hearReceiver(note, paper) }
    }

    /// What was refused lately, the newest first.
    package func refused(limit: Int = 100, for actor: Actor) async throws -> [RefusedMessage] {
        try actor.may(.keepExchange, in: .everywhere)
        return try await database.read { try RefusalStore(db: $0).newest(limit) }
    }

    // The way in

    private func known(_ envelope: Envelope, _ paper: SignedPaper) async throws -> [SignedPaper]? {
        let (known, notes) = try await database.read { db in
            (
                try ReceivedStore(db: db).find(envelope.id.rawValue),
                try StatusStore(db: db).notes(of: envelope.id.rawValue, on: .received)
            )
        }
        guard let known else { return nil }
        guard known.paper.digest == paper.digest else { return [try await refuse(paper, .replayed, envelope)] }
        return notes.filter { $0.read(StatusNote.self).map { !$0.state.isSaidBySender } ?? false }
    }

    /// Why it is not taken, whoever it is for.
    private func refusal(
        of envelope: Envelope, _ paper: SignedPaper, in directory: ExchangeDirectory, at time: Date
    ) throws -> RefusalReason? {
        if envelope.receivers.isEmpty { return .unreadable }
        if envelope.receivers.count > Envelope.receiverLimit { return .tooManyReceivers }
        if envelope.createdAt.date > time + Correspondence.tolerance { return .fromTheFuture }
        let signer: [UInt8]
        switch paper.verdict(try self.directory.folder.roots(), at: envelope.createdAt.date) {
        case .holds(let found): signer = found
        case .altered, .unreadable: return .altered
        case .untrusted: return .unknownKey
        }
        guard let owner = directory.owner(of: signer), owner.node.id == envelope.sender.node else {
            if envelope.directory > directory.version { throw DirectoryBehind(wanted: envelope.directory) }
            return .unknownKey
        }
        if owner.certificate.revokedAt != nil { return .revokedKey }
        switch directory.standing(of: envelope.sender.organID, on: Day(envelope.createdAt.date)) {
        case .present(let entry) where entry.node == envelope.sender.node: break
        default:
            if envelope.directory > directory.version { throw DirectoryBehind(wanted: envelope.directory) }
            return .unknownSender
        }
        return hooks[envelope.kind] == nil ? .unknownKind : nil
    }

    /// The parts as they lie here. Their digests are those of the envelope, because files are named by them.
    private func parts(of envelope: Envelope) async throws -> (files: [(StoredFile, String)], refusal: RefusalReason?) {
        var (found, missing): ([(StoredFile, String)], [String]) = ([], [])
        for (_, part, sha256) in envelope.parts {
            guard let file = try await files.find(sha256) else {
                missing.append(sha256)
                continue
            }
            guard file.size == part.bytes, file.kind.isWhatItSays(part.type) else { return ([], .partIsAnother) }
            found.append((file, part.name))
        }
        guard missing.isEmpty else { throw PartsMissing(hashes: missing) }
        return (found, nil)
    }

    /// A signed note for each receiver here: arrived, or ended.
    private func notes(
        on envelope: Envelope, _ paper: SignedPaper, in directory: ExchangeDirectory
    ) async throws -> [(note: StatusNote, paper: SignedPaper, organID: String)] {
        let (node, seal) = try self.directory.identity()
        let (at, today) = (Moment(now()), Day(now()))
        return try Set(envelope.receivers).sorted().compactMap { receiver in
            let (successors, organID): ([String]?, String)
            switch directory.standing(of: receiver, on: today) {
            case .present(let entry) where entry.node == node: (successors, organID) = (nil, entry.organID)
            case .ended(let entry, let heirs) where entry.node == node: (successors, organID) = (heirs, entry.organID)
            default: return nil
            }
            let note = StatusNote(
                id: newID(), message: envelope.id.rawValue, messageSha256: paper.digest,
                state: successors == nil ? .arrived : .refused, receiver: receiver, node: node, at: at,
                reason: successors.map { _ in .receiverEnded }, successors: successors)
            return (note, try SignedPaper.signed(note, with: seal), organID)
        }
    }

    /// Keeps the message and lets it take effect, for all receivers here or for none.
    private func enter(
        _ envelope: Envelope, _ paper: SignedPaper, _ parts: [(StoredFile, String)],
        _ notes: [(note: StatusNote, paper: SignedPaper, organID: String)]
    ) async throws -> [SignedPaper] {
        let (id, time) = (envelope.id.rawValue, now())
        let isNew = try await database.write { db in
            let store = ReceivedStore(db: db)
            guard try store.insert(envelope, paper, at: time) else { return false }
            for (file, name) in parts {
                try files.attach(file, named: name, to: Correspondence.subject(received: id), in: db)
            }
            for (index, (note, signed, organID)) in notes.enumerated() {
                let isHere = note.state == .arrived
                let place = isHere ? try Correspondence.place(of: organID, on: Day(time), in: db) : Place(rawValue: "")
                let event = try arrive(envelope, note, signed, place, at: time, in: db)
                if index == 0 { try correspondence.stamp(paper, event, in: db) }
            }
            return true
        }
        if isNew { return notes.map(\.paper) }
        // Somebody else was quicker with the same id.
        return try await known(envelope, paper) ?? []
    }

    private func arrive(
        _ envelope: Envelope, _ note: StatusNote, _ paper: SignedPaper, _ place: Place, at time: Date,
        in db: any Connection
    ) throws -> Event {
        let receiver = note.receiver ?? ""
        let isHere = note.state == .arrived
        let event = note.event(
            newID(), isHere ? "arrived" : "turned_away", paper, place: place, by: .system, at: time)
        try ReceivedStore(db: db).insert(
            envelope.id.rawValue,
            for: .init(receiver: receiver, place: place, state: note.state, event: event.id.rawValue), at: time)
        _ = try StatusStore(db: db).insert(note, paper, on: .received)
        try Ledger(db).append(event)
        if isHere { try hooks[envelope.kind]?(envelope, receiver, place, db) }
        return event
    }

    /// Says no to a message as a whole, signed, and keeps it for whoever looks into it.
    private func refuse(
        _ paper: SignedPaper, _ reason: RefusalReason, _ envelope: Envelope? = nil
    ) async throws -> SignedPaper {
        let (node, seal) = try directory.identity()
        let (message, time) = (envelope?.id.rawValue ?? "", now())
        let note = StatusNote(
            id: newID(), message: message, messageSha256: paper.digest, state: .refused, receiver: nil, node: node,
            at: Moment(time), reason: reason)
        let signed = try SignedPaper.signed(note, with: seal)
        return try await database.write { [newID] db in
            let store = RefusalStore(db: db)
            if let again = try store.again(paper, at: time) { return again }
            try store.insert(paper, message, reason, signed, at: time)
            try Ledger(db).append(
                note.event(newID(), "refused", signed, place: Place(rawValue: ""), by: .system, at: time))
            return signed
        }
    }

    // What is said about messages

    private func believe(_ note: StatusNote, _ paper: SignedPaper, in directory: ExchangeDirectory) throws {
        func refuse(_ reason: String) -> ExchangeProblem { .noteNotBelieved(reason) }
        guard note.at.date <= now() + Correspondence.tolerance else { throw refuse("from_the_future") }
        switch paper.verdict(try self.directory.folder.roots(), at: note.at.date) {
        case .holds(let signer):
            guard let owner = directory.owner(of: signer), owner.node.id == note.node else {
                throw refuse("unknown_key")
            }
            guard owner.certificate.revokedAt == nil else { throw refuse("revoked_key") }
        case .altered, .unreadable: throw refuse("altered")
        case .untrusted(let reason): throw refuse(reason)
        }
    }

    private func hearReceiver(_ note: StatusNote, _ paper: SignedPaper) async throws {
        try await database.write { db in
            let store = SentStore(db: db)
            guard let sent = try store.find(note.message), sent.paper.digest == note.messageSha256 else {
                throw ExchangeProblem.noSuchMessage(note.message)
            }
            let receivers = try store.deliveries(of: note.message)
                .filter { $0.node == note.node && (note.receiver ?? $0.receiver) == $0.receiver }
            guard !receivers.isEmpty else { throw ExchangeProblem.noteNotBelieved("unknown_receiver") }
            guard try StatusStore(db: db).insert(note, paper, on: .sent) else { return }
            for receiver in receivers {
                guard let delivery = try store.take(note.message, to: receiver.receiver) else { continue }
                // A refusal of the whole is for those of whom nothing else is known.
                if note.receiver == nil, delivery.state != nil { continue }
                try correspondence.advance(delivery, by: note, in: db)
            }
            let event = note.event(newID(), "heard", paper, place: sent.place, by: .system, at: now())
            try Ledger(db).append(event)
            if receivers.contains(where: { $0.state == nil }) { try correspondence.stamp(paper, event, in: db) }
        }
    }

    private func hearSender(_ note: StatusNote, _ paper: SignedPaper) async throws {
        try await database.write { db in
            let store = ReceivedStore(db: db)
            guard let received = try store.find(note.message), received.paper.digest == note.messageSha256,
                received.node == note.node, let receiver = note.receiver,
                let arrival = try store.take(note.message, for: receiver)
            else { throw ExchangeProblem.noSuchMessage(note.message) }
            guard try StatusStore(db: db).insert(note, paper, on: .received) else { return }
            if DeliveryState.next(after: arrival.state).contains(note.state) {
                try store.move(note.message, for: receiver, note.state, at: note.at.date)
            }
            try Ledger(db).append(note.event(newID(), "heard", paper, place: arrival.place, by: .system, at: now()))
        }
    }
}

extension MediaKind {
    /// What has a signature of its own must be what it says; of the rest nobody can tell by the first bytes.
    fileprivate func isWhatItSays(_ type: String) -> Bool {
        guard let said = MediaKind(rawValue: type), said != .other, said != .text else { return true }
        return said == self
    }
}
