// SPDX-License-Identifier: Apache-2.0

import Foundation
import Kernel
import Testing

@testable import Mail

@Suite("Letters")
struct MIMEMessageTests {
    private func letter(subject: String = "Có kết quả", text: String = "Xin chào", name: String = "Một cửa") throws
        -> String
    {
        let sender = MailSender(address: try #require(MailAddress("dvc@yenmo.example.vn")), name: name)
        let mail = Mail(
            id: "01a1-b2", to: try #require(MailAddress("minh@example.vn")), subject: subject, text: text,
            language: .vi,
            at: Date(timeIntervalSince1970: 1_783_476_000))
        return String(decoding: MIMEMessage(mail: mail, sender: sender).bytes, as: UTF8.self)
    }

    private func decoded(_ words: String) -> String {
        words.matches(of: /=\?UTF-8\?B\?([^?]*)\?=/).map { match in
            String(decoding: Data(base64Encoded: String(match.1)) ?? Data(), as: UTF8.self)
        }.joined()
    }

    @Test("is ASCII in lines of at most 76 characters that end in CR LF")
    func lines() throws {
        let long = String(repeating: "Đề nghị bổ sung giấy chứng sinh. ", count: 40)
        let text = try letter(subject: long, text: long + "\n.\n" + long)
        #expect(text.utf8.allSatisfy { $0 < 128 })
        #expect(text.replacing("\r\n", with: "").utf8.allSatisfy { $0 >= 32 })
        for line in text.components(separatedBy: "\r\n") { #expect(line.utf8.count <= 76, "\(line)") }
        let subject = try #require(text.firstRange(of: "Subject: ").map { text[$0.upperBound...] })
        #expect(decoded(String(subject.split(separator: "Auto-Submitted")[0])) == long)
    }

    @Test(
        "what people typed begins no header of its own",
        arguments: ["x\r\nBcc: all@example.vn", "x\nBcc: a@b.vn", "x\u{0}\u{7F}"])
    func injection(text: String) throws {
        let written = try letter(subject: text, text: text, name: text)
        let head = try #require(written.components(separatedBy: "\r\n\r\n").first)
        #expect(!head.contains("Bcc"))
        #expect(head.components(separatedBy: "\r\n").filter { !$0.hasPrefix(" ") }.count == 10)
    }

    @Test("says when, in what language, and that nobody need answer")
    func head() throws {
        let written = try letter()
        for line in [
            "Date: Wed, 8 Jul 2026 09:00:00 +0700", "To: <minh@example.vn>", "Content-Language: vi",
            "Message-ID: <01a1-b2@yenmo.example.vn>", "Auto-Submitted: auto-generated",
        ] { #expect(written.contains("\(line)\r\n"), "\(line)") }
    }

    @Test(
        "addresses that are addresses",
        arguments: ["minh@example.vn", "a.b+dvc@mail.yenmo.example.vn", "o'hara@EXAMPLE.vn"])
    func good(text: String) { #expect(MailAddress(text) != nil) }

    @Test(
        "and what is none",
        arguments: [
            "", "minh", "minh@", "@example.vn", "a@b", "a b@example.vn", "a@example.vn\r\nBcc: x@y.vn", "a@b@c.vn",
            "<a@example.vn>", "a@example.vn,b@example.vn", "\"a b\"@example.vn", "mính@example.vn", ".a@example.vn",
            "a@-example.vn", "a@example..vn", String(repeating: "a", count: 65) + "@example.vn",
        ])
    func bad(text: String) { #expect(MailAddress(text) == nil) }

    @Test("one knows one's own address again, and others learn little")
    func masked() throws { #expect(try #require(MailAddress("minh@example.vn")).masked == "m…@example.vn") }
}
