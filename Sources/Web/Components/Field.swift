// SPDX-License-Identifier: Apache-2.0

/// One line to fill in, with its label, its hint and what was wrong with it.
///
///     Field("title", label: strings["petitions.form.title"], value: form.text("title"), problem: mistakes["title"])
///     {{#page.title}}{{> components/field}}{{/page.title}}
package struct Field: Sendable {
    package enum Kind: String, Sendable { case text, email, tel, password, search, url, file }

    /// How much is expected: a hint for the eye, never a limit.
    package enum Width: String, Sendable { case full, half, short, tiny }

    let id: String, name: String, label: String, value: String
    let hint: String, hasHint: Bool
    let problem: String, hasProblem: Bool
    let describedBy: String, isDescribed: Bool
    let type: String, width: String
    let autocomplete: String, hasAutocomplete: Bool
    let isNumeric: Bool, isOptional: Bool, isHeading: Bool

    /// `isNumeric` brings up the digits on a phone; `isHeading` makes the label the heading of a page that asks one thing.
    package init(
        _ name: String, label: String, value: String = "", hint: String = "", problem: String = "", kind: Kind = .text,
        width: Width = .full, autocomplete: String = "", isNumeric: Bool = false, isOptional: Bool = false,
        isHeading: Bool = false
    ) {
        let notes = Notes(id: name, hint: hint, problem: problem)
        (id, self.name, self.label, self.value) = (name, name, label, value)
        (self.hint, hasHint) = (hint, notes.hasHint)
        (self.problem, hasProblem) = (problem, notes.hasProblem)
        (describedBy, isDescribed) = (notes.describedBy, notes.isDescribed)
        (type, self.width) = (kind.rawValue, width.rawValue)
        (self.autocomplete, hasAutocomplete) = (autocomplete, !autocomplete.isEmpty)
        (self.isNumeric, self.isOptional, self.isHeading) = (isNumeric, isOptional, isHeading)
    }
}

/// Several lines to fill in.
package struct TextArea: Sendable {
    let id: String, name: String, label: String, value: String
    let hint: String, hasHint: Bool
    let problem: String, hasProblem: Bool
    let describedBy: String, isDescribed: Bool
    let rows: String
    let isOptional: Bool, isHeading: Bool

    package init(
        _ name: String, label: String, value: String = "", hint: String = "", problem: String = "", rows: Int = 6,
        isOptional: Bool = false, isHeading: Bool = false
    ) {
        let notes = Notes(id: name, hint: hint, problem: problem)
        (id, self.name, self.label, self.value) = (name, name, label, value)
        (self.hint, hasHint) = (hint, notes.hasHint)
        (self.problem, hasProblem) = (problem, notes.hasProblem)
        (describedBy, isDescribed) = (notes.describedBy, notes.isDescribed)
        self.rows = String(rows)
        (self.isOptional, self.isHeading) = (isOptional, isHeading)
    }
}

/// Ties a hint and a problem to their field for those who hear the page.
struct Notes {
    let hasHint: Bool, hasProblem: Bool, isDescribed: Bool, describedBy: String

    init(id: String, hint: String, problem: String) {
        hasHint = !hint.isEmpty
        hasProblem = !problem.isEmpty
        isDescribed = hasHint || hasProblem
        describedBy = [hasHint ? "\(id)-hint" : nil, hasProblem ? "\(id)-problem" : nil].compactMap(\.self)
            .joined(separator: " ")
    }
}
