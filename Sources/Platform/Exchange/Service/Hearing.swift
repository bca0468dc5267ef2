// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
import Kernel
import Ledger
import Signatures

/// What is said about messages: on the sender's side by their receivers, on theirs by the sender.
extension Reception {
    package func hear(_ paper: SignedPaper) async throws {
        if let problem = await hear([paper])[0] { throw problem }
    }

    /// As for one, in one transaction where all goes well. Gives why some were not taken, in their order.
    package func hear(_ papers: [SignedPaper]) async -> [(any Error)?] {
        guard !papers.isEmpty else { return [] }
        let current: ExchangeDirectory
        do { current = try await directory.current().directory } catch { return papers.map { _ in error } }
        var heard: [Result<Believed, any Error>] = await papers.concurrently { paper in
            do { return .success(try believed(paper, by: current)) } catch { return .failure(error) }
        }
        let good = heard.enumerated().compactMap { place, one in
            if case .success(let note) = one { (place, note) } else { nil }
        }
        do {
            try await database.write { db in for (_, note) in good { try enter(note, in: db) } }
        } catch {
            // One of them keeps all from being kept: each by itself.
            for (place, note) in good {
                do { try await database.write { try enter(note, in: $0) } } catch { heard[place] = .failure(error) }
            }
        }
        return heard.map { if case .failure(let error) = $0 { error } else { nil } }
    }

    private struct Believed: Sendable {
        let note: StatusNote
        let paper: SignedPaper
    }

    private func believed(_ paper: SignedPaper, by current: ExchangeDirectory) throws -> Believed {
        func refuse(_ reason: String) -> ExchangeProblem { .noteNotBelieved(reason) }
        guard paper.bytes.count <= StatusNote.byteLimit, let note = paper.read(StatusNote.self), note.isWellFormed
        else { throw refuse("unreadable") }
        guard note.at.date <= now() + Correspondence.tolerance else { throw refuse("from_the_future") }
        switch paper.verdict(try directory.checker(), at: note.at.date) {
        case .holds(let signer):
            guard let owner = current.owner(of: signer), owner.node.id == note.node else { throw refuse("unknown_key") }
            guard owner.certificate.revokedAt == nil else { throw refuse("revoked_key") }
        case .altered, .unreadable: throw refuse("altered")
        case .untrusted(let reason): throw refuse(reason)
        }
        return Believed(note: note, paper: paper)
    }

    private func enter(_ said: Believed, in db: any Connection) throws {
        if said.note.state.isSaidBySender {
            try enterSender(said.note, said.paper, in: db)
        } else {
            try enterReceiver(said.note, said.paper, in: db)
        }
    }

    private func enterReceiver(_ note: StatusNote, _ paper: SignedPaper, in db: any Connection) throws {
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

    private func enterSender(_ note: StatusNote, _ paper: SignedPaper, in db: any Connection) throws {
        let store = ReceivedStore(db: db)
        guard let received = try store.find(note.message), received.paper.digest == note.messageSha256,
            received.node == note.node, let receiver = note.receiver,
            let arrival = try store.take(note.message, for: receiver)
        else { throw ExchangeProblem.noSuchMessage(note.message) }
        guard try StatusStore(db: db).insert(note, paper, on: .received) else { return }
        if DeliveryState.next(after: arrival.state).contains(note.state) {
            try store.move(note.message, for: receiver, note.state, at: note.at.date)
            if let kind = received.paper.read(Envelope.self)?.kind { try tellings[kind]?(note, receiver, db) }
        }
        try Ledger(db).append(note.event(newID(), "heard", paper, place: arrival.place, by: .system, at: now()))
    }
}

extension Array where Element: Sendable {
    /// Does something with each of them at the same time, and gives what came of it in their order.
    func concurrently<Made: Sendable>(_ work: @escaping @Sendable (Element) async -> Made) async -> [Made] {
        await withTaskGroup(of: (Int, Made).self) { group in
            for (place, element) in enumerated() { group.addTask { (place, await work(element)) } }
            return await group.reduce(into: [(Int, Made)]()) { $0.append($1) }.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }
}
