// SPDX-License-Identifier: Apache-2.0

import Kernel
import Web

/// `/units/merged`: of how many former communes each of today's is made, on the map and as a table.
struct MergedPage: Page {
    static let template = "units/merged"

    let breadcrumbs: Breadcrumbs
    let heading: String, lead: String
    let tabs: [Tabs]
    let map: UnitMap
    let classes: Table
    let provinces: [Bars]
    let largest: Table

    /// The country, or the province with `code`.
    init(_ merger: Merger, in tree: UnitTree, below code: String?, words: UnitWords) {
        let province = code.flatMap(tree.unit)
        breadcrumbs = Breadcrumbs(
            [Link(words.text("units.crumb.home"), "/"), Link(words.text("units.title"), "/units")]
                + (province.map { [Link($0.name, "/units/\($0.code)")] } ?? []))
        let communes = tree.communes(below: code)
        let counts = communes.map { merger.parts(of: $0) }
        let (before, after) = (merger.former(below: code), communes.count)
        let place = province?.name ?? words.text("units.merged.country")
        heading = words.text(
            "units.merged.heading",
            ["place": place, "share": words.formats.decimal(Double(before) / Double(max(after, 1)))])
        lead = words.text(
            "units.merged.lead",
            [
                "before": words.formats.number(before), "after": words.formats.number(after),
                "day": words.date(merger.day - 1),
            ])
        tabs = code == nil ? [words.tabs(.merged)] : []
        let labels = Merger.Size.allCases.map { words.text("units.merged.size.\($0)") }
        map = UnitMap(
            tree, below: code, title: words.text("units.merged.map", ["place": place]),
            description: words.text("units.merged.map_description"), legend: labels
        ) { Merger.Size(parts: merger.parts(of: $0))?.rawValue }
        classes = Self.classes(counts, labels, words)
        largest = Self.largest(communes, counts, words)
        provinces = code == nil ? [Self.provinces(merger, tree, words)] : []
    }

    private static func classes(_ counts: [Int], _ labels: [String], _ words: UnitWords) -> Table {
        Table(
            caption: words.text("units.merged.classes"),
            columns: [
                .text(words.text("units.merged.parts")), .number(words.text("units.column.communes")),
                .number(words.text("units.merged.share")),
            ],
            rows: Merger.Size.allCases.map { size in
                let count = counts.filter { Merger.Size(parts: $0) == size }.count
                return [
                    .text(labels[size.rawValue]), .text(words.formats.number(count)),
                    .text(words.formats.percent(Double(count) / Double(max(counts.count, 1)))),
                ]
            }, stacks: false)
    }

    private static func largest(_ communes: [AdministrativeUnit], _ counts: [Int], _ words: UnitWords) -> Table {
        let first = zip(communes, counts).sorted { $0.1 > $1.1 }.prefix(10)
        return Table(
            caption: words.text("units.merged.largest"),
            columns: [.text(words.text("units.merged.commune")), .number(words.text("units.merged.parts"))],
            rows: first.map { unit, count in
                [.link(words.full(unit), "/units/\(unit.code)/changes"), .text(words.formats.number(count))]
            }, stacks: false)
    }

    private static func provinces(_ merger: Merger, _ tree: UnitTree, _ words: UnitWords) -> Bars {
        func share(below code: String?) -> Double {
            Double(merger.former(below: code)) / Double(max(tree.communes(below: code).count, 1))
        }
        let all = share(below: nil)
        return Bars(
            caption: words.text("units.merged.provinces"), labelColumn: words.text("units.column.province"),
            valueColumn: words.text("units.merged.parts"),
            rows: tree.provinces.map { province in
                let share = share(below: province.code)
                return Bars.Row(
                    province.name, "/units/merged?in=\(province.code)", value: share,
                    text: words.formats.decimal(share))
            }, reference: (all, words.text("units.merged.reference", ["share": words.formats.decimal(all)])))
    }
}

/// The communes of today beside those of the oldest tree.
struct Merger: Sendable {
    /// How many former communes went into one, in the steps the map shows.
    enum Size: Int, CaseIterable {
        case kept, two, three, four, several, many

        init?(parts: Int) {
            switch parts {
            case ..<1: return nil
            case 1: self = .kept
            case 2: self = .two
            case 3: self = .three
            case 4: self = .four
            case 5...6: self = .several
            default: self = .many
            }
        }
    }

    /// The first day of the new tree.
    let day: Day
    private let origins: [UnitID: Int]
    private let counts: [Int]
    private let tree: UnitTree

    /// Nil as long as the tree never changed.
    init?(_ history: UnitHistory, to tree: UnitTree) {
        guard let day = history.turningDays.dropFirst().first else { return nil }
        (self.tree, self.day) = (tree, day)
        let old = history.tree(on: day - 1)
        origins = Dictionary(
            uniqueKeysWithValues: tree.communes().map { commune in
                (commune.id, history.origins(of: commune.id, in: old).count)
            })
        // Each former commune counts once, where its main part went.
        var own = [Int](repeating: 0, count: tree.units.count)
        for (unit, place) in zip(old.units, history.match(old, to: tree)) where unit.level == .commune && place >= 0 {
            own[Int(place)] += 1
        }
        counts = tree.rollUp(own)
    }

    /// Of how many former units a commune is made, those counted too that gave it only a part.
    func parts(of commune: AdministrativeUnit) -> Int { origins[commune.id] ?? 0 }

    /// The former communes that are now below a unit, each counted once.
    func former(below code: String?) -> Int {
        guard let code else {
            return tree.provinces.compactMap { tree.place(of: $0.code) }.reduce(0) { $0 + counts[$1] }
        }
        return tree.place(of: code).map { counts[$0] } ?? 0
    }
}

extension MergedPage {
    static var mocks: [MergedPage] {
        [(nil, "Xã Yên Mô"), ("37", "Xã Yên Mô"), (nil, .hostile)].compactMap { code, name in
            let words = UnitWords.mock(name)
            let tree = words.history.tree(on: words.today)
            return Merger(words.history, to: tree).map { MergedPage($0, in: tree, below: code, words: words) }
        }
    }
}
