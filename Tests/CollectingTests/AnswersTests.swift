// SPDX-License-Identifier: Apache-2.0

import Content
import Foundation
import Indicators
import Kernel
import Testing

@testable import Collecting

@Suite("Answers to a form")
struct AnswersTests {
    private static let form = """
        {"id":"f","name":{"vi":"F","en":"F"},"about":{"vi":"","en":""},"basis":"unverified","period":"quarter",
         "deadline":10,"opens_before":0,"reporters":[{"kind":"peoplesCommittee","level":"commune"}],"fields":[
          {"id":"all","name":{"vi":"A","en":"A"},"kind":"count","required":true,"min":1,"max":5000},
          {"id":"part","name":{"vi":"B","en":"B"},"kind":"count","at_most":"all"},
          {"id":"share","name":{"vi":"C","en":"C"},"kind":"percent"},
          {"id":"text","name":{"vi":"D","en":"D"},"kind":"text"},
          {"id":"seen","name":{"vi":"E","en":"E"},"kind":"percent","counted":"x"}]}
        """

    private func template() throws -> Template { try JSONDecoder().decode(Template.self, from: Data(Self.form.utf8)) }

    @Test(
        "each mistake is named by its field",
        arguments: [
            (["all": "", "share": "5"], CollectionProblem.blank("all")),
            (["all": "12a"], .notANumber("all")), (["all": "-3"], .notANumber("all")),
            (["all": "1,5"], .notANumber("all")), (["all": "12.34"], .notANumber("all")),
            (["all": "12/05/2026"], .notANumber("all")), (["all": "=SUM(A1)"], .notANumber("all")),
            (["all": "9999999999999999"], .notANumber("all")),
            (["all": "0"], .tooLow("all", 1)), (["all": "5.001"], .tooHigh("all", 5000)),
            (["all": "10", "part": "11"], .moreThan("part", "all")),
            (["all": "1", "share": "100,1"], .overHundred("share")),
            (["all": "1", "share": "1.2.3"], .notANumber("share")),
            (["all": "1", "seen": "50"], .counted("seen")), (["all": "1", "other": "5"], .unknownField("other")),
            (["all": "1", "text": String(repeating: "ệ", count: 501)], .tooLong("text")),
        ])
    func mistakes(typed: [String: String], problem: CollectionProblem) throws {
        #expect(Answers(typed, to: try template()).problems == [problem])
    }

    @Test("numbers are read as people type them")
    func numbers() throws {
        let answers = Answers(
            ["all": "1.234", "part": "1 234", "share": "98,5 %", "text": "Chưa có"], to: try template())
        #expect(answers.problems.isEmpty)
        #expect(answers.values == ["all": "1234", "part": "1234", "share": "98.5", "text": "Chưa có"])
        #expect(Answers(["all": "1", "share": "100"], to: try template()).problems.isEmpty)
    }

    @Test("all mistakes are told at once")
    func together() throws {
        let answers = Answers(["part": "x", "share": "101"], to: try template())
        #expect(answers.problems == [.blank("all"), .notANumber("part"), .overHundred("share")])
    }

    @Test("a form with a mistake stops the start")
    func forms() throws {
        func load(_ file: String, _ change: (String) -> String) throws {
            _ = try Templates(content: [file: change(Self.form)], catalogue: IndicatorCatalogue())
        }
        let changes: [(String, String)] = [
            ("\"counted\":\"x\"", "\"counted\":\"unknown\""), ("\"at_most\":\"all\"", "\"at_most\":\"text\""),
            ("\"id\":\"part\"", "\"id\":\"all\""), ("\"quarter\"", "\"never\""), ("\"commune\"", "\"village\""),
            ("\"id\":\"f\"", "\"id\":\"g\""),
        ]
        for (old, new) in changes {
            #expect(throws: ContentProblem.self) {
                try load("Collection/f.form.json") {
                    $0.replacing(",\"counted\":\"x\"", with: "").replacing(old, with: new)
                }
                if old.contains("counted") { try load("Collection/f.form.json") { $0.replacing(old, with: new) } }
            }
        }
        #expect(throws: Never.self) {
            try load("Collection/f.form.json") { $0.replacing(",\"counted\":\"x\"", with: "") }
        }
    }
}
