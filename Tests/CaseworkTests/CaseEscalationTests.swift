// SPDX-License-Identifier: Apache-2.0

import Casework
import Foundation
import Kernel
import TestKit
import Testing

/// What is hard goes up, one level at a time.
@Suite("Escalation")
struct CaseEscalationTests {
    private let tomorrow = Site.moment + 86_400

    private func begun(_ office: Office) async throws -> CaseFile {
        try await office.follow(try await office.open(), "receive", "begin")
    }

    @Test("the level above passes it on, the next answers, and each step stands", arguments: Backend.available)
    func goesUp(backend: Backend) async throws {
        let office = try await Office(backend)
        let file = try await begun(office)
        let asked = try await office.cases.escalate(
            file.id, seen: file.version, because: "Vượt thẩm quyền của xã", until: tomorrow, by: Office.lan)
        // The case stays where it is, and its time runs on.
        #expect((asked.holder, asked.phase, asked.clock) == (Office.yenMo, .running, file.clock))

        var view = try await office.cases.view(file.id, for: Office.binh)
        #expect(view.consultations.map(\.agency) == [Office.kimSon])
        #expect(view.consultations.map(\.isEscalation) == [true])
        #expect(view.mayEscalate == false)
        await #expect(throws: CaseProblem.notFound) { try await office.cases.view(file.id, for: Office.ha) }
        try await office.cases.passOn(view.unanswered[0], in: file.id, saying: "Kính chuyển Bộ", by: Office.binh)

        view = try await office.cases.view(file.id, for: Office.ha)
        #expect(view.consultations.map(\.agency) == [Office.kimSon, Office.ministry])
        #expect(view.consultations[0].answer?.passedOn == view.consultations[1].id)
        #expect(view.consultations[1].due == tomorrow)
        try await office.cases.answer(view.unanswered[0], in: file.id, "Đồng ý với đề xuất", by: Office.ha)

        view = try await office.cases.view(file.id, for: Office.lan)
        #expect(view.consultations.map(\.answer?.text) == ["Kính chuyển Bộ", "Đồng ý với đề xuất"])
        #expect(view.unanswered == [])
        #expect(view.steps.suffix(3).map(\.event) == ["escalated", "passed_on", "advised"])
        for event in ["escalated", "passed_on", "advised"] {
            #expect(try await office.events("dossiers.\(event)") == 1)
        }
    }

    @Test("what is no question for above is refused")
    func refused() async throws {
        let office = try await Office(.sqlite)
        let waiting = try await office.open()
        let file = try await begun(office)
        func refuses(
            _ problem: CaseProblem, _ file: CaseFile, _ reason: String = "Khó", until due: Date?,
            at line: SourceLocation = #_sourceLocation
        ) async {
            await #expect(throws: problem, sourceLocation: line) {
                try await office.cases.escalate(
                    file.id, seen: file.version, because: reason, until: due, by: Office.lan)
            }
        }
        await refuses(.blankReason, file, "", until: tomorrow)
        await refuses(.noDue, file, until: nil)
        await refuses(.duePast, file, until: Site.moment)
        await refuses(.cannotMove, waiting, until: tomorrow)
        await #expect(throws: Forbidden.self) {
            try await office.cases.escalate(
                file.id, seen: file.version, because: "Khó", until: tomorrow, by: Office.reader)
        }

        let asked = try await office.cases.escalate(
            file.id, seen: file.version, because: "Khó", until: tomorrow, by: Office.lan)
        await refuses(.askedAlready, asked, until: tomorrow)
        await refuses(.changedMeanwhile, file, until: tomorrow)

        // The top has nobody to pass it on to, and what was answered is never answered again.
        let first = try await office.cases.view(file.id, for: Office.binh).unanswered[0]
        await #expect(throws: CaseProblem.blankAnswer) {
            try await office.cases.passOn(first, in: file.id, saying: "", by: Office.binh)
        }
        try await office.cases.passOn(first, in: file.id, saying: "Chuyển", by: Office.binh)
        await #expect(throws: CaseProblem.changedMeanwhile) {
            try await office.cases.passOn(first, in: file.id, saying: "Chuyển", by: Office.binh)
        }
        let second = try await office.cases.view(file.id, for: Office.ha).unanswered[0]
        await #expect(throws: CaseProblem.noSuperior) {
            try await office.cases.passOn(second, in: file.id, saying: "Chuyển", by: Office.ha)
        }
        #expect(try await office.cases.view(file.id, for: Office.ha).consultations.count == 2)
    }

    @Test("an opinion that was asked for sideways is not passed on")
    func sideways() async throws {
        let office = try await Office(.sqlite)
        let file = try await begun(office)
        try await office.cases.consult(
            file.id, seen: file.version, Office.kimSon, asking: "Ý kiến?", until: tomorrow, by: Office.lan)
        let asked = try await office.cases.view(file.id, for: Office.binh).unanswered[0]
        await #expect(throws: CaseProblem.cannotMove) {
            try await office.cases.passOn(asked, in: file.id, saying: "Chuyển", by: Office.binh)
        }
    }
}
