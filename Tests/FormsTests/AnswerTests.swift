// SPDX-License-Identifier: Apache-2.0

import Forms
import Foundation
import Kernel
import Testing
import Web

/// What one types into one page of the fixture, and what is said to it.
struct Typed: Sendable, CustomTestStringConvertible {
    let page: String
    let fields: [String: String]
    /// The field and the code of each problem; empty when it is taken.
    let problems: [String]

    /// A page that is right, with these fields changed.
    init(_ page: String, _ changed: [String: String], _ problems: String...) {
        self.page = page
        fields = (Self.right[page] ?? [:]).merging(changed) { $1 }
        self.problems = problems
    }

    var testDescription: String { "\(page): \(fields.sorted { $0.key < $1.key })" }

    static let right: [String: [String: String]] = [
        "person": [
            "name": "Nguyễn Văn Minh", "identifier": "037084000001", "born-day": "2", "born-month": "3",
            "born-year": "1984",
        ],
        "contact": [
            "phone": "0912 345 678", "email": "minh@example.vn", "home-line": "Thôn Yên Thượng",
            "home-unit": "14701@2025-07-01", "origin": "14722@0001-01-01",
        ],
        "married": ["married": "yes"],
        "spouse": ["spouse_name": "Trần Thị Lan", "spouse_born-year": "1986"],
        "children": ["_entries": "1", "children-1-child_name": "Nguyễn Lê", "children-1-child_age": "3"],
        "order": ["copies": "2", "way": "desk", "area": "85,5", "income": "12.000.000", "note": "Gấp"],
    ]

    static let all: [Typed] = [
        Typed("person", [:]),
        Typed("person", ["name": ""], "name forms.missing"),
        Typed("person", ["name": String(repeating: "ệ", count: 41)], "name forms.too_long"),
        Typed("person", ["identifier": "03708400001"], "identifier forms.bad_identifier"),
        Typed("person", ["identifier": "003084000001"], "identifier forms.bad_identifier"),
        Typed("person", ["born-month": "13"], "born forms.bad_date"),
        Typed("person", ["born-day": "31", "born-month": "2"], "born forms.bad_date"),
        Typed("person", ["born-day": ""], "born forms.bad_date"),
        Typed("person", ["born-year": "84"], "born forms.bad_date"),
        Typed("person", ["born-year": "1884"], "born forms.too_early"),
        Typed("person", ["born-year": "2027"], "born forms.too_late"),
        Typed("person", ["born-year": "2010"], "born forms.rule"),
        Typed("person", ["name": "", "born-year": "x"], "name forms.missing", "born forms.bad_date"),
        Typed("contact", [:]),
        Typed("contact", ["phone": "+84 912 345 678"]),
        Typed("contact", ["phone": "02293 862 123"]),
        Typed("contact", ["phone": "+49 30 1234567"]),
        Typed("contact", ["phone": "0112345678"], "phone forms.bad_phone"),
        Typed("contact", ["phone": "0912"], "phone forms.bad_phone"),
        Typed("contact", ["phone": "٠٩١٢٣٤٥٦٧٨"], "phone forms.bad_phone"),
        Typed("contact", ["email": "minh"], "email forms.bad_email"),
        Typed("contact", ["email": "minh@nhà"], "email forms.bad_email"),
        Typed("contact", ["email": "a b@example.vn"], "email forms.bad_email"),
        Typed("contact", ["email": ""]),
        Typed("contact", ["home-line": ""], "home-line forms.line_missing"),
        Typed("contact", ["home-unit": ""], "home-unit forms.unit_not_chosen"),
        Typed("contact", ["home-unit": "", "home-unit-search": "yen mo"], "home-unit forms.unit_not_chosen"),
        Typed("contact", ["home-unit": "14722@0001-01-01"], "home-unit forms.unknown_unit"),
        Typed("contact", ["home-unit": "99999@2025-07-01"], "home-unit forms.unknown_unit"),
        Typed("contact", ["home-line": "", "home-unit": ""], "home-line forms.missing"),
        Typed("contact", ["origin": "", "origin-search": "yen"], "origin forms.unit_not_chosen"),
        Typed("contact", ["origin": "x"], "origin forms.wrong_kind"),
        Typed("contact", ["origin": ""]),
        Typed("married", [:]),
        Typed("married", ["married": ""], "married forms.missing"),
        Typed("married", ["married": "perhaps"], "married forms.bad_choice"),
        Typed("spouse", [:]),
        Typed("spouse", ["spouse_born-month": "7"]),
        Typed("spouse", ["spouse_born-year": "86"], "spouse_born forms.bad_partial_date"),
        Typed("spouse", ["spouse_born-day": "3"], "spouse_born forms.bad_partial_date"),
        Typed("spouse", ["spouse_born-year": "2027"], "spouse_born forms.too_late"),
        Typed("children", [:]),
        Typed("children", ["_entries": "0", "children-1-child_name": ""]),
        Typed("children", ["children-1-child_age": ""], "children-1-child_age forms.missing"),
        Typed(
            "children", ["_entries": "2", "children-2-child_name": "Nguyễn An", "children-2-child_age": "121"],
            "children-2-child_age forms.too_large"),
        Typed("order", [:]),
        Typed("order", ["copies": "hai"], "copies forms.bad_number"),
        Typed("order", ["copies": "1,5"], "copies forms.not_whole"),
        Typed("order", ["copies": "0"], "copies forms.too_small"),
        Typed("order", ["copies": "21"], "copies forms.too_large"),
        Typed("order", ["copies": "1e1"], "copies forms.bad_number"),
        Typed("order", ["area": "1.234,56"]),
        Typed("order", ["area": "1.23.4"], "area forms.bad_number"),
        Typed("order", ["income": "1.500.000"]),
        Typed("order", ["income": "-1"], "income forms.too_small"),
        Typed("order", ["income": "1,5"], "income forms.not_whole"),
        Typed("order", ["way": "fax"], "way forms.bad_choice"),
        Typed("order", ["way": ""], "way forms.missing"),
        Typed("order", ["papers": "passport"], "papers forms.bad_choice"),
        Typed("order", ["note": String(repeating: "a", count: 51)], "note forms.too_long"),
    ]
}

