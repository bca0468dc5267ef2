// SPDX-License-Identifier: Apache-2.0

/// Units side by side, the largest first unless told (`components/bars`). The table is the chart, so nobody needs another.
package struct Bars: Sendable {
    package struct Row: Sendable {
        let label: String, href: String, text: String, detail: String
        let isLink: Bool, isHere: Bool, hasDetail: Bool
        let value: Double
        fileprivate(set) var width = ""

        /// `detail` stands small below the value; `isHere` marks the unit the page is about.
        package init(
            _ label: String, _ href: String = "", value: Double, text: String, detail: String = "", isHere: Bool = false
        ) {
            (self.label, self.href, self.value, self.text, self.detail) = (label, href, value, text, detail)
            (isLink, self.isHere, hasDetail) = (!href.isEmpty, isHere, !detail.isEmpty)
        }
    }

    let caption: String, labelColumn: String, valueColumn: String
    let rows: [Row]
    let hasReference: Bool, reference: String, referencePlace: String

    /// `reference` is drawn as a line through all bars, such as the value of the whole country.
    package init(
        caption: String, labelColumn: String, valueColumn: String, rows: [Row],
        lowestFirst: Bool = false, reference: (value: Double, text: String)? = nil
    ) {
        (self.caption, self.labelColumn, self.valueColumn) = (caption, labelColumn, valueColumn)
        let top = max(rows.map(\.value).max() ?? 1, reference?.value ?? 0, .leastNonzeroMagnitude)
        self.rows = rows.sorted { lowestFirst ? $0.value < $1.value : $0.value > $1.value }.map { row in
            var row = row
            row.width = Scale.percent(max(row.value, 0) / top)
            return row
        }
        hasReference = reference != nil
        self.reference = reference?.text ?? ""
        referencePlace = Scale.percent((reference?.value ?? 0) / top)
    }
}
