// SPDX-License-Identifier: Apache-2.0

/// Several views of one thing, each with an address of its own (`components/tabs`).
package struct Tabs: Sendable {
    package struct Tab: Sendable {
        let label: String, href: String, isHere: Bool

        package init(_ label: String, _ href: String, isHere: Bool = false) {
            (self.label, self.href, self.isHere) = (label, href, isHere)
        }
    }

    let label: String
    let tabs: [Tab]

    /// `label` says what the views are of, for those who hear the page.
    package init(_ label: String, _ tabs: [Tab]) { (self.label, self.tabs) = (label, tabs) }
}

/// How far along one is in a series of questions (`components/steps`): those answered lead back, those ahead are told.
package struct Steps: Sendable {
    struct Step: Sendable {
        let title: String, href: String, number: String
        let isLink: Bool, isNow: Bool, isDone: Bool
    }

    let label: String
    let steps: [Step]

    /// `now` counts from 0; `label` is said on a phone, where the names do not fit: "Bước 2 trên 4".
    package init(_ steps: [Link], now: Int, label: String) {
        self.label = label
        self.steps = steps.enumerated().map { index, link in
            Step(
                title: link.label, href: link.href, number: "\(index + 1)", isLink: index < now, isNow: index == now,
                isDone: index < now)
        }
    }
}
