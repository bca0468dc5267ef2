// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Web

@Suite("Tables for a spreadsheet")
struct CSVFileTests {
    @Test(
        "a text never becomes a formula",
        arguments: [
            ("=1+1", "'=1+1"), ("+84", "'+84"), ("-2", "'-2"), ("@SUM(A1)", "'@SUM(A1)"), (" =1", "' =1"),
            ("\t=1", "'\t=1"), ("＝1", "'＝1"), ("\r\n=1", "\"'\r\n=1\""),
            ("=HYPERLINK(\"x\",\"y\")", "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\""),
            ("Xã Yên Mô", "Xã Yên Mô"), ("a=1", "a=1"), ("a,b", "\"a,b\""), ("\"\u{301}", "\"\"\"\u{301}\""), ("", ""),
        ])
    func formulas(text: String, cell: String) {
        var sheet = CSVFile(columns: ["a"])
        sheet.add([.text(text), .number("1.5"), .empty])
        #expect(String(decoding: sheet.bytes, as: UTF8.self) == "\u{FEFF}a\r\n\(cell),1.5,\r\n")
    }
}
