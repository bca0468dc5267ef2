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
    let notes: Notes
    let type: String, width: String
    let autocomplete: String, hasAutocomplete: Bool
    let isNumeric: Bool, isOptional: Bool, isHeading: Bool

    /// `isNumeric` brings up the digits on a phone; `isHeading` makes the label the heading of a page that asks one thing.
    package init(
        _ name: String, label: String, value: String = "", hint: String = "", problem: String = "", kind: Kind = .text,
        width: Width = .full, autocomplete: String = "", isNumeric: Bool = false, isOptional: Bool = false,
        isHeading: Bool = false
    ) {
        notes = Notes(id: name, hint: hint, problem: problem)
        (id, self.name, self.label, self.value) = (name, name, label, value)
        (type, self.width) = (kind.rawValue, width.rawValue)
        (self.autocomplete, hasAutocomplete) = (autocomplete, !autocomplete.isEmpty)
        (self.isNumeric, self.isOptional, self.isHeading) = (isNumeric, isOptional, isHeading)
    }
}

/// Several lines to fill in.
package struct TextArea: Sendable {
    let id: String, name: String, label: String, value: String
    let notes: Notes
    let rows: String
    let limit: String, hasLimit: Bool, isOverLimit: Bool
    let isOptional: Bool, isHeading: Bool

    package init(
        _ name: String, label: String, value: String = "", hint: String = "", problem: String = "", rows: Int = 6,
        limit: TextLimit? = nil, isOptional: Bool = false, isHeading: Bool = false
    ) {
        notes = Notes(id: name, hint: hint, problem: problem, hasLimit: limit != nil)
        (self.limit, hasLimit, isOverLimit) = (limit?.text ?? "", limit != nil, limit?.isOver ?? false)
        (id, self.name, self.label, self.value) = (name, name, label, value)
        self.rows = String(rows)
        (self.isOptional, self.isHeading) = (isOptional, isHeading)
    }
}

/// How much text fits. Counted when the page comes from the server, so nothing typed is ever cut off.
package struct TextLimit: Sendable {
    let text: String, isOver: Bool

    package init(_ limit: Int, typed: String = "", strings: Strings) {
        let left = limit - typed.count
        let key = typed.isEmpty ? "web.field.limit" : left < 0 ? "web.field.limit_over" : "web.field.limit_left"
        let formats = Formats(strings.language)
        let slots = ["limit": formats.number(limit), "count": formats.number(abs(left))]
        self.init(text: strings.fill(key, slots), isOver: left < 0)
    }

    init(text: String, isOver: Bool) { (self.text, self.isOver) = (text, isOver) }
}

/// Fields that answer one question together, such as the parts of an address (`components/field-group`).
package struct FieldGroup: Sendable {
    let id: String, legend: String
    let notes: Notes
    let fields: [Field]

    package init(_ id: String, legend: String, fields: [Field], hint: String = "", problem: String = "") {
        notes = Notes(id: id, hint: hint, problem: problem)
        (self.id, self.legend, self.fields) = (id, legend, fields)
    }
}

/// Ties a hint, a problem and a limit to their field for those who hear the page.
package struct Notes: Sendable {
    let id: String
    let hint: String, hasHint: Bool
    let problem: String, hasProblem: Bool
    let isDescribed: Bool, describedBy: String

    package init(id: String, hint: String, problem: String, hasLimit: Bool = false) {
        self.id = id
        (self.hint, hasHint) = (hint, !hint.isEmpty)
        (self.problem, hasProblem) = (problem, !problem.isEmpty)
        isDescribed = hasHint || hasProblem || hasLimit
        describedBy = [
            hasHint ? "\(id)-hint" : nil, hasProblem ? "\(id)-problem" : nil, hasLimit ? "\(id)-limit" : nil,
        ].compactMap(\.self).joined(separator: " ")
    }
}
