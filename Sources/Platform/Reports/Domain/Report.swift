// SPDX-License-Identifier: Apache-2.0

/// A report as people read it: numbered sections of sentences, tables and bars, ready to print in one language, and behind each
/// number what it was made of. One value makes the web page, the PDF, the text document and the workbook, so that all four say
/// the same.
package struct Report: Codable, Equatable, Sendable {
    package let title: String
    /// Whose report it is.
    package let author: String
    /// Of what place and period, and as of when.
    package let about: String
    package let language: String
    package let sections: [Section]
    /// What stands above the sources.
    package let notesTitle: String
    /// The sources, which cells name by their number, from 1.
    package let notes: [String]

    package init(
        title: String, author: String, about: String, language: String, sections: [Section], notesTitle: String,
        notes: [String]
    ) {
        (self.title, self.author, self.about, self.language) = (title, author, about, language)
        (self.sections, self.notesTitle, self.notes) = (sections, notesTitle, notes)
    }

    package struct Section: Codable, Equatable, Sendable {
        /// The same in each edition and language.
        package let id: String
        /// Without its number.
        package let title: String
        package let blocks: [Block]

        package init(_ id: String, _ title: String, _ blocks: [Block]) {
            (self.id, self.title, self.blocks) = (id, title, blocks)
        }
    }

    package enum Block: Codable, Equatable, Sendable {
        case text(String)
        case table(Table)
        case bars(Bars)
    }

    package struct Table: Codable, Equatable, Sendable {
        package let id: String, caption: String
        package let columns: [Column]
        package let rows: [Row]

        package init(_ id: String, _ caption: String, columns: [Column], rows: [Row]) {
            (self.id, self.caption, self.columns, self.rows) = (id, caption, columns, rows)
        }
    }

    package struct Column: Codable, Equatable, Sendable {
        package let title: String
        package let isNumber: Bool

        package static func text(_ title: String) -> Column { Column(title: title, isNumber: false) }
        package static func number(_ title: String) -> Column { Column(title: title, isNumber: true) }
    }

    package struct Row: Codable, Equatable, Sendable {
        /// What the row is about, the same in each edition: `dossiers_on_time`, `F067`.
        package let id: String
        package let cells: [Cell]

        package init(_ id: String, _ cells: [Cell]) { (self.id, self.cells) = (id, cells) }
    }

    package struct Cell: Codable, Equatable, Sendable {
        package let text: String
        package let number: Number?
        /// Where it opens to what it is made of.
        package let href: String?
        package let notes: [Int]

        package init(_ text: String, _ number: Number? = nil, href: String? = nil, notes: [Int] = []) {
            (self.text, self.number, self.href, self.notes) = (text, number, href, notes)
        }
    }

    package struct Number: Codable, Equatable, Sendable {
        package enum Format: String, Codable, Sendable {
            case count
            /// A share of 0.952 reads 95,2 %.
            case percent
            /// Percentage points, with their sign.
            case points
            /// As many decimals as it has.
            case plain
        }

        package let value: Double
        package let format: Format
        /// How it follows from other cells of its row.
        package let formula: Formula?

        package init(_ value: Double, _ format: Format, _ formula: Formula? = nil) {
            (self.value, self.format, self.formula) = (value, format, formula)
        }
    }

    /// Of other cells of the row, by the index of their columns.
    package enum Formula: Codable, Equatable, Sendable {
        case quotient(Int, Int)
        case difference(Int, Int)
        /// Of two shares, in percentage points.
        case points(Int, Int)
        /// How much more the one is than the other, as a share of it.
        case growth(Int, Int)
    }

    /// Bars side by side: a column of a table of the same section, in its order.
    package struct Bars: Codable, Equatable, Sendable {
        package struct Bar: Codable, Equatable, Sendable {
            package let label: String, text: String
            package let value: Double

            package init(_ label: String, _ text: String, _ value: Double) {
                (self.label, self.text, self.value) = (label, text, value)
            }
        }

        package let id: String, caption: String
        /// The table that stands before it, and which of its columns it shows.
        package let table: String, column: Int
        package let bars: [Bar]
        /// Where a full bar ends; 1 for shares.
        package let top: Double

        package init(
            _ id: String, _ caption: String, of table: String, column: Int, bars: [Bar], top: Double
        ) {
            (self.id, self.caption, self.table, self.column) = (id, caption, table, column)
            (self.bars, self.top) = (bars, top)
        }
    }

    package var tables: [Table] {
        sections.flatMap(\.blocks).compactMap { block in if case .table(let table) = block { table } else { nil } }
    }
}
