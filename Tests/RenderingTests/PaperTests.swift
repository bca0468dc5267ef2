// SPDX-License-Identifier: Apache-2.0

import Content
import Foundation
import Kernel
import TestKit
import Testing
import Web

@testable import Rendering

/// One worker for all papers: it prints one at a time anyway.
private let renderer = WeasyPrint.test()

@Suite("Papers")
struct PaperTests {
    @Test(
        "every paper with every mock becomes a PDF with its fonts, whose text comes back",
        arguments: 0..<PaperShelf.samples.count)
    func printed(number: Int) async throws {
        let sample = PaperShelf.samples[number]
        let views = try Content.embedded.views()
        for sheet in sample.sheets {
            let pdf = try await renderer.pdf(of: Self.html(sheet, views))
            let text = try Poppler.run("pdftotext", pdf, ["-layout"])
            #expect(text == text.precomposedStringWithCanonicalMapping)
            for words in ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "8F3K-2MZQ-71TD"] {
                #expect(text.contains(words), "\(sample.kind): \(words)")
            }
            let fonts = try Poppler.run("pdffonts", pdf).split(separator: "\n").dropFirst(2)
            #expect(!fonts.isEmpty)
            // name, type (two words), encoding, embedded, subset, unicode
            for font in fonts { #expect(font.contains(" yes yes yes "), "\(sample.kind): \(font)") }
        }
    }

    @Test("what people typed stands in the paper as they typed it")
    func hostile() async throws {
        let typed = "<b>x</b> {{page}} \"\u{301} 'onload=x' Nguyễn Thị Ẩn"
        let paper = ResultPaper(title: "Giấy", sentences: [typed], office: "Chủ tịch", signer: "")
        let sheet = Sheet(paper, letterhead: .mocks[0], foot: .mocks[0])
        let text = try Poppler.run(
            "pdftotext", try await renderer.pdf(of: Self.html(sheet, try Content.embedded.views())))
        #expect(text.replacing("\n", with: " ").contains("<b>x</b> {{page}}"))
        #expect(text.contains("'onload=x' Nguyễn Thị Ẩn"))
    }

    @Test("nothing outside is read: no file, no network, no data of its own")
    func closed() async throws {
        let secret = TestFolder.own.appending(path: "\(UUIDv7.string()).svg")
        let drawing = "<svg xmlns='http://www.w3.org/2000/svg' width='90' height='90'><text y='20'>LEAKED</text></svg>"
        try drawing.write(to: secret, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: secret) }
        let address = secret.absoluteString
        let html = """
            <p>Before</p><img src="\(address)"><object data="\(address)"></object><embed src="\(address)">
            <link rel="attachment" href="\(address)"><style>@import url(\(address)); p { background: url(\(address)) }</style>
            <img src="data:image/svg+xml;utf8,<svg></svg>"><svg><image href="\(address)"/></svg>
            """
        let pdf = try await renderer.pdf(of: html)
        #expect(try Poppler.run("pdftotext", pdf).trimmingCharacters(in: .whitespacesAndNewlines) == "Before")
        #expect(try Poppler.run("pdfdetach", pdf, ["-list"]).hasPrefix("0 "))
    }

    private static func html<P: Page>(_ page: P, _ views: Views) -> String { views.render(page, language: .vi) }
}

@Suite("Words of papers")
struct PaperWordsTests {
    @Test("a nought keeps numbers from growing")
    func dates() throws {
        #expect(try #require(Day(year: 2026, month: 2, day: 8)).inWords == "ngày 08 tháng 02 năm 2026")
        #expect(try #require(Day(year: 2026, month: 7, day: 15)).inWords == "ngày 15 tháng 7 năm 2026")
        #expect(Date(timeIntervalSince1970: 1_783_476_000).inWords == "09 giờ 00 phút, ngày 08 tháng 7 năm 2026")
    }

    @Test(
        "a verification code is read as people type it",
        arguments: [
            ("8F3K-2MZQ-71TD", "8F3K2MZQ71TD"), (" 8f3k 2mzq 71td", "8F3K2MZQ71TD"), ("OIL0-0000-0000", "011000000000"),
        ])
    func codes(typed: String, code: String) { #expect(VerifyCode(typed: typed)?.text == code) }

    @Test(
        "what is no code is none", arguments: ["", "8F3K", "8F3K-2MZQ-71TU", "8F3K-2MZQ-71TD-8", "8F3K-2MZQ-71T%", "👩‍👩‍👧‍👦"])
    func noCodes(typed: String) { #expect(VerifyCode(typed: typed) == nil) }

    @Test("codes are drawn, not counted")
    func drawn() {
        let codes = (0..<100).map { _ in VerifyCode() }
        #expect(Set(codes).count == 100)
        for code in codes { #expect(VerifyCode(typed: code.grouped) == code) }
    }
}
