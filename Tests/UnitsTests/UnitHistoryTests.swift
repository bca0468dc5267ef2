// SPDX-License-Identifier: Apache-2.0

import Kernel
import TestKit
import Testing
import Units

/// The two trees of the country, and the properties that keep old figures meaningful.
@Suite("Units through time")
struct UnitHistoryTests {
    private let old = Day("2025-06-30")!
    private let new = Day("2025-07-01")!

    @Test("each tree has the units the law counts", arguments: Backend.available)
    func counts(backend: Backend) async throws {
        let (service, _) = try await UnitService.loaded(backend)
        let before = try await service.tree(on: old)
        let after = try await service.tree()
        let levels = { (tree: UnitTree) in
            AdministrativeUnit.Level.allCases.map { level in tree.units.count { $0.level == level } }
        }
        #expect(levels(before) == [63, 696, 10_035])
        #expect(levels(after) == [34, 0, 3321])
        #expect(try await service.tree(on: new).units == after.units)
    }

    @Test("xã Yên Hòa of Yên Mô went whole into xã Yên Mô", arguments: Backend.available)
    func yenHoa(backend: Backend) async throws {
        let (service, _) = try await UnitService.loaded(backend)
        let history = try await service.history()
        let before = try await service.tree(on: old)
        let yenHoa = try #require(before.unit("14722"))
        #expect(before.ancestors(of: "14722").map(\.name) == ["Tỉnh Ninh Bình", "Huyện Yên Mô"])

        let successions = history.successors(of: yenHoa.id)
        #expect(
            successions == [Succession(old: yenHoa.id, new: UnitID("14701", from: new), extent: .whole, isMain: false)])
        #expect(history.standIn(for: yenHoa.id, on: new)?.name == "Xã Yên Mô")
        #expect(history.heirs(of: yenHoa.id).map(\.name) == ["Xã Yên Mô"])
        #expect(history.predecessors(of: UnitID("14701", from: new)).contains { $0.old == yenHoa.id })
    }

    @Test("every commune of today comes from former units, and together from all of them")
    func origins() async throws {
        let (service, _) = try await UnitService.loaded(.sqlite)
        let history = try await service.history()
        let before = try await service.tree(on: old)
        var all: Set<UnitID> = []
        for commune in try await service.tree().communes() {
            let origins = history.origins(of: commune.id, in: before)
            #expect(!origins.isEmpty, "\(commune.name)")
            all.formUnion(origins.map(\.id))
        }
        #expect(before.communes().filter { !all.contains($0.id) }.map(\.name) == [])
    }

    @Test("every old commune and province has a successor, and an heir that exists today")
    func successors() async throws {
        let (service, _) = try await UnitService.loaded(.sqlite)
        let history = try await service.history()
        let today = try await service.tree()
        for unit in try await service.tree(on: old).units where unit.level != .district {
            let successions = history.successors(of: unit.id)
            #expect(!successions.isEmpty, "\(unit.name)")
            #expect(successions.count { $0.carries } == 1, "\(unit.name)")
            for heir in history.heirs(of: unit.id) { #expect(today.unit(heir.code) == heir) }
        }
    }

    @Test("every new unit is made of old ones")
    func predecessors() async throws {
        let (service, _) = try await UnitService.loaded(.sqlite)
        let history = try await service.history()
        for unit in try await service.tree().units {
            let predecessors = history.predecessors(of: unit.id)
            #expect(!predecessors.isEmpty, "\(unit.name)")
            for row in predecessors { #expect(history.successors(of: row.old).contains(row)) }
        }
    }

    @Test("sums over any version of the tree agree", arguments: [1, 2, 3] as [UInt64])
    func sums(seed: UInt64) async throws {
        let (service, _) = try await UnitService.loaded(.sqlite)
        let history = try await service.history()
        let before = try await service.tree(on: old)
        let after = try await service.tree()
        var random = Lehmer(seed: seed)
        let figures = before.units.map { $0.level == .commune ? Int(random.next() % 10_000) : 0 }
        let total = figures.reduce(0, +)

        let sums = before.rollUp(figures)
        for level in [AdministrativeUnit.Level.province, .district] {
            let places = before.units.indices.filter { before.units[$0].level == level }
            #expect(places.reduce(0) { $0 + sums[$1] } == total, "\(level)")
        }
        for place in before.units.indices where before.units[place].level == .province {
            #expect(before.range(of: place).reduce(0) { $0 + figures[$1] } == sums[place])
        }

        var matched = Array(repeating: 0, count: after.units.count)
        for (place, target) in history.match(before, to: after).enumerated() where before.units[place].level == .commune
        {
            try #require(target >= 0, "\(before.units[place].name) has no place in the new tree")
            matched[Int(target)] += figures[place]
        }
        let matchedSums = after.rollUp(matched)
        #expect(after.units.indices.filter { after.parent(of: $0) == nil }.reduce(0) { $0 + matchedSums[$1] } == total)
    }

    @Test("the tree is whole: ranges nest, children are in Vietnamese order, ancestors lead up")
    func shape() async throws {
        let (service, _) = try await UnitService.loaded(.sqlite)
        for day in [old, new] {
            let tree = try await service.tree(on: day)
            #expect(tree.provinces.reduce(0) { $0 + tree.range(of: $1.code).count } == tree.units.count)
            for place in tree.units.indices {
                guard let parent = tree.parent(of: place) else { continue }
                #expect(tree.range(of: parent).contains(place))
                #expect(tree.units[parent].level < tree.units[place].level)
                #expect(tree.units[place].parentCode == tree.units[parent].code)
            }
        }
        let provinces = try await service.tree().provinces.map(\.shortName)
        #expect(provinces.prefix(5) == ["An Giang", "Bắc Ninh", "Cà Mau", "Cao Bằng", "Cần Thơ"])
        #expect(provinces.suffix(2) == ["Tuyên Quang", "Vĩnh Long"])
        let ninhBinh = try await service.tree(on: old).children(of: "37").map(\.shortName)
        #expect(ninhBinh == ["Gia Viễn", "Hoa Lư", "Kim Sơn", "Nho Quan", "Tam Điệp", "Yên Khánh", "Yên Mô"])
    }
}