@Suite("Answers")
struct AnswerTests {
    let form: FormDefinition
    let setting = FormFixture.setting

    init() throws { form = try FormFixture.form }

    private var married: Answers {
        var answers = FormFixture.answers
        answers.values["married"] = .bool(true)
        return answers
    }

    @Test("each kind of answer takes what is right and says what is wrong, at its field", arguments: Typed.all)
    func refusals(typed: Typed) throws {
        let outcome = try form.check(
            typed.page, typed: FormFixture.fields(typed.fields), over: married, in: setting)
        guard case .refused(let problems) = outcome else {
            #expect(outcome != nil && typed.problems.isEmpty)
            return
        }
        #expect(problems.map { "\($0.field) \($0.code)" } == typed.problems)
    }

    @Test("answers are kept in one form, however they were typed")
    func kept() throws {
        func answer(_ page: String, _ id: String, _ changed: [String: String]) throws -> JSONValue? {
            let fields = FormFixture.fields(Typed(page, changed).fields)
            guard case .answered(let answers)? = try form.check(page, typed: fields, over: married, in: setting) else {
                return nil
            }
            return answers[id]
        }
        #expect(try answer("person", "identifier", ["identifier": "037 084 000 001"]) == .string("037084000001"))
        #expect(try answer("person", "born", [:]) == .string("1984-03-02"))
        #expect(try answer("contact", "phone", ["phone": "+84 912.345.678"]) == .string("0912345678"))
        #expect(try answer("spouse", "spouse_born", [:]) == .string("1986"))
        #expect(try answer("spouse", "spouse_born", ["spouse_born-month": "7"]) == .string("1986-07"))
        #expect(try answer("order", "area", ["area": "1.234,56"]) == .number(1234.56))
        #expect(try answer("order", "area", ["area": "85.5"]) == .number(85.5))
        #expect(try answer("order", "income", ["income": "12,000,000"]) == .number(12_000_000))
        #expect(try answer("contact", "origin", [:])?["name"] == .string("Xã Yên Hòa, Huyện Yên Mô, Tỉnh Ninh Bình"))
        #expect(try answer("contact", "origin", ["origin": ""]) == .null)
    }

