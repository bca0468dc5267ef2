// SPDX-License-Identifier: Apache-2.0

import Database
import EdXML
import Files
import Foundation
import Jobs
import Kernel
import Ledger
import Logging

/// Fetches what lies on the axis for this node and lets each message take effect once.
package struct AxisBridge: Sendable {
    private let desk: AxisDesk
    private let trust: AxisTrust
    private let handler: AxisHandler
    private let logger = Logger(label: "axis")

    package init(desk: AxisDesk, trust: AxisTrust, handler: @escaping AxisHandler) {
        (self.desk, self.trust, self.handler) = (desk, trust, handler)
    }

    /// Fetches all there is. A message that cannot be fetched or kept now holds up no other one; the last such error is
    /// thrown in the end, and the message is fetched again next time. Returns how many took effect or were refused.
    @discardableResult
    package func poll() async throws -> Int {
        guard let axis = desk.axis else { throw AxisProblem.notConnected }
        var (count, trouble): (Int, [any Error]) = (0, [])
        for kind in AxisKind.allCases {
            for entry in try await axis.received(kind) {
                do { if try await settle(entry, on: axis) { count += 1 } } catch {
                    logger.warning(
                        "a message was left on the axis", metadata: ["id": "\(entry.id)", "why": "\(error)"])
                    trouble.append(error)
                    // Then it is the axis, or this node: other work waits for the end of the round.
                    if trouble.count >= Self.patience { throw error }
                }
            }
        }
        if let last = trouble.last { throw last }
        return count
    }

    /// After how many troubles a round is over.
    private static let patience = 5

    /// False for one that had taken effect before, and only the axis did not know.
    private func settle(_ entry: AxisEntry, on axis: any DocumentAxis) async throws -> Bool {
        guard (1...200).contains(entry.id.utf8.count) else { throw AxisProblem.unreadable }
        if let isTaken = try await outcome(of: entry) {
            try await axis.updateStatus(of: entry.id, to: isTaken ? .done : .fail)
            return false
        }
        let bytes = try await axis.get(entry.id)
        try await take(entry, bytes)
        try await axis.updateStatus(of: entry.id, to: try await outcome(of: entry) == true ? .done : .fail)
        return true
    }

    /// Nil for one that is not known here.
    private func outcome(of entry: AxisEntry) async throws -> Bool? {
        try await desk.database.read { try AxisStore(db: $0).isTaken(entry.id) }
    }

    private func take(_ entry: AxisEntry, _ bytes: [UInt8]) async throws {
        guard !bytes.isEmpty else { throw AxisProblem.unreadable }
        let file = try await desk.files.keep(bytes)
        let packet: EdXMLPacket
        do {
            packet = try EdXMLPacket(reading: bytes)
            try trust.check(packet, at: desk.now())
            try Self.refuseEmpty(packet)
        } catch let problem as any Problem {
            return try await refuse(entry, file, because: problem)
        }
        var parts: [ReceivedFile] = []
        if case .message(let message) = packet.content {
            for attachment in message.attachments {
                let stored = try await desk.files.keep(attachment.bytes)
                parts.append(ReceivedFile(stored: stored, name: attachment.name))
            }
        }
        let arrival = AxisArrival(
            id: entry.id, content: packet.content, signer: packet.signer, file: file, parts: parts, at: desk.now())
        try await desk.database.write { db in
            guard
                try AxisStore(db: db).insert(entry, of: packet.documentID, file: file.hash, refusal: "", at: arrival.at)
            else { return }
            try desk.files.attach(
                file, named: AxisFiles.name(of: entry.id), to: AxisArrival.subject(of: entry.id), in: db)
            try effect(of: arrival, entry, in: db)
        }
    }

    /// A file with nothing in it says nothing.
    private static func refuseEmpty(_ packet: EdXMLPacket) throws(EdXMLProblem) {
        guard case .message(let message) = packet.content,
            let empty = message.attachments.first(where: \.bytes.isEmpty)
        else { return }
        throw .attachmentUnreadable(name: empty.name)
    }

    private func effect(of arrival: AxisArrival, _ entry: AxisEntry, in db: any Connection) throws {
        if case .status(let status) = arrival.content {
            let documents = try AxisStore(db: db).documents(status.responseFor.documentID)
            guard documents.contains(where: { $0.receivers.contains(status.from.id) }) else {
                let problem = documents.isEmpty ? AxisProblem.noSuchDocument : .notAReceiver
                return try note(refusal: problem, of: entry, arrival.file, in: db)
            }
            try AxisStore(db: db).say(
                AxisState(
                    organID: status.from.id, state: status.state, description: status.description, at: status.at),
                of: status.responseFor.documentID)
        }
        switch try handler(arrival, db) {
        case .noted: try append("arrived", entry, arrival, in: db)
        case .taken(let organ):
            try append("arrived", entry, arrival, in: db)
            try answer(.arrived, "", as: organ, arrival, entry, in: db)
        case .refused(let organ, let reason):
            try AxisStore(db: db).refuse(entry.id, because: reason)
            try append("refused", entry, arrival, facts: ["reason": reason], in: db)
            try answer(.refused, reason, as: organ, arrival, entry, in: db)
        }
    }

    private func answer(
        _ state: EdXMLStatus.State, _ words: String, as organ: EdXMLMessage.Organ, _ arrival: AxisArrival,
        _ entry: AxisEntry, in db: any Connection
    ) throws {
        guard case .message(let message) = arrival.content else { return }
        try desk.answer(
            state, to: message, as: organ, saying: words, about: entry.id, at: .everywhere, by: .system, in: db)
    }

    /// What nobody could read, or nobody believes, is kept with the reason and has no effect.
    private func refuse(_ entry: AxisEntry, _ file: StoredFile, because problem: any Problem) async throws {
        try await desk.database.write { db in
            guard try AxisStore(db: db).insert(entry, of: "", file: file.hash, refusal: problem.code, at: desk.now())
            else { return }
            try desk.files.attach(
                file, named: AxisFiles.name(of: entry.id), to: AxisArrival.subject(of: entry.id), in: db)
            try note(refusal: problem, of: entry, file, in: db)
        }
    }

    private func note(
        refusal problem: any Problem, of entry: AxisEntry, _ file: StoredFile, in db: any Connection
    ) throws {
        try AxisStore(db: db).refuse(entry.id, because: problem.code)
        try Ledger(db).append(
            Event(
                id: ID(desk.newID()), kind: "axis.refused", subject: entry.id, actor: Actor.system.id, at: desk.now(),
                facts: ["sender": entry.sender, "sha256": file.hash, "reason": problem.code]))
    }

    private func append(
        _ what: String, _ entry: AxisEntry, _ arrival: AxisArrival, facts: [String: String] = [:],
        in db: any Connection
    ) throws {
        var facts = facts.merging(["sha256": arrival.file.hash]) { $1 }
        switch arrival.content {
        case .message(let message): facts["document"] = message.documentID
        case .status(let status):
            (facts["document"], facts["state"]) = (status.responseFor.documentID, "\(status.state.rawValue)")
        }
        facts["sender"] = entry.sender
        let kind = if case .status = arrival.content, what == "arrived" { "axis.told" } else { "axis.\(what)" }
        try Ledger(db).append(
            Event(
                id: ID(desk.newID()), kind: kind, subject: entry.id, actor: Actor.system.id, at: arrival.at,
                facts: facts))
    }
}

extension EdXMLPacket {
    fileprivate var documentID: String {
        switch content {
        case .message(let message): message.documentID
        case .status(let status): status.responseFor.documentID
        }
    }
}
