// SPDX-License-Identifier: Apache-2.0

import Foundation

/// How soon a document has to reach those it is for (decree 30/2020; the numbers are those of QCVN 102:2016).
package enum Urgency: Int, Sendable, Codable, CaseIterable {
    case ordinary = 0, urgent = 1, veryUrgent = 2, express = 3
}

/// In whose name a leader signs (decree 30/2020, annex I).
package enum Authority: String, Sendable, Codable, CaseIterable {
    /// As head of the agency.
    case head = ""
    /// Thay mặt: for a body that decides together.
    case onBehalf = "TM"
    /// Ký thay: a deputy for the head.
    case deputising = "KT"
    /// Thừa lệnh: the head of a unit, by order.
    case byOrder = "TL"
    /// Thừa ủy quyền: by authorisation.
    case byAuthorisation = "TUQ"
    /// Quyền: who leads until a head is appointed.
    case acting = "Q"
}

/// What a document says, as its case file keeps it (JSON). Paragraphs are parted by line ends.
package struct DraftContent: Sendable, Equatable, Codable {
    package var type: String
    package var subject: String
    package var body: String
    /// Agencies it is for, by their ids.
    package var recipients: [String]
    /// Others who get it for information, as they are printed.
    package var copies: [String]
    package var urgency: Urgency
    /// The account of the leader who is to sign.
    package var signer: String
    package var authority: Authority
    /// In whose place, as printed: ỦY BAN NHÂN DÂN, CHỦ TỊCH; "" where the leader signs as head.
    package var inPlaceOf: String
    /// The signer's own position, as printed.
    package var position: String
    /// The number and notation of what it answers; "" for none.
    package var answers: String
    /// The document of the same agency that it changes, by its case, and how; nil for one that changes none.
    package var about: String?
    package var change: DocumentChange?

    package init(
        type: String, subject: String, body: String, recipients: [String] = [], copies: [String] = [],
        urgency: Urgency = .ordinary, signer: String, authority: Authority = .head, inPlaceOf: String = "",
        position: String, answers: String = "", about: String? = nil, change: DocumentChange? = nil
    ) {
        (self.type, self.subject, self.body) = (type, subject, body)
        (self.recipients, self.copies, self.urgency) = (recipients, copies, urgency)
        (self.signer, self.authority, self.inPlaceOf) = (signer, authority, inPlaceOf)
        (self.position, self.answers) = (position, answers)
        (self.about, self.change) = (about, change)
    }

    package init(json: String) throws { self = try JSONDecoder().decode(Self.self, from: Data(json.utf8)) }

    /// Whether it says who signs, as what, and whom it is for.
    package var isComplete: Bool { !signer.isEmpty && !position.isEmpty && !(recipients + copies).isEmpty }

    var json: String {
        get throws { String(decoding: try JSONEncoder().encode(self), as: UTF8.self) }
    }

    /// The lines above the signer's name: "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH".
    package func signatureLines(in family: DocumentFamily?) -> [String] {
        let mark = family?.authorities[authority.rawValue] ?? "\(authority.rawValue)."
        return switch authority {
        case .head: [position]
        case .acting: ["\(mark) \(position)"]
        default: ["\(mark) \(inPlaceOf)", position]
        }
    }
}

/// What was typed into the form of a draft.
package struct DraftForm: Sendable {
    package var type = "", subject = "", body = "", recipients = "", copies = "", urgency = "0"
    package var signer = "", authority = "", inPlaceOf = "", position = "", answers = ""
    /// The case of the document that it changes, and how; "" for none.
    package var about = "", change = ""
    /// How secret it is said to be.
    package var secrecy = ""

    package init() {}
}
