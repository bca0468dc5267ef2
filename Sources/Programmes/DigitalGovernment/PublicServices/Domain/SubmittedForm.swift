// SPDX-License-Identifier: Apache-2.0

package import Forms
import Foundation
package import Kernel
import Rendering

/// The form of a dossier as it was submitted: the answers, and how they read on that day. A form that is changed later
/// changes nothing about what was asked and answered.
package struct SubmittedForm: Sendable, Equatable {
    package struct Section: Sendable, Equatable {
        package let title: String
        package let rows: [Row]
    }

    package struct Row: Sendable, Equatable {
        package let question: String
        package let label: String
        package let value: String
        package let isFile: Bool
        /// What it is called on papers, and the heading of the page on which it was asked with others; forms sent before
        /// this was kept have neither.
        fileprivate let noun: String?
        fileprivate let page: String?

        fileprivate init(
            question: String, label: String, value: String, isFile: Bool, noun: String?, page: String?
        ) {
            (self.question, self.label, self.value, self.isFile) = (question, label, value, isFile)
            (self.noun, self.page) = (noun, page)
        }

        init(_ row: FormSummary.Row, of page: FormSummary.Section) {
            self.init(
                question: row.question, label: row.label, value: row.value, isFile: !row.files.isEmpty, noun: row.noun,
                page: page.rows.count == 1 && !page.isEntry ? nil : page.title)
        }

        var onPaper: PaperFact { PaperFact(noun ?? label, value) }
        var heading: String { page ?? "" }
    }

    package let form: String
    package let version: Int
    package let answers: Answers
    private let readings: [String: [Section]]

    private init(form: String, version: Int, answers: Answers, readings: [String: [Section]]) {
        (self.form, self.version, self.answers, self.readings) = (form, version, answers, readings)
    }

    init(_ form: String, version: Int, _ answers: Answers, readings: [Language: FormSummary]) {
        self.init(
            form: form, version: version, answers: answers,
            readings: readings.reduce(into: [:]) { all, reading in
                all[reading.key.rawValue] = Self.sections(of: reading.value)
            })
    }

    /// What was answered, under the headings of its pages; a page that asked one thing needs none of its own.
    private static func sections(of summary: FormSummary) -> [Section] {
        summary.sections.reduce(into: []) { sections, page in
            let rows = page.rows.filter { !$0.value.isEmpty }.map { Row($0, of: page) }
            if let last = sections.last, page.rows.count == 1 {
                sections[sections.count - 1] = Section(title: last.title, rows: last.rows + rows)
            } else if !rows.isEmpty {
                sections.append(Section(title: page.title, rows: rows))
            }
        }
    }

    package func sections(_ language: Language) -> [Section] { readings[language.rawValue] ?? [] }

    /// What is printed of it: the answers to these questions, or all where nobody said which, each page under its heading.
    func parts(_ questions: [String]?) -> [PaperPart] {
        var parts: [(heading: String, facts: [PaperFact])] = []
        for row in rows where !row.isFile && questions?.contains(row.question) != false {
            if parts.last?.heading == row.heading {
                parts[parts.count - 1].facts.append(row.onPaper)
            } else {
                parts.append((row.heading, [row.onPaper]))
            }
        }
        return parts.map { PaperPart($0.heading, $0.facts) }
    }

    /// The names of the papers that were handed in.
    var files: [String] { rows.filter(\.isFile).map(\.label) }

    /// How the answer to a question reads; "" where it was not asked.
    func text(_ question: String) -> String { rows.first { $0.question == question }?.value ?? "" }

    private var rows: [Row] { sections(.vi).flatMap(\.rows) }
}

// MARK: as a case file keeps it

extension SubmittedForm {
    /// What a case file keeps is no form.
    struct Unreadable: Error {}

    package init(json: String) throws {
        let kept = try JSONValue(json: json)
        guard let form = kept["form"].string, let version = kept["version"].integer,
            let readings = kept["readings"].object
        else { throw Unreadable() }
        self.init(
            form: form, version: version, answers: try Answers(kept["answers"]),
            readings: try readings.mapValues { try ($0.array ?? []).map(Section.init) })
    }

    package var json: String {
        JSONValue.object([
            "form": .string(form), "version": .number(Double(version)), "answers": answers.value,
            "readings": .object(readings.mapValues { .array($0.map(\.kept)) }),
        ]).json
    }
}

extension SubmittedForm.Section {
    fileprivate init(_ kept: JSONValue) throws {
        guard let title = kept["title"].string, let rows = kept["rows"].array else { throw SubmittedForm.Unreadable() }
        self.init(title: title, rows: try rows.map(SubmittedForm.Row.init))
    }

    fileprivate var kept: JSONValue { .object(["title": .string(title), "rows": .array(rows.map(\.kept))]) }
}

extension SubmittedForm.Row {
    fileprivate init(_ kept: JSONValue) throws {
        guard let question = kept["question"].string, let label = kept["label"].string,
            let value = kept["value"].string, let isFile = kept["isFile"].bool
        else { throw SubmittedForm.Unreadable() }
        self.init(
            question: question, label: label, value: value, isFile: isFile, noun: kept["noun"].string,
            page: kept["page"].string)
    }

    fileprivate var kept: JSONValue {
        var members: [String: JSONValue] = [
            "question": .string(question), "label": .string(label), "value": .string(value), "isFile": .bool(isFile),
        ]
        if let noun { members["noun"] = .string(noun) }
        if let page { members["page"] = .string(page) }
        return .object(members)
    }
}
