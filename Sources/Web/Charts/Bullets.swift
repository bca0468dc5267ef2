// SPDX-License-Identifier: Apache-2.0

/// Figures against their targets, one line each (`components/bullets`).
package struct Bullets: Sendable {
    package struct Row: Sendable {
        let label: String, href: String, value: String, target: String
        let status: Status
        let width: String, mark: String
        let trend: [Sparkline]

        /// `share` and `targetShare` are parts of the whole scale, 0…1; `value` and `target` the same in words.
        package init(
            _ label: String, _ href: String, value: String, share: Double, target: String, targetShare: Double,
            status: Status, trend: Sparkline? = nil
        ) {
            (self.label, self.href, self.value, self.target) = (label, href, value, target)
            self.status = status
            width = Scale.percent(min(max(share, 0), 1))
            mark = Scale.percent(min(max(targetShare, 0), 1))
            self.trend = trend.map { [$0] } ?? []
        }
    }

    let rows: [Row]

    package init(_ rows: [Row]) { self.rows = rows }
}
