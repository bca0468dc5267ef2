// SPDX-License-Identifier: Apache-2.0

import Foundation
import Kernel

/// From degrees to the units of a drawing: equal steps north and east at the middle of what is drawn.
struct MapFrame {
    let width: Double
    let height: Double
    /// Special zones too far away to be drawn at their place on the map of a province; never on that of the country.
    let outliers: [AdministrativeUnit]
    private let west: Double
    private let north: Double
    private let narrowing: Double
    private let unitsPerDegree: Double
    private let plainWidth: Double
    private let filling: Double
    private let left: Double
    private let outlying: Set<UnitID>

    init(_ communes: [AdministrativeUnit], isCountry: Bool) {
        let outliers = isCountry ? [] : Self.outliers(among: communes)
        let outlying = Set(outliers.map(\.id))
        let near = communes.filter { !outlying.contains($0.id) }
        let latitudes = near.map(\.latitude)
        let longitudes = near.map(\.longitude)
        let (south, north) = (latitudes.min() ?? 8, latitudes.max() ?? 24)
        let (west, east) = (longitudes.min() ?? 102, longitudes.max() ?? 115)
        let narrowing = cos((south + north) / 2 * .pi / 180)
        let extent = max(east - west, 0.02) * narrowing
        let rise = max(north - south, 0.02)
        let margin = isCountry ? 40.0 : 85.0
        // The country is as wide as its seas; a province fills what it is given without growing too tall.
        let scale = isCountry ? 1220 / extent : min(880 / extent, 880 / rise)
        let inset = outliers.isEmpty ? 0.0 : 230.0
        let drawn = extent * scale
        let least = isCountry ? 0 : 640.0
        width = (max(drawn + 2 * margin, least) + inset).rounded()
        height = max((rise * scale + 2 * margin).rounded(), isCountry ? 0 : Double(outliers.count) * 132 + 12)
        left = (width - inset - drawn) / 2
        self.outliers = outliers
        self.outlying = outlying
        self.west = west
        self.north = north + margin / scale
        self.narrowing = narrowing
        unitsPerDegree = scale
        // On a larger scale the eye looks for the single commune, so dots keep clear of each other.
        filling = isCountry ? 1 : 0.72
        let kmPerDegree = 111.2
        let spread = (extent * rise * kmPerDegree * kmPerDegree / Double(max(near.count, 1))).squareRoot()
        plainWidth = max(5, spread * 0.45 / kmPerDegree * scale)
    }

    func holds(_ unit: AdministrativeUnit) -> Bool { !outlying.contains(unit.id) }

    func point(of unit: AdministrativeUnit) -> (x: Int, y: Int) {
        let x = (unit.longitude - west) * narrowing * unitsPerDegree + left
        let y = (north - unit.latitude) * unitsPerDegree
        return (Int(x.rounded()), Int(y.rounded()))
    }

    /// The diameter of the circle that has the commune's area, in steps, so that few paths carry all dots; never so small
    /// that it is not seen.
    func dotWidth(of unit: AdministrativeUnit) -> Int {
        guard let area = unit.areaKm2 else { return Int(plainWidth.rounded()) }
        let kilometres = 2 * (area / .pi).squareRoot()
        // A special zone in the open sea is all there is to see for a hundred kilometres.
        let least = unit.kind == "Đặc khu" ? 12 : 4.5
        let width = max(least, kilometres / 111.2 * unitsPerDegree * filling)
        let step = 1.25
        let exponent = (log(width) / log(step)).rounded()
        return max(4, Int(pow(step, exponent).rounded()))
    }

    private static func outliers(among communes: [AdministrativeUnit]) -> [AdministrativeUnit] {
        let isZone = { (unit: AdministrativeUnit) in
            unit.kind == "Đặc khu" || farIslands.contains(unit.parentCode ?? "")
        }
        let others = communes.filter { !isZone($0) }
        guard !others.isEmpty else { return [] }
        return communes.filter(isZone).filter { zone in
            others.allSatisfy { other in
                let dy = other.latitude - zone.latitude
                let dx = (other.longitude - zone.longitude) * cos(zone.latitude * .pi / 180)
                return (dx * dx + dy * dy).squareRoot() > 0.9
            }
        }
    }

    /// The former districts of Hoàng Sa and Trường Sa.
    private static let farIslands: Set<String> = ["498", "576"]
}

/// Tints that differ between provinces whose communes are near each other.
struct ProvinceTints {
    private let tints: [String: Int]
    private let provinceOf: [UnitID: String]

