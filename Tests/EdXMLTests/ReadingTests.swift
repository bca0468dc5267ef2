// SPDX-License-Identifier: Apache-2.0

import EdXML
import Foundation
import Kernel
import Testing

@Suite("Messages of the axis")
struct ReadingTests {
    @Test("what is written is read, every field of it")
    func roundTrip() throws {
        let seal = try EdXMLSeal.sample.get()
        for packet in [
            try EdXMLPacket(reading: EdXMLMessage.sample.written(sealedBy: nil)),
            try EdXMLPacket(reading: EdXMLMessage.sample.written(sealedBy: seal)),
        ] {
            #expect(packet.content == .message(.sample))
        }
        #expect(EdXMLMessage.sample.documentID == "H42,2026/03/02,0015/UBND-VP3")
    }

    @Test(
        "a recall, an update and a replacement keep what they are about", arguments: EdXMLMessage.Business.Kind.allCases
    )
    func business(kind: EdXMLMessage.Business.Kind) throws {
        var sent = EdXMLMessage.sample
        sent.business = .init(kind, of: "H42,2026/03/01,14/UBND-VP3", because: "Ban hành nhầm")
        sent.business.paper = 1
        if kind == .update {
            var change = EdXMLMessage.Change()
            (change.documentInfo, change.documentReceiver) = ("1", "1")
            change.receivers = [.init(organID: "H26", isAdded: true), .init(organID: "H29", isAdded: false)]
            sent.business.change = change
        }
        if kind == .replacement {
            sent.business.replacements = [.init(documentID: "H42,2026/03/01,14/UBND-VP3", organIDs: ["G06", "G22"])]
        }
        #expect(try message(sent.written(sealedBy: nil)) == sent)
    }

    @Test("a status is read as one", arguments: EdXMLStatus.State.allCases)
    func status(state: EdXMLStatus.State) throws {
        var status = EdXMLStatus(
            state, of: EdXMLMessage.sample.reference, from: .init(id: "G06", name: "Bộ KH&CN"),
            description: "Đã vào sổ <số 12>", at: EdXMLSeal.moment)
        status.staff.name = "Văn thư"
        let seal = try EdXMLSeal.sample.get()
        let packet = try EdXMLPacket(reading: status.written(sealedBy: seal))
        #expect(packet.content == .status(status))
        #expect(packet.signer?.isWeak == false)
    }

    @Test("elements come in any order, with or without a prefix, after letters that do not belong there")
    func order() throws {
        let fields =
            "<edXML:Subject>V/v</edXML:Subject><SteeringType>0</SteeringType><DueDate/>"
            + "<DocumentType><TypeName>Công văn</TypeName><TypeDetail>0</TypeDetail><Type>1</Type></DocumentType>"
            + "<To><OrganName>Hai</OrganName><OrganId>002.00.20.H13</OrganId></To>"
            + "<PromulgationInfo><PromulgationDate>2026-03-02</PromulgationDate><Place>HN</Place></PromulgationInfo>"
            + "<Unknown><Deep>x</Deep></Unknown><Code><CodeNotation>QĐ</CodeNotation><CodeNumber>1</CodeNumber></Code>"
            + "<To><OrganId>28.22.H17</OrganId></To><From><OrganName>Một</OrganName><OrganId>H42</OrganId></From>"
        for junk in ["", "1212", "\u{FEFF}", "\n \t", "\u{FEFF}1212"] {
            let read = try message(Array(junk.utf8) + edXML(fields))
            #expect(read.subject == "V/v" && read.steering == .unsaid && read.due == nil)
            #expect(read.to.map(\.id) == ["002.00.20.H13", "28.22.H17"])
            #expect(read.promulgation == .init(place: "HN", day: Day(year: 2026, month: 3, day: 2)!))
            #expect(read.type == .init(name: "Công văn", type: 1, detail: 0))
            #expect(read.documentID == "H42,2026/03/02,1/QĐ")
        }
    }

    @Test("a document that only bears its whole name has number, notation and day from it")
    func named() throws {
        let fields =
            "<From><OrganId>G22</OrganId></From><To><OrganId>H42</OrganId></To><Subject>V/v</Subject>"
            + "<DocumentId>000.00.00.G22,2015/09/30,7816/VPCP-TTĐT</DocumentId>"
        let read = try message(edXML(fields))
        #expect(read.code == .init(number: "7816", notation: "VPCP-TTĐT"))
        #expect(read.promulgation.day == Day(year: 2015, month: 9, day: 30))
    }

