// SPDX-License-Identifier: Apache-2.0

package import Kernel
package import Units

/// Somebody invented who fills in forms: what they write where a form asks for a name, a day, a place.
package struct Respondent: Sendable, Equatable {
    /// Their own name, then the names of others that they write where several are asked for.
    package var names: [String]
    /// As `names`.
    package var identifiers: [String]
    package var phone = "0912345678"
    package var email = "hoa@example.vn"
    package var line = "Thôn Yên Thượng"
    package var commune: UnitID
    package var province: UnitID
    /// Days of several generations, as they come to mind.
    package var days: [Day]
    /// The file they attach wherever one is asked for.
    package var scan: AttachedFile

    package init(
        names: [String], identifiers: [String], commune: UnitID, province: UnitID, days: [Day], scan: AttachedFile
    ) {
        (self.names, self.identifiers) = (names, identifiers)
        (self.commune, self.province) = (commune, province)
        (self.days, self.scan) = (days, scan)
    }
}

/// Fills in a form by its definition alone, as people of several sorts would: for replays and tests.
package struct AnswerMaker {
    let form: FormDefinition
    /// Which of the options are chosen, and whether one says yes.
    let variant: Int
    let respondent: Respondent
    let setting: FormSetting

    package init(form: FormDefinition, variant: Int, as respondent: Respondent, in setting: FormSetting) {
        self.form = form
        self.variant = variant
        self.respondent = respondent
        self.setting = setting
    }

    /// Answers to everything that is asked, required or not. Nil for a page whose rules no answers of theirs fulfil.
    package func answers() throws -> Answers? {
        for first in respondent.days.indices { if let found = try answers(from: first) { return found } }
        return nil
    }

    /// Those that one comes to when days are tried in the order of the list, from this one on.
    private func answers(from first: Int) throws -> Answers? {
        var answers = Answers()
        for page in form.pages {
            guard let asked = try form.asked(answers, on: setting.today)[page.name] else { continue }
            guard let filled = try fill(page, asked.questions, over: answers, from: first) else { return nil }
            answers = filled
        }
        return answers
    }

    /// Tries the values each question can take until the rules of the page hold.
    private func fill(
        _ page: FormDefinition.Page, _ questions: [Question], over answers: Answers, from first: Int
    ) throws -> Answers? {
        for attempt in 0..<64 {
            var entry: [String: JSONValue] = [:]
            for (index, question) in questions.enumerated() {
                let values = values(for: question, at: index, from: first)
                // Another digit for each question: all pairs of the first few values are met.
                let digit = index == 0 ? attempt : attempt / (1 << min(2 * index, 5))
                let value = values[digit % values.count]
                // As it is kept where it is one that is taken: a unit with its name.
                entry[question.id] = (try? question.kind.checked(value, in: setting)) ?? value
            }
            var filled = answers
            if let repeats = page.repeats {
                filled.values[page.name] = .array(Array(repeating: .object(entry), count: max(repeats.min, 1)))
            } else {
                filled.values.merge(entry) { $1 }
            }
            let problems = try form.problems(in: filled, setting).filter { $0.page == page.name }
            if problems.isEmpty { return filled }
        }
        return nil
    }

    private func values(for question: Question, at index: Int, from first: Int) -> [JSONValue] {
        switch question.kind {
        case .text(let limit): [.string(String(own(respondent.names, question, index).prefix(limit)))]
        case .longText: [.string("Vì sổ cũ đã mất.\nXin đăng ký lại.")]
        case .identifier: [.string(own(respondent.identifiers, question, index))]
        case .date, .partialDate:
            (respondent.days[first...] + respondent.days[..<first]).map { .string($0.description) }
        case .number(let range, _), .money(let range):
            [.number(range.lowerBound), .number(min(range.upperBound, range.lowerBound + 3))]
        case .phone: [.string(respondent.phone)]
        case .email: [.string(respondent.email)]
        case .yesNo: [.bool(variant.isMultiple(of: 2))]
        case .choice(let options): [.string(options[variant % options.count].value)]
        case .choices(let options): [.array(options.map { .string($0.value) })]
        case .unit(let kinds):
            [kinds.levels.contains(.commune) ? respondent.commune.answer : respondent.province.answer]
        case .address: [.object(["line": .string(respondent.line), "unit": respondent.commune.answer])]
        case .attachment: [.array([respondent.scan.value])]
        }
    }

    /// The first of the list where the form asks about the person themselves.
    private func own(_ list: [String], _ question: Question, _ index: Int) -> String {
        list[question.prefill == nil ? index % list.count : 0]
    }
}

extension UnitID {
    fileprivate var answer: JSONValue {
        .object(["code": .string(code), "from": .string(validFrom.description)])
    }
}
