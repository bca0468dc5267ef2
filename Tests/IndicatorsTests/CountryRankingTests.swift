// SPDX-License-Identifier: Apache-2.0

import Content
import Kernel
import Testing

@testable import Indicators

@Suite("Rankings of countries")
struct CountryRankingTests {
    private static let definition = """
        [{"id": "x", "name": {"vi": "x", "en": "x"}, "targets": ["F004"],
          "points": [{"period": "2020", "figure": "F063"}, {"period": "2024", "figure": "F019"}]}]
        """

    private static func read(_ text: String) throws -> [CountryRanking] {
        try CountryRanking.all(
            content: ["Indicators/rankings.json": text],
            figures: try FigureFiles(content: Content.embedded.files).figures)
    }

    @Test("are read from what was printed")
    func printed() throws {
        let ranking = try #require(try Self.read(Self.definition).first)
        #expect(ranking.points.map(\.rank) == [86, 71])
        #expect(ranking.points.map(\.of) == [193, 193])
        #expect([0, 1].map(ranking.movement) == [nil, 15])
        #expect(ranking.targets.map(\.rank) == [70])
        #expect(ranking.missing(to: ranking.targets[0]) == 1)
    }

    @Test(
        "a definition that says no rank is refused with its line",
        arguments: [
            ("\"F063\"", "\"F999\"", "F999 says no rank"), ("\"F063\"", "\"F014\"", "F014 says no rank"),
            ("\"2020\"", "\"2025\"", "x has times that do not follow each other"),
            ("\"F004\"", "\"F063\"", "F063 is no target"),
        ])
    func refused(old: String, new: String, reason: String) throws {
        let problem = try #require(throws: ContentProblem.self) {
            try Self.read(Self.definition.replacing(old, with: new))
        }
        #expect(problem.reason.contains(reason), "\(problem.reason)")
    }

    @Test("those that ship say what the articles say")
    func shipped() throws {
        let text = try #require(Content.embedded.files["Indicators/rankings.json"])
        let rankings = try Self.read(text)
        #expect(rankings.first { $0.id == "e_government" }?.points.map(\.rank) == [89, 88, 86, 86, 71])
        #expect(rankings.first { $0.id == "security" }?.points.map(\.rank) == [100, 50, 17])
        // The same two ranks were printed for telecommunications and for ICT, and are never merged.
        #expect(rankings.first { $0.id == "telecom" }?.points.map(\.period.description) == ["2018", "2020"])
        #expect(rankings.first { $0.id == "ict" }?.points.map(\.period.description) == ["2016", "2020"])
    }
}
