// SPDX-License-Identifier: Apache-2.0

import Web

/// A report as the template `reports/body` reads it, on a page and on paper.
package struct ReportView: Sendable {
    struct Section: Sendable {
        let id: String, title: String
        let blocks: [Block]
    }

    /// One of the three is there.
    struct Block: Sendable {
        var text: [String] = []
        var table: [Table] = []
        var bars: [Bars] = []
    }

    struct Table: Sendable {
        let caption: String
        let columns: [Column]
        let rows: [Row]
    }

    struct Column: Sendable {
        let title: String
        let isNumber: Bool
    }

    struct Row: Sendable { let cells: [Cell] }

    struct Cell: Sendable {
        let text: String, href: String, column: String
        let isLink: Bool, isNumber: Bool, isHead: Bool
        let notes: [String]
    }

    struct Bars: Sendable {
        let caption: String
        let bars: [Bar]
    }

    struct Bar: Sendable {
        let label: String, text: String
        /// Of the full bar, as SVG reads it.
        let width: String
    }

    struct Note: Sendable {
        let number: String
        let text: String
    }

    let title: String, author: String, about: String, notesTitle: String
    let contents: [Link]
    let sections: [Section]
    let notes: [Note]
    let hasNotes: Bool

    package init(_ report: Report) {
        (title, author, about, notesTitle) = (report.title, report.author, report.about, report.notesTitle)
        sections = report.sections.enumerated().map { index, section in
            Section(
                id: section.id, title: "\(index + 1). \(section.title)", blocks: section.blocks.map(Block.init))
        }
        contents = sections.map { Link($0.title, "#\($0.id)") }
        notes = report.notes.enumerated().map { Note(number: "\($0 + 1)", text: $1) }
        hasNotes = !notes.isEmpty
    }
}

extension ReportView.Block {
    fileprivate init(_ block: Report.Block) {
        switch block {
        case .text(let sentence): text = [sentence]
        case .table(let table): self.table = [ReportView.Table(table)]
        case .bars(let bars):
            self.bars = [
                ReportView.Bars(
                    caption: bars.caption,
                    bars: bars.bars.map { bar in
                        let part = bars.top > 0 ? min(max(bar.value / bars.top, 0), 1) : 0
                        return ReportView.Bar(
                            label: bar.label, text: bar.text, width: "\((part * 1000).rounded() / 10)%")
                    })
            ]
        }
    }
}

extension ReportView.Table {
    fileprivate init(_ table: Report.Table) {
        caption = table.caption
        columns = table.columns.map { .init(title: $0.title, isNumber: $0.isNumber) }
        rows = table.rows.map { row in
            ReportView.Row(
                cells: zip(row.cells, table.columns).enumerated().map { index, pair in
                    let (cell, column) = pair
                    return ReportView.Cell(
                        text: cell.text, href: cell.href ?? "", column: column.title, isLink: cell.href != nil,
                        isNumber: column.isNumber, isHead: index == 0, notes: cell.notes.map { "\($0)" })
                })
        }
    }
}

/// A report on paper: what becomes its PDF.
package struct PrintedReport: Page {
    package static let template = "reports/print"
    let report: ReportView
    /// Printed on top of a node that only shows how it works.
    let isDemo: Bool

    package init(_ report: Report, isDemo: Bool) { (self.report, self.isDemo) = (ReportView(report), isDemo) }

    package static var mocks: [Self] { Report.mocks.map { Self($0, isDemo: true) } }
}

extension Report {
    /// For pages' mocks: full, and of an attacker.
    package static var mocks: [Report] {
        ["Báo cáo tổng kết năm 2020, nhiệm vụ 2021", .hostile].map { words in
            Report(
                title: words, author: words, about: words, language: "vi",
                sections: [
                    Section(
                        "overview", words,
                        [
                            .text(words),
                            .table(
                                Table(
                                    "a", words, columns: [.text(words), .number(words)],
                                    rows: [
                                        Row("x", [Cell(words), Cell("1.234", Number(1234, .count), href: "/x")]),
                                        Row("y", [Cell(words, href: words), Cell(words, notes: [1])]),
                                    ])),
                            .bars(Bars("b", words, of: "a", column: 1, bars: [.init(words, words, 0.5)], top: 1)),
                        ])
                ], notesTitle: words, notes: [words])
        }
    }
}
