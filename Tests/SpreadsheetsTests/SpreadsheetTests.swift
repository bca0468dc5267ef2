// SPDX-License-Identifier: Apache-2.0

import Foundation
import Kernel
import Testing

@testable import Spreadsheets

@Suite("Spreadsheets")
struct SpreadsheetTests {
    private func sheet(_ rows: String, after: String = "") -> String {
        "<worksheet><sheetData>\(rows)</sheetData>\(after)</worksheet>"
    }

    @Test("what we write we read")
    func own() throws {
        let rows: [[SpreadsheetWriter.Cell]] = [
            [.head("Mã"), .text("Số <tổ> & “hộ”")], [.empty, .number(98.5), .blank("12"), .blank("")],
        ]
        let bytes = try SpreadsheetWriter.bytes(sheet: "Biểu mẫu", rows: rows, widths: [10, 20])
        #expect(try SpreadsheetWriter.bytes(sheet: "Biểu mẫu", rows: rows, widths: [10, 20]) == bytes)
        let read = try Spreadsheet(bytes)
        #expect(read.name == "Biểu mẫu")
        #expect(
            read.cells.mapValues(\.content) == [
                .init(row: 0, column: 0): .text("Mã"), .init(row: 0, column: 1): .text("Số <tổ> & “hộ”"),
                .init(row: 1, column: 1): .number(98.5), .init(row: 1, column: 2): .text("12"),
            ])
        #expect(try Spreadsheet(bytes, sheet: "Biểu mẫu") == read)
        #expect(throws: SpreadsheetProblem.noSuchSheet) { try Spreadsheet(bytes, sheet: "Khác") }
    }

    @Test("each kind of cell, merged ranges, formulas and dates are told apart")
    func kinds() throws {
        let cells = """
            <row r="2"><c r="A2" t="s"><v>1</v></c><c r="B2" t="inlineStr"><is><r><t>Xã </t></r><r><t>Yên</t></r></is></c>
            <c r="C2" t="b"><v>1</v></c><c r="D2" t="e"><v>#DIV/0!</v></c><c r="E2" s="1"><v>45000</v></c>
            <c r="F2"><f>SUM(A1:A9)</f><v>7</v></c><c r="G2" s="2"><v>45000</v></c><c r="H2" t="str"><v>x</v></c><c r="I2"/></row>
            <row><c><v>1.5E3</v></c><c/><c><f>A1</f></c></row>
            """
        let strings = "<sst><si><t>a</t></si><si><t>Hộ</t><rPh><t>ho</t></rPh></si></sst>"
        let styles = """
            <styleSheet><numFmts><numFmt numFmtId="170" formatCode="0.0 &quot;days&quot;"/></numFmts>
            <cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>
            <cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/></cellXfs></styleSheet>
            """
        let bytes = try ZipWriter.workbook(
            sheet(cells, after: #"<mergeCells><mergeCell ref="A9:B10"/></mergeCells>"#),
            [("xl/sharedStrings.xml", strings), ("xl/styles.xml", styles)])
        let read = try Spreadsheet(bytes)
        func content(_ place: String) throws -> Spreadsheet.Content? {
            read.cells[try #require(Spreadsheet.Place(place))]?.content
        }
        let expected: [String: Spreadsheet.Content] = [
            "A2": .text("Hộ"), "B2": .text("Xã Yên"), "C2": .bool(true), "D2": .error("#DIV/0!"), "E2": .date(45000),
            "F2": .number(7), "G2": .number(45000), "H2": .text("x"), "A3": .number(1500), "C3": .text(""),
        ]
        for (place, wanted) in expected { #expect(try content(place) == wanted, "\(place)") }
        #expect(read.cells.count == expected.count)
        #expect(read.cells.filter(\.value.isFormula).keys.map(\.description).sorted() == ["C3", "F2"])
        #expect(["A9", "B10"].allSatisfy { read.isMerged(Spreadsheet.Place($0) ?? .init(row: 0, column: 0)) })
        #expect(!read.isMerged(.init(row: 10, column: 0)))
    }

    @Test("cells are named as spreadsheet programs name them")
    func places() {
        for (text, row, column) in [("A1", 0, 0), ("Z9", 8, 25), ("AA10", 9, 26), ("XFD1048576", 1_048_575, 16_383)] {
            #expect(Spreadsheet.Place(text) == .init(row: row, column: column))
            #expect(Spreadsheet.Place(row: row, column: column).description == text)
        }
        for text in ["", "A", "1", "A0", "a1", "A01", "AAAA1", "A12345678", "A1:B2", "Ă1"] {
            #expect(Spreadsheet.Place(text) == nil, "\(text)")
        }
    }

    /// Every refusal has its reason.
    @Test("a hostile or broken file is refused")
    func hostile() throws {
        let good = sheet(#"<row r="1"><c r="A1"><v>1</v></c></row>"#)
        func row(_ number: Int, _ cell: String = "A") -> String {
            #"<row r="\#(number)"><c r="\#(cell)\#(number)"><v>1</v></c></row>"#
        }
        let entity =
            #"<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet><sheetData>&b;</sheetData></worksheet>"#
        let whole = try ZipWriter.workbook(good)
        let many = (0..<98).map { (name: "xl/media/\($0)", text: "x") }
        let outside = ZipWriter.links.replacing("Target=", with: #"TargetMode="External" Target="#)
        let table: [(String, [UInt8], SpreadsheetProblem)] = [
            ("nothing", [], .notASpreadsheet), ("text", Array("Mã;Số".utf8), .notASpreadsheet),
            ("cut off", Array(whole.prefix(whole.count / 2)), .notASpreadsheet),
            ("another archive", try ZipWriter.bytes([("readme.txt", "x")]), .notASpreadsheet),
            ("no sheet", try ZipWriter.workbook(good, book: "<workbook/>"), .noSuchSheet),
            ("a sheet elsewhere", try ZipWriter.workbook(good, links: outside), .noSuchSheet),
            ("a password", try ZipWriter.workbook(good, password: "x"), .encrypted),
            ("a way out", try ZipWriter.workbook(good, [("../../etc/passwd", "x")]), .unsafe),
            ("an absolute name", try ZipWriter.workbook(good, [("/etc/passwd", "x")]), .unsafe),
            ("entities", try ZipWriter.workbook(entity), .unsafe),
            ("too many parts", try ZipWriter.workbook(good, many), .tooLarge),
            (
                "a bomb",
                try ZipWriter.workbook(good, [("xl/sharedStrings.xml", String(repeating: "a", count: 4 << 20))]),
                .tooLarge
            ),
            ("not XML", try ZipWriter.workbook("<worksheet><sheetData>"), .malformed),
            ("deep", try ZipWriter.workbook(String(repeating: "<a>", count: 100)), .malformed),
            ("200,000 rows", try ZipWriter.workbook(sheet((1...200_000).map { row($0) }.joined())), .tooManyRows),
            ("a far row", try ZipWriter.workbook(sheet(row(1_048_576))), .tooManyRows),
            ("a far column", try ZipWriter.workbook(sheet(row(1, "XFD"))), .tooManyColumns),
            ("a row that is none", try ZipWriter.workbook(sheet(#"<row r="0"/>"#)), .malformed),
            ("a cell twice", try ZipWriter.workbook(sheet(row(1) + row(1))), .malformed),
            (
                "a cell of another row", try ZipWriter.workbook(sheet(#"<row r="1"><c r="A2"><v>1</v></c></row>"#)),
                .malformed
            ),
            (
                "a text that is not there", try ZipWriter.workbook(sheet(#"<row r="1"><c t="s"><v>9</v></c></row>"#)),
                .malformed
            ),
            ("no number", try ZipWriter.workbook(sheet(#"<row r="1"><c><v>x</v></c></row>"#)), .malformed),
            ("infinity", try ZipWriter.workbook(sheet(#"<row r="1"><c><v>inf</v></c></row>"#)), .malformed),
        ]
        for (name, bytes, problem) in table {
            #expect(throws: problem, "\(name)") { try Spreadsheet(bytes) }
        }
        #expect(try Spreadsheet(whole).cells.count == 1)
    }

    @Test("a file in which any one byte is wrong is read or refused, never more")
    func flipped() throws {
        let whole = try ZipWriter.workbook(sheet(#"<row r="1"><c r="A1" t="inlineStr"><is><t>Hộ</t></is></c></row>"#))
        var refused = 0
        for index in whole.indices {
            var bytes = whole
            bytes[index] ^= 0x5A
            do { _ = try Spreadsheet(bytes) } catch { refused += 1 }
            do { _ = try Spreadsheet(Array(whole.prefix(index))) } catch { refused += 1 }
        }
        #expect(refused > whole.count, "what is cut off is refused everywhere")
    }

    @Test("limits hold where the archive lies about sizes")
    func limits() throws {
        var limits = SpreadsheetLimits()
        limits.packed = 100
        let whole = try ZipWriter.workbook(sheet(""))
        #expect(throws: SpreadsheetProblem.tooLarge) { try Spreadsheet(whole, limits: limits) }
        limits = SpreadsheetLimits()
        limits.unpacked = 200
        #expect(throws: SpreadsheetProblem.tooLarge) { try Spreadsheet(whole, limits: limits) }
        limits = SpreadsheetLimits()
        limits.strings = 1
        let strings = [("xl/sharedStrings.xml", "<sst><si><t>a</t></si><si><t>b</t></si></sst>")]
        let full = try ZipWriter.workbook(sheet(""), strings)
        #expect(throws: SpreadsheetProblem.tooLarge) { try Spreadsheet(full, limits: limits) }
    }
}
