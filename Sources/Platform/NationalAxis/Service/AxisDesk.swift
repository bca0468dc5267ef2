// SPDX-License-Identifier: Apache-2.0

package import Database
package import EdXML
package import Files
import Foundation
import Jobs
package import Kernel
import Ledger

/// Sends documents by the axis for the modules, and says what became of those that came.
///
///     let parcel = try await desk.seal(message)                 // writes and signs it; nobody waits for the axis
///     try await database.write { db in
///         …                                                     // the module's own change and permission
///         try desk.send(parcel, about: document.id.rawValue, at: place, by: actor, in: db)
///     }
package struct AxisDesk: Sendable {
    let database: any Database
    let files: FileService
    /// What messages are signed with; nil where they go without a signature.
    private let seal: EdXMLSeal?
    /// Nil on a node that is not connected.
    let axis: (any DocumentAxis)?
    let now: Now
    let newID: NewID

    package init(
        database: any Database, files: FileService, axis: (any DocumentAxis)?, seal: EdXMLSeal?, now: @escaping Now,
        newID: @escaping NewID
    ) {
        (self.database, self.files, self.axis, self.seal) = (database, files, axis, seal)
        (self.now, self.newID) = (now, newID)
    }

    package var isConnected: Bool { axis != nil }

    /// A document that is ready to leave.
    package struct Parcel: Sendable {
        package let message: EdXMLMessage
        let file: StoredFile
    }

    /// Writes and signs a document, adding where it leaves from, and keeps its bytes. Refuses what nobody could read.
    package func seal(_ message: EdXMLMessage) async throws -> Parcel {
        guard isConnected else { throw AxisProblem.notConnected }
        var message = message
        if message.trace.isEmpty { message.trace = [.init(organID: message.from.id, at: now())] }
        let bytes = try message.written(sealedBy: seal)
        return Parcel(message: message, file: try await files.keep(bytes))
    }

    /// Sends it in the caller's transaction, which has decided that it may be sent; it leaves after the commit. Returns the id
    /// under which `departure` tells how far it is.
    @discardableResult
    package func send(
        _ parcel: Parcel, about subject: String, at place: Place, by actor: Actor, in db: any Connection
    ) throws -> String {
        let message = parcel.message
        let departure = AxisDeparture(
            id: newID(), kind: .document, sender: message.from.id, documentID: message.documentID, subject: subject,
            place: place.rawValue, receivers: message.to.map(\.id), queuedAt: now(), axisID: nil, sentAt: nil,
            problem: "", file: parcel.file.hash, body: nil)
        try files.attach(
            parcel.file, named: AxisFiles.name(of: departure.id), to: AxisFiles.departure(departure.id), in: db)
        try post(departure, by: actor, facts: ["receivers": "\(message.to.count)", "sha256": parcel.file.hash], in: db)
        return departure.id
    }

    /// Tells the sender of a document what became of it here, in the caller's transaction.
    package func answer(
        _ state: EdXMLStatus.State, to message: EdXMLMessage, as organ: EdXMLMessage.Organ, saying words: String = "",
        about subject: String, at place: Place, by actor: Actor, in db: any Connection
    ) throws {
        guard isConnected else { throw AxisProblem.notConnected }
        let status = EdXMLStatus(state, of: message.reference, from: organ, description: words, at: now())
        let departure = AxisDeparture(
            id: newID(), kind: .status, sender: organ.id, documentID: message.documentID, subject: subject,
            place: place.rawValue, receivers: [message.from.id], queuedAt: now(), axisID: nil, sentAt: nil,
            problem: "", file: nil, body: String(decoding: try status.written(sealedBy: seal), as: UTF8.self))
        try post(departure, by: actor, facts: ["state": "\(state.rawValue)"], in: db)
    }

    /// How far a document is; nil for one that nobody sent.
    package func departure(_ id: String, in db: any Connection) throws -> AxisDeparture? {
        try AxisStore(db: db).departure(id)
    }

    /// What the receivers of a document said of it last, by their identifiers.
    package func states(of documentID: String, in db: any Connection) throws -> [AxisState] {
        try AxisStore(db: db).states(of: documentID)
    }

    /// Everybody who can be reached.
    package func agencies() async throws -> [AxisAgency] {
        guard let axis else { throw AxisProblem.notConnected }
        return try await axis.agencies()
    }

    private func post(
        _ departure: AxisDeparture, by actor: Actor, facts: [String: String], in db: any Connection
    ) throws {
        try AxisStore(db: db).insert(departure)
        let event = departure.event(
            departure.kind == .document ? "sent" : "answered", id: newID(), by: actor, at: now(), facts: facts)
        try Ledger(db).append(event)
        try Outbox(db).put(
            OutgoingMessage(id: ID(newID()), kind: AxisCourier.kind, event: event.id.rawValue, body: departure.id),
            due: now())
    }
}

extension AxisDeparture {
    func event(
        _ what: String, id: String, by actor: Actor, at time: Date, facts: [String: String] = [:]
    ) -> Event {
        Event(
            id: ID(id), kind: "axis.\(what)", subject: subject, place: place, actor: actor.id, at: time,
            facts: facts.merging(["document": documentID, "sender": sender]) { $1 })
    }
}

/// How files of the axis are named and held.
enum AxisFiles {
    static func name(of id: String) -> String { "\(id).edxml" }
    static func departure(_ id: String) -> String { "axis-departure:\(id)" }
}

extension FileService {
    /// Whatever kind of bytes: the reader of the message has looked at them.
    func keep(_ bytes: [UInt8]) async throws -> StoredFile {
        let limits = FileLimits(bytes: max(bytes.count, 1), kinds: Set(MediaKind.allCases))
        return try await receive(AsyncStream(whole: bytes), limits: limits)
    }
}
