// SPDX-License-Identifier: Apache-2.0

import Crypto
package import Foundation
import Kernel
import Ledger
import Signatures

/// What is wrong with a packet of evidence, or with a part of it.
package enum EvidenceFinding: Hashable, Sendable {
    case missing(String)
    /// Not what it should be, though somebody may have signed it.
    case unreadable(String)
    /// Its signature does not hold for these bytes.
    case altered(String)
    /// Signed by somebody for whom the authority did not vouch, then.
    case untrusted(String, reason: String)
    /// Signed by a node that does not speak for the agency.
    case byAnother(String, node: String)
    case byRevokedKey(String)
    /// A part does not have the digest that the message says.
    case partChanged(String)
    /// A note that is about other bytes, or another receiver.
    case aboutAnother(String)
    case noReceipt
    case notInLedger
    /// A timestamp that is not over this, or by no authority that the packet names.
    case badTimestamp(String)
    /// The authority is not the one that is expected.
    case anotherAuthority(String)

    /// The string key of its sentence.
    package var key: String {
        switch self {
        case .missing: "evidence.missing"
        case .unreadable: "evidence.unreadable"
        case .altered: "evidence.altered"
        case .untrusted: "evidence.untrusted"
        case .byAnother: "evidence.by_another"
        case .byRevokedKey: "evidence.by_revoked_key"
        case .partChanged: "evidence.part_changed"
        case .aboutAnother: "evidence.about_another"
        case .noReceipt: "evidence.no_receipt"
        case .notInLedger: "evidence.not_in_ledger"
        case .badTimestamp: "evidence.bad_timestamp"
        case .anotherAuthority: "evidence.another_authority"
        }
    }

    package var slots: [String: String] {
        switch self {
        case .missing(let name), .unreadable(let name), .altered(let name), .byRevokedKey(let name),
            .partChanged(let name), .aboutAnother(let name), .badTimestamp(let name):
            ["name": name]
        case .untrusted(let name, let reason): ["name": name, "reason": reason]
        case .byAnother(let name, let node): ["name": name, "node": node]
        case .anotherAuthority(let sha256): ["sha256": sha256]
        case .noReceipt, .notInLedger: [:]
        }
    }
}

/// What a packet says, and whether it may be believed.
package struct EvidenceReport: Sendable {
    /// Nil when not even the message can be read.
    package fileprivate(set) var envelope: Envelope?
    /// What was said about it, in order; the first is the receipt.
    package fileprivate(set) var notes: [StatusNote] = []
    /// SHA-256 of the authority's certificate, of each where it was renewed: compare with what the authority has published.
    package fileprivate(set) var authority = ""
    /// What the timestamp authority says about when a paper was there, by its name; empty where none was asked.
    package fileprivate(set) var stamped: [String: Date] = [:]
    /// SHA-256 of the certificates of that authority.
    package fileprivate(set) var timestampAuthority = ""
    package fileprivate(set) var findings: [EvidenceFinding] = []

    package var isValid: Bool { findings.isEmpty }
}

