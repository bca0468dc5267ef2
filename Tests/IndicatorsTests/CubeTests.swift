// SPDX-License-Identifier: Apache-2.0

import Content
import Database
import Foundation
import Kernel
import Ledger
import TestKit
import Testing
import Units

@testable import Indicators

@Suite("Slabs")
struct SlabTests {
    /// Up to a few, and up to as much as a number of 32 bits holds: what they add up to is more.
    @Test(
        "add up what was added, whatever the order, the months and the groups",
        arguments: [1, 2, 3] as [UInt64], [1000, 80_000_000])
    func sums(seed: UInt64, most: Int) {
        var random = Lehmer(seed: seed)
        func below(_ limit: Int) -> Int { Int(random.next() % UInt64(limit)) }
        var slab = Slab()
        var facts: [(place: Int32, month: Int, count: Int)] = []
        for _ in 0..<2000 {
            facts.append((Int32(below(40)), 2016 * 12 + below(120), below(most)))
            slab.add(
                UInt32(facts[facts.count - 1].count), at: facts[facts.count - 1].place, in: facts[facts.count - 1].month
            )
        }
        #expect(slab.total == facts.reduce(0) { $0 + $1.count })
        let groups = (0..<40).map { _ in Int32(below(5)) }
        // Also months that it knows nothing of.
        for months in [
            2016 * 12..<2026 * 12, 2015 * 12 + 7..<2019 * 12 + 2, 2020 * 12..<2020 * 12 + 1, 1990 * 12..<1991 * 12,
        ] {
            let sums = slab.sums(months, by: groups, count: 5)
            var expected = [Int](repeating: 0, count: 5 * months.count)
            for fact in facts where months.contains(fact.month) {
                expected[Int(groups[Int(fact.place)]) * months.count + fact.month - months.lowerBound] += fact.count
            }
            #expect(sums == expected)
        }
    }
}

@Suite("Numbers as of a position of the ledger")
struct PastTests {
    private static let measures = [Measure("a", nameKey: "a"), Measure("b", nameKey: "b")]

    @Test("are those of the facts up to it, from whichever end they are added up", arguments: Backend.available)
    func past(backend: Backend) async throws {
        let counter = try await Counter(backend, counting: Self.measures[0], Self.measures[1])
        var random = Lehmer(seed: 7)
        let day = try #require(Day("2025-11-15"))
        for _ in 0..<60 {
            let time = Date(timeIntervalSince1970: Double((day + Int(random.next() % 100)).number) * 86_400)
            try await counter.happen(
                ["a", "b", "c"][Int(random.next() % 3)], at: "p\(random.next() % 4)", on: time)
        }
        try await counter.count()
        let facts = try await Self.measures.asyncFlatMap { measure in
            try await counter.service.facts(measure, limit: 1000).map { (measure.id, $0) }
        }
        // Position 1 is the making of the node key.
        #expect(facts.count > 20)
        for position in stride(from: Int64(0), through: 62, by: 3) {
            let slabs = try await counter.cube.slabs(["a", "b", "none"], upTo: position)
            let places = counter.cube.places
            for measure in ["a", "b", "none"] {
                let known = facts.filter { $0.0 == measure && $0.1.position <= position }.map(\.1)
                let slab = try #require(slabs[measure])
                #expect(slab.total == known.count)
                for (number, place) in places.enumerated() {
                    var groups = [Int32](repeating: 1, count: places.count)
                    groups[number] = 0
                    let months = 2025 * 12 + 10..<2026 * 12 + 2
                    let sums = slab.sums(months, by: groups, count: 2).prefix(months.count)
                    #expect(
                        Array(sums)
                            == months.map { month in
                                known.count { $0.place == place && $0.day.monthNumber == month }
                            })
                }
            }
        }
        await counter.database.close()
    }

    @Test("nothing is taken away that never was")
    func remove() {
        var slab = Slab()
        slab.add(3, at: 5, in: 24_305)
        for (count, place, month) in [(4, 5, 24_305), (1, 4, 24_305), (1, 5, 24_306), (1, 5, 30_000)] {
            let isDone = slab.remove(UInt32(count), at: Int32(place), in: month)
            #expect(!isDone)
        }
        let isDone = slab.remove(2, at: 5, in: 24_305)
        #expect(isDone)
        #expect(slab.total == 1)
    }
}

