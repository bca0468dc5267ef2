// SPDX-License-Identifier: Apache-2.0

/// What one module offers on the home page, to this visitor, in this language.
package struct HomePart: Sendable {
    /// A way in: what can be done there, and one sentence on what comes of it.
    package struct Entry: Sendable {
        let href: String, title: String, text: String

        package init(_ title: String, _ href: String, text: String) {
            (self.title, self.href, self.text) = (title, href, text)
        }
    }

    /// The first box offered becomes the page's; it asks what a person came for.
    package var search: [SearchBox] = []
    /// What this visitor has under way, most urgent first.
    package var open: [TaskList.Item] = []
    package var entries: [Entry] = []
    package var figures: [Figure] = []

    package init(
        search: [SearchBox] = [], open: [TaskList.Item] = [], entries: [Entry] = [], figures: [Figure] = []
    ) {
        (self.search, self.open, self.entries, self.figures) = (search, open, entries, figures)
    }
}
