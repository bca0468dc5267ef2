// SPDX-License-Identifier: Apache-2.0

import Casework
import Database
import Foundation
import Kernel
import Ledger
import Product
import TestKit
import Testing

@testable import Steering

@Suite("Directives")
struct DirectiveTests {
    @Test("the resolution of 2021: 8 priorities, 11 groups, 188 tasks in one go", arguments: Backend.available)
    func resolution(backend: Backend) async throws {
        try await Site.run(on: backend, with: Site.units) { site in
            let cabinet = try await Cabinet(site)
            let directive = try await cabinet.directives.enter(cabinet.resolution(), by: cabinet.office)
            let lines = (1...188).map { number in
                let lead = ["G06", "g12", "H42"][number % 3]
                let joining = number == 1 ? "H42 G06 H42" : ""
                let priority = number <= 20 ? "\((number - 1) % 8 + 1)" : ""
                let due = number % 2 == 0 ? "31/12/2026" : "2026-12-31"
                return
                    "\"Nhiệm vụ, số \(number)\",Làm xong,\(lead),\(joining),\(due),\((number - 1) % 11 + 1),\(priority),"
            }
            let text = ([TaskSheet.columns.joined(separator: ",")] + lines).joined(separator: "\r\n")
            let sheet = try TaskSheet(text)
            try await cabinet.tasks.give(sheet.rows.map(\.draft), under: directive.id, by: cabinet.office)

            let view = try await cabinet.directives.view(directive.id, for: cabinet.office)
            #expect(view.headings.count { $0.kind == .priority } == 8)
            #expect(view.headings.filter { $0.kind == .group }.map(\.number) == Array(1...11))
            #expect(view.headings.last { $0.kind == .priority }?.title == "Trọng tâm thứ 8")
            #expect(view.tasks.map(\.item.number) == Array(1...188))
            #expect(view.tally().all == 188)
            #expect(view.tally { $0.item.group == 1 }.all == 18 && view.tally { $0.item.priority == 8 }.all == 2)
            #expect(view.tasks[0].title == "Nhiệm vụ, số 1")

            // A ministry sees the whole, but how far it is only of what it was given.
            let science = try await cabinet.directives.view(directive.id, for: cabinet.science)
            #expect(science.tasks.count == 188 && !science.isGiver)
            #expect(science.tally().all == 63)
            #expect(science.tasks[0].isOurs && science.tasks[0].holder == cabinet.finance.agency)
            try await site.settle()
            let counts = try await LedgerReader(database: site.platform.database).counts()
            #expect(counts["steering.directive_issued"] == 1 && counts["tasks.opened"] == 188)
        }
    }

