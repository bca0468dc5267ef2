// SPDX-License-Identifier: Apache-2.0

/// A big number that opens to what it is made of, with its source below (`components/figure`).
package struct Figure: Sendable {
    let label: String, value: String, unit: String, href: String, source: String
    let hasUnit: Bool, isLink: Bool
    let status: [Status]

    /// `href` leads down to the records the number counts; a number without one was reported, and `source` says by whom.
    package init(
        label: String, value: String, unit: String = "", href: String = "", source: String, status: Status? = nil
    ) {
        (self.label, self.value, self.unit, self.href, self.source) = (label, value, unit, href, source)
        (hasUnit, isLink) = (!unit.isEmpty, !href.isEmpty)
        self.status = status.map { [$0] } ?? []
    }
}
