// SPDX-License-Identifier: Apache-2.0

import Content
import Forms
import Kernel
import TestKit
import Testing

/// The forms that ship with the product, filled in by their definitions.
@Suite("Forms of the procedures")
struct FormContentTests {
    private static let names = Content.embedded.files.keys
        .filter { $0.hasPrefix("PublicServices/forms/") }
        .map { String($0.dropFirst("PublicServices/forms/".count).dropLast(".json".count)) }.sorted()

    private func form(_ name: String) throws -> FormDefinition {
        let forms = try FormDefinition.all(of: "PublicServices", in: Content.embedded.files)
        return try #require(forms[name])
    }

    @Test("each form belongs to a procedure of the catalogue")
    func procedures() {
        #expect(Self.names.count >= 25)
        for name in Self.names {
            #expect(Content.embedded.files["PublicServices/procedures/\(name).json"] != nil, "\(name)")
        }
    }

    @Test("people of all sorts can fill it in, and each page is asked of some of them", arguments: names)
    func complete(name: String) throws {
        let form = try form(name)
        var met: Set<String> = []
        for variant in 0..<12 {
            let answers = try #require(
                try AnswerMaker(form: form, variant: variant, in: FormFixture.setting).answers(),
                "nobody can answer it, variant \(variant)")
            #expect(try form.problems(in: answers, FormFixture.setting) == [])
            met.formUnion(try form.asked(answers, on: FormFixture.today).pages.map(\.page.name))
        }
        #expect(Set(form.pages.map(\.name)).subtracting(met) == [], "asked of nobody")
    }

    @Test("each answer that is required is missed", arguments: names)
    func required(name: String) throws {
        let form = try form(name)
        for variant in 0..<3 {
            let answers = try #require(try AnswerMaker(form: form, variant: variant, in: FormFixture.setting).answers())
            for asked in try form.asked(answers, on: FormFixture.today).pages {
                for question in asked.questions where question.isRequired {
                    var without = answers
                    without.leaveOut(question.id, of: asked.page)
                    let missing = try form.problems(in: without, FormFixture.setting).filter { $0.flaw == .missing }
                    #expect(
                        missing.contains { $0.label == question.label && $0.page == asked.page.name }, "\(question.id)")
                }
            }
        }
    }

    @Test("a question that is not required can be left out", arguments: names)
    func optional(name: String) throws {
        let form = try form(name)
        var answers = try #require(try AnswerMaker(form: form, variant: 0, in: FormFixture.setting).answers())
        for asked in try form.asked(answers, on: FormFixture.today).pages where asked.page.checks.isEmpty {
            for question in asked.questions where !question.isRequired { answers.leaveOut(question.id, of: asked.page) }
        }
        #expect(try form.problems(in: answers, FormFixture.setting) == [])
    }
}

extension Answers {
    fileprivate mutating func leaveOut(_ question: String, of page: FormDefinition.Page) {
        guard page.repeats != nil else {
            values[question] = nil
            return
        }
        let entries = self[page.name].array ?? []
        values[page.name] = .array(entries.map { .object(($0.object ?? [:]).filter { $0.key != question }) })
    }
}
