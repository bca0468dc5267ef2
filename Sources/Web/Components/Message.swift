// SPDX-License-Identifier: Apache-2.0

/// What just happened, or what one should know before going on (`components/notice`).
package struct Notice: Sendable {
    let isShown: Bool, isSuccess: Bool
    let title: String, text: String
    let link: [Link]

    package init(_ title: String, _ text: String = "", isSuccess: Bool = false, link: Link? = nil) {
        (self.title, self.text, self.isSuccess, isShown) = (title, text, isSuccess, true)
        self.link = link.map { [$0] } ?? []
    }

    private init() { (title, text, isSuccess, isShown, link) = ("", "", false, false, []) }

    /// Prints nothing.
    package static let none = Notice()
}

/// The end of something that worked: what, its code, and until when (`components/panel`).
package struct Panel: Sendable {
    let title: String, label: String, code: String, text: String
    let hasCode: Bool, hasText: Bool

    package init(_ title: String, label: String = "", code: String = "", text: String = "") {
        (self.title, self.label, self.code, self.text) = (title, label, code, text)
        (hasCode, hasText) = (!code.isEmpty, !text.isEmpty)
    }
}

/// More about something, opened by who wants it (`components/details`).
package struct Details: Sendable {
    let summary: String, text: String, isOpen: Bool

    package init(_ summary: String, _ text: String, isOpen: Bool = false) {
        (self.summary, self.text, self.isOpen) = (summary, text, isOpen)
    }
}

/// What happened and what comes, with dates (`components/timeline`).
package struct Timeline: Sendable {
    package struct Step: Sendable {
        package enum State: Sendable { case done, now, ahead }

        let time: String, title: String, text: String, href: String
        let hasText: Bool, isLink: Bool
        let isDone: Bool, isNow: Bool, isAhead: Bool

        package init(_ title: String, time: String, text: String = "", href: String = "", state: State = .done) {
            (self.title, self.time, self.text, self.href) = (title, time, text, href)
            (hasText, isLink) = (!text.isEmpty, !href.isEmpty)
            (isDone, isNow, isAhead) = (state == .done, state == .now, state == .ahead)
        }
    }

    let steps: [Step]

    package init(_ steps: [Step]) { self.steps = steps }
}

/// What there is to do, each with where it stands (`components/task-list`).
package struct TaskList: Sendable {
    package struct Item: Sendable {
        let href: String, title: String, hint: String, hasHint: Bool
        let status: Status

        package init(_ title: String, _ href: String, hint: String = "", status: Status) {
            (self.title, self.href, self.hint, hasHint) = (title, href, hint, !hint.isEmpty)
            self.status = status
        }
    }

    let items: [Item]

    package init(_ items: [Item]) { self.items = items }
}