    init(_ tree: UnitTree) {
        var provinceOf: [UnitID: String] = [:]
        var cells: [Cell: Set<String>] = [:]
        for province in tree.provinces {
            for commune in tree.communes(below: province.code) {
                provinceOf[commune.id] = province.code
                cells[Cell(commune), default: []].insert(province.code)
            }
        }
        var neighbours: [String: Set<String>] = [:]
        for (cell, here) in cells {
            let around = cell.around.reduce(into: here) { $0.formUnion(cells[$1] ?? []) }
            for code in here { neighbours[code, default: []].formUnion(around.subtracting([code])) }
        }
        var tints: [String: Int] = [:]
        for province in tree.provinces.sorted(by: { neighbours[$0.code]?.count ?? 0 > neighbours[$1.code]?.count ?? 0 })
        {
            let taken = Set((neighbours[province.code] ?? []).compactMap { tints[$0] })
            tints[province.code] = (0..<5).first { !taken.contains($0) } ?? 4
        }
        self.tints = tints
        self.provinceOf = provinceOf
    }

    func tint(of unit: AdministrativeUnit) -> Int { provinceOf[unit.id].flatMap { tints[$0] } ?? 0 }

    private struct Cell: Hashable {
        let x: Int, y: Int

        init(_ unit: AdministrativeUnit) { (x, y) = (Int(unit.longitude * 4), Int(unit.latitude * 4)) }
        private init(x: Int, y: Int) { (self.x, self.y) = (x, y) }

        var around: [Cell] {
            [(-1, -1), (0, -1), (1, -1), (-1, 0), (1, 0), (-1, 1), (0, 1), (1, 1)].map { Cell(x: x + $0, y: y + $1) }
        }
    }
}

/// Puts names on a map, the largest unit first, each only where it covers no other name.
enum MapLabels {
    /// A unit to name, where, and how much it wants to be named.
    struct Named { let unit: AdministrativeUnit, point: (x: Int, y: Int), weight: Double }

    static func place(
        _ units: [Named], in frame: MapFrame, size: Double, islands: Bool
    ) -> [UnitMap.Label] {
        var taken: [Box] = []
        var labels: [UnitMap.Label] = []
        let zones = islands ? Self.islands(in: frame, size: size) : []
        for (box, label) in zones {
            taken.append(box)
            labels.append(label)
        }
        for (unit, anchor) in units.sorted(by: { ($0.weight, $1.unit.code) > ($1.weight, $0.unit.code) }).map({
            ($0.unit, $0.point)
        }) {
            let width = Double(unit.shortName.count) * size * 0.61
            // A province is large enough to be named beside its middle; a commune's name there would name another.
            let spots =
                unit.level == .province
                ? [(0.0, 0.0), (0, -0.8), (0, 0.8), (0, -1.5), (0, 1.5), (0.6, 0), (-0.6, 0)] : [(0.0, 0.0)]
            for (right, down) in spots {
                let x = Double(anchor.x) + right * width
                let y = Double(anchor.y) + down * size
                let box = Box(
                    x: x - width / 2 - size * 0.2, y: y - size * 0.7, width: width + size * 0.4, height: size * 1.4)
                guard box.x > 0, box.x + box.width < frame.width, !taken.contains(where: box.meets) else { continue }
                taken.append(box)
                labels.append(
                    UnitMap.Label(
                        x: "\(Int(x))", y: "\(Int(y + size * 0.35))", anchor: "middle", text: unit.shortName,
                        isDot: false))
                break
            }
        }
        return labels
    }

    /// Hoàng Sa and Trường Sa are named on every map of the country.
    private static func islands(in frame: MapFrame, size: Double) -> [(Box, UnitMap.Label)] {
        [("Hoàng Sa", 16.568, 112.135), ("Trường Sa", 9.71, 114.45)].map { name, latitude, longitude in
            let point = frame.point(
                of: AdministrativeUnit(
                    id: UnitID("", from: .beginning), validTo: nil, level: .commune, kind: "", name: name,
                    parentCode: nil,
                    latitude: latitude, longitude: longitude, areaKm2: nil))
            let width = Double(name.count) * size * 0.61
            let y = Double(point.y) + size * 1.5
            let x = min(Double(point.x), frame.width - width / 2 - 6)
            return (
                Box(x: x - width / 2, y: y - size, width: width, height: size * 1.2),
                UnitMap.Label(x: "\(Int(x))", y: "\(Int(y))", anchor: "middle", text: name, isDot: false)
            )
        }
    }

    struct Box {
        let x: Double, y: Double, width: Double, height: Double

        func meets(_ other: Box) -> Bool {
            x < other.x + other.width && other.x < x + width && y < other.y + other.height && other.y < y + height
        }
    }
}