    @Test("a wrong line is named, and nothing is given until all are right", arguments: Backend.available)
    func wrongLines(backend: Backend) async throws {
        try await Site.run(on: backend, with: Site.units) { site in
            let cabinet = try await Cabinet(site)
            let directive = try await cabinet.directives.enter(cabinet.resolution(), by: cabinet.office)
            let drafts = [
                cabinet.draft("A", lead: "G06"), cabinet.draft("B", lead: "G22") { $0.group = "12" },
                cabinet.draft("C", lead: "G06") { ($0.priority, $0.due) = ("9", nil) },
                cabinet.draft("D", lead: "G06") { ($0.group, $0.priority) = ("11", "8") },
            ]
            let refused = await #expect(throws: TasksRefused.self) {
                try await cabinet.tasks.give(drafts, under: directive.id, by: cabinet.office)
            }
            #expect(refused?.mistakes.map(\.index) == [1, 1, 2, 2])
            #expect(refused?.mistakes.map(\.problem) == [.noLead, .noSuchGroup, .noDue, .noSuchPriority])
            #expect(try await cabinet.directives.view(directive.id, for: cabinet.office).tasks.isEmpty)

            // Another's directive is none of an agency's business, and it gives no tasks under it.
            await #expect(throws: DirectiveProblem.noSuchDirective) {
                try await cabinet.tasks.give(cabinet.draft("A", lead: "G12"), under: directive.id, by: cabinet.science)
            }
            await #expect(throws: DirectiveProblem.noSuchDirective) {
                try await cabinet.directives.view(directive.id, for: cabinet.science)
            }
            #expect(try await cabinet.directives.all(for: cabinet.science).isEmpty)
            try await cabinet.tasks.give([drafts[0]], under: directive.id, by: cabinet.office)
            try await cabinet.tasks.give([drafts[3]], under: directive.id, by: cabinet.office)
            #expect(try await cabinet.directives.all(for: cabinet.science).map(\.tasks.count) == [2])
            let given = try await cabinet.directives.view(directive.id, for: cabinet.office).tasks
            #expect(given.map(\.item.number) == [1, 2] && given[1].item.priority == 8)
        }
    }

    @Test("who joins in reads the task, and others do not", arguments: Backend.available)
    func joining(backend: Backend) async throws {
        try await Site.run(on: backend, with: Site.units) { site in
            let cabinet = try await Cabinet(site)
            let cases = site.platform.cases
            let file = try await cabinet.tasks.give(
                cabinet.draft("A", lead: "G06") { ($0.joining, $0.basis) = ("H42", "Kết luận") }, by: cabinet.office)
            #expect(try await cases.view(file.id, for: cabinet.province).moves.isEmpty)
            await #expect(throws: CaseProblem.notFound) { try await cases.view(file.id, for: cabinet.finance) }
            let clerk = Actor(id: "clerk", kind: .official, agency: cabinet.province.agency)
            await #expect(throws: CaseProblem.notFound) { try await cases.view(file.id, for: clerk) }
            // Both agencies that have a part find it, the one that joins in a list of its own.
            #expect(try await cabinet.tasks.joined(by: cabinet.province).map(\.id) == [file.id])
            #expect(try await cabinet.tasks.joined(by: cabinet.science).isEmpty)
            await #expect(throws: Forbidden.self) { try await cabinet.tasks.joined(by: clerk) }
            // It may write, but neither takes it on nor says that it is done.
            try await cases.write("Đã cử người", in: file.id, by: cabinet.province)
            await #expect(throws: Forbidden.self) {
                try await cases.move(file.id, seen: 1, "accept", by: cabinet.province)
            }
        }
    }

    @Test("what is done, done late, late and reported is counted from the tasks", arguments: Backend.available)
    func tally(backend: Backend) async throws {
        try await Site.run(on: backend, with: Site.units) { site in
            let cabinet = try await Cabinet(site)
            let cases = site.platform.cases
            let directive = try await cabinet.directives.enter(cabinet.resolution(), by: cabinet.office)
            let soon = Day(Site.moment) + 2
            let files = try await cabinet.tasks.give(
                (1...6).map { number in cabinet.draft("\(number)", lead: "G06") { $0.due = soon } },
                under: directive.id, by: cabinet.office)
            func move(_ index: Int, _ names: String...) async throws {
                for name in names {
                    let file = try #require(
                        try await site.platform.database.read { try cases.find(files[index].id, in: $0) })
                    try await cases.move(
                        file.id, seen: file.version, name, saying: .init("Xong"),
                        by: ["accept", "report"].contains(name) ? cabinet.science : cabinet.office)
                }
            }
            try await move(0, "accept", "report", "close")
            try await move(1, "accept", "report")
            try await move(2, "accept")
            try await move(3, "accept")
            try await move(4, "cancel")
            site.clock.advance(by: 5 * 86_400)
            try await move(3, "report", "close")
            // Accepted late by who gave it, but reported in time.
            try await move(1, "close")
            let view = try await cabinet.directives.view(directive.id, for: cabinet.office)
            let tally = view.tally()
            #expect((tally.all, tally.done, tally.doneLate) == (6, 3, 1))
            // The third runs, and nobody took the sixth on: both are late.
            #expect((tally.late, tally.reported, tally.cancelled) == (2, 0, 1))
            #expect(view.tasks.map(\.progress.isLate) == [false, false, true, true, false, true])
            #expect(view.tasks[5].progress.daysLate(at: site.clock.now()) == 2)
        }
    }

    @Test("what is no directive is refused")
    func refused() async throws {
        try await Site.run(on: .sqlite, with: Site.units) { site in
            let cabinet = try await Cabinet(site)
            func problems(_ change: (inout DirectiveDraft) -> Void) -> [DirectiveProblem] {
                cabinet.directives.problems(in: cabinet.resolution(change))
            }
            #expect(problems { $0.notation = "" } == [.blankNotation])
            #expect(problems { $0.title = String(repeating: "ạ", count: 501) } == [.longTitle])
            #expect(problems { $0.day = nil } == [.noDay])
            #expect(problems { $0.day = Day(Site.moment) + 1 } == [.dayAhead])
            #expect(problems { $0.groups = " \n" } == [.noGroups])
            #expect(problems { $0.priorities = "" }.isEmpty)
            #expect(problems { $0.groups = String(repeating: "x\n", count: 100) } == [.tooManyHeadings(.group)])
            #expect(
                problems { $0.priorities = "a\n" + String(repeating: "x", count: 501) }.map(\.slots)
                    == [["number": "2"]])
            _ = try await cabinet.directives.enter(cabinet.resolution(), by: cabinet.office)
            await #expect(throws: DirectiveProblem.enteredBefore) {
                try await cabinet.directives.enter(cabinet.resolution(), by: cabinet.office)
            }
            let stranger = Actor(id: "x", kind: .official, agency: cabinet.office.agency)
            await #expect(throws: Forbidden.self) {
                try await cabinet.directives.enter(cabinet.resolution { $0.notation = "2" }, by: stranger)
            }
        }
    }

    @Test("a table is read as spreadsheets write it")
    func sheets() throws {
        let head = TaskSheet.columns
        for separator in [",", ";", "\t"] {
            let text = [head, ["A", "Làm", " h42 ", "G06 G12", "1/2/2027", "1", "", ""]]
                .map { $0.joined(separator: separator) }.joined(separator: "\r\n")
            let sheet = try TaskSheet(text)
            #expect(sheet.rows.map(\.line) == [2])
            let draft = sheet.rows[0].draft
            #expect((draft.lead, draft.joining, draft.due?.description) == ("h42", "G06\nG12", "2027-02-01"))
        }
        func refuses(_ text: String, _ problem: DirectiveProblem) {
            #expect(throws: problem) { try TaskSheet(text) }
        }
        refuses(" ", .noSheet)
        refuses(head.joined(separator: ","), .noSheet)
        refuses("title,text\nA,B", .badSheet(line: 1))
        refuses(head.joined(separator: ",") + "\nA,B,C,D,E,F,G,H\nA,B", .badSheet(line: 3))
        refuses(
            head.joined(separator: ",") + String(repeating: "\na,b,c,d,e,f,g,h", count: TaskSheet.limit + 1), .longSheet
        )
    }
}
