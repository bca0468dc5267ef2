// SPDX-License-Identifier: Apache-2.0

import Agencies
import Foundation
import Kernel
import Rendering
import Web

/// A document on paper, laid out after annex I of decree 30/2020. Number and day are blanks until it is issued.
struct OfficialPaper: Paper {
    static let kind = "official-document"
    static let template = "officialdocuments/paper"
    let title: String
    let type: String
    let subject: String
    let isLetter: Bool
    let family: String, heading: String, motto: String, hasMotto: Bool
    let numberLabel: String, stroke: String, notation: String
    let locality: String, hasLocality: Bool
    let urgency: String, isUrgent: Bool
    let addressees: [String], hasOneAddressee: Bool, hasAddressees: Bool
    let paragraphs: [String]
    let copies: [String]
    let signature: [String]
    let signer: String

    /// - Parameters:
    ///   - notation: What stands behind the number; its own and that of the agency.
    ///   - addressees: The names of the agencies it is for.
    ///   - urgency: HỎA TỐC and so on; "" for none.
    ///   - locality: As in "Yên Mô, ngày …"; "" to print the day alone.
    init(
        _ content: DraftContent, type: DocumentType, notation: Notation, addressees: [String], urgency: String,
        locality: String, signer: String
    ) {
        (family, heading, motto) = (type.family.id, type.family.heading, type.family.motto)
        (hasMotto, numberLabel) = (!motto.isEmpty, type.family.numberLabel)
        (stroke, self.notation) = (notation.stroke, notation.notation)
        title = "\(type.vi): \(content.subject)"
        (self.type, subject, isLetter) = (type.vi, content.subject, type.isLetter)
        (self.locality, hasLocality) = (locality, !locality.isEmpty)
        (self.urgency, isUrgent) = (urgency, !urgency.isEmpty)
        // A long list of addressees stands at the end, under "Nơi nhận".
        self.addressees = type.isLetter && addressees.count <= Self.addresseeLimit ? addressees : []
        (hasOneAddressee, hasAddressees) = (self.addressees.count == 1, self.addressees.count > 1)
        paragraphs = content.body.split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }
            .filter { !$0.isEmpty }
        let first = self.addressees.isEmpty ? addressees : ["Như trên"]
        copies = (first + content.copies + [type.family.filing]).enumerated().map { index, name in
            "- \(name)" + (index == first.count + content.copies.count ? "." : ";")
        }
        (signature, self.signer) = (content.signatureLines(in: type.family), signer)
    }

    private static let addresseeLimit = 12

    static let mocks: [OfficialPaper] = {
        func paper(_ content: DraftContent, letter: Bool, _ addressees: [String], _ urgency: String) -> OfficialPaper {
            let text = content.subject
            return OfficialPaper(
                content, type: DocumentType(id: "x", vi: text, en: text, abbreviation: letter ? "" : "QĐ", code: nil),
                notation: Notation(1, stroke: "/", text), addressees: addressees, urgency: urgency,
                locality: addressees.first ?? "", signer: text)
        }
        let full = DraftContent(
            type: "x", subject: "Về việc rà soát thủ tục hành chính", body: "Đoạn một.\nĐoạn hai.", recipients: [],
            copies: ["Chủ tịch, các Phó Chủ tịch"], urgency: .express, signer: "a", authority: .onBehalf,
            inPlaceOf: "ỦY BAN NHÂN DÂN", position: "CHỦ TỊCH")
        var hostile = full
        (hostile.subject, hostile.body, hostile.copies) = (.hostile, .hostile, [.hostile])
        (hostile.inPlaceOf, hostile.position) = (.hostile, .hostile)
        return [
            paper(full, letter: true, ["Ủy ban nhân dân xã Yên Mô", "Sở Tư pháp"], "HỎA TỐC"),
            paper(full, letter: true, ["Sở Tư pháp"], ""), paper(full, letter: false, [], ""),
            paper(hostile, letter: true, [.hostile, .hostile], .hostile),
        ]
    }()
}

extension Agency {
    static let mock: Agency = {
        guard let organID = try? OrganID("H42.19.05") else { preconditionFailure("an identifier") }
        return Agency(
            id: .init("a"), organID: organID, kind: .peoplesCommittee, name: .hostile, englishName: .hostile, basis: "")
    }()
}