    @Test("an attachment is found with and without cid:, by element or link, and must be there when it is listed")
    func contentID() throws {
        let whole = String(decoding: try EdXMLMessage.sample.written(sealedBy: nil), as: UTF8.self)
        for variant in [
            whole, whole.replacing("cid:", with: ""),
            whole.replacing(
                "<Reference><ContentId>cid:a-1</ContentId>", with: #"<Reference xmlns:x="l" x:href="cid:a-1">"#),
        ] {
            #expect(try message(Array(variant.utf8)).attachments == EdXMLMessage.sample.attachments)
        }
        let other = whole.replacing("<Reference><ContentId>cid:a-1", with: "<Reference><ContentId>cid:a-3")
        #expect(throws: EdXMLProblem.attachmentMissing(name: "15-UBND-VP3.pdf")) { try message(Array(other.utf8)) }
    }

    @Test("what is missing or makes no sense is named")
    func refused() throws {
        func refuses(_ problem: EdXMLProblem, _ bytes: [UInt8], at line: SourceLocation = #_sourceLocation) {
            #expect(throws: problem, sourceLocation: line) { try message(bytes) }
        }
        #expect(try message(edXML(least)).code.number == "1")
        refuses(.missing(element: "From"), edXML(least.replacing("From>", with: "Form>")))
        refuses(.missing(element: "To"), edXML(least.replacing("To>", with: "Too>")))
        refuses(.missing(element: "Subject"), edXML(least.replacing("V/v", with: " ")))
        refuses(.missing(element: "Code"), edXML(least.replacing("<CodeNumber>1", with: "<CodeNumber>")))
        refuses(.missing(element: "PromulgationDate"), edXML(least.replacing("2026/03/02", with: "")))
        refuses(.badValue(element: "PromulgationDate"), edXML(least.replacing("2026/03/02", with: "2026/02/30")))
        refuses(.badValue(element: "From/OrganId"), edXML(least.replacing("H42", with: "H 42")))
        refuses(
            .badValue(element: "To/OrganId"), edXML(least.replacing("G06", with: String(repeating: "G", count: 36))))
        refuses(.badValue(element: "SteeringType"), edXML(least + "<SteeringType>9</SteeringType>"))
        refuses(.badValue(element: "Priority"), edXML(least + "<OtherInfo><Priority>-1</Priority></OtherInfo>"))
        refuses(.badValue(element: "StatusCode"), edXML(least + "<StatusCode>07</StatusCode><ResponseFor/>"))
        refuses(.notEdXML, Array(String(decoding: edXML(least), as: UTF8.self).replacing("_2016", with: "_2015").utf8))
        refuses(.notEdXML, Array("<html/>".utf8))
        refuses(.notXML(line: 1), Array("xin chào".utf8))
        refuses(.notXML(line: 1), [])
        refuses(.notXML(line: 1), Array("<edXML>".utf8))
    }

    @Test("a type's number is known where the appendix was seen, its name is always there")
    func types() throws {
        #expect(EdXMLMessage.DocumentType.letter == .init(name: "Công văn", type: 2, detail: 18))
        #expect(EdXMLMessage.DocumentType(administrative: "Quyết định").detail == 2)
        var sent = EdXMLMessage.sample
        sent.type = .init(administrative: "Tờ trình")
        let read = try message(sent.written(sealedBy: nil)).type
        #expect(read == .init(name: "Tờ trình", type: 2, detail: nil))
    }

    @Test("a control character is not written, and a name that cannot be read is not either")
    func unwritable() throws {
        var sent = EdXMLMessage.sample
        sent.subject = "a\u{1}b"
        #expect(throws: EdXMLProblem.badValue(element: "Subject")) { try sent.written(sealedBy: nil) }
        sent = .sample
        sent.attachments[0].name = "../a.pdf"
        #expect(throws: EdXMLProblem.attachmentUnsafe(name: "../a.pdf")) { try sent.written(sealedBy: nil) }
        sent.attachments[0].name = "a.pdf"
        sent.attachments[0].bytes = Array("MZ".utf8)
        #expect(throws: EdXMLProblem.attachmentNotWhatItSays(name: "a.pdf")) { try sent.written(sealedBy: nil) }
        sent.attachments[0] = sent.attachments[1]
        #expect(throws: EdXMLProblem.badValue(element: "ContentId")) { try sent.written(sealedBy: nil) }
    }

    @Test("whatever is written is read: five hundred messages by chance")
    func chance() throws {
        var chance = Chance(seed: 102_2016)
        let letters = Array("aĂâ<>&\"'/,;:. \n\tđừợ😀0129-]]>".unicodeScalars)
        func text(_ most: Int) -> String {
            var text = ""
            for _ in 0..<Int.random(in: 0...most, using: &chance) {
                text.unicodeScalars.append(letters.randomElement(using: &chance)!)
            }
            return text.trimmingCharacters(in: .whitespacesAndNewlines)
        }
        for number in 0..<500 {
            var sent = EdXMLMessage.sample
            sent.subject = "x" + text(60)
            sent.content = text(200)
            sent.from.name = text(30)
            sent.to = (0...Int.random(in: 0...4, using: &chance)).map { .init(id: "H0\($0)", name: text(20)) }
            sent.other.urgency = EdXMLMessage.Urgency.allCases.randomElement(using: &chance)!
            sent.toPlaces = (0..<Int.random(in: 0...3, using: &chance)).map { _ in "y" + text(9) }
            sent.due = Bool.random(using: &chance) ? Day(number: .random(in: 0...40_000, using: &chance)) : nil
            sent.trace = (0..<Int.random(in: 0...3, using: &chance)).map { _ in
                .init(
                    organID: "H42",
                    at: Date(timeIntervalSince1970: Double(Int.random(in: 0...4_000_000_000, using: &chance))))
            }
            sent.attachments = (0..<Int.random(in: 0...3, using: &chance)).map { index in
                let count = Int.random(in: 0...3000, using: &chance)
                return .init(
                    id: "a\(index)", name: "t\(index).bin", contentType: "application/octet-stream",
                    description: text(20), bytes: (0..<count).map { _ in .random(in: 0...255, using: &chance) })
            }
            #expect(try message(sent.written(sealedBy: nil)) == sent, "message \(number)")
        }
    }
}
