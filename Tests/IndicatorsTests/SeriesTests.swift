// SPDX-License-Identifier: Apache-2.0

import Content
import Database
import Foundation
import Kernel
import TestKit
import Testing

@testable import Indicators

@Suite("Periods")
struct PeriodTests {
    @Test(
        "are written and read as SDMX has them, and know their days",
        arguments: [
            ("2020", "2020-01-01", "2020-12-31"), ("2020-S1", "2020-01-01", "2020-06-30"),
            ("2020-S2", "2020-07-01", "2020-12-31"), ("2020-Q1", "2020-01-01", "2020-03-31"),
            ("2020-Q4", "2020-10-01", "2020-12-31"), ("2020-02", "2020-02-01", "2020-02-29"),
            ("2020-W01", "2019-12-30", "2020-01-05"), ("2020-W53", "2020-12-28", "2021-01-03"),
            ("2021-W01", "2021-01-04", "2021-01-10"), ("2016-W01", "2016-01-04", "2016-01-10"),
            ("2020-07-15", "2020-07-15", "2020-07-15"), ("2021-2025", "2021-01-01", "2025-12-31"),
            ("2016-2020", "2016-01-01", "2020-12-31"),
        ])
    func known(text: String, first: String, last: String) throws {
        let period = try #require(Period(text))
        #expect(period.description == text)
        #expect(period.days == (try #require(Day(first)))...(try #require(Day(last))))
        #expect(period.next.previous == period)
        #expect(period.next.days.lowerBound == period.days.upperBound + 1)
        for day in [period.days.lowerBound, period.days.upperBound] {
            #expect(Period(period.kind, containing: day) == period)
        }
    }

