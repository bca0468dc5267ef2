// SPDX-License-Identifier: Apache-2.0

package import Database
import Files
import Foundation
package import Kernel
import Ledger
import Signatures

/// Takes what other nodes hand over: messages for agencies of this node, and what is said about messages. Nothing is
/// believed that is not signed by the node that the directory names, and nothing takes effect twice.
package struct Reception: Sendable {
    /// Told in the transaction in which a message takes effect for one receiver. A module names the kinds it understands.
    package typealias Hook = @Sendable (Envelope, _ receiver: String, _ place: Place, any Connection) throws -> Void

    /// Told in the transaction in which the sender says something about a message that came for a receiver here: it wants it
    /// back.
    package typealias Telling = @Sendable (StatusNote, _ receiver: String, any Connection) throws -> Void

    let database: any Database
    let directory: DirectoryService
    let correspondence: Correspondence
    let files: FileService
    let hooks: [String: Hook]
    let tellings: [String: Telling]
    let now: Now
    let newID: NewID

    /// The kinds of message that modules here understand.
    package var kinds: [String] { hooks.keys.sorted() }

    package init(
        _ correspondence: Correspondence, hooks: [String: Hook], tellings: [String: Telling] = [:],
        now: @escaping Now, newID: @escaping NewID
    ) {
        (database, directory, files) = (correspondence.database, correspondence.directory, correspondence.files)
        (self.correspondence, self.hooks, self.tellings) = (correspondence, hooks, tellings)
        (self.now, self.newID) = (now, newID)
    }

    /// Parts of a message that are not here yet: they have to come first.
    package struct PartsMissing: Error, Equatable {
        package let hashes: [String]
    }

    /// The sender goes by a newer directory than this node has: it waits for the next one.
    package struct DirectoryBehind: Error, Equatable {
        package let wanted: Int64
    }

    /// What becomes of one of several messages.
    package enum Outcome: Sendable {
        case notes([SignedPaper])
        /// As `PartsMissing` and `DirectoryBehind` tell.
        case missing([String])
        case behind(Int64)
        case failed(any Error)

        fileprivate init(_ error: any Error) {
            switch error {
            case let error as PartsMissing: self = .missing(error.hashes)
            case let error as DirectoryBehind: self = .behind(error.wanted)
            default: self = .failed(error)
            }
        }
    }

    /// Takes a message, and gives the signed notes about it: one for each receiver here, or one that refuses it whole. The
    /// same message again gets the same notes and has no effect.
    package func receive(_ paper: SignedPaper) async throws -> [SignedPaper] {
        switch try await examined([paper])[0].get() {
        case .settled(let notes): notes
        case .new(let entering): try await finished(entering, try await enter([entering])[0])
        }
    }

    /// As for one, in one transaction where all goes well. In their order.
    package func receive(_ papers: [SignedPaper]) async -> [Outcome] {
        guard !papers.isEmpty else { return [] }
        var outcomes: [Result<Examined, any Error>]
        do { outcomes = try await examined(papers) } catch { return papers.map { _ in Outcome(error) } }
        var (entering, places): ([Entering], [Int]) = ([], [])
        for (place, outcome) in outcomes.enumerated() {
            guard case .success(.new(let new)) = outcome else { continue }
            entering.append(new)
            places.append(place)
        }
        if let entries = try? await enter(entering) {
            for (place, (new, entry)) in zip(places, zip(entering, entries)) {
                do { outcomes[place] = .success(.settled(try await finished(new, entry))) } catch {
                    outcomes[place] = .failure(error)
                }
            }
        } else {
            // One of them keeps all from being kept: each by itself.
            for place in places {
                do { outcomes[place] = .success(.settled(try await receive(papers[place]))) } catch {
                    outcomes[place] = .failure(error)
                }
            }
        }
        return outcomes.map { outcome in
            switch outcome {
            case .success(.settled(let notes)): .notes(notes)
            case .success(.new): .missing([])
            case .failure(let error): Outcome(error)
            }
        }
    }

    private enum Examined: Sendable {
        /// It was known, or is refused.
        case settled([SignedPaper])
        case new(Entering)
    }

    /// A message that may take effect.
    private struct Entering: Sendable {
        let envelope: Envelope
        let paper: SignedPaper
        let parts: [(StoredFile, String)]
        let arriving: [Arriving]
    }

    /// Looks at messages, at all of them by the same directory and with one question to the database.
    private func examined(_ papers: [SignedPaper]) async throws -> [Result<Examined, any Error>] {
        let current = try await directory.current().directory
        let read: [Envelope?] = await papers.concurrently { paper in
            guard paper.bytes.count <= Envelope.byteLimit, let envelope = paper.read(Envelope.self) else { return nil }
            return envelope.isWellFormed ? envelope : nil
        }
        let came: [Came] = try await database.read { db in
            let known = try known(Array(zip(papers, read)), in: db)
            return zip(papers, zip(read, known)).map { Came(paper: $0, envelope: $1.0, known: $1.1) }
        }
        return await came.concurrently { message -> Result<Examined, any Error> in
            do { return .success(try await examine(message, by: current)) } catch { return .failure(error) }
        }
    }

    /// A message, what it says, and what is here of it.
    private struct Came: Sendable {
        let paper: SignedPaper
        /// Nil when it is not an envelope.
        let envelope: Envelope?
        let known: Known
    }

    private func examine(_ came: Came, by current: ExchangeDirectory) async throws -> Examined {
        let (paper, known, time) = (came.paper, came.known, now())
        if known.wasRefused,
            let again = try await database.write({ try RefusalStore(db: $0).again(paper, at: time) })
        {
            return .settled([again])
        }
        func refused(_ reason: RefusalReason, _ envelope: Envelope? = nil) async throws -> Examined {
            .settled([try await refuse(paper, reason, envelope)])
        }
        guard let envelope = came.envelope else { return try await refused(.unreadable) }
        let here = try addressees(of: envelope, in: current)
        if known.isAnother { return try await refused(.replayed, envelope) }
        // An agency may have moved here since the message came for others.
        let new = here.filter { !known.receivers.contains($0.receiver) }
        if known.isHere, new.isEmpty { return .settled(known.notes) }
        if let reason = try refusal(of: envelope, paper, in: current, at: time) {
            return try await refused(reason, envelope)
        }
        guard !here.isEmpty else { return try await refused(.notHere, envelope) }
        let placed = try parts(of: envelope, among: known.files)
        if let reason = placed.refusal { return try await refused(reason, envelope) }
        return .new(
            Entering(
                envelope: envelope, paper: paper, parts: placed.files,
                arriving: try notes(on: envelope, paper, for: new)))
    }

    // The way in

    /// What is here of a message.
    private struct Known: Sendable {
        var wasRefused = false
        var isHere = false
        /// Another message has its id.
        var isAnother = false
        var receivers: Set<String> = []
        var notes: [SignedPaper] = []
        /// Its parts, by their digests.
        var files: [String: StoredFile] = [:]
    }

    /// Of all of them at once: most are new, and nothing else is asked then.
    private func known(_ came: [(SignedPaper, Envelope?)], in db: any Connection) throws -> [Known] {
        let refused = try db.ask(all: came.map { RefusalStore.has($0.0) })
        let messages = try db.ask(all: came.map { ReceivedStore.message($0.1?.id.rawValue ?? "") })
        let parts = Set(came.flatMap { $0.1?.parts.map(\.sha256) ?? [] }).sorted()
        let found = try db.ask(all: parts.map { files.file($0) })
        let here = Dictionary(uniqueKeysWithValues: zip(parts, found)).compactMapValues(\.self)
        return try zip(came, zip(refused, messages)).map { came, found in
            var known = Known(wasRefused: found.0)
            for (_, _, sha256) in came.1?.parts ?? [] { known.files[sha256] = here[sha256] }
            if let message = found.1, let id = came.1?.id.rawValue { try add(message, id, came.0, to: &known, in: db) }
            return known
        }
    }

    private func add(
        _ found: ReceivedStore.Received, _ id: String, _ paper: SignedPaper, to known: inout Known,
        in db: any Connection
    ) throws {
        let store = ReceivedStore(db: db)
        known.isHere = true
        known.isAnother = found.paper.digest != paper.digest
        known.receivers = Set(try store.arrivals(of: id).map(\.receiver))
        known.notes = try StatusStore(db: db).notes(of: id, on: .received)
            .filter { $0.read(StatusNote.self).map { !$0.state.isSaidBySender } ?? false }
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
        switch paper.verdict(try self.directory.checker(), at: envelope.createdAt.date) {
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
    private func parts(
        of envelope: Envelope, among here: [String: StoredFile]
    ) throws -> (files: [(StoredFile, String)], refusal: RefusalReason?) {
        var (found, missing): ([(StoredFile, String)], [String]) = ([], [])
        for (_, part, sha256) in envelope.parts {
            guard let file = here[sha256] else {
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
        let own = try directory.identity()
        let at = Moment(now())
        return try addressees.map { addressee in
            let isHere = addressee.successors == nil
            let note = StatusNote(
                id: newID(), message: envelope.id.rawValue, messageSha256: paper.digest,
                state: isHere ? .arrived : .refused, receiver: addressee.receiver, node: own.node,
                at: at,
                reason: isHere ? nil : .receiverEnded, successors: addressee.successors)
            return Arriving(
                note: note, paper: try SignedPaper.signed(note, with: own.signer), receiver: addressee.receiver,
                organID: addressee.organID)
        }
    }

    private struct Arriving: Sendable {
        let note: StatusNote
        let paper: SignedPaper
        let receiver: String
        let organID: String
    }

    /// What a transaction found of a message that was to be entered.
    private enum Entry { case entered, known, another }

    /// Keeps the messages and lets them take effect, all or none, and once for each receiver.
    private func enter(_ entering: [Entering]) async throws -> [Entry] {
        guard !entering.isEmpty else { return [] }
        let time = now()
        return try await database.write { db in try entering.map { try enter($0, at: time, in: db) } }
    }

    private func enter(_ new: Entering, at time: Date, in db: any Connection) throws -> Entry {
        let (store, id) = (ReceivedStore(db: db), new.envelope.id.rawValue)
        // Somebody else may have been quicker with the same id.
        let isNew = try store.insert(new.envelope, new.paper, at: time)
        guard try isNew || store.find(id)?.paper.digest == new.paper.digest else { return .another }
        for (file, name) in new.parts {
            try files.attach(file, named: name, to: Correspondence.subject(received: id), in: db)
        }
        for (index, one) in new.arriving.enumerated() {
            let event = try arrive(new.envelope, one, at: time, in: db)
            if index == 0, isNew, let event { try correspondence.stamp(new.paper, event, in: db) }
        }
        return isNew ? .entered : .known
    }

    private func finished(_ new: Entering, _ entry: Entry) async throws -> [SignedPaper] {
        switch entry {
        case .entered: new.arriving.map(\.paper)
        case .known: try await database.read { try known([(new.paper, new.envelope)], in: $0)[0].notes }
        case .another: [try await refuse(new.paper, .replayed, new.envelope)]
        }
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
        let own = try directory.identity()
        let (message, time) = (envelope?.id.rawValue ?? "", now())
        let note = StatusNote(
            id: newID(), message: message, messageSha256: paper.digest, state: .refused, receiver: nil, node: own.node,
            at: Moment(time), reason: reason)
        let signed = try SignedPaper.signed(note, with: own.signer)
        return try await database.write { [newID] db in
            let store = RefusalStore(db: db)
            if let again = try store.again(paper, at: time) { return again }
            try store.insert(paper, message, reason, signed, at: time)
            try Ledger(db).append(
                note.event(newID(), "refused", signed, place: Place(rawValue: ""), by: .system, at: time))
            return signed
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
