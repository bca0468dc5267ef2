// SPDX-License-Identifier: Apache-2.0

import Foundation
import Indicators
import Kernel

/// A question for data, by either version of SDMX.
struct DataQuery: Sendable {
    /// How much of each series and observation is wanted.
    struct Detail: Sendable {
        var hasMeasure = true
        var hasNoObservations = false
        /// Nil for all of them.
        var attributes: Set<String>?

        func hasAttribute(_ attribute: Flow.Component) -> Bool { attributes?.contains(attribute.id) ?? true }
    }

    let flow: Flow
    /// How the answer names its structure.
    var context = "dataflow"
    /// By dimension; each of them has to hold.
    var conditions: [String: [Condition]] = [:]
    /// Keys of which one has to hold, part by part.
    var keys: [[Condition?]] = []
    var updatedAfter: Date?
    var asOf: Date?
    var first: Int?
    var last: Int?
    var offset = 0
    var limit: Int?
    var isFlat = false
    var detail = Detail()

    init(flow: Flow) {
        self.flow = flow
        isFlat = !flow.hasTime
    }

    /// Whether values of some dimensions, in the order of the structure, may be in the answer.
    func admits(_ key: [String]) -> Bool {
        for (dimension, value) in zip(flow.dimensions, key) where !admits(value, as: dimension.id) { return false }
        return keys.isEmpty || keys.contains { parts in zip(parts, key).allSatisfy { $0?.admits($1) ?? true } }
    }

    /// Whether any key with this value of a dimension may be in the answer.
    func admits(_ value: String, as dimension: String) -> Bool {
        guard conditions[dimension]?.allSatisfy({ $0.admits(value) }) ?? true else { return false }
        guard let index = flow.dimensions.firstIndex(where: { $0.id == dimension }), !keys.isEmpty else { return true }
        return keys.contains { $0[index]?.admits(value) ?? true }
    }

    func admits(_ period: Period) -> Bool { conditions[Flow.time]?.allSatisfy { $0.admits(period) } ?? true }

    /// The days outside of which no period is asked for; nil where none can be.
    var days: ClosedRange<Day>? {
        let hulls = (conditions[Flow.time] ?? []).map(\.hull)
        var (first, last) = (Day.beginning, Day(year: 2999, month: 12, day: 31) ?? .beginning)
        for hull in hulls {
            guard let hull else { return nil }
            (first, last) = (max(first, hull.lowerBound), min(last, hull.upperBound))
        }
        return first <= last ? first...last : nil
    }
}
