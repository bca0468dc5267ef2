// SPDX-License-Identifier: Apache-2.0

import Agencies
package import Casework
package import Database
package import Exchange
import Foundation
package import Kernel
import Ledger
import NationalAxis

/// Where a document that was issued has got, and how it is taken back.
package struct SendingService: Sendable {
    let database: any Database
    let correspondence: Correspondence
    let mail: AxisMail
    package let now: Now
    let newID: NewID

    package init(
        database: any Database, correspondence: Correspondence, mail: AxisMail, now: @escaping Now,
        newID: @escaping NewID
    ) {
        (self.database, self.correspondence, self.mail) = (database, correspondence, mail)
        (self.now, self.newID) = (now, newID)
    }

    /// A document of the agency of an official, with each agency that it went to; none before it is sent.
    package func receivers(
        of id: ID<CaseFile>, for actor: Actor
    ) async throws -> (entry: BookEntry, receivers: [DocumentReceiver]) {
        let (entry, receivers) = try await database.ask(BookStore.entry(of: id), ReceiverStore.receivers(of: id))
        guard let entry, let agency = actor.agency, agency == entry.agency else { throw CaseProblem.notFound }
        try actor.may(OfficialDocuments.read, in: agency)
        return (entry, receivers)
    }

    /// As above, for its face, which has asked whether the actor may see the case.
    func receivers(of id: ID<CaseFile>) async throws -> [DocumentReceiver] {
        try await database.ask(ReceiverStore.receivers(of: id))
    }

    /// Wants a document back from some of those who got it; from those whom it has not reached yet as soon as it has. Gives how
    /// many were asked.
    @discardableResult
    package func recall(
        _ id: ID<CaseFile>, from chosen: [String], because reason: String, by actor: Actor
    ) async throws -> Int {
        guard let agency = actor.agency else { throw Forbidden(OfficialDocuments.issue) }
        try actor.may(OfficialDocuments.issue, in: agency)
        if reason.isEmpty { throw TrayProblem.blankReason }
        if reason.count > TrayService.reasonLimit { throw TrayProblem.longReason }
        if chosen.isEmpty { throw TrayProblem.noReceiverChosen }
        let parcel = try await parcel(id, chosen, of: agency, because: reason)
        return try await database.write { db in
            let (entry, all) = try db.ask(BookStore.entry(of: id), ReceiverStore.receivers(of: id))
            guard let entry, entry.agency == agency else { throw TrayProblem.notIssued }
            let receivers = all.filter {
                chosen.contains($0.receiver) && $0.isRecallable
            }
            guard !receivers.isEmpty else { throw TrayProblem.nothingToRecall }
            let store = ReceiverStore(db: db)
            for receiver in receivers {
                guard let message = receiver.message,
                    var receiver = try store.take(message.rawValue, receiver.receiver)?.receiver
                else { continue }
                (receiver.recallReason, receiver.recallBy) = (reason, actor.id)
                if receiver.carrier == .axis { receiver.state = .recalled }
                try store.update(receiver, of: id)
                guard receiver.carrier == .exchange, receiver.state != nil else { continue }
                try correspondence.recall(message, from: receiver.receiver, words: reason, by: actor, in: db)
            }
            if let parcel { try mail.desk.send(parcel, about: id.rawValue, at: agency, by: actor, in: db) }
            try Ledger(db).append(
                Event(
                    id: ID(newID()), kind: "documents.recalled", subject: id.rawValue, place: agency.rawValue,
                    actor: actor.id, at: now(), facts: ["receivers": "\(receivers.count)"],
                    personal: ["text": reason]))
            return receivers.count
        }
    }

    /// The wish that goes by the axis; nil when it reaches none of those chosen.
    private func parcel(
        _ id: ID<CaseFile>, _ chosen: [String], of agency: Place, because reason: String
    ) async throws -> AxisDesk.Parcel? {
        let (entry, all) = try await database.ask(BookStore.entry(of: id), ReceiverStore.receivers(of: id))
        let some = all.filter { $0.carrier == .axis && chosen.contains($0.receiver) && $0.isRecallable }
        guard let entry, entry.agency == agency, !some.isEmpty,
            let sender = try await mail.agencies.find(ID(agency.rawValue))
        else { return nil }
        var receivers: [(organID: String, name: String)] = []
        for receiver in some {
            let name = try await mail.agencies.find(ID(receiver.agency))?.name
            receivers.append((receiver.receiver, name ?? ""))
        }
        return try await mail.recall(entry, from: sender, to: receivers, because: reason)
    }

    /// Something was said about a document that left here. What is wanted back, and has just arrived, is asked for now, by
    /// `recall`.
    package static func heard(
        _ note: StatusNote, _ delivery: Delivery, in db: any Connection,
        recall: (ID<Envelope>, _ receiver: String, _ reason: String) throws -> Void
    ) throws {
        let store = ReceiverStore(db: db)
        guard let found = try store.take(delivery.message, delivery.receiver) else { return }
        var receiver = found.receiver
        let isWanted = receiver.isRecallWaiting
        receiver.hear(note.state, at: note.at.date, saying: note.words ?? "")
        if note.state != .refused, isWanted, let message = receiver.message {
            try recall(message, receiver.receiver, receiver.recallReason)
            receiver.state = .recalled
        }
        try store.update(receiver, of: found.file)
    }
}

extension DocumentReceiver {
    /// What is on its way may be wanted back later.
    var isRecallable: Bool {
        guard message != nil, recallReason.isEmpty || state == .declined else { return false }
        return state == nil || DeliveryState.next(after: state).contains(.recalled)
    }
}
