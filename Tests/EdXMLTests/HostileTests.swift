// SPDX-License-Identifier: Apache-2.0

import EdXML
import Foundation
import Kernel
import Testing

@Suite("Hostile messages of the axis")
struct HostileTests {
    private func refuses(
        _ problem: EdXMLProblem, _ bytes: [UInt8], _ limits: EdXMLLimits = EdXMLLimits(),
        at line: SourceLocation = #_sourceLocation
    ) {
        #expect(throws: problem, sourceLocation: line) { try message(bytes, limits: limits) }
    }

    private func with(documentType: String, subject: String) -> [UInt8] {
        let text = String(decoding: edXML(least.replacing("V/v", with: subject)), as: UTF8.self)
        return Array(text.replacing("?>\n", with: "?>\n\(documentType)").utf8)
    }

    @Test("entities, inside or outside, and every other document type are refused before they are read")
    func entities() throws {
        let secret = FileManager.default.temporaryDirectory.appending(path: "edxml-secret-\(UUID().uuidString)")
        try "bí mật".write(to: secret, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: secret) }
        refuses(.unsafe, with(documentType: "<!DOCTYPE edXML [<!ENTITY x SYSTEM \"\(secret)\">]>", subject: "&x;"))
        refuses(.unsafe, with(documentType: "<!DOCTYPE edXML SYSTEM \"http://127.0.0.1:1/x.dtd\">", subject: "V/v"))
        refuses(.unsafe, with(documentType: "<!DOCTYPE edXML [<!ENTITY % x SYSTEM \"\(secret)\">%x;]>", subject: "V/v"))
        refuses(.unsafe, with(documentType: "<!DOCTYPE edXML>", subject: "V/v"))
        refuses(.notXML(line: 2), with(documentType: "", subject: "&x;"))
        refuses(.unsafe, Array("1212<!DOCTYPE edXML [<!ENTITY x \"y\">]>".utf8) + edXML(least).dropFirst(39))
    }

    @Test("a billion laughs are none")
    func laughs() {
        let levels = (1...9).map { "<!ENTITY l\($0) \"\(String(repeating: "&l\($0 - 1);", count: 10))\">" }.joined()
        let began = ContinuousClock.now
        refuses(.unsafe, with(documentType: "<!DOCTYPE edXML [<!ENTITY l0 \"ha\">\(levels)]>", subject: "&l9;"))
        #expect(ContinuousClock.now - began < .seconds(1))
    }

    @Test("too long, too deep, too many elements, too many attachments")
    func limits() throws {
        var limits = EdXMLLimits()
        limits.bytes = 1000
        refuses(.tooLarge, edXML(least + String(repeating: " ", count: 1000)), limits)
        let deep = String(repeating: "<a>", count: 40) + String(repeating: "</a>", count: 40)
        refuses(.tooDeep, edXML(least + deep))
        refuses(.tooDeep, Array(String(repeating: "<a>", count: 1_000_000).utf8))
        refuses(.tooManyElements, edXML(least + String(repeating: "<a/>", count: 100_001)))
        limits = EdXMLLimits()
        limits.attachments = 1
        refuses(.tooManyAttachments(1), try EdXMLMessage.sample.written(sealedBy: nil), limits)
        limits.attachments = 2
        limits.unpacked = EdXMLMessage.pdf.count
        refuses(.attachmentTooLarge(name: "phụ lục.txt"), try EdXMLMessage.sample.written(sealedBy: nil), limits)
    }

    @Test("a name that leads elsewhere is refused, outside the archive and inside")
    func paths() throws {
        let packed = archive([("a.pdf", EdXMLMessage.pdf)])
        #expect(
            try message(edXML(least, attachments: attachment(packed))).attachments.map(\.bytes) == [EdXMLMessage.pdf])
        for name in ["../a.pdf", "/etc/a.pdf", "a/b.pdf", "..\\a.pdf", "C:a.pdf", "a\u{202E}fdp.exe"] {
            refuses(.attachmentUnsafe(name: name), edXML(least, attachments: attachment(packed, name: name)))
        }
        for inner in ["../../etc/passwd", "/etc/passwd", "a/../../b.pdf", "..\\a.pdf", "./a.pdf"] {
            let evil = archive([(inner, EdXMLMessage.pdf)])
            refuses(.attachmentUnsafe(name: inner), edXML(least, attachments: attachment(evil)))
        }
    }

    @Test("an archive has one file, which unpacks to no more than is allowed")
    func archives() throws {
        let none = attachment(archive([("a/", [])]))
        refuses(.attachmentNotOneFile(name: "a.pdf"), edXML(least, attachments: none))
        let two = attachment(archive([("a.pdf", EdXMLMessage.pdf), ("b.pdf", EdXMLMessage.pdf)]))
        refuses(.attachmentNotOneFile(name: "a.pdf"), edXML(least, attachments: two))
        let bomb = attachment(archive([("a.pdf", EdXMLMessage.pdf + [UInt8](repeating: 0, count: 8 << 20))]))
        refuses(.attachmentTooLarge(name: "a.pdf"), edXML(least, attachments: bomb))
        refuses(.attachmentUnreadable(name: "a.pdf"), edXML(least, attachments: attachment("UEsDBA==")))
        refuses(.attachmentUnreadable(name: "a.pdf"), edXML(least, attachments: attachment("không phải base64")))
        refuses(.attachmentUnreadable(name: "a.pdf"), edXML(least, attachments: attachment("")))
        let raw = Data(EdXMLMessage.pdf).base64EncodedString()
        refuses(.attachmentUnreadable(name: "a.pdf"), edXML(least, attachments: attachment(raw)))
    }

    @Test("an attachment is what its type and its name say")
    func formats() throws {
        func taken(_ bytes: [UInt8], _ name: String, _ type: String) -> [UInt8] {
            edXML(least, attachments: attachment(archive([("x", bytes)]), name: name, type: type))
        }
        let (program, picture) = (
            Array("MZ\u{1}\u{2}".utf8), [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] as [UInt8]
        )
        refuses(.attachmentNotWhatItSays(name: "a.pdf"), taken(program, "a.pdf", "application/pdf"))
        refuses(.attachmentNotWhatItSays(name: "a.bin"), taken(program, "a.bin", "application/pdf"))
        refuses(.attachmentNotWhatItSays(name: "a.pdf"), taken(program, "a.pdf", "application/octet-stream"))
        refuses(.attachmentNotWhatItSays(name: "a.txt"), taken(program, "a.txt", "text/plain"))
        refuses(.attachmentNotWhatItSays(name: "a.docx"), taken(picture, "a.docx", "application/octet-stream"))
        refuses(.attachmentNotWhatItSays(name: "a.png"), taken(EdXMLMessage.pdf, "a.png", "image/png"))
        refuses(.attachmentNotWhatItSays(name: "a.png"), taken(picture, "a.png", "application/pdf; x=y"))
        #expect(try message(taken(picture, "a.PNG", "IMAGE/PNG")).attachments.map(\.bytes) == [picture])
        #expect(try message(taken(program, "a.bin", "application/octet-stream")).attachments.count == 1)
    }
}
