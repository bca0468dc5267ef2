// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Reports

/// Tests/Reports opens whole documents in programs of others.
@Suite("Documents of a report")
struct ReportFormatTests {
    @Test("text stays text, whatever stands in it")
    func escapes() {
        let hostile = "\"\u{301}<b>&\u{0}\u{FFFF}Đ"
        let markup: Markup = "<a b=\"\(hostile)\">\(1)</a>"
        #expect(markup.xml == "<a b=\"&quot;\u{301}&lt;b&gt;&amp;  Đ\">1</a>")
        let nested: Markup = "<p>\([markup, "<br/>"])</p>"
        #expect(nested.xml == "<p>\(markup.xml)<br/></p>")
    }

    @Test("a formula names the cells of its row")
    func formulas() {
        #expect(Report.Formula.quotient(1, 2).text(row: 7) == "=B7/C7")
        #expect(Report.Formula.points(3, 4).text(row: 7) == "=(D7-E7)*100")
        #expect(Report.Formula.growth(3, 4).text(row: 7) == "=D7/E7-1")
        #expect(Report.Formula.difference(2, 1).text(row: 7) == "=C7-B7")
    }

    @Test("is a zip file, the same for the same report")
    func bytes() throws {
        for report in Report.mocks {
            let bytes = try TextDocument.bytes(of: report, at: "https://doicanh.example")
            #expect(bytes.prefix(4) == [0x50, 0x4B, 3, 4])
            #expect(try TextDocument.bytes(of: report, at: "https://doicanh.example") == bytes)
            let book = try Workbook.bytes(of: report, at: "https://doicanh.example")
            #expect(book.prefix(4) == [0x50, 0x4B, 3, 4])
            #expect(try Workbook.bytes(of: report, at: "https://doicanh.example") == book)
        }
    }
}
