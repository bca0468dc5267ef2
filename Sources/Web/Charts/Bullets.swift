// SPDX-License-Identifier: Apache-2.0

/// Figures against their targets, one line each (`components/bullets`).
package struct Bullets: Sendable {
    package struct Row: Sendable {
        let label: String, href: String, value: String, target: String
        let status: [Status]
        let hasTarget: Bool
        let width: String, mark: String
        let trend: [Sparkline]

        /// `share` and that of the goal are parts of the whole scale, 0…1; the texts say the same in words.
        package init(
            _ label: String, _ href: String, value: String, share: Double, goal: (text: String, share: Double)?,
            status: Status?, trend: Sparkline? = nil
        ) {
            (self.label, self.href, self.value, target) = (label, href, value, goal?.text ?? "")
            self.status = status.map { [$0] } ?? []
            hasTarget = goal != nil
            width = Scale.percent(min(max(share, 0), 1))
            mark = Scale.percent(min(max(goal?.share ?? 0, 0), 1))
            self.trend = trend.map { [$0] } ?? []
        }
    }

    let rows: [Row]

    package init(_ rows: [Row]) { self.rows = rows }
}
