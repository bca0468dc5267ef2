// SPDX-License-Identifier: Apache-2.0

package import Hummingbird

/// A table as a file for people: CSV (RFC 4180) that opens in a spreadsheet as it is meant.
///
/// It begins with a byte order mark: Excel takes a file without one for the code page of the machine, and Vietnamese names
/// fall apart. Programs are better served by the interfaces.
package struct CSVFile: Sendable {
    package enum Cell: Sendable {
        case text(String)
        /// Digits of our own making, with a decimal point.
        case number(String)
        case empty
    }

    private(set) var bytes: [UInt8] = [0xEF, 0xBB, 0xBF]

    package init(columns: [String]) { add(columns.map { .text($0) }) }

    package mutating func add(_ row: [Cell]) {
        for (index, cell) in row.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            switch cell {
            case .empty: break
            case .number(let digits): bytes += digits.utf8
            case .text(let text): bytes += Self.quoted(text).utf8
            }
        }
        bytes += [13, 10]
    }

    /// As a download.
    package func response(named name: String) -> Response {
        Response(
            status: .ok,
            headers: [
                .contentType: "text/csv; charset=utf-8; header=present",
                .contentDisposition: "attachment; filename=\"\(name.filter(Self.isPlain)).csv\"",
                .cacheControl: "private, no-cache",
            ], body: .init(byteBuffer: .init(bytes: bytes)))
    }

    private static func isPlain(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber || "._-".contains(character))
    }

    /// A spreadsheet reads what begins with one of these as a formula, which may send the table away; an apostrophe keeps it
    /// a text. Blanks before it are skipped by some, and full-width forms are read like the plain ones.
    private static let beginnings: Set<Unicode.Scalar> = ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"]

    private static func quoted(_ text: String) -> String {
        let first = text.unicodeScalars.first { !$0.properties.isWhitespace || beginnings.contains($0) }
        let safe = first.map(beginnings.contains) ?? false ? "'" + text : text
        guard safe.unicodeScalars.contains(where: { ["\"", ",", "\r", "\n"].contains($0) }) else { return safe }
        // Scalar by scalar: a combining mark must not hide a quote.
        var quoted = String.UnicodeScalarView()
        for scalar in safe.unicodeScalars { quoted.append(contentsOf: scalar == "\"" ? ["\"", "\""] : [scalar]) }
        return "\"" + String(quoted) + "\""
    }
}
