// SPDX-License-Identifier: Apache-2.0

import Foundation
import Kernel
import Units
import Web

/// Examples of the pages: each kind of question as asked, as answered, and as an attacker would like it.
enum FormMocks {
    static let draft = Draft(
        id: ID("01a1"), kind: "mock", key: "x", version: 1, owner: "minh", place: nil,
        answers: Answers(["file": .array([attached.value])]), revision: 2, begunAt: noon, savedAt: noon)

    static var pages: [QuestionPage] {
        [page("Họ tên của trẻ", isFull: false), page("Họ tên của trẻ", isFull: true), page(.hostile, isFull: true)]
            + kinds.map { single($0) }
    }

    static var checks: [CheckPage] {
        ["Đăng ký khai sinh", .hostile].flatMap { text in [[], problems(text)].map { check(text, $0) } }
    }

    private static let noon = Date(timeIntervalSince1970: 1_783_476_000)
    private static let attached = AttachedFile(hash: "0a", name: "giay.pdf", size: 412_000, kind: "application/pdf")
    private static let bounds = AnswerKind.Bounds(notBefore: .day(.beginning), notAfter: .today)

    private static var kinds: [AnswerKind] {
        let option = AnswerKind.Option(value: "a", label: words("a"), hint: nil)
        return [
            .text(limit: 10), .longText(limit: 10), .identifier, .date(bounds), .partialDate(bounds),
            .number(0...10, decimals: 0), .money(0...10), .phone, .email, .yesNo, .choice([option]),
            .choices([option]), .unit(.init(levels: [.commune], takesFormer: false)), .address,
            .attachment(.init(max: 2, megabytes: 20)),
        ]
    }

    private static func words(_ text: String) -> Words { Words(vi: text, en: text) }

    private static func question(_ id: String, _ kind: AnswerKind, _ text: String) -> Question {
        Question(
            id: id, kind: kind, label: words(text), noun: nil, hint: words(text), isRequired: false, when: nil,
            basis: "unverified", prefill: nil)
    }

    private static func questions(_ text: String) -> [Question] {
        let option = AnswerKind.Option(value: text, label: words(text), hint: words(text))
        return kinds.enumerated().map { index, kind in
            switch kind {
            case .choice: question("q\(index)", .choice([option]), text)
            case .choices: question("q\(index)", .choices([option]), text)
            default: question("q\(index)", kind, text)
            }
        }
    }

    private static func page(_ text: String, isFull: Bool) -> QuestionPage {
        let questions = questions(text)
        let page = FormDefinition.Page(
            name: "page", title: words(text), lead: isFull ? words(text) : nil, when: nil,
            repeats: isFull ? .init(min: 1, max: 3, item: words(text)) : nil, questions: questions, checks: [])
        let asked = AskedForm.Page(page: page, questions: questions, data: [:])
        let names = (0..<2).flatMap { entry in questions.map { asked.field($0, entry) } }
        let problems = (names + ["page"]).map {
            AnswerProblem(page: "page", field: $0, label: words(text), flaw: .rule(words(text)))
        }
        let pickers = names + names.map { "\($0)-unit" }
        let fields = FieldMaker(
            form: isFull ? Form(Dictionary(uniqueKeysWithValues: pickers.map { ($0, [text]) })) : Form(),
            mistakes: Mistakes(isFull ? problems : [], strings: .mock), strings: .mock,
            units: isFull ? Dictionary(uniqueKeysWithValues: pickers.map { ($0, [(text, text)]) }) : [:],
            files: isFull ? Dictionary(uniqueKeysWithValues: names.map { ($0, [attached]) }) : [:],
            filesPath: "/drafts/x/files")
        return QuestionPage(
            asked, at: place(text), entryCount: isFull ? 2 : 1, fields: fields,
            notice: isFull ? Notice(text, text) : .none, formats: Formats(.vi))
    }

    private static func single(_ kind: AnswerKind) -> QuestionPage {
        let question = question("only", kind, "Câu hỏi")
        let page = FormDefinition.Page(
            name: "page", title: words("Câu hỏi"), lead: nil, when: nil, repeats: nil, questions: [question], checks: []
        )
        let sought = Form(["only-search": ["không có"], "only-unit-search": ["không có"]])
        return QuestionPage(
            AskedForm.Page(page: page, questions: [question], data: [:]), at: place("x"), entryCount: 1,
            fields: FieldMaker(
                form: sought, mistakes: Mistakes([any Problem](), strings: .mock), strings: .mock, units: [:],
                files: [:],
                filesPath: "/drafts/x/files"),
            formats: Formats(.vi))
    }

    private static func place(_ text: String) -> QuestionPage.Place {
        .init(draft: draft, title: text, number: 3, count: 7, back: "/drafts", from: "check")
    }

    private static func problems(_ text: String) -> [AnswerProblem] {
        [AnswerProblem(page: "page", field: "q", label: words(text), flaw: .missing)]
    }

    private static func check(_ text: String, _ problems: [AnswerProblem]) -> CheckPage {
        let row = FormSummary.Row(
            question: "q", field: "q", label: text, noun: text, value: problems.isEmpty ? text : "", files: [])
        return CheckPage(
            draft, title: text,
            summary: FormSummary(sections: [.init(page: "page", title: text, isEntry: !problems.isEmpty, rows: [row])]),
            extras: problems.isEmpty ? [.init(text, text)] : [], declaration: text, problems: problems,
            back: "/drafts", strings: .mock, formats: Formats(.vi))
    }
}