extension Sequence {
    fileprivate func asyncFlatMap<Other>(_ transform: (Element) async throws -> [Other]) async rethrows -> [Other] {
        var all: [Other] = []
        for element in self { all += try await transform(element) }
        return all
    }
}

/// What the communes of three provinces counted before and after these became one.
@Suite("Indicators by unit")
struct UnitViewTests {
    private static let decided = Measure("decided", nameKey: "decided")
    private static let before = "0001-01-01", after = "2025-07-01"

    private static let definition = """
        [{
          "id": "all", "name": {"vi": "Hồ sơ", "en": "Dossiers"}, "about": {"vi": "a", "en": "b"},
          "programme": "digital_government", "unit": "count", "direction": "up", "periods": ["month", "year"],
          "formulas": [{"version": 1, "numerator": ["decided"], "denominator": [], "basis": "unverified"}],
          "reported": [], "targets": []
        }, {
          "id": "stock", "name": {"vi": "Có", "en": "There"}, "about": {"vi": "a", "en": "b"},
          "programme": "digital_government", "unit": "count", "direction": "up", "periods": ["month", "year"],
          "formulas": [
            {"version": 1, "numerator": ["decided"], "denominator": [], "accumulates": true, "basis": "unverified"}
          ],
          "reported": [], "targets": []
        }]
        """

    private struct Land {
        let counter: Counter
        let indicator: Indicator
        let stock: Indicator

        init(_ backend: Backend, capacity: Int = 1 << 20) async throws {
            let catalogue = try IndicatorCatalogue(
                content: ["Indicators/definitions.json": definition], measures: [decided], figures: [])
            counter = try await Counter(backend, counting: decided, catalogue: catalogue, capacity: capacity)
            try await counter.units.load(try UnitFiles(content: Content.embedded.files), by: .system)
            indicator = try counter.service.indicator("all")
            stock = try counter.service.indicator("stock")
        }

