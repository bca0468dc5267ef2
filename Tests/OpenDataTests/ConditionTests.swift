// SPDX-License-Identifier: Apache-2.0

import Foundation
import Kernel
import Testing

@testable import Indicators
@testable import OpenData

struct ConditionTests {
    @Test(arguments: [
        ("A", "A", true), ("A,B", "B", true), ("A,B", "C", false), ("ne:A", "A", false), ("ne:A+ne:B", "C", true),
        ("ne:A+ne:B", "B", false), ("ne:A,ne:B", "A", true), ("sw:dossiers", "dossiers_online", true),
        ("ew:line", "dossiers_online", true), ("co:_on_", "dossiers_online", false),
        ("nc:_on", "dossiers_received", true),
        ("ge:B", "A", false), ("eq:VN_83", "VN_83", true),
    ])
    func saysOfATextWhatTheStandardSays(condition: String, value: String, holds: Bool) throws {
        #expect(try Condition(condition).admits(value) == holds)
    }

    @Test(arguments: [
        ("2020", "2020", true), ("2020", "2020-Q1", false), ("ge:2020", "2020-01", true), ("ge:2020-07", "2020", false),
        ("le:2020", "2020-W53", false), ("ge:2020-01+le:2020-06", "2020-S1", true), ("gt:2020-Q1", "2020-03", false),
        ("lt:2020-Q2", "2020-03", true), ("2020-Q1,2020-Q3", "2020-Q3", true), ("ne:2020", "2020", false),
        ("ge:2020-05-01T00:00:00", "2020-05-01", true), ("2020-M07", "2020-07", true),
        ("ge:2020-05-01T00:00:00+07:00+le:2020-05-31T00:00:00+07:00", "2020-05", true),
        ("2021-01-01/P5Y", "2021-2025", true), ("ge:2019+le:2019,ge:2021", "2020", false),
    ])
    func saysOfATimeWhatTheStandardSays(condition: String, period: String, holds: Bool) throws {
        let condition = try Condition(time: condition)
        let period = try #require(Period(period))
        #expect(condition.admits(period) == holds)
        if holds, let hull = condition.hull { #expect(hull.contains(period.days)) }
    }

    @Test(arguments: ["ge:", "ge:2020-13", "co:2020", "A+", ",", "2020-07-32", "2020T"])
    func refusesWhatIsNoTime(text: String) {
        #expect(throws: OpenDataProblem.self) { try Condition(time: text) }
    }

    @Test(arguments: [
        ("2020-07-15T08:30:00+07:00", 1_594_776_600), ("2020-07-15T01:30:00Z", 1_594_776_600),
        ("2020-07-15T08:30:00", 1_594_776_600), ("2020-07-15T08:30:00 07:00", 1_594_776_600),
        ("2020-07-15", 1_594_746_000),
        ("2020-07-14T20:30:00.5-05:00", 1_594_776_600.5),
    ])
    func readsMoments(text: String, seconds: Double) {
        #expect(TimePeriod.moment(text)?.timeIntervalSince1970 == seconds)
    }

    @Test(arguments: ["", "2020", "2020-02-30", "2020-07-15T25:00:00", "2020-07-15T08:30", "2020-07-15T08:30:00+25:00"])
    func refusesWhatIsNoMoment(text: String) { #expect(TimePeriod.moment(text) == nil) }
}
