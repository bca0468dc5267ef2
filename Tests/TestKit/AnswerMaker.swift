// SPDX-License-Identifier: Apache-2.0

package import Forms
import Kernel
import Units

/// Fills in a form by its definition alone, as people of several sorts would.
package struct AnswerMaker {
    let form: FormDefinition
    /// Which of the options are chosen, and whether one says yes.
    let variant: Int
    let setting: FormSetting

    package init(form: FormDefinition, variant: Int, in setting: FormSetting) {
        self.form = form
        self.variant = variant
        self.setting = setting
    }

    /// Answers to everything that is asked, required or not. Nil for a page whose rules no answers of ours fulfil.
    package func answers() throws -> Answers? {
        for first in Self.days.indices { if let found = try answers(from: first) { return found } }
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
                let values = values(for: question.kind, from: first)
                // Another digit for each question: all pairs of the first few values are met.
                let digit = index == 0 ? attempt : attempt / (1 << min(2 * index, 5))
                entry[question.id] = values[digit % values.count]
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

    private func values(for kind: AnswerKind, from first: Int) -> [JSONValue] {
        switch kind {
        case .text(let limit): [.string(String("Nguyễn Thị Hoa".prefix(limit)))]
        case .longText: [.string("Vì sổ cũ đã mất.\nXin đăng ký lại.")]
        case .identifier: [.string("037188000002")]
        case .date, .partialDate:
            (Self.days[first...] + Self.days[..<first]).map(JSONValue.string)
        case .number(let range, _), .money(let range):
            [.number(range.lowerBound), .number(min(range.upperBound, range.lowerBound + 3))]
        case .phone: [.string("0912345678")]
        case .email: [.string("hoa@example.vn")]
        case .yesNo: [.bool(variant.isMultiple(of: 2))]
        case .choice(let options): [.string(options[variant % options.count].value)]
        case .choices(let options): [.array(options.map { .string($0.value) })]
        case .unit(let kinds): [kinds.levels.contains(.commune) ? Self.commune : Self.province]
        case .address: [.object(["line": .string("Thôn Yên Thượng"), "unit": Self.commune])]
        case .attachment: [.array([Self.scan])]
        }
    }

    /// Round the fixture's today, and of several generations.
    private static let days = [
        "2026-07-08", "2026-06-20", "2024-02-29", "2026-08-20", "1990-05-10", "1960-01-31", "1940-12-01",
    ]

    private static let commune = JSONValue.object(["code": .string("14701"), "from": .string("2025-07-01")])
    private static let province = JSONValue.object(["code": .string("37"), "from": .string("2025-07-01")])

    private static let scan = JSONValue.object([
        "hash": .string(String(repeating: "ab", count: 32)), "name": .string("giấy khai sinh.pdf"),
        "size": .number(1_234_567), "kind": .string("application/pdf"),
    ])
}
