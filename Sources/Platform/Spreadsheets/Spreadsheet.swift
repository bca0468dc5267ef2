// SPDX-License-Identifier: Apache-2.0

/// One sheet of a workbook (.xlsx) that somebody sent: its cells as they stand there.
package struct Spreadsheet: Sendable, Equatable {
    package enum Content: Sendable, Equatable {
        case text(String), number(Double), bool(Bool), error(String)
        /// A number that is shown as a date or a time.
        case date(Double)
    }

    /// Where a cell is, counted from 0.
    package struct Place: Hashable, Sendable, CustomStringConvertible {
        package let row: Int, column: Int

        package init(row: Int, column: Int) { (self.row, self.column) = (row, column) }

        /// From `B7`; nil for anything else.
        package init?(_ reference: some StringProtocol) {
            let letters = reference.prefix { ("A"..."Z").contains($0) }
            let digits = reference.dropFirst(letters.count)
            guard (1...3).contains(letters.count), (1...7).contains(digits.count), digits.first != "0",
                digits.allSatisfy({ $0.isASCII && $0.isNumber }), let number = Int(digits)
            else { return nil }
            let column = letters.utf8.reduce(0) { $0 * 26 + Int($1 - UInt8(ascii: "A")) + 1 }
            self.init(row: number - 1, column: column - 1)
        }

        package var description: String {
            var (letters, rest) = ("", column + 1)
            while rest > 0 {
                rest -= 1
                letters = String(UnicodeScalar(UInt8(ascii: "A") + UInt8(rest % 26))) + letters
                rest /= 26
            }
            return "\(letters)\(row + 1)"
        }
    }

    package struct Cell: Sendable, Equatable {
        package let content: Content
        package let isFormula: Bool
    }

    /// A rectangle of cells that was made one.
    package struct Merged: Sendable, Equatable {
        package let first: Place, last: Place

        package func contains(_ place: Place) -> Bool {
            (first.row...max(first.row, last.row)).contains(place.row)
                && (first.column...max(first.column, last.column)).contains(place.column)
        }
    }

    package let name: String
    package let cells: [Place: Cell]
    package let merged: [Merged]

    package subscript(_ row: Int, _ column: Int) -> Cell? { cells[Place(row: row, column: column)] }

    package func isMerged(_ place: Place) -> Bool { merged.contains { $0.contains(place) } }

    /// The rows in which anything stands.
    package var rows: [Int] { Set(cells.keys.map(\.row)).sorted() }
}
