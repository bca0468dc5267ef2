// SPDX-License-Identifier: Apache-2.0

import Kernel

/// A form as data: pages of questions in both languages. One content file each, `<Module>/forms/<name>.json`, which an office
/// may replace.
///
///     { "name": "2.000635", "version": 1, "pages": [
///         { "name": "copies", "title": {"vi": "Số bản sao", "en": "Number of copies"}, "questions": [
///             { "id": "copies", "type": "number", "min": 1, "max": 20, "basis": "unverified",
///               "label": {"vi": "Cần mấy bản?", "en": "How many copies?"} } ] } ] }
package struct FormDefinition: Sendable, Equatable {
    package let name: String
    /// Grows when a question changes its meaning; what was submitted keeps the version it was asked under.
    package let version: Int
    package let pages: [Page]
    package let computed: [Computed]

    /// What is asked at once: one question, or a few that belong together.
    package struct Page: Sendable, Equatable {
        package let name: String
        package let title: Words
        package let lead: Words?
        /// Asked only where this holds for the answers of the pages before.
        package let when: JSONLogic?
        /// Filled in several times, such as once for each child.
        package let repeats: Repeats?
        package let questions: [Question]
        package let checks: [Check]
    }

    package struct Repeats: Sendable, Equatable {
        package let min: Int
        package let max: Int
        /// Names one entry: "Người con thứ {number}".
        package let item: Words
    }

    /// What the answers of a page must fulfil together, and what to say where they do not.
    package struct Check: Sendable, Equatable {
        package let rule: JSONLogic
        package let problem: Words
        /// The question at which it is said.
        package let field: String
        package let basis: String
    }

    /// A value that follows from the answers: for rules, for fees, for the desk.
    package struct Computed: Sendable, Equatable {
        package let id: String
        package let rule: JSONLogic
        package let basis: String
    }

    /// The same form with the pages of another one before its own.
    package func preceded(by other: FormDefinition) -> FormDefinition {
        FormDefinition(
            name: name, version: version, pages: other.pages + pages, computed: other.computed + computed)
    }

    package subscript(_ page: String) -> Page? { pages.first { $0.name == page } }

    /// The question with this id, in whichever page it stands.
    package func question(_ id: String) -> Question? { pages.lazy.flatMap(\.questions).first { $0.id == id } }
}

/// One question of a form.
package struct Question: Sendable, Equatable {
    package let id: String
    package let kind: AnswerKind
    package let label: Words
    /// What the answer is called on papers where the label asks: "Nơi đăng ký" for "Đã đăng ký ở đâu?".
    package let noun: Words?
    package let hint: Words?
    package let isRequired: Bool
    /// Asked only where this holds for the answers of the pages before.
    package let when: JSONLogic?
    /// Where it is said that this has to be asked: a document, or "unverified".
    package let basis: String
    /// What the state may know already, such as `person.name`: see `FormHost.prefill`.
    package let prefill: String?

    package var isUnverified: Bool { basis == "unverified" }
}

// MARK: reading

extension FormDefinition: Decodable {
    private enum CodingKeys: String, CodingKey { case name, version, pages, computed }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
        name = try container.decode(String.self, forKey: .name)
        version = try container.decode(Int.self, forKey: .version)
        pages = try container.decode([Page].self, forKey: .pages)
        computed = try container.decodeIfPresent([Computed].self, forKey: .computed) ?? []
    }
}

extension FormDefinition.Page: Decodable {
    private enum CodingKeys: String, CodingKey { case name, title, lead, when, repeats, questions, checks }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
        name = try container.decode(String.self, forKey: .name)
        title = try container.decode(Words.self, forKey: .title)
        lead = try container.decodeIfPresent(Words.self, forKey: .lead)
        when = try container.decodeIfPresent(JSONLogic.self, forKey: .when)
        repeats = try container.decodeIfPresent(FormDefinition.Repeats.self, forKey: .repeats)
        questions = try container.decode([Question].self, forKey: .questions)
        checks = try container.decodeIfPresent([FormDefinition.Check].self, forKey: .checks) ?? []
    }
}

extension FormDefinition.Repeats: Decodable {
    private enum CodingKeys: String, CodingKey { case min, max, item }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
        min = try container.decode(Int.self, forKey: .min)
        max = try container.decode(Int.self, forKey: .max)
        item = try container.decode(Words.self, forKey: .item)
    }
}

extension FormDefinition.Check: Decodable {
    private enum CodingKeys: String, CodingKey { case rule, problem, field, basis }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
        rule = try container.decode(JSONLogic.self, forKey: .rule)
        problem = try container.decode(Words.self, forKey: .problem)
        field = try container.decode(String.self, forKey: .field)
        basis = try container.decode(String.self, forKey: .basis)
    }
}

extension FormDefinition.Computed: Decodable {
    private enum CodingKeys: String, CodingKey { case id, rule, basis }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
        id = try container.decode(String.self, forKey: .id)
        rule = try container.decode(JSONLogic.self, forKey: .rule)
        basis = try container.decode(String.self, forKey: .basis)
    }
}
