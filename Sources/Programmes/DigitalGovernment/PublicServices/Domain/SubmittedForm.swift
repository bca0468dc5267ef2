// SPDX-License-Identifier: Apache-2.0

package import Forms
import Foundation
package import Kernel
import Rendering

/// The form of a dossier as it was submitted: the answers, and how they read on that day. A form that is changed later
/// changes nothing about what was asked and answered.
package struct SubmittedForm: Sendable, Equatable, Codable {
    package struct Section: Sendable, Equatable, Codable {
        package let title: String
        package let rows: [Row]
    }

    package struct Row: Sendable, Equatable, Codable {
        package let question: String
        package let label: String
        package let value: String
        package let isFile: Bool
        /// What it is called on papers, and the heading of the page on which it was asked with others; forms sent before
        /// this was kept have neither.
        private let noun: String?
        private let page: String?

        init(_ row: FormSummary.Row, of page: FormSummary.Section) {
            (question, label, value, isFile) = (row.question, row.label, row.value, !row.files.isEmpty)
            noun = row.noun
            self.page = page.rows.count == 1 && !page.isEntry ? nil : page.title
        }

        var onPaper: PaperFact { PaperFact(noun ?? label, value) }
        var heading: String { page ?? "" }
    }

    package let form: String
    package let version: Int
    package let answers: Answers
    private let readings: [String: [Section]]

    init(_ form: String, version: Int, _ answers: Answers, readings: [Language: FormSummary]) {
        (self.form, self.version, self.answers) = (form, version, answers)
        self.readings = readings.reduce(into: [:]) { all, reading in
            all[reading.key.rawValue] = Self.sections(of: reading.value)
        }
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

    /// Reads what a case file keeps.
    package init(json: String) throws { self = try JSONDecoder().decode(Self.self, from: Data(json.utf8)) }

    package var json: String {
        get throws { String(decoding: try JSONEncoder().encode(self), as: UTF8.self) }
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
