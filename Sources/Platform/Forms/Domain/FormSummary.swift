// SPDX-License-Identifier: Apache-2.0

import Kernel
package import Web

/// Answers as a person reads them, page by page: for who sends them to check, and for the desk.
package struct FormSummary: Sendable, Equatable {
    package struct Row: Sendable, Equatable {
        package let question: String
        /// The field of the page at which it was asked.
        package let field: String
        package let label: String
        /// What the answer is called where nothing is asked, on papers.
        package let noun: String
        /// "" where nothing was answered.
        package let value: String
        package let files: [AttachedFile]
    }

    package struct Section: Sendable, Equatable {
        package let page: String
        /// The page, or the entry of a page that repeats.
        package let title: String
        /// One of several entries of a page that repeats.
        package let isEntry: Bool
        package let rows: [Row]
    }

    package let sections: [Section]
}

extension AskedForm {
    /// Everything that is asked, in the language of `strings`.
    package func summary(_ strings: Strings) -> FormSummary {
        FormSummary(sections: pages.flatMap { $0.sections(answers, strings) })
    }
}

extension AskedForm.Page {
    fileprivate func sections(_ answers: Answers, _ strings: Strings) -> [FormSummary.Section] {
        given(answers).enumerated().map { index, entry in
            let rows = questions.map { question in
                let value = entry[question.id] ?? .null
                return FormSummary.Row(
                    question: question.id, field: field(question, index), label: question.label[strings.language],
                    noun: (question.noun ?? question.label)[strings.language],
                    value: question.kind.shown(value, strings), files: question.kind.takesFiles ? value.files : [])
            }
            return FormSummary.Section(
                page: page.name, title: title(of: index, strings.language), isEntry: page.repeats != nil, rows: rows)
        }
    }

    /// "Người con thứ 2", or the title of a page that is filled in once.
    func title(of entry: Int, _ language: Language) -> String {
        page.repeats?.item[language].replacing("{number}", with: "\(entry + 1)") ?? page.title[language]
    }
}

extension AnswerKind {
    var takesFiles: Bool { if case .attachment = self { true } else { false } }

    /// An answer in words; "" for none.
    func shown(_ value: JSONValue, _ strings: Strings) -> String {
        let (language, formats) = (strings.language, Formats(strings.language))
        switch self {
        case .date, .partialDate:
            return (value.string ?? "").split(separator: "-").reversed().joined(separator: "/")
        case .number: return value.number.map(formats.plain) ?? ""
        case .money: return value.integer.map(formats.amount) ?? ""
        case .yesNo: return value.bool.map { strings[$0 ? "forms.yes" : "forms.no"] } ?? ""
        case .choice(let options): return options.first { .string($0.value) == value }?.label[language] ?? ""
        case .choices(let options):
            let chosen = value.array ?? []
            return options.filter { chosen.contains(.string($0.value)) }.map { $0.label[language] }
                .joined(separator: "; ")
        case .unit: return value["name"].string ?? ""
        case .address:
            return [value["line"].string, value["unit"]["name"].string].compactMap(\.self).filter { !$0.isEmpty }
                .joined(separator: ", ")
        case .attachment: return value.files.map(\.name).joined(separator: "; ")
        default: return value.string ?? ""
        }
    }
}
