// SPDX-License-Identifier: Apache-2.0

package import Agencies
import Casework
package import Database
import EdXML
import Exchange
package import Files
import Foundation
package import Kernel
package import NationalAxis

/// Documents on the national axis: written as edXML for those whom the exchange does not reach, and put before the clerk when
/// they come. What is said of them travels as statuses.
package struct AxisMail: Sendable {
    /// All the files of a document together; what is larger goes on paper.
    static let byteLimit = 40 << 20

    let desk: AxisDesk
    let agencies: AgencyService
    let files: FileService
    /// Whether an agency works on this node.
    let isHere: @Sendable (Place, any Connection) throws -> Bool
    /// What the sender of a document reads that nobody gets here, or that is marked as a State secret.
    let words: @Sendable (Fault) -> String
    let newID: NewID

    package enum Fault: Sendable { case nobody, secret(String), unknown }

    package init(
        desk: AxisDesk, agencies: AgencyService, files: FileService,
        isHere: @escaping @Sendable (Place, any Connection) throws -> Bool,
        words: @escaping @Sendable (Fault) -> String, newID: @escaping NewID
    ) {
        (self.desk, self.agencies, self.files) = (desk, agencies, files)
        (self.isHere, self.words, self.newID) = (isHere, words, newID)
    }

    // What leaves

    /// Whom the axis reaches, by the levels of their identifiers, which are the same in either form; nobody where there is none.
    func reached() async throws -> Set<[String]> {
        guard desk.isConnected else { return [] }
        return Set(try await desk.agencies().compactMap { try? OrganID($0.id).levels })
    }

    /// A document for those whom the axis reaches; nil when its files are too large for it.
    func seal(
        _ entry: BookEntry, _ content: DraftContent, type: String, signer: (name: String, lines: [String]),
        from agency: Agency, to receivers: [(organID: String, name: String)], before: BookEntry?,
        _ parts: [(file: StoredFile, name: String)]
    ) async throws -> AxisDesk.Parcel? {
        guard parts.reduce(0, { $0 + $1.file.size }) <= Self.byteLimit else { return nil }
        var message = try await message(entry, from: agency, to: receivers, type: type)
        (message.content, message.toPlaces) = (content.body, content.copies)
        message.signer = .init(
            name: signer.name, position: signer.lines.last ?? "",
            competence: signer.lines.count > 1 ? signer.lines[0] : "")
        message.other.urgency = EdXMLMessage.Urgency(rawValue: entry.urgency.rawValue) ?? .ordinary
        if let change = content.change, let before {
            message.business = .init(
                change == .update ? .update : .replacement, of: Self.reference(of: before, by: agency),
                because: content.subject)
        }
        for (index, part) in parts.enumerated() {
            var bytes: [UInt8] = []
            for try await piece in try await files.contents(part.file.hash) { bytes += piece }
            message.attachments.append(
                .init(
                    id: "part-\(index + 1)", name: part.name, contentType: part.file.kind.rawValue, bytes: bytes))
        }
        return try await desk.seal(message)
    }

    /// The wish to have a document back.
    func recall(
        _ entry: BookEntry, from agency: Agency, to receivers: [(organID: String, name: String)], because reason: String
    ) async throws -> AxisDesk.Parcel {
        var message = try await message(entry, from: agency, to: receivers, type: "")
        message.business = .init(.recall, of: Self.reference(of: entry, by: agency), because: reason)
        return try await desk.seal(message)
    }

    private func message(
        _ entry: BookEntry, from agency: Agency, to receivers: [(organID: String, name: String)], type: String
    ) async throws -> EdXMLMessage {
        EdXMLMessage(
            from: .init(id: agency.organID.description, name: agency.name),
            to: receivers.map { .init(id: $0.organID, name: $0.name) }, code: Self.code(of: entry),
            promulgation: .init(place: try await agencies.locality(of: agency), day: entry.day),
            type: .init(administrative: type.isEmpty ? "Công văn" : type), subject: entry.subject)
    }

    private static func code(of entry: BookEntry) -> EdXMLMessage.Code {
        .init(number: Notation.digits(entry.number), notation: entry.notation)
    }

    /// How the axis names a document.
    static func reference(of entry: BookEntry, by agency: Agency) -> String {
        EdXMLMessage.documentID(agency.organID.description, entry.day, code(of: entry))
    }

    // What comes

    /// To what the files of a document that came are attached.
    static func subject(of message: ID<Envelope>) -> String { "documents:incoming:\(message)" }

    /// Lets what came take effect, in its transaction: a document lies before the clerk of each receiver here, a status moves
    /// what was sent.
    package func take(_ arrival: AxisArrival, in db: any Connection) throws -> AxisEffect {
        switch arrival.content {
        case .status(let status):
            try hear(status, in: db)
            return .noted
        case .message(let message):
            let here = try message.to.compactMap { organ in
                try agency(organ.id, on: Day(arrival.at), in: db).map { (organ, $0) }
            }
            guard let first = here.first else { return .refused(by: message.to[0], because: words(.nobody)) }
            if message.business.kind == .recall {
                let found = try here.filter { try recall(message, at: $1, on: arrival.at, in: db) }
                return found.isEmpty ? .refused(by: first.0, because: words(.unknown)) : .noted
            }
            if let mark = SecretMarking.found(in: message.subject + "\n" + message.content) {
                // Of a State secret nothing stays, not even the packet in which it came.
                try files.release(arrival.file.hash, from: AxisArrival.subject(of: arrival.id), in: db)
                try SecretRefusal.axis.tell(
                    nil, at: first.1.place, by: .system, at: arrival.at, event: newID(), in: db)
                return .refused(by: first.0, because: words(.secret(mark)))
            }
            let id = ID<Envelope>(newID())
            for (organ, agency) in here { try enter(message, as: id, organ, agency, arrival, in: db) }
            for part in arrival.parts {
                try files.attach(part.stored, named: part.name, to: Self.subject(of: id), in: db)
            }
            for (organ, agency) in here.dropFirst() {
                try desk.answer(
                    .arrived, to: message, as: organ, about: id.rawValue, at: agency.place, by: .system, in: db)
            }
            return .taken(by: .init(id: first.0.id, name: first.1.name))
        }
    }

    private func agency(_ organID: String, on day: Day, in db: any Connection) throws -> Agency? {
        guard let organID = try? OrganID(organID), let agency = try AgencyStore(db: db).find(organID, on: day),
            try isHere(agency.place, db)
        else { return nil }
        return agency
    }

    private func enter(
        _ message: EdXMLMessage, as id: ID<Envelope>, _ organ: EdXMLMessage.Organ, _ agency: Agency,
        _ arrival: AxisArrival, in db: any Connection
    ) throws {
        let change: DocumentChange =
            switch message.business.kind {
            case .new, .recall: .new
            case .update: .update
            case .replacement: .replace
            }
        let store = IncomingStore(db: db)
        let before = change == .new ? nil : try store.find(message.business.documentID, at: agency.place)
        let signer = [message.signer.competence, message.signer.position, message.signer.name].filter { !$0.isEmpty }
        func short(_ text: String, _ limit: Int = DraftingService.lineLimit) -> String { String(text.prefix(limit)) }
        _ = try store.insert(
            IncomingDocument(
                message: id, receiver: organ.id, agency: agency.place, state: .waiting, cameAt: arrival.at,
                sender: message.from.id,
                senderName: short(message.from.name.isEmpty ? message.from.id : message.from.name),
                type: "", typeName: short(message.type.name), notation: short("\(message.code)"),
                day: message.promulgation.day,
                subject: short(message.subject, DraftingService.subjectLimit),
                content: short(message.content, DraftingService.bodyLimit),
                urgency: Urgency(rawValue: min(message.other.urgency.rawValue, 3)) ?? .ordinary,
                signer: short(signer.joined(separator: ", ")), change: change, about: before?.message, recalledAt: nil,
                recallReason: "", carrier: .axis, reference: message.documentID))
    }

    /// False when no such document is here.
    private func recall(_ message: EdXMLMessage, at agency: Agency, on time: Date, in db: any Connection) throws -> Bool
    {
        let store = IncomingStore(db: db)
        guard let found = try store.find(message.business.documentID, at: agency.place),
            try OrganID(found.sender).levels == OrganID(message.from.id).levels, found.state != .refused
        else { return false }
        try store.recall(found.message, found.receiver, at: time, because: message.business.reason)
        return true
    }

    private func hear(_ status: EdXMLStatus, in db: any Connection) throws {
        guard let from = try? OrganID(status.from.id), let state = DeliveryState(status.state) else { return }
        let store = ReceiverStore(db: db)
        for (file, receiver) in try store.take(reference: status.responseFor.documentID) {
            guard try OrganID(receiver.receiver).levels == from.levels else { continue }
            var receiver = receiver
            receiver.hear(state, at: status.at, saying: status.description)
            try store.update(receiver, of: file)
        }
    }

    // What is said here

    /// Tells the sender how far a document is.
    func answer(
        _ state: DeliveryState, _ document: IncomingDocument, saying words: String, by actor: Actor,
        in db: any Connection
    ) throws {
        guard let said = EdXMLStatus.State(rawValue: Int(state.rawValue) ?? 0) else { return }
        let parts = document.notation.split(separator: "/", maxSplits: 1).map(String.init)
        var message = EdXMLMessage(
            from: .init(id: document.sender, name: document.senderName),
            to: [.init(id: document.receiver, name: "")],
            code: .init(number: parts.first ?? "", notation: parts.count > 1 ? parts[1] : ""),
            promulgation: .init(place: "", day: document.day), type: .init(name: document.typeName),
            subject: document.subject)
        message.documentID = document.reference
        let name = try AgencyStore(db: db).find(ID(document.agency.rawValue))?.name ?? ""
        try desk.answer(
            said, to: message, as: .init(id: document.receiver, name: name), saying: words,
            about: document.message.rawValue, at: document.agency, by: actor, in: db)
    }
}

extension DeliveryState {
    fileprivate init?(_ state: EdXMLStatus.State) {
        self.init(rawValue: state.rawValue < 10 ? "0\(state.rawValue)" : "\(state.rawValue)")
    }
}