    @Test(
        "nothing else is one",
        arguments: [
            "", "20", "0000", "0001", "1899-Q4", "9999", "3000-12", "2020-", "2020-Q0", "2020-Q5", "2020-S3", "2020-13",
            "2020-W00", "2021-W53", "2020-2024",
            "2021-2026", "2021-02-29", "2020-q1", "2020-Q1 ", "２０２０", "2020-Q１", "2020-1", "-2020", "2020-01-01-01",
        ])
    func unknown(text: String) { #expect(Period(text) == nil) }

    @Test("follow each other without a gap, whatever their kind")
    func chain() throws {
        for kind in Period.Kind.allCases {
            var period = Period(kind, containing: try #require(Day("2015-06-15")))
            for _ in 0..<60 {
                #expect(Period(period.description) == period)
                #expect(period.next.days.lowerBound == period.days.upperBound + 1)
                period = period.next
            }
        }
    }
}

@Suite("Indicators over time")
struct SeriesTests {
    private static let measures = [
        Measure("on_time", nameKey: "on_time", event: "decided", where: ["on_time": ["yes"]]),
        Measure("late", nameKey: "late", event: "decided", where: ["on_time": ["no"]]),
    ]

    private static let definition = """
        [{
          "id": "share", "name": {"vi": "Đúng hạn", "en": "On time"}, "about": {"vi": "a", "en": "b"},
          "programme": "digital_government", "unit": "percent", "direction": "up", "periods": ["month"],
          "formulas": [
            {"version": 1, "numerator": ["on_time"], "denominator": ["on_time", "late"], "basis": "unverified"},
            {"version": 2, "from": "2026-07-01", "numerator": ["late"], "denominator": ["on_time", "late"], "basis": "x"}
          ],
          "reported": [{"period": "2020", "figure": "F067"}],
          "targets": [{"period": "2026", "value": 30, "figure": "F172"}]
        }]
        """

    private static func catalogue(_ text: String = definition) throws -> IndicatorCatalogue {
        let figures = try FigureFiles(content: Content.embedded.files).figures
        return try IndicatorCatalogue(
            content: ["Indicators/definitions.json": text], measures: measures, figures: figures)
    }

    @Test("a share is reckoned by the formula of its period, and moves with the ledger", arguments: Backend.available)
    func reckoned(backend: Backend) async throws {
        let counter = try await Counter(
            backend, counting: Self.measures[0], Self.measures[1], catalogue: try Self.catalogue())
        func decide(_ place: String, _ onTime: String, _ day: String) async throws {
            let time = Date(timeIntervalSince1970: Double(try #require(Day(day)).number * 86_400 + 3 * 3600))
            try await counter.happen("decided", at: place, on: time, facts: ["on_time": onTime])
        }
        for day in ["2026-06-01", "2026-06-30", "2026-07-01"] {
            for (place, onTime) in [("a", "yes"), ("a", "yes"), ("b", "no"), ("b", "yes")] {
                try await decide(place, onTime, day)
            }
        }
        try await counter.count()
        let indicator = try counter.service.indicator("share")
        let june = try #require(Period("2026-06"))
        let today = try #require(Day("2026-07-15"))
        func values(at place: String? = nil) async throws -> [IndicatorValue] {
            try await counter.service.values(
                of: indicator, in: [june.previous, june, june.next], at: place, today: today)
        }
        let all = try await values()
        #expect(all.map(\.value) == [nil, 0.75, 0.25])
        #expect(all.map(\.numerator) == [0, 6, 1])
        #expect(all.map(\.denominator) == [0, 8, 4])
        #expect(all.map(\.formula.version) == [1, 1, 2])
        #expect(all.map(\.status) == [.final, .final, .provisional])
        #expect(try await values(at: "b").map(\.value) == [nil, 0.5, 0.5])
        let places = try await counter.service.byPlace(indicator, in: june, today: today)
        #expect(places.map(\.place) == ["a", "b"])
        #expect(places.map(\.value.value) == [1, 0.5])
        #expect(indicator.target(in: june)?.value == 30)
        #expect(indicator.target(in: try #require(Period("2025-06"))) == nil)

        try await decide("c", "yes", "2026-06-15")
        try await counter.count()
        #expect(try await values()[1].numerator == 7)
        await counter.database.close()
    }

    @Test(
        "a definition that cannot be meant is refused, with its name",
        arguments: [
            (#""numerator": ["on_time"]"#, #""numerator": ["nobody"]"#, "counts nobody"),
            (#""numerator": ["on_time"]"#, #""numerator": []"#, "above the line"),
            (#""denominator": ["on_time", "late"], "basis": "x""#, #""denominator": [], "basis": "x""#, "percentage"),
            (#""value": 30"#, #""value": 101"#, "101 percent"),
            (#""figure": "F067""#, #""figure": "F999""#, "F999"),
            (#""version": 2, "from": "2026-07-01""#, #""version": 2"#, "numbered"),
            (#""version": 2"#, #""version": 3"#, "numbered"),
            (
                #"{"period": "2020", "figure": "F067"}"#,
                #"{"period": "2020", "figure": "F067"}, {"period": "2020", "figure": "F068"}"#, "two things"
            ),
            (#""periods": ["month"]"#, #""periods": []"#, "no kind of period"),
            (#""2026-07-01""#, #""2026-02-30""#, "not a day"),
            (#""period": "2026""#, #""period": "26""#, "not a period"),
            (#""id": "share""#, #""id": "late""#, "is there twice"),
        ])
    func refused(old: String, new: String, reason: String) throws {
        #expect(Self.definition.contains(old))
        let problem = try #require(throws: ContentProblem.self) {
            try Self.catalogue(Self.definition.replacing(old, with: new))
        }
        #expect(problem.reason.contains(reason), "\(problem.reason)")
        #expect(problem.line >= 1)
    }

    @Test("what was printed stands beside what is counted, never in it")
    func shipped() throws {
        let figures = try FigureFiles(content: Content.embedded.files).figures
        let text = try #require(Content.embedded.files["Indicators/definitions.json"])
        let names = text.matches(of: /"-?((documents|dossiers|petitions|services|payments)\.[a-z_]+)"/).map {
            String($0.1)
        }
        let catalogue = try IndicatorCatalogue(
            content: Content.embedded.files, measures: Set(names).map { Measure($0, nameKey: $0) }, figures: figures)
        let offered = try #require(catalogue["services_level_4"])
        #expect(offered.formulas.map(\.accumulates) == [true])
        #expect(offered.reported.map(\.figure) == ["F068", "F067"])
        #expect(offered.targets.first?.value == 30)
        let sent = try #require(catalogue["dossiers_online"])
        #expect(sent.reported.map(\.figure) == ["F029"])
        for indicator in catalogue.indicators where indicator.id != offered.id {
            #expect(Set(indicator.reported.map(\.figure)).isDisjoint(with: offered.reported.map(\.figure)))
        }
    }
}
