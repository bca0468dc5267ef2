// SPDX-License-Identifier: Apache-2.0

package import Kernel

/// What of a form is asked under certain answers.
package struct AskedForm: Sendable {
    package struct Page: Sendable {
        package let page: FormDefinition.Page
        /// Those of its questions that are asked.
        package let questions: [Question]
        /// What rules of this page may read: the answers before it.
        let data: [String: JSONValue]
    }

    package let pages: [Page]
    /// The answers to what is asked, with what is computed of them. Whatever else was answered is left out.
    package let answers: Answers

    package subscript(_ page: String) -> Page? { pages.first { $0.page.name == page } }
}

extension FormDefinition {
    /// Goes through the form as a person does: what a question hangs on is only ever an answer that was asked for.
    package func asked(_ answers: Answers, on today: Day) throws(JSONLogicProblem) -> AskedForm {
        var data: [String: JSONValue] = [FormReview.today: .string(today.description)]
        var pages: [AskedForm.Page] = []
        for page in self.pages {
            try compute(into: &data)
            if let when = page.when, try !when.holds(for: .object(data)) { continue }
            var questions: [Question] = []
            for question in page.questions {
                if let when = question.when, try !when.holds(for: .object(data)) { continue }
                questions.append(question)
            }
            guard !questions.isEmpty else { continue }
            pages.append(AskedForm.Page(page: page, questions: questions, data: data))
            for (name, value) in page.kept(answers, questions) { data[name] = value }
        }
        try compute(into: &data)
        data[FormReview.today] = nil
        return AskedForm(pages: pages, answers: Answers(data.filter { $0.value != .null }))
    }

    private func compute(into data: inout [String: JSONValue]) throws(JSONLogicProblem) {
        for value in computed { data[value.id] = try value.rule.value(for: .object(data)) }
    }
}

extension FormDefinition.Page {
    /// The answers of this page alone.
    func kept(_ answers: Answers, _ questions: [Question]) -> [String: JSONValue] {
        guard repeats != nil else {
            return questions.reduce(into: [:]) { kept, question in kept[question.id] = answers.values[question.id] }
        }
        let ids = Set(questions.map(\.id))
        let entries = answers[name].array ?? []
        return [name: .array(entries.map { .object(($0.object ?? [:]).filter { ids.contains($0.key) }) })]
    }
}