/// Verifies a packet of evidence by what is in it alone: no database, no folder of keys.
package enum EvidenceCheck {
    private static let paperLimit = 16 << 20

    /// Throws `EvidenceProblem.notAPacket` for a file that is none. With `authority`, its SHA-256 is held against that.
    package static func run(_ file: URL, authority: String? = nil) throws -> EvidenceReport {
        let packet = try EvidenceReader(file)
        var report = EvidenceReport()
        guard let pem = packet.read(EvidencePacket.authority, upTo: 1 << 16),
            let roots = try? Certificates.read(pem: String(decoding: pem, as: UTF8.self)), let first = roots.first,
            roots.dropFirst().allSatisfy({ Certificates.isSameAuthority($0, first) })
        else {
            report.findings.append(.missing(EvidencePacket.authority))
            return report
        }
        let fingerprints = roots.map { Hash.of($0).hex }
        report.authority = fingerprints.joined(separator: ", ")
        // All are of one key and name, so that it is enough to know one of them.
        if let authority, !fingerprints.contains(authority.lowercased()) {
            report.findings.append(.anotherAuthority(report.authority))
        }
        var check = Check(packet: packet, roots: roots, report: report)
        check.run()
        return check.report
    }

    private struct Check {
        let packet: EvidenceReader
        let roots: [[UInt8]]
        var report: EvidenceReport

        mutating func run() {
            guard let message = paper(EvidencePacket.message), let directory = directory() else { return }
            guard let envelope = message.read(Envelope.self), envelope.isWellFormed else {
                return find(.unreadable(EvidencePacket.message))
            }
            report.envelope = envelope
            let receiptAt = paperIfThere(EvidencePacket.receipt)?.read(StatusNote.self)?.at
            if let owner = signer(of: message, EvidencePacket.message, at: envelope.createdAt, in: directory) {
                if owner.node.id != envelope.sender.node || !speaks(owner.node.id, for: envelope, directory) {
                    find(.byAnother(EvidencePacket.message, node: owner.node.id))
                }
                if let end = owner.certificate.revokedAt, end <= receiptAt ?? envelope.createdAt {
                    find(.byRevokedKey(EvidencePacket.message))
                }
            }
            checkParts(envelope)
            checkNotes(envelope, message, directory)
            checkLedger(envelope, message)
            checkTimestamps()
        }

        private mutating func checkTimestamps() {
            let pem = packet.read(EvidencePacket.timestampAuthority, upTo: 1 << 16) ?? []
            let roots = (try? Certificates.read(pem: String(decoding: pem, as: UTF8.self))) ?? []
            report.timestampAuthority = roots.map { Hash.of($0).hex }.joined(separator: ", ")
            for name in [EvidencePacket.message, EvidencePacket.receipt] {
                guard let response = packet.read(EvidencePacket.timestamp(of: name), upTo: 1 << 20) else { continue }
                guard let paper = packet.read(name, upTo: paperLimit),
                    case .holds(let time) = Timestamp.verdict(
                        of: response, over: Hash.of(paper).bytes, roots: roots)
                else {
                    find(.badTimestamp(EvidencePacket.timestamp(of: name)))
                    continue
                }
                report.stamped[name] = time
            }
        }

        private mutating func find(_ finding: EvidenceFinding) { report.findings.append(finding) }

        private func paperIfThere(_ name: String) -> SignedPaper? {
            guard let bytes = packet.read(name, upTo: paperLimit),
                let signature = packet.read(EvidencePacket.signature(of: name), upTo: 1 << 16)
            else { return nil }
            return SignedPaper(bytes: bytes, signature: signature)
        }

        private mutating func paper(_ name: String) -> SignedPaper? {
            let paper = paperIfThere(name)
            if paper == nil { find(.missing(name)) }
            return paper
        }

        private mutating func directory() -> ExchangeDirectory? {
            guard let paper = paper(EvidencePacket.directory) else { return nil }
            guard let directory = StoredDirectory(paper)?.directory else {
                find(.unreadable(EvidencePacket.directory))
                return nil
            }
            switch paper.verdict(roots, at: directory.issuedAt.date) {
            case .holds(let signer) where roots.contains(signer): break
            case .holds: find(.untrusted(EvidencePacket.directory, reason: ""))
            case .altered, .unreadable: find(.altered(EvidencePacket.directory))
            case .untrusted(let reason): find(.untrusted(EvidencePacket.directory, reason: reason))
            }
            return directory
        }

        private mutating func signer(
            of paper: SignedPaper, _ name: String, at time: Moment, in directory: ExchangeDirectory
        ) -> (node: ExchangeDirectory.Node, certificate: ExchangeDirectory.NodeCertificate)? {
            switch paper.verdict(roots, at: time.date) {
            case .holds(let signer):
                if let owner = directory.owner(of: signer) { return owner }
                // Issued after this version of the directory: the authority vouches for it all the same.
                guard let node = Certificates.name(of: signer) else { break }
                return (
                    .init(id: node, address: "", certificates: []), .init(certificate: signer)
                )
            case .altered, .unreadable: find(.altered(name))
            case .untrusted(let reason): find(.untrusted(name, reason: reason))
            }
            return nil
        }

        private func speaks(_ node: String, for envelope: Envelope, _ directory: ExchangeDirectory) -> Bool {
            guard
                case .present(let entry) = directory.standing(
                    of: envelope.sender.organID, on: Day(envelope.createdAt.date))
            else { return false }
            return entry.node == node
        }

        private mutating func checkParts(_ envelope: Envelope) {
            for (name, part, sha256) in envelope.parts {
                var hasher = SHA256()
                guard packet.entries[name] != nil else {
                    find(.missing(name))
                    continue
                }
                let isWhole = packet.stream(name, upTo: part.bytes) { hasher.update(data: $0) }
                guard isWhole, hasher.finalize().hex == sha256 else {
                    find(.partChanged(name))
                    continue
                }
            }
        }

        private mutating func checkNotes(
            _ envelope: Envelope, _ message: SignedPaper, _ directory: ExchangeDirectory
        ) {
            var index = 0
            while packet.entries[EvidencePacket.note(index)] != nil {
                let name = EvidencePacket.note(index)
                index += 1
                guard let paper = paper(name) else { continue }
                guard let note = paper.read(StatusNote.self), note.isWellFormed else {
                    find(.unreadable(name))
                    continue
                }
                report.notes.append(note)
                guard let owner = signer(of: paper, name, at: note.at, in: directory) else { continue }
                if owner.node.id != note.node || !mayBe(note, of: envelope, directory) {
                    find(.byAnother(name, node: owner.node.id))
                }
                if let end = owner.certificate.revokedAt, end <= note.at { find(.byRevokedKey(name)) }
                let receiver = report.notes[0].receiver
                if note.messageSha256 != message.digest || note.receiver != receiver
                    || !(receiver.map(envelope.receivers.contains) ?? true)
                {
                    find(.aboutAnother(name))
                }
            }
            if index == 0 { find(.noReceipt) }
        }

        /// Whether the node that signed speaks for the side whose word it is.
        private func mayBe(_ note: StatusNote, of envelope: Envelope, _ directory: ExchangeDirectory) -> Bool {
            if note.state.isSaidBySender { return note.node == envelope.sender.node }
            guard let receiver = note.receiver else { return true }
            return switch directory.standing(of: receiver, on: Day(note.at.date)) {
            case .present(let entry), .ended(let entry, _): entry.node == note.node
            case .unknown: false
            }
        }

        private mutating func checkLedger(_ envelope: Envelope, _ message: SignedPaper) {
            guard let proof = packet.read(EvidencePacket.proof, upTo: paperLimit) else {
                return find(.missing(EvidencePacket.proof))
            }
            guard let (event, _) = LedgerEvidence.proven(by: proof), event.subject == envelope.id.rawValue,
                [event.facts["sha256"], event.facts["message_sha256"]].contains(message.digest)
            else { return find(.notInLedger) }
        }
    }
}
