// SPDX-License-Identifier: Apache-2.0

package import Kernel
package import Web

/// Units as sentences and links, in one language.
struct UnitWords {
    let strings: Strings
    let formats: Formats
    let history: UnitHistory
    let today: Day
    /// For the mocks of pages, which have no words.
    var isMock = false

    func date(_ day: Day) -> String { formats.date(day) }

    /// Where the page of a unit is: the bare code for one that exists, else with its last day.
    func href(_ unit: AdministrativeUnit) -> String {
        guard let end = unit.validTo, end < today else { return "/units/\(unit.code)" }
        return "/units/\(unit.code)/\(end)"
    }

    func link(_ unit: AdministrativeUnit) -> Link { Link(unit.name, href(unit)) }

    /// The units above, from the nearest: "Huyện Yên Mô, Tỉnh Ninh Bình".
    func path(_ ancestors: [AdministrativeUnit]) -> String { ancestors.reversed().map(\.name).joined(separator: ", ") }

    /// The sentence under a key of ours, its slots filled.
    func text(_ key: String, _ slots: [String: String] = [:]) -> String {
        isMock ? slots.values.sorted().joined(separator: " ") + key : strings.fill(key, slots)
    }

    func plural(_ key: String, _ count: Int) -> String { isMock ? "\(count)" : strings.plural(key, count) }

    /// "toàn bộ", "một phần" or "phần chính".
    func extent(_ row: Succession) -> String {
        if row.extent == .whole { return text("units.extent.whole") }
        return row.isMain ? text("units.extent.main") : text("units.extent.part")
    }

    /// "5,27 km²"; nil when the area is not known.
    func area(_ unit: AdministrativeUnit) -> String? {
        unit.areaKm2.map { "\(decimal($0)) km²" }
    }

    /// "8 đặc khu, 12 phường và 3 xã": how many of each kind, in a fixed order.
    func counts(_ units: [AdministrativeUnit]) -> String {
        let kinds = Dictionary(grouping: units, by: \.kind)
        let order = [
            "Tỉnh", "Thành phố", "Quận", "Thị xã", "Huyện", "Xã", "Phường", "Thị trấn", "Đặc khu",
        ]
        return order.compactMap { kind in
            kinds[kind].map {
                text("units.count", ["count": formats.number($0.count), "kind": name(ofKind: kind)])
            }
        }.joined(separator: ", ")
    }

    func name(ofKind kind: String) -> String {
        text("units.kind.\(Self.key(ofKind: kind))")
    }

    private func decimal(_ number: Double) -> String {
        let hundredths = Int((number * 100).rounded())
        let fraction = hundredths % 100
        let digits = "\(fraction / 10)\(fraction % 10)"
        return formats.number(hundredths / 100) + (strings.language == .vi ? "," : ".") + digits
    }

    private static func key(ofKind kind: String) -> String {
        switch kind {
        case "Tỉnh": "province"
        case "Thành phố": "city"
        case "Quận": "urban_district"
        case "Thị xã": "town"
        case "Huyện": "district"
        case "Xã": "commune"
        case "Phường": "ward"
        case "Thị trấn": "township"
        case "Đặc khu": "special_zone"
        default: "commune"
        }
    }
}

extension Formats {
    /// dd/MM/yyyy.
    package func date(_ day: Day) -> String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(two(day.day))/\(two(day.month))/\(day.year)"
    }
}
