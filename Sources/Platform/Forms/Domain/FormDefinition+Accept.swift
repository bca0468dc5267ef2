// SPDX-License-Identifier: Apache-2.0

import Kernel

extension FormDefinition {
    /// Takes answers that arrive all at once, from another system: page by page, as if they had been typed there. What is
    /// not asked under them is refused, too: nothing that was sent is dropped unseen.
    package func accept(_ given: Answers, in setting: FormSetting) throws(JSONLogicProblem) -> PageOutcome {
        var answers = Answers()
        var problems: [AnswerProblem] = []
        var known: Set<String> = []
        for page in pages {
            guard let asked = try asked(answers, on: setting.today)[page.name] else { continue }
            known.formUnion(asked.names)
            let wrong = asked.unusable(in: given)
            problems += wrong
            guard wrong.isEmpty else { continue }
            let (values, found) = try asked.check(asked.few(of: asked.given(given)), in: setting)
            problems += found
            answers.values.merge(asked.stored(values)) { $1 }
        }
        for name in given.values.keys.sorted() where !known.contains(name) && !given[name].isBlank {
            problems.append(AnswerProblem(page: "", field: name, label: Words(vi: name, en: name), flaw: .notAsked))
        }
        guard problems.isEmpty else { return .refused(problems) }
        return .answered(try asked(answers, on: setting.today).answers)
    }
}

extension AskedForm.Page {
    /// Under which names its answers arrive.
    fileprivate var names: [String] { page.repeats == nil ? questions.map(\.id) : [page.name] }

    /// What no page of ours could send: characters that nobody types, and entries that are none or answer something else.
    fileprivate func unusable(in given: Answers) -> [AnswerProblem] {
        let unreadable = names.filter { !given[$0].isTyped }.map { name in
            let label = questions.first { $0.id == name }?.label ?? page.title
            return AnswerProblem(page: page.name, field: name, label: label, flaw: .wrongKind)
        }
        guard unreadable.isEmpty, page.repeats != nil, !given[page.name].isBlank else { return unreadable }
        let entries = given[page.name].array?.map(\.object) ?? [nil]
        if entries.contains(nil) {
            return [AnswerProblem(page: page.name, field: page.name, label: page.title, flaw: .wrongKind)]
        }
        let asked = Set(questions.map(\.id))
        return few(of: entries.compactMap(\.self)).enumerated().flatMap { index, entry in
            entry.keys.filter { !asked.contains($0) }.sorted().map { name in
                AnswerProblem(
                    page: page.name, field: "\(page.name)-\(index + 1)-\(name)", label: Words(vi: name, en: name),
                    flaw: .notAsked)
            }
        }
    }

    /// Those that are looked at: one more than can be taken is enough to say that they are too many.
    fileprivate func few(of entries: [Entry]) -> [Entry] {
        page.repeats.map { Array(entries.prefix($0.max + 1)) } ?? entries
    }
}

extension JSONValue {
    /// No text in it has characters that nobody types: such cannot be stored.
    fileprivate var isTyped: Bool {
        switch self {
        case .null, .bool, .number: true
        case .string(let text): !text.unicodeScalars.contains { $0.value < 32 && !"\n\r\t".unicodeScalars.contains($0) }
        case .array(let items): items.allSatisfy(\.isTyped)
        case .object(let members): members.values.allSatisfy(\.isTyped)
        }
    }
}
