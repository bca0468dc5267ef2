// SPDX-License-Identifier: Apache-2.0

import Casework
import Foundation
import Kernel
import Testing

/// 07:30–11:30 and 13:30–17:00, off on Reunification Day 2025 and the Friday after it, which Saturday 26 April made up for.
private let office = WorkingCalendar(
    hours: [450..<690, 810..<1020],
    daysOff: Set(["2025-04-30", "2025-05-01", "2025-05-02"].compactMap { Day($0) }),
    extraDays: Set(["2025-04-26"].compactMap { Day($0) }))

/// `2025-04-29 10:00`, in Việt Nam.
private func at(_ text: String) throws -> Date {
    let parts = text.split(separator: " ")
    let clock = parts[1].split(separator: ":").compactMap { Int($0) }
    let day = try #require(Day(parts[0]))
    return Date(timeIntervalSince1970: Double(day.number * 86_400 + clock[0] * 3600 + clock[1] * 60 - 7 * 3600))
}

@Suite("Working calendar")
struct WorkingCalendarTests {
    @Test(
        "counts office hours only",
        arguments: [
            ("2025-04-29 10:00", "2025-04-29 11:00", 60),
            ("2025-04-29 11:00", "2025-04-29 14:00", 60),
            ("2025-04-29 16:30", "2025-05-05 08:00", 60),
            ("2025-04-25 17:00", "2025-04-26 17:00", 450),
            ("2025-04-27 00:00", "2025-04-27 23:59", 0),
            ("2025-04-29 11:00", "2025-04-29 10:00", 0),
        ])
    func minutes(from: String, to: String, expected: Int) throws {
        #expect(office.minutes(from: try at(from), to: try at(to)) == expected)
    }

    @Test("adding minutes and counting them agree, wherever one starts", arguments: 0..<200)
    func inverse(seed: Int) throws {
        let start = try at("2025-04-20 00:00").addingTimeInterval(Double(seed * 97 * 60))
        let minutes = 1 + seed * 31 % 3000
        #expect(office.minutes(from: start, to: office.moment(minutes, after: start)) == minutes)
    }
}

@Suite("Time limit")
struct TimeLimitTests {
    @Test(
        "a case is due",
        arguments: [
            (TimeLimit.sameDay(cutoff: 900), "2025-04-28 14:59", "2025-04-28 17:00"),
            (.sameDay(cutoff: 900), "2025-04-28 15:00", "2025-04-29 17:00"),
            (.sameDay(cutoff: 900), "2025-04-29 15:30", "2025-05-05 17:00"),
            (.sameDay(cutoff: 900), "2025-04-27 09:00", "2025-04-28 17:00"),
            (.workingDays(3), "2025-04-28 10:00", "2025-05-06 10:00"),
            (.workingDays(1), "2025-04-25 20:00", "2025-04-26 17:00"),
            (.calendarDays(5), "2025-04-28 10:00", "2025-05-05 17:00"),
        ])
    func due(limit: TimeLimit, receipt: String, expected: String) throws {
        #expect(limit.due(from: try at(receipt), in: office) == (try at(expected)))
    }
}

@Suite("Case clock")
struct CaseClockTests {
    @Test("time spent waiting for the applicant does not count")
    func stands() throws {
        var clock = CaseClock(limit: .workingDays(2), from: try at("2025-04-21 08:30"), in: office)
        #expect(clock.due == (try at("2025-04-23 08:30")))

        clock.stop(at: try at("2025-04-22 08:30"))
        #expect(clock.minutesLeft(at: try at("2025-04-25 08:30"), in: office) == 450)
        #expect(!clock.isLate(at: try at("2025-04-25 08:30")))

        clock.resume(at: try at("2025-04-29 13:30"), in: office)
        #expect(clock.due == (try at("2025-05-05 11:30")))
    }

    @Test("what was late when it stopped is late by as much when it runs on")
    func lateStaysLate() throws {
        var clock = CaseClock(limit: .workingDays(1), from: try at("2025-04-21 08:30"), in: office)
        clock.stop(at: try at("2025-04-22 10:30"))
        clock.resume(at: try at("2025-04-24 10:30"), in: office)
        #expect(clock.minutesLeft(at: try at("2025-04-24 10:30"), in: office) == -120)
    }
}

@Suite("Dossier code")
struct DossierCodeTests {
    @Test("reads and writes the national form", arguments: ["H15.50.05.13-261008-0975", "000.00.16.H05-200107-0001"])
    func roundTrip(text: String) throws {
        #expect(try #require(DossierCode(" " + text.lowercased())).description == text)
    }

    @Test(
        "refuses what is none",
        arguments: ["", "H15", "H15-261008", "H15-261308-0001", "H15-261008-0000", "H15-261008-1"])
    func refuses(text: String) { #expect(DossierCode(text) == nil) }
}

@Suite("Case flow")
struct CaseFlowTests {
    @Test(
        "a flow that could strand a case is refused",
        arguments: [
            (#"{"states": [], "moves": []}"#, "there is no state"),
            (
                #"{"states": [{"name": "a", "phase": "incoming"}, {"name": "a", "phase": "closed"}], "moves": []}"#,
                "a is there twice"
            ),
            (#"{"states": [{"name": "a", "phase": "incoming"}], "moves": []}"#, "no move leads on from a"),
            (
                #"{"states": [{"name": "a", "phase": "closed"}, {"name": "b", "phase": "closed"}], "moves": []}"#,
                "no move leads to b"
            ),
            (
                #"""
                {"states": [{"name": "a", "phase": "incoming"}],
                 "moves": [{"name": "m", "event": "m", "from": ["a"], "to": "z", "by": "system", "needs": []}]}
                """#, "m names z, which is no state"
            ),
            (
                #"""
                {"states": [{"name": "a", "phase": "incoming"}],
                 "moves": [{"name": "m", "event": "m", "from": ["a"], "to": "a", "by": "official", "needs": []}]}
                """#, "m is for officials and names no permission"
            ),
        ])
    func refuses(json: String, reason: String) {
        #expect(throws: ContentProblem(file: "x.json", line: reason.hasPrefix("m ") ? 2 : 1, reason: reason)) {
            try CaseFlow(json: json, file: "x.json")
        }
    }
}
