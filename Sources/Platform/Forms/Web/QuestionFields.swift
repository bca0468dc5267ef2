// SPDX-License-Identifier: Apache-2.0

import Foundation
import Kernel
import Web

/// One question as it stands on a page: in one of these lists is one thing, in the others none.
struct QuestionField: Sendable {
    var fields: [Field] = []
    var areas: [TextArea] = []
    var dates: [DateField] = []
    var radios: [Choice] = []
    var checkboxes: [Choice] = []
    var files: [FileUpload] = []
    var units: [UnitPicker] = []
    var addresses: [AddressField] = []
}

/// Chooses an administrative unit without a script: a name is typed and sought, then one of those found is chosen.
struct UnitPicker: Sendable {
    let id: String, name: String, legend: String
    let searchName: String, sought: String, button: Button
    let notes: Notes
    let isHeading: Bool, isOptional: Bool
    /// Those found, and the one chosen before; empty until something is sought.
    let found: [Choice]
    let hasNothing: Bool
}

/// A commune, and what stands below it.
struct AddressField: Sendable {
    let legend: String
    let hint: String, hasHint: Bool
    let line: Field
    let unit: UnitPicker
}

/// The units one may choose from at a field: by the value that is sent, and the name that is shown.
typealias UnitChoices = [String: [(value: String, name: String)]]

/// Draws questions with what was typed so far.
struct FieldMaker {
    let form: Form
    let mistakes: Mistakes
    let strings: Strings
    let units: UnitChoices
    /// The files that have arrived, by question, and the address they are under.
    let files: [String: [AttachedFile]]
    let filesPath: String

    func field(_ question: Question, _ name: String, isHeading: Bool) -> QuestionField {
        let language = strings.language
        let (label, hint) = (question.label[language], question.hint?[language] ?? "")
        let (problem, isOptional) = (mistakes[name], !question.isRequired)
        // A question that is the page's heading has no room to say that it may be left out, except in its hint.
        let optional = isHeading && isOptional ? strings["forms.optional"] : ""
        let hints = [hint, optional].filter { !$0.isEmpty }.joined(separator: " ")
        switch question.kind {
        case .date, .partialDate:
            return QuestionField(dates: [date(name, label, hints.isEmpty ? dateHint(question) : hints, isHeading)])
        case .longText(let limit):
            return QuestionField(areas: [
                TextArea(
                    name, label: label, value: form.text(name), hint: hints, problem: problem, rows: 5,
                    limit: TextLimit(limit, typed: form.text(name), strings: strings), isOptional: isOptional,
                    isHeading: isHeading)
            ])
        case .yesNo:
            let words = [("yes", "forms.yes"), ("no", "forms.no")]
            let options = words.map { Choice.Option($0.0, strings[$0.1], isChosen: form.text(name) == $0.0) }
            return QuestionField(radios: [
                Choice(
                    name, legend: marked(label, question, isHeading), options: options, hint: hints, problem: problem,
                    isHeading: isHeading, isInline: true)
            ])
        case .choice(let options): return QuestionField(radios: [choice(question, name, options, hints, isHeading)])
        case .choices(let options):
            return QuestionField(checkboxes: [choice(question, name, options, hints, isHeading)])
        case .unit: return QuestionField(units: [picker(name, label, hints, isHeading: isHeading, isOptional)])
        case .address: return QuestionField(addresses: [address(name, marked(label, question, isHeading), hints)])
        case .attachment(let limits): return QuestionField(files: [upload(question, name, limits, hints)])
        default: return QuestionField(fields: [line(question, name, label, hints, isHeading)])
        }
    }

    private func line(
        _ question: Question, _ name: String, _ label: String, _ hint: String, _ isHeading: Bool
    ) -> Field {
        let (kind, width, isNumeric): (Field.Kind, Field.Width, Bool) =
            switch question.kind {
            case .identifier: (.text, .half, true)
            case .number: (.text, .short, true)
            case .money: (.text, .half, true)
            case .phone: (.tel, .half, false)
            case .email: (.email, .full, false)
            default: (.text, .full, false)
            }
        return Field(
            name, label: label, value: form.text(name),
            hint: hint.isEmpty ? strings.known("forms.hint.\(question.kind.name)") : hint, problem: mistakes[name],
            kind: kind, width: width, autocomplete: question.autocomplete, isNumeric: isNumeric,
            isOptional: !question.isRequired, isHeading: isHeading)
    }

    private func date(_ name: String, _ label: String, _ hint: String, _ isHeading: Bool) -> DateField {
        DateField(
            name, legend: label, day: form.text("\(name)-day"), month: form.text("\(name)-month"),
            year: form.text("\(name)-year"), hint: hint, problem: mistakes[name], isHeading: isHeading)
    }

