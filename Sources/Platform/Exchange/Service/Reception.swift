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
        let here = try addressees(of: envelope, in: stored.directory)
        let known = try await known(envelope, paper)
        if known.isAnother { return [try await refuse(paper, .replayed, envelope)] }
        // An agency may have moved here since the message came for others.
        let new = here.filter { !known.receivers.contains($0.receiver) }
        if known.isHere, new.isEmpty { return known.notes }
        if let reason = try refusal(of: envelope, paper, in: stored.directory, at: time) {
            return [try await refuse(paper, reason, envelope)]
        }
        guard !here.isEmpty else { return [try await refuse(paper, .notHere, envelope)] }
        let placed = try await parts(of: envelope)
        if let reason = placed.refusal { return [try await refuse(paper, reason, envelope)] }
        return try await enter(envelope, paper, placed.files, try notes(on: envelope, paper, for: new))
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

    /// What is here of a message.
    private struct Known {
        let isHere: Bool
        /// Another message has its id.
        let isAnother: Bool
        let receivers: Set<String>
        let notes: [SignedPaper]
    }

    private func known(_ envelope: Envelope, _ paper: SignedPaper) async throws -> Known {
        try await database.read { db in
            let (store, id) = (ReceivedStore(db: db), envelope.id.rawValue)
            guard let known = try store.find(id) else {
                return Known(isHere: false, isAnother: false, receivers: [], notes: [])
            }
            let notes = try StatusStore(db: db).notes(of: id, on: .received)
            return Known(
                isHere: true, isAnother: known.paper.digest != paper.digest,
                receivers: Set(try store.arrivals(of: id).map(\.receiver)),
                notes: notes.filter { $0.read(StatusNote.self).map { !$0.state.isSaidBySender } ?? false })
        }
    }

    /// A receiver for whom this node speaks.
    private struct Addressee {
        /// As the message writes it, and as it is written now.
        let receiver: String
        let organID: String
        /// Those that took over from it; nil while it exists.
        let successors: [String]?
    }

    private func addressees(of envelope: Envelope, in directory: ExchangeDirectory) throws -> [Addressee] {
        let (node, today) = (try self.directory.identity().node, Day(now()))
        return Set(envelope.receivers.prefix(Envelope.receiverLimit)).sorted().compactMap { receiver in
            switch directory.standing(of: receiver, on: today) {
            case .present(let entry) where entry.node == node:
                Addressee(receiver: receiver, organID: entry.organID, successors: nil)
            case .ended(let entry, let heirs) where entry.node == node:
                Addressee(receiver: receiver, organID: entry.organID, successors: heirs)
            default: nil
            }
        }
    }

    /// Why it is not taken, whoever it is for.
    private func refusal(
        of envelope: Envelope, _ paper: SignedPaper, in directory: ExchangeDirectory, at time: Date
    ) throws -> RefusalReason? {
        if envelope.receivers.isEmpty { return .unreadable }
        if envelope.receivers.count > Envelope.receiverLimit { return .tooManyReceivers }
        if envelope.createdAt.date > time + Correspondence.tolerance { return .fromTheFuture }
        if envelope.createdAt.date < time - Correspondence.oldest { return .tooOld }
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

    /// A signed note for each of them: arrived, or ended.
    private func notes(
        on envelope: Envelope, _ paper: SignedPaper, for addressees: [Addressee]
    ) throws -> [Arriving] {
        let (node, seal) = try directory.identity()
        let at = Moment(now())
        return try addressees.map { addressee in
            let isHere = addressee.successors == nil
            let note = StatusNote(
                id: newID(), message: envelope.id.rawValue, messageSha256: paper.digest,
                state: isHere ? .arrived : .refused, receiver: addressee.receiver, node: node, at: at,
                reason: isHere ? nil : .receiverEnded, successors: addressee.successors)
            return Arriving(
                note: note, paper: try SignedPaper.signed(note, with: seal), receiver: addressee.receiver,
                organID: addressee.organID)
        }
    }

    private struct Arriving {
        let note: StatusNote
        let paper: SignedPaper
        let receiver: String
        let organID: String
    }

    /// Keeps the message and lets it take effect, for all of them or for none, and once for each.
    private func enter(
        _ envelope: Envelope, _ paper: SignedPaper, _ parts: [(StoredFile, String)], _ arriving: [Arriving]
    ) async throws -> [SignedPaper] {
        let (id, time) = (envelope.id.rawValue, now())
        let isIts = try await database.write { db in
            let store = ReceivedStore(db: db)
            // Somebody else may have been quicker with the same id.
            let isNew = try store.insert(envelope, paper, at: time)
            guard try isNew || store.find(id)?.paper.digest == paper.digest else { return false }
            for (file, name) in parts {
                try files.attach(file, named: name, to: Correspondence.subject(received: id), in: db)
            }
            for (index, one) in arriving.enumerated() {
                let event = try arrive(envelope, one, at: time, in: db)
                if index == 0, isNew, let event { try correspondence.stamp(paper, event, in: db) }
            }
            return true
        }
        guard isIts else { return [try await refuse(paper, .replayed, envelope)] }
        return try await known(envelope, paper).notes
    }

    /// Nil when it had arrived for this receiver before.
    private func arrive(
        _ envelope: Envelope, _ one: Arriving, at time: Date, in db: any Connection
    ) throws -> Event? {
        let isHere = one.note.state == .arrived
        let place = isHere ? try Correspondence.place(of: one.organID, on: Day(time), in: db) : Place(rawValue: "")
        let event = one.note.event(
            newID(), isHere ? "arrived" : "turned_away", one.paper, place: place, by: .system, at: time)
        let arrival = ReceivedStore.Arrival(
            receiver: one.receiver, place: place, state: one.note.state, event: event.id.rawValue)
        guard try ReceivedStore(db: db).insert(envelope.id.rawValue, for: arrival, at: time) else { return nil }
        _ = try StatusStore(db: db).insert(one.note, one.paper, on: .received)
        try Ledger(db).append(event)
        if isHere { try hooks[envelope.kind]?(envelope, one.receiver, place, db) }
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
