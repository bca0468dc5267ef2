// SPDX-License-Identifier: Apache-2.0

/// A number over time (`components/line-chart`): gaps where nothing was measured, a line for the target, a mark where the
/// way of counting changed, and the table one click away.
package struct LineChart: Sendable {
    package struct Point: Sendable {
        let label: String, value: Double?, text: String

        /// `value` nil is a gap; `text` is the value in words, or what is said in its place.
        package init(_ label: String, _ value: Double?, text: String) {
            (self.label, self.value, self.text) = (label, value, text)
        }
    }

    struct Segment: Sendable { let x1: String, y1: String, x2: String, y2: String }
    struct Dot: Sendable { let x: String, y: String, text: String, labelY: String, isLast: Bool }
    struct Tick: Sendable { let y: String, labelY: String, label: String }
    struct Break: Sendable { let x: String, number: String, note: String }

    static let height = 220.0, top = 22.0, bottom = 28.0

    let label: String
    let segments: [Segment], dots: [Dot], ticks: [Tick], breaks: [Break]
    let hasBreaks: Bool
    let first: String, last: String
    let hasTarget: Bool, target: String, targetY: String, targetLabelY: String
    let table: Table

    /// `label` says in words what the chart shows. `breaks` maps the index of a point to what changed before it.
    package init(
        label: String, columns: (time: String, value: String), points: [Point], format: (Double) -> String,
        target: (value: Double, text: String)? = nil, breaks: [Int: String] = [:], fromZero: Bool = true
    ) {
        self.label = label
        let scale = Scale(points.compactMap(\.value) + (target.map { [$0.value] } ?? []), fromZero: fromZero)
        let across = { (index: Double) in Scale.percent(0.02 + 0.96 * index / Double(max(points.count - 1, 1))) }
        segments = zip(points.indices, points.indices.dropFirst()).compactMap { from, to in
            guard let start = points[from].value, let end = points[to].value, breaks[to] == nil else { return nil }
            return Segment(
                x1: across(Double(from)), y1: Self.down(start, scale), x2: across(Double(to)), y2: Self.down(end, scale)
            )
        }
        let lastKnown = points.lastIndex { $0.value != nil }
        dots = points.enumerated().compactMap { index, point in
            guard let value = point.value else { return nil }
            return Dot(
                x: across(Double(index)), y: Self.down(value, scale), text: point.text,
                labelY: Self.down(value, scale, lift: 11), isLast: index == lastKnown)
        }
        ticks = scale.ticks.map {
            Tick(y: Self.down($0, scale), labelY: Self.down($0, scale, lift: 5), label: format($0))
        }
        self.breaks = breaks.sorted { $0.key < $1.key }.enumerated().map { number, item in
            Break(x: across(Double(item.key) - 0.5), number: "\(number + 1)", note: item.value)
        }
        hasBreaks = !breaks.isEmpty
        (first, last) = (points.first?.label ?? "", points.last?.label ?? "")
        hasTarget = target != nil
        self.target = target?.text ?? ""
        targetY = Self.down(target?.value ?? 0, scale)
        targetLabelY = Self.down(target?.value ?? 0, scale, lift: 6)
        table = Table(
            caption: label, columns: [.text(columns.time), .number(columns.value)],
            rows: points.map { [.text($0.label), .text($0.text)] }, stacks: false)
    }

    private static func down(_ value: Double, _ scale: Scale, lift: Double = 0) -> String {
        Scale.number(top + (height - top - bottom) * (1 - scale.share(value)) - lift)
    }
}
