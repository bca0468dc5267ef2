// SPDX-License-Identifier: Apache-2.0

import Foundation
import Indicators
import Spreadsheets
import Web

/// A form as a spreadsheet: a row for each thing that is typed, its name in column A and its value in column C.
struct FormSheet {
    let template: Template
    let period: Period
    /// The identifier of the agency it was made for.
    let agency: String

    private static let mark = "doicanh-form-1"
    private static let (firstRow, valueColumn) = (4, 2)

    /// An empty one, with what was kept so far.
    func bytes(_ kept: [String: String], words: CollectionWords) throws -> [UInt8] {
        let strings = words.strings
        let rows: [[SpreadsheetWriter.Cell]] =
            [
                [.head(words.title(template, period))],
                [.text(Self.mark), .text(template.id), .text("\(period)"), .text(agency)],
                [.text(strings["collection.sheet.note"])],
                ["code", "name", "value"].map { .head(strings["collection.sheet.\($0)"]) },
            ] + template.typed.map { [.text($0.id), .text(words.name($0)), .blank(kept[$0.id] ?? "")] }
        return try SpreadsheetWriter.bytes(
            sheet: String(template.id.prefix(31)), rows: rows, widths: [24, 56, 20, 16])
    }

    /// What is wrong in one cell.
    struct Finding: Sendable, Equatable {
        let cell: String
        let problem: CollectionProblem
    }

    /// What can be kept of one that was filled in, and what cannot, cell by cell.
    func read(_ sheet: Spreadsheet) throws(CollectionProblem) -> (typed: [String: String], findings: [Finding]) {
        let head = (0...3).map { sheet[1, $0].map(Self.text) }
        guard head == [Self.mark, template.id, "\(period)", agency] else { throw .otherLayout }
        var (typed, findings): ([String: String], [Finding]) = ([:], [])
        var places: [String: Spreadsheet.Place] = [:]
        for row in sheet.rows where row >= Self.firstRow {
            let place = Spreadsheet.Place(row: row, column: Self.valueColumn)
            func find(_ problem: CollectionProblem, at column: Int = Self.valueColumn) {
                findings.append(
                    Finding(cell: Spreadsheet.Place(row: row, column: column).description, problem: problem))
            }
            let name = sheet[row, 0].map(Self.text) ?? ""
            guard let field = template[name], !sheet.isMerged(.init(row: row, column: 0)) else {
                find(name.isEmpty || template[name] != nil ? .otherLayout : .unknownField(name), at: 0)
                continue
            }
            guard places[name] == nil else {
                find(.twice(name), at: 0)
                continue
            }
            places[name] = place
            guard !sheet.isMerged(place) else {
                find(.merged(name))
                continue
            }
            guard let cell = sheet.cells[place] else { continue }
            if field.counted != nil {
                find(.counted(name))
            } else if cell.isFormula {
                find(.formula(name))
            } else {
                switch cell.content {
                case .date: find(.date(name))
                case .bool, .error: find(field.kind == .text ? .notText(name) : .notANumber(name))
                case .text(let text): typed[name] = text.trimmingCharacters(in: .whitespacesAndNewlines)
                case .number(let number): typed[name] = Self.digits(number)
                }
            }
        }
        // A value that is wrong in itself is left out; one that only does not fit another stays to be looked at.
        for problem in Answers(typed, to: template).problems {
            guard let name = template.typed.first(where: { CollectionProblem.name(of: $0.id) == problem.field })?.id,
                let place = places[name], typed[name] != nil
            else { continue }
            findings.append(Finding(cell: place.description, problem: problem))
            if case .moreThan = problem { continue }
            typed[name] = nil
        }
        return (typed, findings)
    }

    private static func text(_ cell: Spreadsheet.Cell) -> String {
        switch cell.content {
        case .text(let text): text
        case .number(let number): digits(number)
        default: ""
        }
    }

    /// A number of a cell as people would type it: no exponent, and not what a computer makes of 98.6.
    private static func digits(_ number: Double) -> String {
        number.magnitude < 1e15 && number == number.rounded()
            ? "\(Int64(number))" : NSDecimalNumber(value: number).stringValue
    }
}
