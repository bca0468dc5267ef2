// SPDX-License-Identifier: Apache-2.0

import Kernel
package import Web

/// What comes of a page that was filled in.
package enum PageOutcome: Sendable, Equatable {
    case answered(Answers)
    case refused([AnswerProblem])
}

extension FormDefinition {
    /// The answers after a page was filled in, or everything that is wrong with it. Nil for a page that is not asked under
    /// these answers. Questions that take files keep the files they have: those arrive by another way.
    package func check(
        _ page: String, typed: Form, over answers: Answers, in setting: FormSetting
    ) throws(JSONLogicProblem) -> PageOutcome? {
        guard let asked = try asked(answers, on: setting.today)[page] else { return nil }
        let given = asked.given(typed, over: answers)
        let (values, problems) = try asked.check(given, in: setting)
        guard problems.isEmpty else { return .refused(problems) }
        var after = answers
        after.values.merge(asked.stored(values)) { $1 }
        return .answered(after)
    }

    /// Everything that is still wrong or missing, of what is asked under these answers, in the order of the pages.
    package func problems(in answers: Answers, _ setting: FormSetting) throws(JSONLogicProblem) -> [AnswerProblem] {
        try asked(answers, on: setting.today).problems(in: setting)
    }
}

extension AskedForm {
    /// Everything that is still wrong or missing, in the order of the pages.
    func problems(in setting: FormSetting) throws(JSONLogicProblem) -> [AnswerProblem] {
        var problems: [AnswerProblem] = []
        for page in pages { problems += try page.check(page.given(answers), in: setting).problems }
        return problems
    }
}

extension AskedForm.Page {
    typealias Entry = [String: JSONValue]

    /// How many entries are shown: the page says so itself while it is filled in.
    static let countField = "_entries"

    /// The name of a question's field, in the entry with this index.
    func field(_ question: Question, _ entry: Int) -> String {
        page.repeats == nil ? question.id : "\(page.name)-\(entry + 1)-\(question.id)"
    }

    /// What was typed, entry by entry. Entries beyond the least number in which nothing was typed are none.
    func given(_ form: Form, over answers: Answers) -> [Entry] {
        guard let repeats = page.repeats else { return [entry(0, form, over: answers)] }
        let count = min(max(Int(form.text(Self.countField)) ?? repeats.min, repeats.min), repeats.max)
        return (0..<count).map { entry($0, form, over: answers) }
            .enumerated().filter { $0.offset < repeats.min || !$0.element.isEmpty }.map(\.element)
    }

    private func entry(_ index: Int, _ form: Form, over answers: Answers) -> Entry {
        questions.reduce(into: [:]) { entry, question in
            if case .attachment = question.kind {
                entry[question.id] = answers[question.id]
            } else {
                entry[question.id] = question.kind.typed(field(question, index), in: form)
            }
        }.filter { !$0.value.isBlank }
    }

    /// What is kept already, entry by entry.
    func given(_ answers: Answers) -> [Entry] {
        guard page.repeats != nil else { return [page.kept(answers, questions)] }
        return answers[page.name].array?.map { $0.object ?? [:] } ?? []
    }

    func stored(_ entries: [Entry]) -> Entry {
        guard page.repeats == nil else { return [page.name: .array(entries.map(JSONValue.object))] }
        // What was left out now shall not stay from before.
        return questions.reduce(into: [:]) { $0[$1.id] = entries[0][$1.id] ?? .null }
    }

    func check(
        _ entries: [Entry], in setting: FormSetting
    ) throws(JSONLogicProblem) -> (values: [Entry], problems: [AnswerProblem]) {
        var problems = checkCount(entries)
        var values: [Entry] = []
        for (index, entry) in entries.enumerated() {
            let (checked, found) = check(entry, index, in: setting)
            problems += found
            if found.isEmpty { problems += try checkTogether(checked, index) }
            values.append(checked)
        }
        return (values, problems)
    }

    private func checkCount(_ entries: [Entry]) -> [AnswerProblem] {
        guard let repeats = page.repeats else { return [] }
        func problem(_ flaw: AnswerFlaw) -> [AnswerProblem] {
            [AnswerProblem(page: page.name, field: page.name, label: page.title, flaw: flaw)]
        }
        if entries.count < repeats.min { return problem(.tooFewEntries(repeats.min)) }
        return entries.count > repeats.max ? problem(.tooManyEntries(repeats.max)) : []
    }

    private func check(
        _ entry: Entry, _ index: Int, in setting: FormSetting
    ) -> (values: Entry, problems: [AnswerProblem]) {
        var values: Entry = [:]
        var problems: [AnswerProblem] = []
        for question in questions {
            do throws(AnswerFlaw) {
                let value = entry[question.id] ?? .null
                if value.isBlank {
                    if question.isRequired { throw .missing }
                } else {
                    values[question.id] = try question.kind.checked(value, in: setting)
                }
            } catch {
                problems.append(problem(question, index, error))
            }
        }
        return (values, problems)
    }

    private func checkTogether(_ entry: Entry, _ index: Int) throws(JSONLogicProblem) -> [AnswerProblem] {
        let data = JSONValue.object(data.merging(entry) { $1 })
        var problems: [AnswerProblem] = []
        for check in page.checks {
            guard let question = questions.first(where: { $0.id == check.field }) else { continue }
            if try !check.rule.holds(for: data) { problems.append(problem(question, index, .rule(check.problem))) }
        }
        return problems
    }

    private func problem(_ question: Question, _ index: Int, _ flaw: AnswerFlaw) -> AnswerProblem {
        AnswerProblem(
            page: page.name, field: field(question, index) + question.kind.part(for: flaw), label: question.label,
            flaw: flaw)
    }
}

extension AnswerKind {
    /// Which of its fields a flaw is said at, where there are several.
    fileprivate func part(for flaw: AnswerFlaw) -> String {
        guard case .address = self else { return "" }
        return flaw == .unitNotChosen || flaw == .unknownUnit ? "-unit" : "-line"
    }
}
