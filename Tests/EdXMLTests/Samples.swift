// SPDX-License-Identifier: Apache-2.0

import EdXML
import Foundation
import Kernel
import Testing

extension EdXMLMessage {
    static let pdf = Array("%PDF-1.7\nVăn bản\n%%EOF\n".utf8)

    /// A letter of a province to a ministry and an office, with everything filled in.
    static var sample: EdXMLMessage {
        var from = Organ(id: "H42", name: "Ủy ban nhân dân tỉnh Ninh Bình")
        (from.inCharge, from.address, from.email) = ("Chính phủ", "Số 3 đường Lê Đại Hành", "vp@ninhbinh.example.vn")
        (from.telephone, from.fax, from.website) = ("0229 000 000", "0229 000 001", "https://ninhbinh.example.vn")
        var message = EdXMLMessage(
            from: from,
            to: [Organ(id: "G06", name: "Bộ Khoa học và Công nghệ"), Organ(id: "000.00.00.G22", name: "VPCP")],
            code: Code(number: "0015", notation: "UBND-VP3"),
            promulgation: Promulgation(place: "Ninh Bình", day: Day(year: 2026, month: 3, day: 2)!), type: .letter,
            subject: "V/v báo cáo <chỉ số> & \"chuyển đổi số\" quý I")
        message.content = "Kính gửi…\nThực hiện chỉ đạo; dòng hai\r\ncó \t thẻ"
        message.signer = Signer(name: "Phạm Văn Mẫu", position: "Phó Chủ tịch", competence: "KT. CHỦ TỊCH")
        message.due = Day(year: 2026, month: 4, day: 15)
        message.toPlaces = ["Như trên", "Lưu: VT, VP3"]
        message.other.urgency = .veryUrgent
        (message.other.sphere, message.other.typist, message.other.direction) = ("Toàn quốc", "NVA", "1")
        (message.other.copies, message.other.pages, message.other.appendixes) = (5, 12, ["Phụ lục I", "Phụ lục II"])
        message.responsesFor = [
            ResponseFor(
                organID: "G06", code: "7/BKHCN", documentID: "G06,2026/02/20,7/BKHCN",
                day: Day(year: 2026, month: 2, day: 20))
        ]
        message.steering = .reports
        message.trace = [Trace(organID: "H42", at: Date(timeIntervalSince1970: 1_772_413_200))]
        message.business.reason = "Văn bản mới"
        message.business.staff.name = "Trần Thị Thử"
        message.attachments = [
            Attachment(id: "a-1", name: "15-UBND-VP3.pdf", contentType: "application/pdf", bytes: pdf),
            Attachment(
                id: "a-2", name: "phụ lục.txt", contentType: "text/plain", description: "Số liệu",
                bytes: Array("một\nhai".utf8)),
        ]
        return message
    }
}

extension EdXMLSeal {
    static let moment = Date(timeIntervalSince1970: 1_772_413_200)

    /// Made once: it takes a moment.
    static let sample = Result {
        try made(for: "Trục thử nghiệm", from: moment - 86_400, until: moment + 86_400 * 400)
    }
    static let other = Result { try made(for: "Ai đó", from: moment - 86_400, until: moment + 86_400 * 400) }
}

/// What is read back, as a message.
func message(_ bytes: [UInt8], limits: EdXMLLimits = EdXMLLimits()) throws -> EdXMLMessage {
    guard case .message(let message) = try EdXMLPacket(reading: bytes, limits: limits).content else {
        throw NotAMessage()
    }
    return message
}

struct NotAMessage: Error {}

/// The envelope of a message whose header holds what is given, and whose attachments follow.
func edXML(_ fields: String, trace: String = "", body: String = "", attachments: String = "") -> [UInt8] {
    Array(
        """
        <?xml version="1.0" encoding="utf-8"?>
        <edXML xmlns="http://www.mic.gov.vn/TBT/QCVN_102_2016">\
        <edXML:edXMLEnvelope xmlns:edXML="http://www.mic.gov.vn/TBT/QCVN_102_2016"><edXML:edXMLHeader>\
        <edXML:MessageHeader>\(fields)</edXML:MessageHeader>\(trace)</edXML:edXMLHeader>\(body)</edXML:edXMLEnvelope>\
        \(attachments)</edXML>
        """.utf8)
}

/// As little as a document may say.
let least =
    "<From><OrganId>H42</OrganId></From><To><OrganId>G06</OrganId></To><Code><CodeNumber>1</CodeNumber>"
    + "<CodeNotation>QĐ-UBND</CodeNotation></Code><PromulgationInfo><PromulgationDate>2026/03/02</PromulgationDate>"
    + "</PromulgationInfo><Subject>V/v</Subject>"

func attachment(_ packed: String, id: String = "cid:1", name: String = "a.pdf", type: String = "application/pdf")
    -> String
{
    "<AttachmentEncoded><Attachment><ContentId>\(id)</ContentId><AttachmentName>\(name)</AttachmentName>"
        + "<ContentType>\(type)</ContentType><ContentTransferEncoded>\(packed)</ContentTransferEncoded></Attachment>"
        + "</AttachmentEncoded>"
}
