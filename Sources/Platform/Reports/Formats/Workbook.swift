// SPDX-License-Identifier: Apache-2.0

import CXlsxWriter
import Foundation

/// A report as a workbook (.xlsx): a sheet for each section, in which what follows from other cells is a formula on them, so
/// that whoever changes one sees the other move.
package struct Workbook {
    /// The bytes of the file; the same for the same report. `address` is where links lead.
    package static func bytes(of report: Report, at address: String) throws -> [UInt8] {
        // This version of the library writes to a file only.
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "report.xlsx")
        guard let book = workbook_new(file.path) else { throw WorkbookFailure(code: LXW_ERROR_MEMORY_MALLOC_FAILED) }
        Workbook(book, report, address).write()
        let result = workbook_close(book)
        guard result == LXW_NO_ERROR else { throw WorkbookFailure(code: result) }
        return Array(try Data(contentsOf: file))
    }

    private let book: UnsafeMutablePointer<lxw_workbook>
    private let report: Report
    private let address: String
    private let title: Format?, caption: Format?, head: Format?, headNumber: Format?, text: Format?, link: Format?

    private typealias Format = UnsafeMutablePointer<lxw_format>
    private typealias Sheet = UnsafeMutablePointer<lxw_worksheet>

    private init(_ book: UnsafeMutablePointer<lxw_workbook>, _ report: Report, _ address: String) {
        (self.book, self.report, self.address) = (book, report, address)
        func format(_ change: (Format?) -> Void) -> Format? {
            let format = workbook_add_format(book)
            format_set_align(format, UInt8(LXW_ALIGN_VERTICAL_TOP.rawValue))
            format_set_text_wrap(format)
            change(format)
            return format
        }
        title = format {
            format_set_bold($0)
            format_set_font_size($0, 16)
        }
        caption = format { format_set_bold($0) }
        func head(_ alignment: lxw_format_alignments) -> Format? {
            format {
                format_set_bold($0)
                format_set_bottom($0, UInt8(LXW_BORDER_THIN.rawValue))
                format_set_align($0, UInt8(alignment.rawValue))
            }
        }
        (self.head, headNumber) = (head(LXW_ALIGN_LEFT), head(LXW_ALIGN_RIGHT))
        text = format { _ in }
        link = format {
            format_set_font_color($0, 0x163E92)
            format_set_underline($0, UInt8(LXW_UNDERLINE_SINGLE.rawValue))
        }
    }

    private func write() {
        var properties = lxw_doc_properties()
        // Else the library writes what time it is. 1 January 2000.
        properties.created = 946_684_800
        report.title.printable.withMutableCString { title in
            report.author.printable.withMutableCString { author in
                (properties.title, properties.author) = (title, author)
                workbook_set_properties(book, &properties)
            }
        }
        for (index, section) in report.sections.enumerated() { write(section, number: index + 1) }
        guard !report.notes.isEmpty else { return }
        let sheet = workbook_add_worksheet(book, Self.sheetName(report.notesTitle))
        worksheet_set_column(sheet, 0, 0, 6, nil)
        worksheet_set_column(sheet, 1, 1, 100, nil)
        for (index, note) in report.notes.enumerated() {
            worksheet_write_number(sheet, lxw_row_t(index), 0, Double(index + 1), text)
            worksheet_write_string(sheet, lxw_row_t(index), 1, note.printable, text)
        }
    }

    private func write(_ section: Report.Section, number: Int) {
        let name = Self.sheetName("\(number). \(section.title)")
        guard let sheet = workbook_add_worksheet(book, name) else { return }
        worksheet_set_column(sheet, 0, 0, 44, nil)
        worksheet_set_column(sheet, 1, 12, 15, nil)
        worksheet_set_landscape(sheet)
        worksheet_fit_to_pages(sheet, 1, 0)
        var row: lxw_row_t = 0
        func line(_ words: String, _ format: Format?) {
            worksheet_write_string(sheet, row, 0, words.printable, format)
            row += 1
        }
        if number == 1 {
            line(report.title, title)
            line(report.author, text)
            line(report.about, text)
            row += 1
        }
        line(section.title, caption)
        var firstRows: [String: lxw_row_t] = [:]
        for block in section.blocks {
            switch block {
            case .text(let words): line(words, text)
            case .table(let table):
                row += 1
                line(table.caption, caption)
                firstRows[table.id] = row + 1
                write(table, in: sheet, at: &row)
            case .bars(let bars):
                guard let first = firstRows[bars.table] else { continue }
                draw(bars, in: sheet, named: name, rows: first, at: row + 1)
                row += lxw_row_t(bars.bars.count + 6)
            }
        }
    }

    private func write(_ table: Report.Table, in sheet: Sheet, at row: inout lxw_row_t) {
        for (index, column) in table.columns.enumerated() {
            worksheet_write_string(
                sheet, row, lxw_col_t(index), column.title.printable, column.isNumber ? headNumber : head)
        }
        row += 1
        for line in table.rows {
            // Cells that are numbers cannot name their sources, so the first one does.
            let marks = Set(line.cells.flatMap(\.notes)).sorted().map { " [\($0)]" }.joined()
            for (index, cell) in line.cells.enumerated() {
                let column = lxw_col_t(index)
                if let number = cell.number {
                    write(number, of: cell, in: sheet, row, column)
                } else if let href = cell.href {
                    worksheet_write_url_opt(
                        sheet, row, column, address + href, link, (cell.text + (index == 0 ? marks : "")).printable, nil
                    )
                } else {
                    worksheet_write_string(
                        sheet, row, column, (cell.text + (index == 0 ? marks : "")).printable, text)
                }
            }
            row += 1
        }
    }

    private func write(
        _ number: Report.Number, of cell: Report.Cell, in sheet: Sheet, _ row: lxw_row_t, _ column: lxw_col_t
    ) {
        let format = workbook_add_format(book)
        format_set_align(format, UInt8(LXW_ALIGN_VERTICAL_TOP.rawValue))
        format_set_num_format(format, Self.pattern(of: number, reading: cell.text))
        guard let formula = number.formula?.text(row: Int(row) + 1) else {
            worksheet_write_number(sheet, row, column, number.value, format)
            return
        }
        worksheet_write_formula_num(sheet, row, column, formula, format, number.value)
    }

    private func draw(
        _ bars: Report.Bars, in sheet: Sheet, named name: String, rows first: lxw_row_t, at row: lxw_row_t
    ) {
        let chart = workbook_add_chart(book, UInt8(LXW_CHART_BAR.rawValue))
        let last = first + lxw_row_t(bars.bars.count) - 1
        let series = chart_add_series(chart, nil, nil)
        chart_series_set_categories(series, name, first, 0, last, 0)
        chart_series_set_values(series, name, first, lxw_col_t(bars.column), last, lxw_col_t(bars.column))
        chart_title_set_name(chart, bars.caption.printable)
        chart_legend_set_position(chart, UInt8(LXW_CHART_LEGEND_NONE.rawValue))
        // The first row on top.
        chart_axis_set_reverse(chart?.pointee.y_axis)
        chart_axis_set_min(chart?.pointee.x_axis, 0)
        chart_axis_set_max(chart?.pointee.x_axis, bars.top)
        worksheet_insert_chart(sheet, row, 0, chart)
    }

    /// What Excel shows a number by. Words before it, such as "trên", are told there too.
    private static func pattern(of number: Report.Number, reading text: String) -> String {
        let pattern =
            switch number.format {
            case .count: "#,##0"
            case .percent where number.formula?.isGrowth == true: "+0.0%;-0.0%;0.0%"
            // As many decimals as it was printed with.
            case .percent: text.contains(/[.,][0-9]\s*%/) ? "0.0%" : "0%"
            case .points: "+0.0;-0.0;0.0"
            case .plain: "#,##0.####;-#,##0.####"
            }
        let words = text.prefix { !$0.isNumber }.filter { $0.isLetter || $0 == " " }
        return words.contains(where: \.isLetter) ? "\"\(words)\"\(pattern)" : pattern
    }

    /// Excel allows 31 characters of UTF-16, and not all of them.
    private static func sheetName(_ text: String) -> String {
        var name = text.printable.filter { !"[]:*?/\\'".contains($0) }
        while name.utf16.count > 31 { name.removeLast() }
        return name
    }
}

/// The library could not write the workbook, by its own code.
struct WorkbookFailure: Error {
    let code: lxw_error
}

extension Report.Formula {
    fileprivate var isGrowth: Bool { if case .growth = self { true } else { false } }

    /// As Excel reads it, in a row from 1 on.
    func text(row: Int) -> String {
        func cell(_ column: Int) -> String {
            // No table of ours is wider than the alphabet.
            "\(Character(UnicodeScalar(UInt8(65 + column))))\(row)"
        }
        return switch self {
        case .quotient(let above, let below): "=\(cell(above))/\(cell(below))"
        case .difference(let from, let less): "=\(cell(from))-\(cell(less))"
        case .points(let now, let before): "=(\(cell(now))-\(cell(before)))*100"
        case .growth(let now, let before): "=\(cell(now))/\(cell(before))-1"
        }
    }
}

extension String {
    fileprivate func withMutableCString(_ body: (UnsafeMutablePointer<CChar>) -> Void) {
        var bytes = Array(utf8CString)
        bytes.withUnsafeMutableBufferPointer { if let start = $0.baseAddress { body(start) } }
    }
}
