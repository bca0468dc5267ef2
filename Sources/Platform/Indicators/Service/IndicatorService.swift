// SPDX-License-Identifier: Apache-2.0

package import Database
package import Kernel

/// Reads the numbers. Only the ledger moves them (`IndicatorConsumer`), so there is nothing to permit: counts are public.
package struct IndicatorService: Sendable {
    package let measures: [Measure]
    let database: any Database

    package init(database: any Database, measures: [Measure]) {
        self.database = database
        self.measures = measures
    }

    package func measure(_ id: String) throws(IndicatorProblem) -> Measure {
        guard let measure = measures.first(where: { $0.id == id }) else { throw .noSuchMeasure }
        return measure
    }

    package func total(_ measure: Measure) async throws -> Int {
        try await database.read { try IndicatorStore(db: $0).total(measure) }
    }

    package func byPlace(_ measure: Measure) async throws -> [(place: String, count: Int)] {
        try await database.read { try IndicatorStore(db: $0).byPlace(measure) }
    }

    package func byDay(_ measure: Measure, since day: Day) async throws -> [(day: Day, count: Int)] {
        try await database.read { try IndicatorStore(db: $0).byDay(measure, since: day) }
    }

    /// The events a number is made of, newest first; `before` a position to read on.
    package func facts(
        _ measure: Measure, at place: String? = nil, before position: Int64 = .max, limit: Int = 50
    ) async throws -> [Fact] {
        try await database.read {
            try IndicatorStore(db: $0).facts(measure, at: place, before: position, limit: limit)
        }
    }
}
