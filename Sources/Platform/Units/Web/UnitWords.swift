// SPDX-License-Identifier: Apache-2.0

import Kernel
import Web

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

    /// A name with the units that tell it from others of its name: "Xã Yên Mô, Tỉnh Ninh Bình".
    func full(_ unit: AdministrativeUnit) -> String {
        let day = unit.validTo ?? today
        var names = [unit.name]
        var above = unit.parentCode
        while let parent = above.flatMap({ history.unit($0, on: day) }) {
            names.append(parent.name)
            above = parent.parentCode
        }
        return names.joined(separator: ", ")
    }

    /// The name as it stands inside a Vietnamese sentence: "xã Yên Mô".
    func inSentence(_ unit: AdministrativeUnit) -> String {
        guard strings.language == .vi, unit.name.hasPrefix(unit.kind) else { return unit.name }
        return unit.kind.lowercased() + unit.name.dropFirst(unit.kind.count)
    }

    /// The box to find units in; `isLarge` where it is the purpose of the page.
    func search(_ query: String = "", isLarge: Bool = false) -> SearchBox {
        Self.search(query, isLarge: isLarge) { text($0) }
    }

    /// As above where no history was read; `text` gives the sentence under a key.
    static func search(_ query: String = "", isLarge: Bool = false, text: (String) -> String) -> SearchBox {
        SearchBox(
            action: "/units", label: text("units.search.label"), value: query, button: text("units.search.button"),
            hint: text("units.search.hint"), isLarge: isLarge)
    }

    func isTodays(_ tree: UnitTree) -> Bool { tree.since == history.turningDays.last { $0 <= today } }

    /// The views of the country.
    enum View { case today, before, merged }

    func tabs(_ here: View) -> Tabs {
        let last = history.turningDays.last { $0 <= today && $0 > .beginning }.map { $0 - 1 }
        let before = last.map { day in
            Tabs.Tab(text("units.view.before", ["day": date(day)]), "/units?on=\(day)", isHere: here == .before)
        }
        return Tabs(
            text("units.view.label"),
            [
                .init(text("units.view.today"), "/units", isHere: here == .today), before,
                .init(text("units.view.merged"), "/units/merged", isHere: here == .merged),
            ].compactMap(\.self))
    }

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

    /// "5,27 km²", its own or that of its communes; nil when it is not known.
    func area(of unit: AdministrativeUnit, in tree: UnitTree) -> String? {
        let parts = unit.areaKm2.map { [$0] } ?? tree.communes(below: unit.code).map(\.areaKm2)
        let known = parts.compactMap(\.self)
        guard !known.isEmpty, known.count == parts.count else { return nil }
        return formats.decimal(known.reduce(0, +), places: 2) + "\u{A0}km²"
    }

    /// "8 đặc khu, 12 phường và 3 xã": how many of each kind, in a fixed order.
    func counts(_ units: [AdministrativeUnit]) -> String {
        let kinds = Dictionary(grouping: units, by: \.kind)
        return Self.kinds.compactMap { kind in
            kinds[kind].map {
                text("units.count", ["count": formats.number($0.count), "kind": name(ofKind: kind)])
            }
        }.joined(separator: ", ")
    }

    static let kinds = ["Tỉnh", "Thành phố", "Quận", "Thị xã", "Huyện", "Phường", "Thị trấn", "Xã", "Đặc khu"]

    func name(ofKind kind: String) -> String {
        text("units.kind.\(Self.key(ofKind: kind))")
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
