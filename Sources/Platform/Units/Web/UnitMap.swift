// SPDX-License-Identifier: Apache-2.0

import Foundation
import Kernel

/// A map drawn from the centre points of communes: a dot each, its area that of the commune (`components/unit-map`).
///
///     let map = UnitMap(tree, title: …, description: …, legend: ["dưới 50 %", "từ 50 %"]) { share[$0.code].map { $0 < 50 ? 0 : 1 } }
///     {{#page.map}}{{> units/map}}{{/page.map}}
///
/// Colours are classes (`v0` … `v6` for values, `none` without one), so that light, dark and print each have theirs. Give
/// the table behind it on the same page.
package struct UnitMap: Sendable {
    /// Dots of one colour and one size: one path of zero-length strokes with round caps.
    struct Layer: Sendable { let style: String, width: String, path: String }
    struct Label: Sendable { let x: String, y: String, anchor: String, text: String, isDot: Bool }
    struct Inset: Sendable {
        let x: String, y: String, width: String, height: String, label: Label, dot: Label, style: String
    }
    struct Key: Sendable { let style: String, label: String }

    let viewBox: String
    let title: String, description: String
    let isCountry: Bool
    let layers: [Layer]
    /// Labels that fit on a wide screen, and the fewer, larger ones that fit on a phone.
    let wide: [Label], narrow: [Label]
    let insets: [Inset]
    let legend: [Key]
    let hasLegend: Bool

    /// The country, or what lies below `code`. `shade` gives the place in `legend`, nil for a commune without a value.
    package init(
        _ tree: UnitTree, below code: String? = nil, title: String, description: String, legend: [String],
        shade: (AdministrativeUnit) -> Int?
    ) {
        self.init(
            tree, below: code, title: title, description: description,
            legend: legend.enumerated().map { Key(style: "v\($0)", label: $1) }
        ) { unit in shade(unit).map { "v\($0)" } ?? "none" }
    }

    /// No values: the provinces of the country told apart by tints.
    package init(_ tree: UnitTree, title: String, description: String) {
        let tints = ProvinceTints(tree)
        self.init(tree, below: nil, title: title, description: description, legend: []) { unit in
            "t\(tints.tint(of: unit))"
        }
    }

    /// What lies below `code`, communes of one kind in one tint; `name` says the kind in the legend.
    init(
        _ tree: UnitTree, kindsBelow code: String, title: String, description: String, name: (String) -> String
    ) {
        let present = Set(tree.communes(below: code).map(\.kind))
        let kinds = ["Phường", "Thị trấn", "Xã", "Đặc khu"].enumerated().filter { present.contains($1) }
        let styles = Dictionary(uniqueKeysWithValues: kinds.map { ($1, "t\($0)") })
        let legend = kinds.count > 1 ? kinds.map { Key(style: "t\($0)", label: name($1)) } : []
        self.init(tree, below: code, title: title, description: description, legend: legend) { unit in
            styles[unit.kind] ?? "t0"
        }
    }

    private init(
        _ tree: UnitTree, below code: String?, title: String, description: String, legend: [Key],
        style: (AdministrativeUnit) -> String
    ) {
        let communes = tree.communes(below: code)
        let frame = MapFrame(communes, isCountry: code == nil)
        (self.title, self.description, isCountry) = (title, description, code == nil)
        (self.legend, hasLegend) = (legend, !legend.isEmpty)
        viewBox = "0 0 \(Int(frame.width)) \(Int(frame.height))"
        layers = Self.layers(communes.filter(frame.holds), in: frame, style: style)
        let named = Self.named(code == nil ? tree.provinces : communes.filter(frame.holds), in: tree, frame)
        wide = MapLabels.place(named, in: frame, size: code == nil ? 25 : 22, islands: code == nil)
        narrow = MapLabels.place(named, in: frame, size: code == nil ? 48 : 40, islands: code == nil)
        insets = frame.outliers.enumerated().map { Self.inset($1, number: $0, in: frame, style: style($1)) }
    }

    /// The capital is named first, then the cities, then the largest; a province in the middle of its communes.
    private static func named(
        _ units: [AdministrativeUnit], in tree: UnitTree, _ frame: MapFrame
    ) -> [MapLabels.Named] {
        units.map { unit in
            let communes =
                unit.level == .commune ? [unit] : tree.communes(below: unit.code).filter { $0.kind != "Đặc khu" }
            let points = communes.map(frame.point)
            let count = max(points.count, 1)
            let middle = (x: points.reduce(0) { $0 + $1.x } / count, y: points.reduce(0) { $0 + $1.y } / count)
            let area = communes.reduce(0) { $0 + ($1.areaKm2 ?? 0) }
            let isCity = unit.level == .province && unit.kind == "Thành phố"
            let weight = unit.shortName == "Hà Nội" ? .infinity : isCity ? area + 1_000_000 : area
            return MapLabels.Named(unit: unit, point: middle, weight: weight)
        }
    }

    private static func layers(
        _ communes: [AdministrativeUnit], in frame: MapFrame, style: (AdministrativeUnit) -> String
    ) -> [Layer] {
        struct Look: Hashable { let style: String, width: Int }
        let looks = Dictionary(grouping: communes) { Look(style: style($0), width: frame.dotWidth(of: $0)) }
        // Large dots first, so that small ones lie on top of them.
        return looks.sorted { ($1.key.width, $0.key.style) < ($0.key.width, $1.key.style) }.map { look, communes in
            Layer(style: look.style, width: "\(look.width)", path: path(communes.map(frame.point)))
        }
    }

    /// Steps from dot to dot in whole units, from top to bottom in bands, keep the numbers short.
    private static func path(_ points: [(x: Int, y: Int)]) -> String {
        let ordered = points.sorted { ($0.y / 24, $0.x) < ($1.y / 24, $1.x) }
        var path = ""
        var last = (x: 0, y: 0)
        for point in ordered {
            let (dx, dy) = (point.x - last.x, point.y - last.y)
            path += "m\(dx)\(dy < 0 ? "" : " ")\(dy)h0"
            last = point
        }
        return path
    }

    /// A special zone far from the rest of its province, in a box of its own at the edge.
    private static func inset(
        _ unit: AdministrativeUnit, number: Int, in frame: MapFrame, style: String
    ) -> Inset {
        let (x, y) = (Int(frame.width) - 210, 12 + number * 132)
        return Inset(
            x: "\(x)", y: "\(y)", width: "198", height: "120",
            label: Label(x: "\(x + 99)", y: "\(y + 96)", anchor: "middle", text: unit.shortName, isDot: false),
            dot: Label(x: "\(x + 99)", y: "\(y + 46)", anchor: "", text: "", isDot: true), style: style)
    }
}
