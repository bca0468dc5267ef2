// SPDX-License-Identifier: Apache-2.0

import Kernel
import Testing
import Units

@testable import Indicators

@Suite("Rankings")
struct RankingTests {
    private func rows(_ values: [(String, Int, Int)]) -> [(unit: AdministrativeUnit, value: IndicatorValue)] {
        values.map { name, good, all in
            (
                AdministrativeUnit(
                    id: UnitID(name, from: .beginning), validTo: nil, level: .province, kind: "Tỉnh", name: name,
                    parentCode: nil, latitude: 0, longitude: 0, areaKm2: nil),
                IndicatorValue(
                    period: Period(.year, containing: .beginning), formula: Indicator.mock.formulas[0],
                    counts: ["a": good, "b": all - good], status: .final)
            )
        }
    }

    @Test("equals share a place, the next is left free, and places move")
    func ties() {
        let ranking = Ranking(
            rows([("a", 50, 100), ("b", 9, 10), ("c", 90, 100), ("d", 1, 10), ("none", 0, 0)]),
            before: rows([("a", 99, 100), ("b", 1, 2), ("d", 0, 10)]), .up)
        #expect(ranking.places.map(\.unit.name) == ["b", "c", "a", "d"])
        #expect(ranking.places.map(\.rank) == [1, 1, 3, 4])
        #expect(ranking.places.map(\.isShared) == [true, true, false, false])
        #expect(ranking.places.map(\.movement) == [1, nil, -2, -1])
        #expect(ranking.places.map(\.band) == [1, 1, 3, 4])
    }

    @Test("what it takes to draw level is the fewest cases that do")
    func next() {
        let ranking = Ranking(rows([("a", 95, 100), ("b", 9, 10), ("c", 2, 7)]), before: [], .up)
        // Of ten, ten are needed to reach 95 %; of seven, seven to reach 90 %.
        #expect(ranking.places.map(\.toNext) == [nil, 1, 5])
        for (place, better) in zip(ranking.places.dropFirst(), ranking.places) {
            let (own, other) = (place.value, better.value)
            let reached = own.numerator + (place.toNext ?? 0)
            #expect(reached * other.denominator >= other.numerator * own.denominator)
            #expect((reached - 1) * other.denominator < other.numerator * own.denominator)
        }
    }

    @Test("where less is better the least is first, and shares that print alike are told apart")
    func direction() {
        let ranking = Ranking(
            rows([("a", 1, 3), ("b", 333_333, 1_000_000), ("c", 333_334, 1_000_000)]), before: [], .down)
        #expect(ranking.places.map(\.unit.name) == ["b", "a", "c"])
        #expect(ranking.places.map(\.rank) == [1, 2, 3])
        #expect(ranking.places.allSatisfy { $0.toNext == nil })
    }

    @Test("nobody is ranked where nobody has a value")
    func empty() { #expect(Ranking(rows([("a", 0, 0)]), before: [], .up).places.isEmpty) }
}
