// SPDX-License-Identifier: Apache-2.0

/// What a form's button says and does: a verb and its object ("Nộp hồ sơ").
package struct Button: Sendable {
    package enum Style: String, Sendable { case primary, secondary, warning }

    let label: String, style: String
    let name: String, value: String, hasName: Bool

    /// `name` and `value` tell the server which of several buttons was pressed.
    package init(_ label: String, style: Style = .primary, name: String = "", value: String = "") {
        (self.label, self.style) = (label, style.rawValue)
        (self.name, self.value, hasName) = (name, value, !name.isEmpty)
    }
}

/// A link. As `components/link` it is text; as `components/button-link` it starts something.
package struct Link: Sendable {
    let href: String, label: String
    let isSecondary: Bool

    package init(_ label: String, _ href: String, isSecondary: Bool = false) {
        (self.label, self.href, self.isSecondary) = (label, href, isSecondary)
    }
}

/// Where the page hangs, from the home page down; the last step is the page above this one.
package struct Breadcrumbs: Sendable {
    let links: [Link]

    package init(_ links: [Link]) { self.links = links }
}

/// A box to type in and one button. Sent by GET, so that what was found can be kept as an address.
package struct SearchBox: Sendable {
    let action: String, id: String, name: String, label: String, value: String, button: String
    let hint: String, hasHint: Bool
    let isLarge: Bool

    /// `isLarge` is for the one box that is the page's purpose.
    package init(
        action: String, name: String = "q", id: String = "q", label: String, value: String = "", button: String,
        hint: String = "", isLarge: Bool = false
    ) {
        (self.action, self.name, self.id, self.label, self.value) = (action, name, id, label, value)
        self.button = button
        (self.hint, hasHint) = (hint, !hint.isEmpty)
        self.isLarge = isLarge
    }
}

/// The way through a long list.
package struct Pagination: Sendable {
    let label: String
    let previous: [Link], next: [Link]
    let hasPages: Bool

    /// `label` says where one is: "21–40 trong 3.321". A nil neighbour is not there.
    package init(label: String, previous: Link? = nil, next: Link? = nil) {
        self.label = label
        self.previous = previous.map { [$0] } ?? []
        self.next = next.map { [$0] } ?? []
        hasPages = previous != nil || next != nil
    }
}
