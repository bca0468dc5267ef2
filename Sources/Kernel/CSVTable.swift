// SPDX-License-Identifier: Apache-2.0

/// A CSV file read strictly (RFC 4180, UTF-8, `,`): exactly the columns asked for, every row complete. What is wrong is
/// refused with file, line and reason. Lines that start with `#` are remarks.
package struct CSVTable: Sendable {
    package struct Row: Sendable {
        package let line: Int
        let file: String
        let columns: [String: Int]
        let fields: [String]

        /// The field under a column of the table; asking for another is a programming error.
        package subscript(column: String) -> String { fields[columns[column]!] }

        /// The refusal of this row.
        package func mistake(_ reason: String) -> ContentProblem {
            ContentProblem(file: file, line: line, reason: reason)
        }
    }

    package let rows: [Row]

    /// `separator` parts the fields: a comma, or what the program of whoever wrote the table puts there.
    package init(
        _ text: String, file: String, columns: [String], separator: UInt8 = UInt8(ascii: ",")
    ) throws(ContentProblem) {
        var records = try Self.records(text, file: file, separator)[...]
        guard let head = records.popFirst() else { throw ContentProblem(file: file, line: 1, reason: "empty file") }
        guard head.fields == columns else {
            throw ContentProblem(
                file: file, line: head.line, reason: "the columns must be \(columns.joined(separator: ","))")
        }
        let places = Dictionary(uniqueKeysWithValues: columns.enumerated().map { ($1, $0) })
        var rows: [Row] = []
        rows.reserveCapacity(records.count)
        for record in records {
            guard record.fields.count == columns.count else {
                throw ContentProblem(
                    file: file, line: record.line,
                    reason: "\(record.fields.count) fields where \(columns.count) are expected")
            }
            rows.append(Row(line: record.line, file: file, columns: places, fields: record.fields))
        }
        self.rows = rows
    }

    private typealias Record = (line: Int, fields: [String])

    private static func records(
        _ text: String, file: String, _ separator: UInt8
    ) throws(ContentProblem) -> [Record] {
        var reader = Reader(bytes: Array(text.utf8), file: file, separator: separator)
        return try reader.records()
    }

    private struct Reader {
        let bytes: [UInt8]
        let file: String
        let separator: UInt8
        var position = 0
        var line = 1

        init(bytes: [UInt8], file: String, separator: UInt8) {
            self.bytes = bytes
            (self.file, self.separator) = (file, separator)
            if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
        }

        mutating func records() throws(ContentProblem) -> [Record] {
            var records: [Record] = []
            while position < bytes.count {
                let start = line
                if bytes[position] == UInt8(ascii: "#") {
                    skipLine()
                } else {
                    let fields = try record()
                    if fields != [""] { records.append((start, fields)) }
                }
            }
            return records
        }

        private mutating func skipLine() {
            while position < bytes.count, bytes[position] != UInt8(ascii: "\n") { position += 1 }
            position += 1
            line += 1
        }

        private mutating func record() throws(ContentProblem) -> [String] {
            var fields: [String] = []
            while true {
                fields.append(position < bytes.count && bytes[position] == UInt8(ascii: "\"") ? try quoted() : plain())
                guard position < bytes.count, bytes[position] == separator else { break }
                position += 1
            }
            try endLine()
            return fields
        }

        private mutating func plain() -> String {
            let start = position
            while position < bytes.count, bytes[position] != separator, bytes[position] != UInt8(ascii: "\n"),
                bytes[position] != UInt8(ascii: "\r")
            { position += 1 }
            return String(decoding: bytes[start..<position], as: UTF8.self)
        }

        private mutating func quoted() throws(ContentProblem) -> String {
            var field: [UInt8] = []
            let start = line
            position += 1
            while position < bytes.count {
                let byte = bytes[position]
                position += 1
                if byte == UInt8(ascii: "\"") {
                    guard position < bytes.count, bytes[position] == byte else {
                        return String(decoding: field, as: UTF8.self)
                    }
                    position += 1
                }
                if byte == UInt8(ascii: "\n") { line += 1 }
                field.append(byte)
            }
            throw ContentProblem(file: file, line: start, reason: "a quotation mark is never closed")
        }

        private mutating func endLine() throws(ContentProblem) {
            if position < bytes.count, bytes[position] == UInt8(ascii: "\r") { position += 1 }
            guard position < bytes.count else { return }
            guard bytes[position] == UInt8(ascii: "\n") else {
                throw ContentProblem(file: file, line: line, reason: "text after a closing quotation mark")
            }
            position += 1
            line += 1
        }
    }
}
