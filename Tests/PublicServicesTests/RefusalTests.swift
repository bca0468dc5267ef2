// SPDX-License-Identifier: Apache-2.0

import Forms
import Foundation
import Identity
import Kernel
import Product
import PublicServices
import TestKit
import Testing

/// What somebody leaves out or types wrongly, field by field, in the forms of all procedures: a sentence beside the field
/// and in the summary, what was typed kept, and 422.
@Suite("Refusals of the forms")
struct RefusalTests {
    @Test("each field of each form refuses beside itself and in the summary, and keeps what was typed")
    func everyField() async throws {
        try await Desk.run(on: .sqlite) { desk in
            let minh = try await desk.site.signIn(as: .minh)
            let codes = desk.host.service.catalogue.procedures.map(\.code).filter { desk.host.form($0) != nil }
            #expect(codes.count >= 39)
            var missed: Set<String> = []
            for code in codes { try await refuse(code, at: desk, in: minh, &missed) }
            try await refuse("2.000635", as: .child, at: desk, in: minh, &missed)
            #expect(missed.isSuperset(of: Self.kinds))
        }
    }

    /// What is typed or chosen, and required somewhere.
    private static let kinds: Set<String> = [
        "text", "longText", "identifier", "date", "partialDate", "number", "money", "phone", "yesNo", "choice",
        "choices", "unit", "address",
    ]

    /// Has each question of a form refused once, under as many sorts of answers as it takes to be asked all; a page is
    /// left blank only where it has a kind of question that was not missed yet, as the forms' own tests leave out each.
    private func refuse(
        _ code: String, as capacity: DossierRequest.Capacity = .own, at desk: Desk, in browser: Browser,
        _ missed: inout Set<String>
    ) async throws {
        let form = try #require(desk.host.form(DossierRequest(code, capacity).description))
        var left = Set(form.pages.flatMap(\.questions).map(\.id))
        for variant in 0..<12 where !left.isEmpty {
            let answers = try #require(try AnswerMaker(form: form, variant: variant, in: desk.setting).answers())
            let asked = try form.asked(answers, on: desk.setting.today).pages
            let pages = asked.filter { $0.questions.contains { left.contains($0.id) } }
            guard !pages.isEmpty else { continue }
            let draft = try await desk.filled(code, variant: variant, as: capacity, by: desk.minh)
            try await browser.get(draft.path + "/" + pages[0].page.name)
            for page in pages {
                let trial = PageTrial(page: page, draft: draft, browser: browser, name: "\(code) \(page.page.name)")
                if !trial.required.isSubset(of: missed) {
                    try await trial.leaveBlank()
                    missed.formUnion(trial.required)
                }
                try await trial.typeWrongly()
                try await trial.attachWrongly()
                left.subtract(page.questions.map(\.id))
            }
            let after = try await desk.site.platform.drafts.find(draft.id, for: desk.minh)
            #expect(after.revision == draft.revision, "\(code): something refused was kept")
            try await desk.site.platform.drafts.erase(draft.id, by: desk.minh)
        }
        #expect(left == [], "\(code): asked of nobody")
    }
}

/// One page of a form, sent in with what it must refuse.
private struct PageTrial {
    let page: AskedForm.Page, draft: Draft, browser: Browser, name: String

    /// The kinds of what has to be answered. Files that came before stay, so none is missed.
    var required: Set<String> { Set(missing.map(\.kind.name)) }

    private var missing: [Question] {
        page.page.repeats?.min == 0 ? [] : page.questions.filter { $0.isRequired && $0.kind.name != "attachment" }
    }

    func leaveBlank() async throws { try await expect(missing.map { (anchor($0, "-line"), []) }, of: send([:])) }

    func typeWrongly() async throws {
        let wrong = page.questions.compactMap { question in Wrong(question.kind).map { (question, $0) } }
        guard !wrong.isEmpty else { return }
        let fields = wrong.flatMap { question, wrong in wrong.typed.map { (field(question) + $0.key, $0.value) } }
        let answer = try await send(Dictionary(uniqueKeysWithValues: fields))
        expect(wrong.map { (anchor($0, "-unit"), $1.shownAgain) }, of: answer)
    }

    /// A file that says it is a PDF and is an archive.
    func attachWrongly() async throws {
        for question in page.questions where question.kind.name == "attachment" {
            let answer = try await send([:], [(question.id, "giấy tờ.pdf", Array("PK\u{3}\u{4} an archive".utf8))])
            expect([(field(question), [])], of: answer)
        }
    }

    private func field(_ question: Question) -> String {
        page.page.repeats == nil ? question.id : "\(page.page.name)-1-\(question.id)"
    }

    /// Where the link of the summary leads: in an address to the part that is wrong.
    private func anchor(_ question: Question, _ part: String) -> String {
        field(question) + (question.kind == .address ? part : "")
    }

    private func send(
        _ fields: [String: String], _ files: [(field: String, name: String, bytes: [UInt8])] = []
    ) async throws -> TestPage {
        let path = "\(draft.path)/\(page.page.name)"
        let fields = fields.merging(["_revision": "\(draft.revision)", "_entries": "1"]) { $1 }
        return files.isEmpty ? try await browser.post(path, fields) : try await browser.post(path, fields, files: files)
    }

    private func expect(_ refused: [(anchor: String, shownAgain: [String])], of answer: TestPage) {
        #expect(answer.status == 422, "\(name)")
        for (anchor, shownAgain) in refused {
            let (isInSummary, isBeside) = (
                answer.html.contains("href=\"#\(anchor)\""), answer.html.contains("id=\"\(anchor)-problem\"")
            )
            #expect(isInSummary && isBeside, "\(name): \(anchor)")
            let lost = shownAgain.filter { !answer.html.contains($0) }
            #expect(lost == [], "\(name): \(anchor)")
        }
    }
}

/// Something that no question of a kind takes; nil where nothing is typed.
private struct Wrong {
    /// What is typed, by what is added to the name of the question.
    let typed: [String: String]
    /// What has to come back.
    let shownAgain: [String]

    init?(_ kind: AnswerKind) {
        switch kind {
        case .text(let limit), .longText(let limit): typed = ["": String(repeating: "x", count: limit + 1)]
        case .identifier: typed = ["": "12x"]
        case .date: typed = ["-day": "31", "-month": "2", "-year": "2026"]
        case .partialDate: typed = ["-month": "13", "-year": "2026"]
        case .number, .money: typed = ["": "mười"]
        case .phone: typed = ["": "12 34"]
        case .email: typed = ["": "a@"]
        case .yesNo, .choice, .choices: typed = ["": "none-of-these"]
        case .unit: typed = ["-search": "xa khong co"]
        case .address: typed = ["-unit-search": "xa khong co", "-line": "Thôn Đông"]
        case .attachment: return nil
        }
        switch kind {
        case .yesNo, .choice, .choices: shownAgain = []
        case .longText: shownAgain = typed.values.map { "\($0)</textarea>" }
        default: shownAgain = typed.values.map { "value=\"\($0)\"" }
        }
    }
}

extension AnswerKind {
    /// The case without what it holds.
    fileprivate var name: String { String("\(self)".prefix { $0 != "(" }) }
}
