// SPDX-License-Identifier: Apache-2.0

import Kernel

/// Reads a form as a careful colleague would, before anybody is asked anything.
struct FormReview {
    private let form: FormDefinition

    /// What the routes need for themselves.
    static let reservedPages: Set<String> = ["check", "submission", "erasure", "export", "files"]
    /// What rules may read beside answers.
    static let today = "_today"

    init(_ form: FormDefinition) { self.form = form }

    func check() throws(FormMistake) {
        guard form.version > 0 else { throw FormMistake(path: ["version"], reason: "versions begin with 1") }
        guard !form.pages.isEmpty else { throw FormMistake(path: ["pages"], reason: "a form asks something") }
        var names: Set<String> = []
        // A computed value may be read by any rule; before its answers are there it is null.
        var known = Set(form.computed.map(\.id)).union([Self.today])
        for (index, page) in form.pages.enumerated() {
            let place = ["pages", "\(index)"]
            try checkName(page.name, place + ["name"])
            guard !Self.reservedPages.contains(page.name), names.insert(page.name).inserted else {
                throw FormMistake(path: place + ["name"], reason: "the name \(page.name) is taken")
            }
            try check(page, place, known: known)
            known.formUnion(page.repeats == nil ? page.questions.map(\.id) : [page.name])
        }
        try checkIDs()
        for (index, computed) in form.computed.enumerated() {
            let place = ["computed", "\(index)"]
            try checkName(computed.id, place + ["id"])
            try checkRule(computed.rule, place + ["rule"], known: known)
        }
    }

    private func check(_ page: FormDefinition.Page, _ place: [String], known: Set<String>) throws(FormMistake) {
        guard !page.questions.isEmpty else {
            throw FormMistake(path: place + ["questions"], reason: "a page asks something")
        }
        try checkRule(page.when, place + ["when"], known: known)
        if let repeats = page.repeats {
            guard 0...repeats.max ~= repeats.min, 1...50 ~= repeats.max else {
                throw FormMistake(path: place + ["repeats"], reason: "no such number of entries")
            }
        }
        for (index, question) in page.questions.enumerated() {
            try check(question, of: page, place + ["questions", "\(index)"], known: known)
        }
        let own = known.union(page.questions.map(\.id))
        for (index, check) in page.checks.enumerated() {
            let place = place + ["checks", "\(index)"]
            try checkRule(check.rule, place + ["rule"], known: own)
            guard page.questions.contains(where: { $0.id == check.field }) else {
                throw FormMistake(path: place + ["field"], reason: "the page has no question \(check.field)")
            }
        }
    }

    private func check(
        _ question: Question, of page: FormDefinition.Page, _ place: [String], known: Set<String>
    ) throws(FormMistake) {
        try checkName(question.id, place + ["id"])
        try checkRule(question.when, place + ["when"], known: known)
        guard !question.basis.isEmpty else { throw FormMistake(path: place + ["basis"], reason: "the basis is empty") }
        switch question.kind {
        case .choice(let options), .choices(let options):
            guard !options.isEmpty, Set(options.map(\.value)).count == options.count,
                options.allSatisfy({ !$0.value.isEmpty })
            else { throw FormMistake(path: place + ["options"], reason: "the options are not different values") }
        case .text(let limit), .longText(let limit):
            guard 1...20_000 ~= limit else { throw FormMistake(path: place + ["limit"], reason: "no such length") }
        case .number(_, let decimals):
            // More places could not be told from the marks between thousands.
            guard 0...2 ~= decimals else { throw FormMistake(path: place + ["decimals"], reason: "0, 1 or 2") }
        case .attachment(let files):
            guard 1...20 ~= files.max else { throw FormMistake(path: place + ["max"], reason: "1 to 20 files") }
            guard 1...20 ~= files.megabytes else { throw FormMistake(path: place + ["megabytes"], reason: "1 to 20") }
            guard page.repeats == nil else {
                throw FormMistake(path: place + ["type"], reason: "a page that repeats takes no files")
            }
        default: break
        }
    }

    /// One name stands for one answer, wherever it is asked.
    private func checkIDs() throws(FormMistake) {
        var taken = Set(form.pages.filter { $0.repeats != nil }.map(\.name))
        for (page, number) in zip(form.pages, 0...) {
            for (question, index) in zip(page.questions, 0...) where !taken.insert(question.id).inserted {
                throw FormMistake(
                    path: ["pages", "\(number)", "questions", "\(index)", "id"],
                    reason: "the name \(question.id) is taken")
            }
        }
        for (computed, index) in zip(form.computed, 0...) where !taken.insert(computed.id).inserted {
            throw FormMistake(path: ["computed", "\(index)", "id"], reason: "the name \(computed.id) is taken")
        }
    }

    private func checkName(_ name: String, _ place: [String]) throws(FormMistake) {
        guard name.wholeMatch(of: /[a-z][a-z0-9_]{0,59}/) != nil else {
            throw FormMistake(path: place, reason: "a name has small letters, digits and _: \(name)")
        }
    }

    private func checkRule(_ rule: JSONLogic?, _ place: [String], known: Set<String>) throws(FormMistake) {
        guard let stranger = rule?.variables.subtracting(known).min() else { return }
        throw FormMistake(path: place, reason: "the rule reads \(stranger), which was not asked before")
    }
}
