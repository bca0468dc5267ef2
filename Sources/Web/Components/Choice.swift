// SPDX-License-Identifier: Apache-2.0

/// Radios (`components/radios`) or checkboxes (`components/checkboxes`) under one question.
package struct Choice: Sendable {
    /// One thing among several to choose from.
    package struct Option: Sendable {
        let value: String, label: String
        let hint: String, hasHint: Bool
        let isChosen: Bool
        /// Set by the component that holds the option.
        fileprivate(set) var id = "", name = ""

        package init(_ value: String, _ label: String, hint: String = "", isChosen: Bool = false) {
            (self.value, self.label) = (value, label)
            (self.hint, hasHint) = (hint, !hint.isEmpty)
            self.isChosen = isChosen
        }

        fileprivate static func named(_ name: String, _ options: [Option]) -> [Option] {
            options.enumerated().map { index, option in
                var option = option
                // The first carries the name alone, so that the error summary's link lands on it.
                option.id = index == 0 ? name : "\(name)-\(index + 1)"
                option.name = name
                return option
            }
        }
    }

    let id: String, legend: String
    let notes: Notes
    let isHeading: Bool, isInline: Bool
    let options: [Option]

    package init(
        _ name: String, legend: String, options: [Option], hint: String = "", problem: String = "",
        isHeading: Bool = false, isInline: Bool = false
    ) {
        notes = Notes(id: name, hint: hint, problem: problem)
        (id, self.legend) = (name, legend)
        (self.isHeading, self.isInline) = (isHeading, isInline)
        self.options = Option.named(name, options)
    }
}

/// A drop-down list: for many short options that people know; otherwise radios are kinder.
package struct Select: Sendable {
    let id: String, name: String, label: String
    let notes: Notes
    let isOptional: Bool
    let options: [Choice.Option]

    package init(
        _ name: String, label: String, options: [Choice.Option], hint: String = "", problem: String = "",
        isOptional: Bool = false
    ) {
        notes = Notes(id: name, hint: hint, problem: problem)
        (id, self.name, self.label) = (name, name, label)
        self.isOptional = isOptional
        self.options = Choice.Option.named(name, options)
    }
}

/// A date one knows by heart, as day, month and year; posted as `<name>-day`, `<name>-month`, `<name>-year`.
package struct DateField: Sendable {
    let id: String, legend: String
    let notes: Notes
    let isHeading: Bool
    let day: String, month: String, year: String

    package init(
        _ name: String, legend: String, day: String = "", month: String = "", year: String = "", hint: String = "",
        problem: String = "", isHeading: Bool = false
    ) {
        notes = Notes(id: name, hint: hint, problem: problem)
        (id, self.legend) = (name, legend)
        self.isHeading = isHeading
        (self.day, self.month, self.year) = (day, month, year)
    }
}
