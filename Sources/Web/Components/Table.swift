// SPDX-License-Identifier: Apache-2.0

/// Rows and columns. Read as a list of cards on a phone when `stacks`, as a table elsewhere.
///
///     Table(caption: …, columns: [.text("Đơn vị"), .number("Hồ sơ")],
///           rows: [[.link("Ninh Bình", "/units/37"), .text("1.234")]])
package struct Table: Sendable {
    package struct Column: Sendable {
        let label: String, isNumber: Bool
        let sort: [Sort]

        package static func text(_ label: String, sort: Sort? = nil) -> Column {
            Column(label: label, isNumber: false, sort: sort.map { [$0] } ?? [])
        }
        package static func number(_ label: String, sort: Sort? = nil) -> Column {
            Column(label: label, isNumber: true, sort: sort.map { [$0] } ?? [])
        }
    }

    /// A link in a column's head that sorts by it.
    package struct Sort: Sendable {
        package enum Direction: String, Sendable { case ascending, descending }

        let href: String, direction: String, isNow: Bool

        /// `now` is how the table is sorted by this column; nil when it is sorted by another.
        package init(_ href: String, now: Direction? = nil) {
            (self.href, direction, isNow) = (href, now?.rawValue ?? "none", now != nil)
        }
    }

    /// A box to choose a row by, for a form around the table.
    package struct Tick: Sendable {
        let name: String, value: String, label: String

        package init(_ name: String, _ value: String, label: String) {
            (self.name, self.value, self.label) = (name, value, label)
        }
    }

    package struct Cell: Sendable {
        let text: String, href: String, isLink: Bool
        let status: [Status]
        var tick: [Tick] = []
        /// Set by the table.
        fileprivate(set) var column = "", isNumber = false, isHead = false

        package static func text(_ text: String) -> Cell { Cell(text: text, href: "", isLink: false, status: []) }
        package static func link(_ text: String, _ href: String, tick: Tick? = nil) -> Cell {
            Cell(text: text, href: href, isLink: true, status: [], tick: tick.map { [$0] } ?? [])
        }
        package static func link(_ link: Link) -> Cell { .link(link.label, link.href) }
        package static func status(_ status: Status) -> Cell {
            Cell(text: "", href: "", isLink: false, status: [status])
        }
    }

    struct Row: Sendable { let cells: [Cell] }

    let caption: String
    let isCaptionHidden: Bool
    let columns: [Column]
    let rows: [Row]
    let stacks: Bool

    /// The first cell of a row names the row. `stacks` fits tables of more than three columns.
    package init(
        caption: String, isCaptionHidden: Bool = false, columns: [Column], rows: [[Cell]], stacks: Bool = true
    ) {
        self.caption = caption
        self.isCaptionHidden = isCaptionHidden
        self.columns = columns
        self.rows = rows.map { cells in
            Row(
                cells: zip(cells, columns).enumerated().map { index, pair in
                    var cell = pair.0
                    (cell.column, cell.isNumber, cell.isHead) = (pair.1.label, pair.1.isNumber, index == 0)
                    return cell
                })
        }
        self.stacks = stacks
    }
}

/// Names and values, such as answers to check, each with a link to change it where one is given.
package struct SummaryList: Sendable {
    package struct Row: Sendable {
        let key: String, value: String
        let change: [Link]
        let status: [Status]

        package init(_ key: String, _ value: String, change: Link? = nil, status: Status? = nil) {
            (self.key, self.value) = (key, value)
            self.change = change.map { [$0] } ?? []
            self.status = status.map { [$0] } ?? []
        }
    }

    let rows: [Row]
    let title: String, hasTitle: Bool, action: [Link]

    /// `title` sets it apart from others like it, such as the second of three children.
    package init(_ rows: [Row], title: String = "", action: Link? = nil) {
        (self.rows, self.title, hasTitle) = (rows, title, !title.isEmpty)
        self.action = action.map { [$0] } ?? []
    }
}
