// SPDX-License-Identifier: Apache-2.0

package import Database
package import Files
package import Foundation
package import Kernel
package import Ledger
import Signatures

/// Puts what one side holds about a message and one of its receivers into one file, which an outsider verifies with openssl:
/// the message with its parts, what was said about it, the certificates, and its place in the ledger.
package struct EvidenceService: Sendable {
    let database: any Database
    let files: FileService
    let folder: ExchangeFolder
    let ledger: LedgerReader
    /// The text of `verify.txt`, with slots.
    let guide: EvidenceGuide
    /// The certificates of the timestamp authority, in DER; none where there is none.
    let timestampRoots: [[UInt8]]

    package init(
        database: any Database, files: FileService, folder: ExchangeFolder, ledger: LedgerReader,
        guide: EvidenceGuide, timestamps: TimestampAuthority? = nil
    ) {
        (self.database, self.files, self.folder, self.ledger, self.guide) = (database, files, folder, ledger, guide)
        timestampRoots = timestamps?.roots ?? []
    }

    /// Writes the packet to a file that is not there yet: the sender's evidence for those who may send there, the
    /// receiver's for those who may report. Throws `LedgerProblem.notSealedYet` in the moment before its event has a place.
    package func write(_ id: ID<Envelope>, _ receiver: String, to file: URL, by actor: Actor) async throws {
        let held = try await held(id, receiver, for: actor)
        guard let envelope = held.paper.read(Envelope.self) else { throw ExchangeProblem.noSuchMessage(id.rawValue) }
        let evidence = try LedgerEvidence(try await ledger.event(ID(held.event)))
        let scratch = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(
            at: scratch, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        defer { try? FileManager.default.removeItem(at: scratch) }
        let writer = try EvidenceWriter(file)
        do {
            for (name, bytes) in try papers(held, envelope, evidence) {
                try writer.add(try keep(bytes, as: name, in: scratch), as: name)
            }
            for (name, _, sha256) in envelope.parts {
                try writer.add(try await fetch(sha256, in: scratch), as: name)
            }
        } catch {
            writer.discard()
            throw error
        }
        try writer.finish()
    }

    private struct Held {
        let paper: SignedPaper
        let notes: [SignedPaper]
        let event: String
        let directory: SignedPaper
        /// Those that have come by now: the name in the packet, the answer, and the time it says.
        let timestamps: [(of: String, response: [UInt8], at: Date)]
    }

    private func held(_ id: ID<Envelope>, _ receiver: String, for actor: Actor) async throws -> Held {
        try await database.read { db in
            let sent = try SentStore(db: db).find(id.rawValue)
            let received = try ReceivedStore(db: db).find(id.rawValue)
            guard sent != nil || received != nil else { throw ExchangeProblem.noSuchMessage(id.rawValue) }
            let isSent =
                try sent != nil
                && SentStore(db: db).deliveries(of: id.rawValue).contains { $0.receiver == receiver }
            let arrival = try received.flatMap { _ in
                try ReceivedStore(db: db).arrivals(of: id.rawValue).first { $0.receiver == receiver }
            }
            guard isSent || arrival != nil else {
                throw EvidenceProblem.noSuchDelivery(id.rawValue, receiver: receiver)
            }
            let side: StatusStore.Side
            let (paper, event): (SignedPaper, String)
            if let sent, isSent, actor.can(.sendMessages, in: sent.place) {
                (side, paper, event) = (.sent, sent.paper, sent.event)
            } else if let received, let arrival, actor.can(.reportMessages, in: arrival.place) {
                (side, paper, event) = (.received, received.paper, arrival.event)
            } else {
                throw Forbidden(isSent ? .sendMessages : .reportMessages)
            }
            let notes = try StatusStore(db: db).notes(of: id.rawValue, on: side).filter { note in
                note.read(StatusNote.self).map { ($0.receiver ?? receiver) == receiver } ?? false
            }
            let version = paper.read(Envelope.self)?.directory ?? 0
            // The version the sender went by; on a node that never saw that one, the one it had.
            guard let directory = try DirectoryStore(db: db).find(version) ?? DirectoryStore(db: db).newest() else {
                throw ExchangeProblem.noDirectory
            }
            return Held(
                paper: paper, notes: notes, event: event, directory: directory.paper,
                timestamps: try timestamps(of: paper, notes.first, in: db))
        }
    }

    private func timestamps(
        of message: SignedPaper, _ receipt: SignedPaper?, in db: any Connection
    ) throws -> [(of: String, response: [UInt8], at: Date)] {
        let papers = [(EvidencePacket.message, message)] + (receipt.map { [(EvidencePacket.receipt, $0)] } ?? [])
        return try papers.compactMap { name, paper in
            guard let response = try TimestampStore(db: db).find(paper.digest),
                case .holds(let time) = Timestamp.verdict(
                    of: response, over: Hash.of(paper.bytes).bytes, roots: timestampRoots)
            else { return nil }
            return (name, response, time)
        }
    }

    private func papers(
        _ held: Held, _ envelope: Envelope, _ evidence: LedgerEvidence
    ) throws -> [(name: String, bytes: [UInt8])] {
        var papers: [(String, [UInt8])] = []
        func add(_ paper: SignedPaper, as name: String) {
            papers.append((name, paper.bytes))
            papers.append((EvidencePacket.signature(of: name), paper.signature))
        }
        add(held.paper, as: EvidencePacket.message)
        for (index, note) in held.notes.enumerated() { add(note, as: EvidencePacket.note(index)) }
        add(held.directory, as: EvidencePacket.directory)
        papers.append((EvidencePacket.authority, Array(Certificates.pem(try roots(for: held, envelope)).utf8)))
        for stamp in held.timestamps { papers.append((EvidencePacket.timestamp(of: stamp.of), stamp.response)) }
        if !held.timestamps.isEmpty {
            papers.append((EvidencePacket.timestampAuthority, Array(Certificates.pem(timestampRoots).utf8)))
        }
        papers.append((EvidencePacket.script, Array(evidence.script.utf8)))
        papers.append((EvidencePacket.proof, evidence.proof))
        papers.append((EvidencePacket.guide, Array(try guide(envelope, held).utf8)))
        return papers
    }

    /// The authority's certificates of the times at which something in the packet was signed; the newest where there is none.
    private func roots(for held: Held, _ envelope: Envelope) throws -> [[UInt8]] {
        let times =
            [envelope.createdAt.date, StoredDirectory(held.directory)?.directory.issuedAt.date].compactMap(\.self)
            + held.notes.compactMap { $0.read(StatusNote.self)?.at.date }
        let roots = try folder.roots()
        let then = roots.filter { root in times.contains { Certificates.isValid(root, at: $0) } }
        return then.isEmpty ? Array(roots.prefix(1)) : then
    }

    private func guide(_ envelope: Envelope, _ held: Held) throws -> String {
        let commands = EvidencePacket.commands(
            parts: envelope.parts.map(\.name), sentAt: envelope.createdAt,
            receiptAt: held.notes.first?.read(StatusNote.self)?.at)
        let fingerprints = try roots(for: held, envelope).map { Hash.of($0).hex }
        return
            guide.text
            .replacing("{message}", with: envelope.id.rawValue)
            .replacing("{sender}", with: envelope.sender.organID)
            .replacing("{authority}", with: fingerprints.joined(separator: "\n"))
            .replacing("{commands}", with: commands.joined(separator: "\n\n"))
            .replacing("{time}", with: guide.time(held.timestamps.map { ($0.of, $0.at) }))
    }

    private func keep(_ bytes: [UInt8], as name: String, in scratch: URL) throws -> URL {
        let file = scratch.appending(path: name.replacing("/", with: "-"))
        try Data(bytes).write(to: file)
        return file
    }

    private func fetch(_ sha256: String, in scratch: URL) async throws -> URL {
        let file = scratch.appending(path: sha256)
        guard FileManager.default.createFile(atPath: file.path(percentEncoded: false), contents: nil) else {
            throw EvidenceProblem.cannotWrite(sha256)
        }
        let handle = try FileHandle(forWritingTo: file)
        for try await piece in try await files.contents(sha256) { try handle.write(contentsOf: piece) }
        try handle.close()
        return file
    }
}

/// The texts of `verify.txt`.
package struct EvidenceGuide: Sendable {
    let text: String
    /// What is said of times where no timestamp has come.
    let ownTime: String
    /// What is said above the commands that check timestamps.
    let stampedTime: String

    /// Reads `Exchange/verify.txt`, `own-time.txt` and `stamped-time.txt`.
    package init(content: [String: String]) {
        func read(_ name: String) -> String {
            (content["Exchange/\(name).txt"] ?? "").trimmingCharacters(in: .whitespacesAndNewlines)
        }
        (text, ownTime, stampedTime) = (read("verify"), read("own-time"), read("stamped-time"))
    }

    func time(_ stamps: [(of: String, at: Date)]) -> String {
        guard !stamps.isEmpty else { return ownTime }
        let commands = stamps.map { EvidencePacket.command(timestampOf: $0.of, at: $0.at) }
        return ([stampedTime] + commands).joined(separator: "\n\n")
    }
}
