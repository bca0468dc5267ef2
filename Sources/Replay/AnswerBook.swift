// SPDX-License-Identifier: Apache-2.0

import Forms
import Foundation
import Kernel
import Synchronization
import Units

/// How people answer each form: worked out once for each way of choosing, then written in each one's own name. What the
/// form would refuse on the day, because days have gone by, is worked out anew.
final class AnswerBook: Sendable {
    private struct Key: Hashable { let form: String, variant: Int }
    private struct Page { let answers: Answers, by: Respondent }

    private let pages = Mutex<[Key: Page]>([:])

    func answers(
        to form: FormDefinition, variant: Int, by respondent: Respondent, in setting: FormSetting
    ) throws -> Answers {
        let key = Key(form: form.name, variant: variant)
        if let page = pages.withLock({ $0[key] }) {
            let own = Rewriting(from: page.by, to: respondent, in: setting).of(page.answers)
            if try form.problems(in: own, setting).isEmpty { return own }
        }
        var careful = respondent
        careful.days = Self.days(round: setting.today)
        guard let answers = try AnswerMaker(form: form, variant: variant, as: careful, in: setting).answers() else {
            throw ReplayProblem.differs("nobody can answer \(form.name), variant \(variant), on \(setting.today)")
        }
        pages.withLock { $0[key] = Page(answers: answers, by: careful) }
        return answers
    }

    /// Lately, soon, and of several generations.
    private static func days(round today: Day) -> [Day] {
        [today, today - 18, today - 860, today + 43]
            + ["1990-05-10", "1960-01-31", "1940-12-01"].compactMap { Day($0) }
    }
}

/// Puts one person in the place of another, wherever answers name them.
private struct Rewriting {
    private let texts: [String: String]
    private let old: JSONValue
    private let unit: JSONValue

    init(from one: Respondent, to other: Respondent, in setting: FormSetting) {
        let pairs = zip(one.names + one.identifiers + [one.line], other.names + other.identifiers + [other.line])
        texts = Dictionary(Array(pairs), uniquingKeysWith: { first, _ in first })
        old = .string(one.commune.code)
        let name = setting.units.unit(other.commune).map { setting.units.fullName(of: $0, on: setting.today) }
        unit = .object([
            "code": .string(other.commune.code), "from": .string(other.commune.validFrom.description),
            "name": .string(name ?? ""),
        ])
    }

    func of(_ answers: Answers) -> Answers { Answers(answers.values.mapValues(of)) }

    private func of(_ value: JSONValue) -> JSONValue {
        switch value {
        case .string(let text): .string(texts[text] ?? text)
        case .array(let items): .array(items.map(of))
        case .object(let members): members["code"] == old ? unit : .object(members.mapValues(of))
        default: value
        }
    }
}
