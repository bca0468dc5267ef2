// SPDX-License-Identifier: Apache-2.0

import Content
import Foundation
import Indicators
import Kernel
import Testing
import Web

@testable import Collecting
@testable import Spreadsheets

@Suite("A form as a spreadsheet")
struct FormSheetTests {
    private func form() throws -> FormSheet {
        let content = Content.embedded.files
        let source = content["Collection/community-groups.form.json"] ?? ""
        let template = try JSONDecoder().decode(Template.self, from: Data(source.utf8))
        return FormSheet(
            template: template, period: Period(.quarter, containing: Day("2026-06-30") ?? .beginning), agency: "H42.901"
        )
    }

    private let words = CollectionWords(strings: .mock, formats: Formats(.vi))

    /// The form as it comes, with these contents of cells.
    private func filled(
        _ cells: [String: Spreadsheet.Content], formulas: Set<String> = [], merged: [(String, String)] = []
    ) throws -> Spreadsheet {
        let empty = try Spreadsheet(try form().bytes([:], words: words))
        var all = empty.cells
        for (name, content) in cells {
            all[try #require(Spreadsheet.Place(name))] = .init(content: content, isFormula: formulas.contains(name))
        }
        return Spreadsheet(
            name: empty.name, cells: all,
            merged: try merged.map {
                .init(first: try #require(Spreadsheet.Place($0)), last: try #require(Spreadsheet.Place($1)))
            })
    }

    @Test("filled in as meant, it is read whole")
    func good() throws {
        let sheet = try filled([
            "C5": .number(12), "C6": .text("96"), "C7": .number(90), "C8": .text("3.214"), "C9": .number(2900),
            "C10": .number(410), "C11": .text("Sóng yếu"),
        ])
        let (typed, findings) = try form().read(sheet)
        #expect(findings.isEmpty)
        #expect(
            typed == [
                "groups": "12", "members": "96", "members_trained": "90", "households": "3.214",
                "households_reached": "2900", "people_guided": "410", "obstacles": "Sóng yếu",
            ])
        let kept = try Spreadsheet(try form().bytes(typed, words: words))
        #expect(try form().read(kept).typed == typed, "what was kept is in the next file")
    }

    @Test("each bad cell is named with its reason, and the rest is kept")
    func bad() throws {
        let sheet = try filled(
            [
                "C5": .number(12.5), "C6": .number(7), "C7": .date(46_000), "C8": .text("12/05/2026"),
                "C9": .number(10), "C10": .bool(true), "A12": .text("groups"), "C12": .number(3),
                "A13": .text("unheard_of"), "A14": .text("dossiers_online"), "C14": .number(99),
                "C15": .number(5), "A16": .text("members_trained"), "C11": .text("Có"),
            ], formulas: ["C6"], merged: [("C9", "D9")])
        let (typed, findings) = try form().read(sheet)
        #expect(typed == ["obstacles": "Có"])
        let expected: [(String, CollectionProblem)] = [
            ("C6", .formula("members")), ("C7", .date("members_trained")), ("C9", .merged("households_reached")),
            ("C10", .notANumber("people_guided")), ("A12", .twice("groups")), ("A13", .unknownField("unheard_of")),
            ("C14", .counted("dossiers_online")), ("A15", .otherLayout), ("A16", .twice("members_trained")),
            ("C5", .notANumber("groups")), ("C8", .notANumber("households")),
        ]
        #expect(findings == expected.map { .init(cell: $0, problem: $1) })
    }

    @Test("a figure that does not fit another is told and kept")
    func relation() throws {
        let (typed, findings) = try form().read(try filled(["C6": .number(5), "C7": .number(6)]))
        #expect(typed == ["members": "5", "members_trained": "6"])
        #expect(findings == [.init(cell: "C7", problem: .moreThan("members_trained", "members"))])
    }

    @Test("the file of another form, period or agency is refused", arguments: ["A2", "B2", "C2", "D2"])
    func layout(cell: String) throws {
        let sheet = try filled([cell: .text("other")])
        #expect(throws: CollectionProblem.otherLayout) { try form().read(sheet) }
    }
}
