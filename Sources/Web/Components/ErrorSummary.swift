// SPDX-License-Identifier: Apache-2.0

package import Kernel

/// What was wrong with a form, on top of the page, each line leading to its field. Prints nothing when nothing was.
package struct ErrorSummary: Sendable {
    package struct Item: Sendable {
        let href: String, text: String
        let isLink: Bool

        /// `field` is the field's name, or "" for what concerns the whole form.
        package init(field: String, _ text: String) {
            href = "#\(field)"
            self.text = text
            isLink = !field.isEmpty
        }
    }

    let isShown: Bool
    let takesFocus: Bool
    let isKept: Bool
    let items: [Item]

    /// `takesFocus` starts the reading of a refused page here, without a script; `isKept` says that what was typed is still there.
    package init(_ items: [Item] = [], takesFocus: Bool = true, isKept: Bool = true) {
        self.items = items
        self.takesFocus = takesFocus
        self.isKept = isKept
        isShown = !items.isEmpty
    }
}

/// The problems of one form, found again by field.
///
///     let mistakes = Mistakes([problem], strings: context.strings)
///     Field("title", label: …, problem: mistakes["title"])
///     page.errors = mistakes.summary
package struct Mistakes: Sendable {
    private let found: [(field: String, sentence: String)]

    package init(_ problems: [any Problem] = [], strings: Strings) {
        self.init(found: problems.map { ($0.field ?? "", strings.sentence(for: $0)) })
    }

    /// Sentences that are made already, each with its field.
    package init(found: [(field: String, sentence: String)]) { self.found = found }

    package var isEmpty: Bool { found.isEmpty }

    /// The sentence to print at a field, or "".
    package subscript(field: String) -> String { found.first { $0.field == field }?.sentence ?? "" }

    package var summary: ErrorSummary { summary(isKept: true) }

    package func summary(isKept: Bool) -> ErrorSummary {
        ErrorSummary(found.map { ErrorSummary.Item(field: $0.field, $0.sentence) }, isKept: isKept)
    }
}
