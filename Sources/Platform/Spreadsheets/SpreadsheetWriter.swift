// SPDX-License-Identifier: Apache-2.0

import CXlsxWriter
import Foundation

/// Writes a sheet for people to fill in (.xlsx).
package struct SpreadsheetWriter {
    package enum Cell: Sendable {
        case empty, text(String), number(Double)
        /// A heading.
        case head(String)
        /// What is to be filled in.
        case blank(String)
    }

    /// The bytes of the file; the same for the same rows. `widths` are those of the columns, in characters.
    package static func bytes(sheet name: String, rows: [[Cell]], widths: [Double]) throws -> [UInt8] {
        // This version of the library writes to a file only.
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "form.xlsx")
        guard let book = workbook_new(file.path) else { throw Failure(code: LXW_ERROR_MEMORY_MALLOC_FAILED.rawValue) }
        // Nil for a name that no program takes: over 31 characters, or with one of []:*?/\.
        guard let sheet = workbook_add_worksheet(book, name) else {
            workbook_close(book)
            throw Failure(code: LXW_ERROR_SHEETNAME_LENGTH_EXCEEDED.rawValue)
        }
        write(rows, widths, to: sheet, of: book)
        let result = workbook_close(book)
        guard result == LXW_NO_ERROR else { throw Failure(code: result.rawValue) }
        return Array(try Data(contentsOf: file))
    }

    /// The library could not write, for want of memory or disk.
    package struct Failure: Error { package let code: UInt32 }

    private static func write(
        _ rows: [[Cell]], _ widths: [Double], to sheet: UnsafeMutablePointer<lxw_worksheet>?,
        of book: UnsafeMutablePointer<lxw_workbook>
    ) {
        var properties = lxw_doc_properties()
        // Else the library writes what time it is. 1 January 2000.
        properties.created = 946_684_800
        workbook_set_properties(book, &properties)
        let (plain, head, blank) = (
            workbook_add_format(book), workbook_add_format(book), workbook_add_format(book)
        )
        for format in [plain, head, blank] {
            format_set_text_wrap(format)
            format_set_align(format, UInt8(LXW_ALIGN_VERTICAL_TOP.rawValue))
        }
        format_set_bold(head)
        format_set_border(blank, UInt8(LXW_BORDER_THIN.rawValue))
        format_set_bg_color(blank, 0xFFF8DC)
        for (column, width) in widths.enumerated() {
            worksheet_set_column(sheet, lxw_col_t(column), lxw_col_t(column), width, nil)
        }
        for (row, cells) in rows.enumerated() {
            for (column, cell) in cells.enumerated() {
                let (row, column) = (lxw_row_t(row), lxw_col_t(column))
                switch cell {
                case .empty: break
                case .text(let text): worksheet_write_string(sheet, row, column, text, plain)
                case .head(let text): worksheet_write_string(sheet, row, column, text, head)
                case .number(let number): worksheet_write_number(sheet, row, column, number, plain)
                case .blank(let text):
                    if text.isEmpty {
                        worksheet_write_blank(sheet, row, column, blank)
                    } else {
                        worksheet_write_string(sheet, row, column, text, blank)
                    }
                }
            }
        }
    }
}
