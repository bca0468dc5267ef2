// SPDX-License-Identifier: Apache-2.0

/// What changed from one edition of a report to another: rows by what they are about, in whichever order they stand.
package struct ReportDifference: Equatable, Sendable {
    package struct Change: Equatable, Sendable {
        package let table: String
        /// The first cell of the row, which names it.
        package let name: String
        package let column: String
        /// Nil for a row that was not there before, or is no longer.
        package let before: String?, after: String?
    }

    package let changes: [Change]

    package init(from earlier: Report, to later: Report) {
        let before = Dictionary(earlier.tables.map { ($0.id, $0) }) { first, _ in first }
        let after = Dictionary(later.tables.map { ($0.id, $0) }) { first, _ in first }
        let gone = earlier.tables.filter { after[$0.id] == nil }.flatMap { Self.changes(from: $0, to: nil) }
        changes = later.tables.flatMap { Self.changes(from: before[$0.id], to: $0) } + gone
    }

    private static func changes(from earlier: Report.Table?, to later: Report.Table?) -> [Change] {
        let before = Dictionary((earlier?.rows ?? []).map { ($0.id, $0) }) { first, _ in first }
        let after = Set(later?.rows.map(\.id) ?? [])
        var changes: [Change] = []
        func note(_ row: Report.Row, _ column: String, _ old: String?, _ new: String?) {
            let caption = later?.caption ?? earlier?.caption ?? ""
            changes.append(
                Change(table: caption, name: row.cells.first?.text ?? "", column: column, before: old, after: new))
        }
        for row in later?.rows ?? [] {
            guard let known = before[row.id] else {
                note(row, "", nil, row.summary)
                continue
            }
            for (index, cell) in row.cells.enumerated() where index < known.cells.count {
                let old = known.cells[index]
                guard cell.text != old.text || cell.number?.value != old.number?.value else { continue }
                note(row, later.map { $0.columns[index].title } ?? "", old.text, cell.text)
            }
        }
        for row in earlier?.rows ?? [] where !after.contains(row.id) { note(row, "", row.summary, nil) }
        return changes
    }
}

extension Report.Row {
    /// What it says behind its name.
    fileprivate var summary: String { cells.dropFirst().map(\.text).filter { !$0.isEmpty }.joined(separator: " · ") }
}
