// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Reports

/// Tests/Reports opens whole documents in programs of others.
@Suite("Text document")
struct TextDocumentTests {
    @Test("text stays text, whatever stands in it")
    func escapes() {
        let hostile = "\"\u{301}<b>&\u{0}\u{FFFF}Đ"
        let markup: Markup = "<a b=\"\(hostile)\">\(1)</a>"
        #expect(markup.xml == "<a b=\"&quot;\u{301}&lt;b&gt;&amp;  Đ\">1</a>")
        let nested: Markup = "<p>\([markup, "<br/>"])</p>"
        #expect(nested.xml == "<p>\(markup.xml)<br/></p>")
    }

    @Test("is a zip file, the same for the same report")
    func bytes() throws {
        for report in Report.mocks {
            let bytes = try TextDocument.bytes(of: report, at: "https://doicanh.example")
            #expect(bytes.prefix(4) == [0x50, 0x4B, 3, 4])
            #expect(try TextDocument.bytes(of: report, at: "https://doicanh.example") == bytes)
        }
    }
}
