// SPDX-License-Identifier: Apache-2.0

import Content
import Kernel
import Testing

@testable import Indicators

@Suite("Indexes that decisions weigh")
struct CompositeIndexTests {
    private static let definition = """
        [{"id": "x", "name": {"vi": "x", "en": "x"}, "basis": "b", "max": 30, "apart": [], "groups": [
          {"id": "g", "name": {"vi": "g", "en": "g"}, "max": 20,
           "items": [{"indicator": "one", "max": 20, "scoring": {"form": "ratio"}}]},
          {"id": "h", "name": {"vi": "h", "en": "h"}, "max": 10, "items": [{"indicator": "two"}]}]}]
        """

    private static func indicator(_ id: String) -> Indicator {
        Indicator(
            id: id, name: Indicator.mock.name, about: Indicator.mock.about, programme: "x", unit: .percent,
            direction: .up, periods: [.year], formulas: Indicator.mock.formulas, reported: [], targets: [])
    }

    private static let catalogue = IndicatorCatalogue([indicator("one"), indicator("two")])

    private static func read(_ text: String) throws -> [CompositeIndex] {
        try CompositeIndex.all(content: ["Indicators/indexes.json": text], catalogue)
    }

    private func value(_ good: Int, _ bad: Int) throws -> IndicatorValue {
        IndicatorValue(
            period: try #require(Period("2020")), formula: Indicator.mock.formulas[0], counts: ["a": good, "b": bad],
            status: .final)
    }

    @Test("each way of scoring gives the points it says")
    func scoring() {
        func points(_ scoring: Scoring, _ value: Double, best: Double? = nil) -> Double? {
            scoring.points(value, of: 20, best: best)
        }
        #expect(points(.ratio, 0.75) == 15)
        #expect(points(.ratio, 1.5) == 20)
        #expect(points(.capped(0.8), 0.4) == 10)
        #expect(points(.capped(0.8), 0.9) == 20)
        let steps = Scoring.steps([.init(from: 0.5, part: 0.5), .init(from: 0.9, part: 1)])
        #expect([0.49, 0.5, 0.89, 0.9].map { points(steps, $0) } == [0, 10, 10, 20])
        #expect(points(.relative, 0.4, best: 0.8) == 10)
        #expect(points(.relative, 0.4) == nil)
        #expect(points(.relative, 0.4, best: 0) == nil)
    }

    @Test("a score is out of what can be reckoned, and no more")
    func score() throws {
        let index = try Self.read(Self.definition)[0]
        let score = IndexScore(
            index, Self.catalogue, values: ["one": try value(3, 1), "two": try value(1, 0)], best: [:])
        #expect((score.points, score.outOf) == (15, 20))
        #expect(score.groups[1].items.map { $0.points == nil } == [true])
        let none = IndexScore(index, Self.catalogue, values: ["one": try value(0, 0)], best: [:])
        #expect((none.points, none.outOf) == (0, 0))
    }

    @Test(
        "a structure that does not hold is refused",
        arguments: [
            ("\"max\": 30", "\"max\": 31", "do not add up"),
            ("\"max\": 20, \"scoring\"", "\"max\": 21, \"scoring\"", "more points"),
            ("\"two\"", "\"three\"", "nobody defines"), ("\"two\"", "\"one\"", "twice"),
            (
                "{\"form\": \"ratio\"}",
                "{\"form\": \"steps\", \"steps\": [{\"from\": 0.5, \"part\": 1}, {\"from\": 0.4, \"part\": 0}]}",
                "do not rise"
            ), ("\"ratio\"", "\"magic\"", ""),
        ])
    func refused(old: String, new: String, reason: String) throws {
        let problem = try #require(throws: ContentProblem.self) {
            try Self.read(Self.definition.replacing(old, with: new))
        }
        #expect(reason.isEmpty || problem.reason.contains(reason), "\(problem.reason)")
    }
}
