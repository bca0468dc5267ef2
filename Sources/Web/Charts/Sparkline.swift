// SPDX-License-Identifier: Apache-2.0

/// The course of a number in the space of a word (`components/sparkline`). A missing value is a gap.
package struct Sparkline: Sendable {
    static let width = 120.0, height = 28.0

    let label: String
    let paths: [String]
    let endX: String, endY: String

    /// `label` says in words what the line shows: "Từ 31 % năm 2020 lên 45 % năm 2024".
    package init(_ values: [Double?], label: String) {
        self.label = label
        let known = values.compactMap(\.self)
        let (low, high) = (known.min() ?? 0, known.max() ?? 0)
        let range = high > low ? high - low : 1
        let step = (Self.width - 8) / Double(max(values.count - 1, 1))
        let places = values.enumerated().map { index, value in
            value.map { (x: 4 + step * Double(index), y: 4 + (Self.height - 8) * (1 - ($0 - low) / range)) }
        }
        paths = places.split(whereSeparator: { $0 == nil }).map { run in
            "M" + run.compactMap(\.self).map { "\(Scale.number($0.x)) \(Scale.number($0.y))" }.joined(separator: "L")
        }
        let end = places.last { $0 != nil } ?? nil
        (endX, endY) = (Scale.number(end?.x ?? 0), Scale.number(end?.y ?? 0))
    }
}