        func decide(_ count: Int, at unit: String, from: String, on day: String) async throws {
            let time = Date(timeIntervalSince1970: Double(try #require(Day(day)).number * 86_400 + 3 * 3600))
            for _ in 0..<count { try await counter.happen("decided", at: "\(unit)@\(from)/desk", on: time) }
        }

        func comparison(
            _ period: String, _ scope: UnitScope, _ view: UnitView, of other: Indicator? = nil
        ) async throws -> [String: Int] {
            let (period, today) = (try #require(Period(period)), try #require(Day("2026-03-01")))
            let indicator = other ?? indicator
            let found = try await counter.service.comparison(of: indicator, in: period, scope, view, today: today)
            let comparison = try #require(found)
            var rows = Dictionary(
                comparison.rows.map { ("\($0.unit.name)", $0.value.numerator) }, uniquingKeysWith: +
            ).filter { $0.value > 0 }
            rows[""] = comparison.elsewhere.numerator
            #expect(comparison.whole.numerator == rows.values.reduce(0, +))
            let months = try #require(period.months)
            let table = try await counter.service.table(["decided"], months, scope, view, today: today)
            #expect(table.whole(indicator, in: period) == comparison.whole)
            return rows
        }

        func course(_ unit: UnitID, _ view: UnitView, _ periods: String...) async throws -> [String] {
            try await counter.service.course(
                of: indicator, in: periods.compactMap { Period($0) }, at: unit, view,
                today: try #require(Day("2026-03-01"))
            ).map { "\($0.period) \($0.numerator) \($0.status.rawValue)" }
        }
    }

    private let benTre = UnitID("83", from: .beginning), vinhLong = UnitID("86", from: Day("2025-07-01")!)

    /// Bến Tre, Trà Vinh and Vĩnh Long in 2020, and the new Vĩnh Long since.
    private func threeBecomeOne(_ backend: Backend) async throws -> Land {
        let land = try await Land(backend)
        for (count, unit) in [(3, "83"), (2, "84"), (1, "86")] {
            try await land.decide(count, at: unit, from: Self.before, on: "2020-05-10")
            try await land.decide(count, at: unit, from: Self.before, on: "2025-06-30")
        }
        try await land.decide(5, at: "86", from: Self.after, on: "2025-07-01")
        try await land.counter.happen("decided", at: "g06")
        try await land.counter.count()
        return land
    }

    @Test(
        "as it was, a province has its own time; as it is now, the past of all it is made of",
        arguments: Backend.available)
    func views(backend: Backend) async throws {
        let land = try await threeBecomeOne(backend)
        #expect(
            try await land.comparison("2020-05", .provinces, .asWas)
                == ["Tỉnh Bến Tre": 3, "Tỉnh Trà Vinh": 2, "Tỉnh Vĩnh Long": 1, "": 0])
        #expect(try await land.comparison("2020-05", .provinces, .asNow) == ["Tỉnh Vĩnh Long": 6, "": 0])
        #expect(try await land.comparison("2020-05", .provinces, .matched) == ["Tỉnh Vĩnh Long": 6, "": 0])
        #expect(try await land.comparison("2020-05", .only(vinhLong), .asWas) == ["": 6])

        #expect(
            try await land.course(benTre, .asWas, "2020", "2024", "2025", "2026") == [
                "2020 3 A", "2024 0 A", "2025 3 B",
            ])
        #expect(try await land.course(vinhLong, .asWas, "2020", "2025", "2026") == ["2025 5 B", "2026 0 P"])
        #expect(
            try await land.course(vinhLong, .asNow, "2020", "2025-06", "2025-07", "2025", "2026")
                == ["2020 6 A", "2025-06 6 A", "2025-07 5 A", "2025 11 A", "2026 0 P"])
        #expect(try await land.course(benTre, .asNow, "2020") == [])
    }

