// SPDX-License-Identifier: Apache-2.0

import Foundation
import Kernel

/// What a document is to one that was sent before (edXML BussinessDocType; what is taken back is no document).
package enum DocumentChange: String, Sendable, Codable, CaseIterable {
    case new, update, replace
}

/// What the exchange carries beside the paper: the book entry of the sender, for the books of the receivers. JSON, in one part.
struct DocumentMessage: Codable, Hashable, Sendable {
    /// Of messages on the exchange.
    static let kind = "document"
    static let format = "doicanh-document-1"
    static let byteLimit = 1 << 20

    struct Signer: Codable, Hashable, Sendable {
        let name: String
        /// As printed, with in whose name: "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH".
        let lines: [String]
    }

    let format: String
    let type: String
    let typeName: String
    /// Number and notation, as printed.
    let notation: String
    let day: String
    let subject: String
    let content: String
    let urgency: Urgency
    let senderName: String
    let signer: Signer
    let copies: [String]
    /// The number of what it answers; "" for none.
    let answers: String
    let change: DocumentChange
    /// How secret its sender says it is; this program never says so, for it takes no State secret.
    var secrecy: String?

    enum CodingKeys: String, CodingKey {
        case format, type
        case typeName = "type_name"
        case notation, day, subject, content, urgency
        case senderName = "sender_name"
        case signer, copies, answers, change, secrecy
    }

    var json: [UInt8] {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
            return Array(try encoder.encode(self))
        }
    }

    /// Why an agency's node does not take it.
    enum Fault: Error { case unreadable, secret(String), classified }

    /// What another node sent, with everything in it as long as it may be, or why it is not taken.
    static func checked(_ bytes: [UInt8]) -> Result<DocumentMessage, Fault> {
        guard bytes.count <= byteLimit, let message = try? JSONDecoder().decode(Self.self, from: Data(bytes)),
            message.isWellFormed
        else { return .failure(.unreadable) }
        guard Secrecy(typed: message.secrecy ?? "") == .unclassified else { return .failure(.classified) }
        if let mark = SecretMarking.found(in: message.subject + "\n" + message.content) {
            return .failure(.secret(mark))
        }
        return .success(message)
    }

    private var isWellFormed: Bool {
        let lines = [type, typeName, notation, senderName, signer.name, answers, secrecy ?? ""] + signer.lines + copies
        let texts = lines + [subject, content]
        return format == Self.format && Day(day) != nil && !notation.isEmpty && !subject.isEmpty
            && !senderName.isEmpty && lines.allSatisfy { $0.count <= DraftingService.lineLimit }
            && signer.lines.count <= 4 && copies.count <= DraftingService.lineLimit
            && subject.count <= DraftingService.subjectLimit && content.count <= DraftingService.bodyLimit
            && !texts.contains { $0.utf8.contains(0) }
    }
}
