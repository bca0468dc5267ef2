// SPDX-License-Identifier: Apache-2.0

import CZip
import Foundation
import Testing

/// Writes archives as nobody's spreadsheet program would.
enum ZipWriter {
    static func bytes(_ parts: [(name: String, text: String)], password: String? = nil) throws -> [UInt8] {
        let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).xlsx")
        defer { try? FileManager.default.removeItem(at: file) }
        var code: Int32 = 0
        let zip = try #require(zip_open(file.path, ZIP_CREATE, &code))
        for (name, text) in parts {
            let bytes = Array(text.utf8)
            let copy = try #require(malloc(max(bytes.count, 1)))
            copy.copyMemory(from: bytes, byteCount: bytes.count)
            let source = try #require(zip_source_buffer(zip, copy, zip_uint64_t(bytes.count), 1))
            let index = zip_file_add(zip, name, source, ZIP_FL_ENC_UTF_8)
            try #require(index >= 0)
            if let password {
                try #require(zip_file_set_encryption(zip, zip_uint64_t(index), UInt16(ZIP_EM_AES_256), password) == 0)
            }
        }
        try #require(zip_close(zip) == 0)
        return Array(try Data(contentsOf: file))
    }

    static let book = #"<workbook xmlns:r="r"><sheets><sheet name="Một" sheetId="1" r:id="rId1"/></sheets></workbook>"#
    static let links =
        #"<Relationships><Relationship Id="rId1" Type="worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#

    /// A workbook with this sheet, and these parts beside.
    static func workbook(
        _ sheet: String, book: String = book, links: String = links, _ more: [(name: String, text: String)] = [],
        password: String? = nil
    ) throws -> [UInt8] {
        try bytes(
            [
                ("xl/workbook.xml", book), ("xl/_rels/workbook.xml.rels", links), ("xl/worksheets/sheet1.xml", sheet),
            ] + more, password: password)
    }
}
