// SPDX-License-Identifier: Apache-2.0

package import Agencies
import Casework
package import Database
package import Exchange
package import Files
package import Foundation
package import Jobs
package import Kernel
import Ledger
import NationalAxis
package import Rendering

/// Sends what was issued, when its paper bears both signatures: to the agencies that the exchange reaches; the others are told
/// in the document, for they get it on paper.
package struct DocumentCourier: Courier {
    package static let kind = "documents.send"

    let database: any Database
    let types: DocumentTypes
    let documents: DocumentService
    let agencies: AgencyService
    let correspondence: Correspondence
    let directory: DirectoryService
    let mail: AxisMail
    let files: FileService
    /// What an account is called.
    let name: @Sendable (String) async throws -> String
    let now: Now
    let newID: NewID

    package init(
        database: any Database, types: DocumentTypes, documents: DocumentService, agencies: AgencyService,
        correspondence: Correspondence, directory: DirectoryService, mail: AxisMail, files: FileService,
        name: @escaping @Sendable (String) async throws -> String, now: @escaping Now, newID: @escaping NewID
    ) {
        (self.database, self.types, self.documents, self.agencies) = (database, types, documents, agencies)
        (self.correspondence, self.directory) = (correspondence, directory)
        (self.mail, self.files) = (mail, files)
        (self.name, self.now, self.newID) = (name, now, newID)
    }

    package var kind: String { Self.kind }

    /// Has a document sent once its paper is there, in the transaction in which it is.
    package static func issued(
        _ paper: IssuedDocument, at time: Date, newID: NewID, in db: any Connection
    ) throws {
        guard paper.kind == OfficialPaper.kind, paper.state == .ready || paper.state == .printable else { return }
        let entry = try db.ask(BookStore.entry(of: ID(paper.subject)))
        guard let entry else { return }
        try Outbox(db).put(
            OutgoingMessage(id: ID(newID()), kind: kind, event: entry.event, body: paper.subject), due: time)
    }

    package func deliver(_ message: OutgoingMessage) async throws {
        let id = ID<CaseFile>(message.body)
        let (entry, sent) = try await database.ask(BookStore.entry(of: id), ReceiverStore.receivers(of: id))
        guard let entry else { throw Undeliverable("not issued") }
        guard sent.isEmpty, !entry.recipients.isEmpty else { return }
        guard let agency = try await agencies.find(ID(entry.agency.rawValue)) else {
            throw Undeliverable("no such agency")
        }
        let (json, paper) = try await database.read { [documents] db in
            (
                try CaseService.content(of: id, in: db),
                try documents.documents(of: id.rawValue, in: db).last { $0.kind == OfficialPaper.kind }
            )
        }
        let content = try DraftContent(json: json)
        var receivers = try await receivers(of: entry, sender: agency, hasPaper: paper?.file != nil)
        var letters: [SealedLetter] = []
        var parcel: AxisDesk.Parcel?
        if let paper, receivers.contains(where: { $0.carrier != nil }) {
            let parts = try await parts(entry, content, paper, of: agency)
            let about = try await before(content)
            let reached = receivers.filter { $0.carrier == .exchange }
            // A message has room for so many; a document may go to more.
            for start in stride(from: 0, to: reached.count, by: Envelope.receiverLimit) {
                let some = reached[start..<min(start + Envelope.receiverLimit, reached.count)]
                let letter = Letter(
                    kind: DocumentMessage.kind,
                    priority: Envelope.Priority(rawValue: entry.urgency.rawValue) ?? .ordinary,
                    from: agency.organID.description, to: some.map(\.organID), about: about, payload: parts[0],
                    attachments: Array(parts.dropFirst()))
                letters.append(try await correspondence.seal(letter))
            }
            parcel = try await self.parcel(entry, content, of: agency, to: receivers, Array(parts.dropFirst()))
        }
        if parcel == nil {
            for index in receivers.indices where receivers[index].carrier == .axis { receivers[index].carrier = nil }
        }
        try await send(letters, parcel, receivers, entry, of: agency)
    }

    private func send(
        _ letters: [SealedLetter], _ parcel: AxisDesk.Parcel?, _ receivers: [Receiver], _ entry: BookEntry,
        of agency: Agency
    ) async throws {
        let time = now()
        try await database.write { [correspondence, mail, newID] db in
            guard try db.ask(ReceiverStore.receivers(of: entry.file)).isEmpty else { return }
            let store = ReceiverStore(db: db)
            for letter in letters { try correspondence.send(letter, by: .system, in: db) }
            let departure = try parcel.map {
                ID<Envelope>(
                    try mail.desk.send($0, about: entry.file.rawValue, at: entry.agency, by: .system, in: db))
            }
            for receiver in receivers {
                let message =
                    switch receiver.carrier {
                    case .exchange: letters.first { $0.envelope.receivers.contains(receiver.organID) }?.envelope.id
                    case .axis: departure
                    case nil: ID<Envelope>?.none
                    }
                try store.insert(
                    DocumentReceiver(
                        agency: receiver.agency, receiver: receiver.organID, message: message, state: nil,
                        sentAt: time, words: "", recallReason: "", carrier: receiver.carrier ?? .exchange,
                        reference: receiver.carrier == .axis ? AxisMail.reference(of: entry, by: agency) : "",
                        problem: receiver.carrier == nil ? receiver.problem : ""),
                    of: entry.file)
            }
            let reached = receivers.count { $0.carrier != nil }
            try Ledger(db).append(
                Event(
                    id: ID(newID()), kind: "documents.sent", subject: entry.file.rawValue, place: entry.agency.rawValue,
                    actor: Actor.system.id, at: time,
                    facts: [
                        "medium": reached == 0 ? "paper" : reached == receivers.count ? "electronic" : "both",
                        "receivers": "\(receivers.count)", "reached": "\(reached)",
                    ]))
        }
    }

    private struct Receiver: Sendable {
        let agency: String, organID: String, name: String
        /// Nil for paper.
        var carrier: DocumentCarrier?
        /// Why the exchange does not take it there though it knows the agency, as a code; "" elsewhere.
        var problem = ""
    }

    /// Who takes it to each receiver today: the exchange where it reaches both, else the axis; nobody where there is no paper to
    /// send.
    private func receivers(
        of entry: BookEntry, sender: Agency, hasPaper: Bool
    ) async throws -> [Receiver] {
        let (directory, today) = (try await directory.newest()?.directory, Day(now()))
        func there(_ organID: String) -> ExchangeDirectory.Entry? {
            guard case .present(let entry) = directory?.standing(of: organID, on: today) else { return nil }
            return entry
        }
        let isOn = hasPaper && there(sender.organID.description) != nil
        let onAxis = hasPaper ? try await mail.reached() : []
        var receivers: [Receiver] = []
        for id in entry.recipients {
            guard let agency = try await agencies.find(ID(id)) else { continue }
            let organID = agency.organID.description
            let known = isOn ? there(organID) : nil
            let understands = known.map { directory?.understands(DocumentMessage.kind, $0) ?? true } ?? false
            let carrier: DocumentCarrier? =
                understands ? .exchange : onAxis.contains(agency.organID.levels) ? .axis : nil
            let problem = known.map { entry in
                understands
                    ? ""
                    : ExchangeProblem.kindNotOffered(
                        organID: organID, name: entry.name, kind: DocumentMessage.kind
                    ).code
            }
            receivers.append(
                Receiver(agency: id, organID: organID, name: agency.name, carrier: carrier, problem: problem ?? ""))
        }
        return receivers
    }

    /// Nil when nobody gets it by the axis.
    private func parcel(
        _ entry: BookEntry, _ content: DraftContent, of agency: Agency, to receivers: [Receiver], _ parts: [Letter.File]
    ) async throws -> AxisDesk.Parcel? {
        let some = receivers.filter { $0.carrier == .axis }.map { (organID: $0.organID, name: $0.name) }
        guard !some.isEmpty else { return nil }
        let before: BookEntry? =
            if let about = content.about { try await database.ask(BookStore.entry(of: ID(about))) } else { nil }
        let lines = content.signatureLines(in: types[entry.type]?.family)
        return try await mail.seal(
            entry, content, type: types[entry.type]?.vi ?? "", signer: (try await name(entry.signer), lines),
            from: agency, to: some, before: before, parts.map { ($0.stored, $0.name) })
    }

    /// The entry for the books of the receivers, the paper, and what is attached to it.
    private func parts(
        _ entry: BookEntry, _ content: DraftContent, _ paper: IssuedDocument, of agency: Agency
    ) async throws -> [Letter.File] {
        let message = DocumentMessage(
            format: DocumentMessage.format, type: entry.type, typeName: types[entry.type]?.vi ?? entry.type,
            notation: entry.text, day: entry.day.description, subject: entry.subject, content: content.body,
            urgency: entry.urgency, senderName: agency.name,
            signer: .init(
                name: try await name(entry.signer), lines: content.signatureLines(in: types[entry.type]?.family)),
            copies: content.copies,
            answers: content.answers, change: content.change ?? .new)
        let payload = try await payload(try message.json)
        guard let hash = paper.file, let pdf = try await files.find(hash) else {
            throw Undeliverable("the paper is not there")
        }
        let attached = try await database.ask(files.attachments(of: entry.file.rawValue))
        return [payload]
            + [Letter.File(pdf, named: "\(entry.text.replacing("/", with: "-")).pdf", type: pdf.kind.rawValue)]
            + attached.map { Letter.File($0.file, named: $0.name, type: $0.file.kind.rawValue) }
    }

    private func payload(_ json: [UInt8]) async throws -> Letter.File {
        let (name, type) = ("document.json", "application/json")
        let limits = FileLimits(bytes: DocumentMessage.byteLimit, kinds: Set(MediaKind.allCases))
        guard json.count > FileService.small else {
            return Letter.File(try SmallFile(json, limits: limits), named: name, type: type)
        }
        return Letter.File(try await files.receive(AsyncStream(whole: json), limits: limits), named: name, type: type)
    }

    /// The message by which the document went out that this one changes.
    private func before(_ content: DraftContent) async throws -> ID<Envelope>? {
        guard let about = content.about else { return nil }
        let receivers = try await database.ask(ReceiverStore.receivers(of: ID(about)))
        return receivers.first { $0.carrier == .exchange && $0.message != nil }?.message
    }
}
