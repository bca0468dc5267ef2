// SPDX-License-Identifier: Apache-2.0

import Indicators
import Kernel

/// What a dimension has to be: `ge:2020-01+le:2020-12,2022` is (from 2020-01 and through 2020-12) or 2022.
struct Condition: Sendable {
    enum Operator: String, Sendable, CaseIterable { case eq, ne, lt, le, gt, ge, co, nc, sw, ew }

    struct Test: Sendable {
        let by: Operator
        let value: String
    }

    /// One of these holds if all of its tests do.
    private let alternatives: [[Test]]
    /// The periods that the tests of a time name.
    private var periods: [String: ClosedRange<Day>] = [:]

    init(anyOf values: [String]) { alternatives = values.map { [Test(by: .eq, value: $0)] } }

    /// As the parameter `c` of SDMX 3.0 writes it.
    init(_ text: String) throws(OpenDataProblem) {
        var alternatives: [[Test]] = []
        for alternative in text.split(separator: ",", omittingEmptySubsequences: false) {
            var tests: [Test] = []
            // Some clients send the space that a plus means in a form; the plus of a time zone parts nothing.
            for test in alternative.split(separator: /[+ ](?![0-9]{2}:[0-9]{2})/, omittingEmptySubsequences: false) {
                let parts = test.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
                if parts.count == 2, let by = Operator(rawValue: String(parts[0])) {
                    tests.append(Test(by: by, value: String(parts[1])))
                } else {
                    tests.append(Test(by: .eq, value: String(test)))
                }
            }
            guard tests.allSatisfy({ !$0.value.isEmpty }) else { throw .syntax(text) }
            alternatives.append(tests)
        }
        self.alternatives = alternatives
    }

    /// Of times.
    init(time text: String) throws(OpenDataProblem) {
        try self.init(text)
        try readPeriods()
    }

    /// From a period on, through another.
    init(from: String?, through: String?) throws(OpenDataProblem) {
        alternatives = [
            [from.map { Test(by: .ge, value: $0) }, through.map { Test(by: .le, value: $0) }].compactMap(\.self)
        ]
        try readPeriods()
    }

    private mutating func readPeriods() throws(OpenDataProblem) {
        for test in alternatives.joined() {
            guard let days = TimePeriod.days(test.value), ![.co, .nc, .sw, .ew].contains(test.by) else {
                throw .syntax("\(test.by.rawValue):\(test.value)")
            }
            periods[test.value] = days
        }
    }

    func admits(_ value: String) -> Bool { alternatives.contains { $0.allSatisfy { Self.holds($0, value) } } }

    func admits(_ period: Period) -> Bool {
        alternatives.contains { tests in
            tests.allSatisfy { test in periods[test.value].map { Self.holds(test.by, $0, period.days) } ?? false }
        }
    }

    /// The days outside of which no period is admitted.
    var hull: ClosedRange<Day>? {
        var hull: ClosedRange<Day>?
        for tests in alternatives {
            var (first, last) = (Day.beginning, Day.end)
            for test in tests {
                guard let days = periods[test.value] else { continue }
                switch test.by {
                case .eq: (first, last) = (max(first, days.lowerBound), min(last, days.upperBound))
                case .ge: first = max(first, days.lowerBound)
                case .gt: first = max(first, days.upperBound + 1)
                case .le: last = min(last, days.upperBound)
                case .lt: last = min(last, days.lowerBound - 1)
                case .ne, .co, .nc, .sw, .ew: break
                }
            }
            guard first <= last else { continue }
            hull = min(hull?.lowerBound ?? first, first)...max(hull?.upperBound ?? last, last)
        }
        return hull
    }

    private static func holds(_ test: Test, _ value: String) -> Bool {
        switch test.by {
        case .eq: value == test.value
        case .ne: value != test.value
        case .lt: value < test.value
        case .le: value <= test.value
        case .gt: value > test.value
        case .ge: value >= test.value
        case .co: value.contains(test.value)
        case .nc: !value.contains(test.value)
        case .sw: value.hasPrefix(test.value)
        case .ew: value.hasSuffix(test.value)
        }
    }

    /// A period is not before another that it lies in.
    private static func holds(_ by: Operator, _ named: ClosedRange<Day>, _ days: ClosedRange<Day>) -> Bool {
        switch by {
        case .eq: days == named
        case .ne: days != named
        case .lt: days.upperBound < named.lowerBound
        case .le: days.upperBound <= named.upperBound
        case .gt: days.lowerBound > named.upperBound
        case .ge: days.lowerBound >= named.lowerBound
        case .co, .nc, .sw, .ew: false
        }
    }
}

extension Day {
    fileprivate static let end = Day(year: 9999, month: 12, day: 31) ?? .beginning
}