    private func dateHint(_ question: Question) -> String {
        if case .partialDate = question.kind { strings["forms.hint.partial_date"] } else { strings["forms.hint.date"] }
    }

    private func choice(
        _ question: Question, _ name: String, _ options: [AnswerKind.Option], _ hint: String, _ isHeading: Bool
    ) -> Choice {
        let chosen = Set(form.all(name))
        return Choice(
            name, legend: marked(question.label[strings.language], question, isHeading),
            options: options.map { option in
                Choice.Option(
                    option.value, option.label[strings.language], hint: option.hint?[strings.language] ?? "",
                    isChosen: chosen.contains(option.value))
            }, hint: hint, problem: mistakes[name], isHeading: isHeading)
    }

    private func upload(_ question: Question, _ name: String, _ limits: AnswerKind.Files, _ hint: String) -> FileUpload
    {
        let formats = Formats(strings.language)
        let arrived = (files[name] ?? []).map { file in
            FileUpload.Arrived(
                file.name, note: "\(file.kindName), \(formats.bytes(file.size))", href: "\(filesPath)/\(file.hash)",
                removal: Button(
                    strings["forms.files.remove"], style: .secondary, name: FormControl.removeFile,
                    value: "\(name) \(file.hash)"))
        }
        let size = strings.fill(
            "forms.hint.attachment", ["limit": formats.number(limits.max), "megabytes": "\(limits.megabytes)"])
        return FileUpload(
            name, label: question.label[strings.language],
            accept: ["application/pdf", "image/jpeg", "image/png", "image/webp", "image/heic"], arrived: arrived,
            hint: [hint, size].filter { !$0.isEmpty }.joined(separator: " "), problem: mistakes[name],
            takesSeveral: limits.max > 1, isOptional: !question.isRequired, isResumable: true)
    }

    private func address(_ name: String, _ legend: String, _ hint: String) -> AddressField {
        AddressField(
            legend: legend, hint: hint, hasHint: !hint.isEmpty,
            line: Field(
                "\(name)-line", label: strings["forms.address.line"], value: form.text("\(name)-line"),
                hint: strings["forms.address.line_hint"], problem: mistakes["\(name)-line"]),
            unit: picker("\(name)-unit", strings["forms.address.unit"], "", isHeading: false, false))
    }

    private func picker(
        _ name: String, _ label: String, _ hint: String, isHeading: Bool, _ isOptional: Bool
    ) -> UnitPicker {
        let search = AnswerKind.searchField(name)
        let (sought, choices) = (form.text(search), units[name] ?? [])
        let options = choices.map { Choice.Option($0.value, $0.name, isChosen: $0.value == form.text(name)) }
        return UnitPicker(
            // The error summary's link lands on the first thing there is to do.
            id: options.isEmpty ? name : search, name: name, legend: label, searchName: search, sought: sought,
            button: Button(strings["forms.unit.find"], style: .secondary, name: FormControl.find, value: name),
            notes: Notes(
                id: name, hint: hint.isEmpty ? strings["forms.hint.unit"] : hint, problem: mistakes[name]),
            isHeading: isHeading, isOptional: isOptional,
            found: options.isEmpty ? [] : [Choice(name, legend: strings["forms.unit.choose"], options: options)],
            hasNothing: !sought.isEmpty && options.isEmpty)
    }

    private func marked(_ label: String, _ question: Question, _ isHeading: Bool) -> String {
        question.isRequired || isHeading ? label : "\(label) \(strings["web.field.optional"])"
    }
}

/// The names of the buttons and hidden fields that are no answers.
enum FormControl {
    static let revision = "_revision"
    static let from = "_from"
    static let find = "_find"
    static let add = "_add"
    static let remove = "_remove"
    static let upload = "_upload"
    static let removeFile = "_remove_file"
}

extension Question {
    /// What a browser may fill in, where the question is about whoever fills in the form.
    fileprivate var autocomplete: String {
        switch prefill {
        case "person.name": "name"
        case "person.phone": "tel"
        case "person.email": "email"
        default: ""
        }
    }
}

extension AnswerKind {
    fileprivate var name: String {
        switch self {
        case .identifier: "identifier"
        case .money: "money"
        case .phone: "phone"
        case .email: "email"
        default: "none"
        }
    }
}

extension Strings {
    /// The sentence under a key that need not be there.
    fileprivate func known(_ key: String) -> String { key.hasSuffix(".none") ? "" : self[key] }
}

extension AttachedFile {
    /// PDF, JPEG, PNG: the second half of the media type.
    var kindName: String { kind.split(separator: "/").last.map { $0.uppercased() } ?? "" }
}