    @Test("what is not asked is neither demanded nor sent, but kept for the one who changes their mind")
    func notAsked() throws {
        #expect(try form.problems(in: FormFixture.answers, setting) == [])
        var answers = married
        let missing = try form.problems(in: answers, setting).map { "\($0.page) \($0.field) \($0.code)" }
        #expect(missing == ["spouse spouse_name forms.missing", "spouse spouse_born forms.missing"])
        answers.values["spouse_name"] = .string("Lan")
        answers.values["married"] = .bool(false)
        let asked = try form.asked(answers, on: setting.today)
        #expect(asked.answers["spouse_name"] == .null)
        #expect(asked.pages.map(\.page.name) == ["person", "contact", "married", "order", "proof"])
        #expect(answers["spouse_name"] == .string("Lan"))
    }

    @Test("each answer that is demanded is missed, and those alone")
    func required() throws {
        for id in FormFixture.answers.values.keys.sorted() {
            var answers = FormFixture.answers
            answers.values[id] = nil
            let problems = try form.problems(in: answers, setting)
            #expect(problems.map(\.flaw) == [.missing], "\(id)")
        }
    }

    @Test("an answer that came another way is held to the same rules")
    func fromPrograms() throws {
        let wrong: [(String, JSONValue, String)] = [
            ("name", .number(1), "forms.wrong_kind"), ("born", .string("31/12/1999"), "forms.bad_date"),
            ("married", .string("yes"), "forms.bad_choice"), ("copies", .number(1.5), "forms.not_whole"),
            ("way", .string("fax"), "forms.bad_choice"), ("home", .string("Hà Nội"), "forms.wrong_kind"),
            ("scan", .array([.string("x")]), "forms.wrong_kind"), ("papers", .string("birth"), "forms.wrong_kind"),
            ("papers", .array([.string("birth"), .string("birth")]), "forms.bad_choice"),
        ]
        for (id, value, code) in wrong {
            var answers = FormFixture.answers
            answers.values[id] = value
            let codes = try form.problems(in: answers, setting).map(\.code)
            // A marriage that is claimed opens questions of its own.
            #expect(codes.first == code && (id == "married" || codes.count == 1), "\(id): \(codes)")
        }
    }

    @Test("computed values go with the answers")
    func computed() throws {
        #expect(try form.asked(FormFixture.answers, on: setting.today).answers["total"] == .number(16_000))
    }

    @Test("the summary says every answer in words, with the page it belongs to")
    func summary() throws {
        var answers = married
        answers.values["spouse_name"] = .string("Trần Thị Lan")
        answers.values["spouse_born"] = .string("1986-07")
        answers.values["children"] = .array([.object(["child_name": .string("Nguyễn Lê"), "child_age": .number(3)])])
        answers.values["income"] = .number(12_000_000)
        let sections = try form.asked(answers, on: setting.today).summary(FormFixture.strings).sections
        #expect(sections.map(\.title).contains("Người con thứ 1"))
        let rows = Dictionary(uniqueKeysWithValues: sections.flatMap(\.rows).map { ($0.field, $0.value) })
        #expect(rows["born"] == "02/03/1984")
        #expect(rows["spouse_born"] == "07/1986")
        #expect(rows["married"] == "Có")
        #expect(rows["home"] == "Thôn Yên Thượng, Xã Yên Mô, Tỉnh Ninh Bình")
        #expect(rows["children-1-child_age"] == "3")
        #expect(rows["income"] == "12.000.000\u{A0}đ")
        #expect(rows["way"] == "Tại quầy")
        #expect(rows["scan"] == "giấy.pdf")
        #expect(rows["note"] == "")
    }

    @Test("answers are the same text each time they are stored, and the same answers when read")
    func stored() throws {
        let json = FormFixture.answers.json
        #expect(try Answers(json: json) == FormFixture.answers)
        #expect(try Answers(json: json).json == json)
    }
}
