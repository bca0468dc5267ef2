// SPDX-License-Identifier: Apache-2.0

import Agencies
import Foundation
package import Kernel
import Ledger

/// What a message says of itself, signed by the node that speaks for its sender. Its parts travel beside it and are named
/// here by their SHA-256: so the signature holds for them, too.
package struct Envelope: Codable, Hashable, Sendable {
    package static let format = "doicanh-message-1"
    /// How many agencies one message may go to: more are a circular, which belongs on a page.
    package static let receiverLimit = 1000
    package static let attachmentLimit = 100
    /// The envelope without its parts.
    package static let byteLimit = 1 << 20

    package let format: String
    /// Made by the sender and known for ever: what arrives twice is known by it.
    package let id: ID<Envelope>
    /// Which module understands the payload: `document`.
    package let kind: String
    package let priority: Priority
    package let createdAt: Moment
    /// The version of the directory the sender went by.
    package let directory: Int64
    package let sender: Sender
    /// The identifiers of agencies, at any node.
    package let receivers: [String]
    /// The message this one recalls, updates or answers.
    package let about: ID<Envelope>?
    package let payload: Part
    package let attachments: [Part]
    /// SHA-256 of each part in hex, by the name it has in an evidence packet: `payload`, `attachments/1`.
    package let sha256: [String: String]

    package struct Sender: Codable, Hashable, Sendable {
        package let organID: String
        package let node: String

        enum CodingKeys: String, CodingKey {
            case organID = "organId"
            case node
        }
    }

    package struct Part: Codable, Hashable, Sendable {
        package let name: String
        /// A media type, as its sender says.
        package let type: String
        package let bytes: Int

        package init(name: String, type: String, bytes: Int) {
            (self.name, self.type, self.bytes) = (name, type, bytes)
        }
    }

    /// The urgency of documents, as the axis counts it (edXML Priority).
    package enum Priority: Int, Codable, Hashable, Sendable, CaseIterable {
        /// Thường, khẩn, thượng khẩn, hỏa tốc, hỏa tốc hẹn giờ.
        case ordinary, urgent, veryUrgent, express, expressAtHour

        /// Which queue it waits in: an urgent message passes a thousand ordinary ones.
        var lane: Lane { self == .ordinary ? .ordinary : .urgent }
    }

    enum Lane: String, CaseIterable { case ordinary, urgent }
}

extension Envelope {
    /// The names of the parts, the payload's first.
    package static func partNames(_ attachments: Int) -> [String] {
        ["payload"] + (0..<attachments).map { "attachments/\($0 + 1)" }
    }

    /// Every part with its name in a packet and its digest.
    package var parts: [(name: String, part: Part, sha256: String)] {
        zip(Self.partNames(attachments.count), [payload] + attachments).map { ($0, $1, sha256[$0] ?? "") }
    }

    /// The id of a new message of a node: `fresh` with the node's mark in its end. Another node that has seen the id cannot
    /// take it for a message of its own, and so keep the true one out where it has not come yet.
    static func id(_ fresh: String, of node: String) -> ID<Envelope> { ID(String(fresh.dropLast(8)) + mark(of: node)) }

    private static func mark(of node: String) -> String { String(Hash.of(Array(node.utf8)).hex.prefix(8)) }

    /// Whether it is written as it must be; whether it may be believed is another question.
    var isWellFormed: Bool {
        format == Self.format && Shape.isUUID(id.rawValue)
            && id.rawValue.hasSuffix(Self.mark(of: sender.node)) && Shape.isWord(kind, upTo: 40, and: "_.-")
            && NodeName.isName(sender.node)
            && (try? OrganID(sender.organID)) != nil && attachments.count <= Self.attachmentLimit
            && sha256.count == attachments.count + 1 && (about.map { !$0.rawValue.contains("\0") } ?? true)
            && parts.allSatisfy { $0.part.isWellFormed && Shape.isDigest($0.sha256) }
    }
}

extension Envelope.Part {
    fileprivate var isWellFormed: Bool {
        bytes > 0 && (1...200).contains(name.count) && !name.contains { "/\\".contains($0) }
            && name.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
            && Shape.isMediaType(type)
    }
}

extension ID: Codable where Entity == Envelope {
    package init(from decoder: any Decoder) throws {
        self.init(try decoder.singleValueContainer().decode(String.self))
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }
}

extension Envelope {
    /// Which of the parts is the payload.
    package var payloadHash: String { parts.first?.sha256 ?? "" }
}