    @Test("what there is at the end of a period stands in the tree of that day", arguments: Backend.available)
    func stock(backend: Backend) async throws {
        let land = try await threeBecomeOne(backend)
        func there(_ period: String, _ view: UnitView) async throws -> [String: Int] {
            try await land.comparison(period, .provinces, view, of: land.stock).filter { $0.key != "" }
        }
        #expect(try await there("2019", .asWas) == [:])
        for year in ["2020", "2024"] {
            #expect(
                try await there(year, .asWas) == ["Tỉnh Bến Tre": 3, "Tỉnh Trà Vinh": 2, "Tỉnh Vĩnh Long": 1])
        }
        #expect(
            try await there("2025-06", .asWas) == ["Tỉnh Bến Tre": 6, "Tỉnh Trà Vinh": 4, "Tỉnh Vĩnh Long": 2])
        #expect(try await there("2025", .asWas) == ["Tỉnh Vĩnh Long": 17])
        #expect(try await there("2024", .asNow) == ["Tỉnh Vĩnh Long": 6])
        let values = try await land.counter.service.values(
            of: land.stock, in: ["2019", "2020", "2024", "2025"].compactMap { Period($0) },
            at: "83@\(Self.before)/desk", today: try #require(Day("2026-03-01")))
        #expect(values.map(\.numerator) == [0, 3, 3, 6])
        let places = try await land.counter.service.byPlace(
            land.stock, in: try #require(Period("2024")), today: try #require(Day("2026-03-01")))
        #expect(places.map(\.value.numerator).sorted() == [1, 2, 3])
    }

    @Test("a divided commune counts where its main part is, or, among like, nowhere", arguments: Backend.available)
    func divided(backend: Backend) async throws {
        let land = try await Land(backend)
        let history = try await land.counter.units.history()
        let tree = try await land.counter.units.tree(on: Day("2020-01-01"))
        let today = try await land.counter.units.tree(on: Day("2026-01-01"))
        func heirs(_ unit: AdministrativeUnit) -> Int { history.heirs(of: unit.id, in: today).count }
        let divided = try #require(tree.communes().first { heirs($0) > 1 })
        let whole = try #require(tree.communes(below: "83").first { heirs($0) == 1 })
        for unit in [divided, whole] {
            try await land.decide(1, at: unit.code, from: unit.validFrom.description, on: "2020-05-10")
        }
        try await land.counter.count()

        let heir = try #require(history.holder(of: divided.id, in: today))
        let other = try #require(history.holder(of: whole.id, in: today))
        #expect(
            try await land.comparison("2020", .communes(below: nil), .asNow) == [heir.name: 1, other.name: 1, "": 0])
        #expect(try await land.comparison("2020", .communes(below: nil), .matched) == [other.name: 1, "": 1])
        #expect(
            try await land.comparison("2020", .communes(below: nil), .asWas) == [divided.name: 1, whole.name: 1, "": 0])
        let province = UnitID(try #require(other.parentCode), from: today.since)
        #expect(try await land.comparison("2020", .below(province), .asNow)[other.name] == 1)
    }

    @Test("what a district counted is its province's now that there are no districts", arguments: Backend.available)
    func district(backend: Backend) async throws {
        let land = try await Land(backend)
        let tree = try await land.counter.units.tree(on: Day("2020-01-01"))
        let district = try #require(tree.children(of: "83").first)
        try await land.decide(4, at: district.code, from: Self.before, on: "2020-05-10")
        try await land.counter.count()
        #expect(try await land.comparison("2020", .below(benTre), .asWas) == [district.name: 4, "": 0])
        for view in [UnitView.asNow, .matched] {
            #expect(try await land.comparison("2020", .provinces, view) == ["Tỉnh Vĩnh Long": 4, "": 0])
            #expect(try await land.comparison("2020", .communes(below: nil), view) == ["": 4])
        }
    }

    @Test(
        "a number moves in every unit above as soon as it is counted, also after a rebuild",
        arguments: Backend.available)
    func moves(backend: Backend) async throws {
        // Room for nothing: what is not asked for is forgotten at once.
        let land = try await Land(backend, capacity: 0)
        let tree = try await land.counter.units.tree(on: Day("2026-01-01"))
        let commune = try #require(tree.communes(below: "86").first)
        for round in 1...4 {
            try await land.decide(round, at: commune.code, from: Self.after, on: "2025-08-0\(round)")
            try await land.counter.count()
            if round == 3 { try await land.counter.follower.rebuild() }
            let expected = round * (round + 1) / 2
            for view in UnitView.allCases {
                #expect(try await land.comparison("2025-08", .provinces, view) == ["Tỉnh Vĩnh Long": expected, "": 0])
                #expect(
                    try await land.comparison("2025-08", .below(vinhLong), view) == [commune.name: expected, "": 0])
            }
        }
    }

    @Test("counts by month equal their facts, whatever happens in between", arguments: Backend.available)
    func agree(backend: Backend) async throws {
        let land = try await Land(backend)
        var random = Lehmer(seed: 7)
        let provinces = try await land.counter.units.tree(on: Day("2020-01-01")).provinces
        var expected: [String: Int] = [:]
        for round in 0..<3 {
            for _ in 0..<60 {
                let province = provinces[Int(random.next() % UInt64(provinces.count))]
                let month = Int(random.next() % 12) + 1
                let day = "20\(19 + round)-\(month < 10 ? "0" : "")\(month)-15"
                try await land.decide(1, at: province.code, from: Self.before, on: day)
                expected["\(day.prefix(7)) \(province.name)", default: 0] += 1
            }
            try await land.counter.count()
            if round == 1 { try await land.counter.follower.rebuild() }
            var found: [String: Int] = [:]
            for year in 2019...(2019 + round) {
                for month in 1...12 {
                    let period = "\(year)-\(month < 10 ? "0" : "")\(month)"
                    for (name, count) in try await land.comparison(period, .provinces, .asWas) where count > 0 {
                        found["\(period) \(name)"] = count
                    }
                }
            }
            #expect(found == expected)
        }
    }
}
