// SPDX-License-Identifier: Apache-2.0

import Database
import Kernel

/// The tables `indicator_fact` (what a number is made of), `indicator_count` (the numbers by day), `indicator_year` (by month,
/// a row for each year) and `indicator_total` (their sums), always moved together.
struct IndicatorStore {
    let db: any Connection

    /// Adds facts and moves the counts by them, one statement for each.
    func add(_ facts: [(measure: Measure, fact: Fact)]) throws {
        guard !facts.isEmpty else { return }
        let rows = facts.map { row -> SQL in
            let fact = row.fact
            return """
                (\(row.measure.id), \(fact.position), \(fact.event), \(fact.subject), \(fact.place), \(fact.day))
                """
        }
        try db.run(
            """
            INSERT INTO indicator_fact (measure, position, event, subject, place, day) VALUES \(rows.joined(by: ", "))
            """)
        let counts = Dictionary(grouping: facts) { Key(place: $0.fact.place, measure: $0.measure.id, day: $0.fact.day) }
        let sums = counts.map { key, facts -> SQL in "(\(key.place), \(key.measure), \(key.day), \(facts.count))" }
        try db.run(
            """
            INSERT INTO indicator_count (place, measure, day, count) VALUES \(sums.joined(by: ", "))
            ON CONFLICT (place, measure, day) DO UPDATE SET count = indicator_count.count + excluded.count
            """)
        try addMonths(facts)
        let totals = Dictionary(grouping: facts, by: \.measure.id).map { id, facts -> SQL in "(\(id), \(facts.count))" }
        try db.run(
            """
            INSERT INTO indicator_total (measure, count) VALUES \(totals.joined(by: ", "))
            ON CONFLICT (measure) DO UPDATE SET count = indicator_total.count + excluded.count
            """)
    }

    private func addMonths(_ facts: [(measure: Measure, fact: Fact)]) throws {
        let years = Dictionary(grouping: facts) {
            YearKey(place: $0.fact.place, measure: $0.measure.id, year: $0.fact.day.year)
        }
        let rows = years.map { key, facts -> SQL in
            var months = [Int](repeating: 0, count: 12)
            for row in facts { months[row.fact.day.month - 1] += 1 }
            return "(\(key.measure), \(key.place), \(key.year), \(months.map { "\($0)" }.joined(by: ", ")))"
        }
        try db.run(
            """
            INSERT INTO indicator_year (measure, place, year, m01, m02, m03, m04, m05, m06, m07, m08, m09, m10, m11, m12)
            VALUES \(rows.joined(by: ", "))
            ON CONFLICT (measure, place, year) DO UPDATE SET
                m01 = indicator_year.m01 + excluded.m01, m02 = indicator_year.m02 + excluded.m02,
                m03 = indicator_year.m03 + excluded.m03, m04 = indicator_year.m04 + excluded.m04,
                m05 = indicator_year.m05 + excluded.m05, m06 = indicator_year.m06 + excluded.m06,
                m07 = indicator_year.m07 + excluded.m07, m08 = indicator_year.m08 + excluded.m08,
                m09 = indicator_year.m09 + excluded.m09, m10 = indicator_year.m10 + excluded.m10,
                m11 = indicator_year.m11 + excluded.m11, m12 = indicator_year.m12 + excluded.m12
            """)
    }

    func total(_ measure: Measure) throws -> Int {
        try db.rows("SELECT count FROM indicator_total WHERE measure = \(measure.id)").first?.int("count") ?? 0
    }

    /// Where any of these measures counted something after a position, and the first day that it counted for.
    static func places(_ measures: [String], after position: Int64, limit: Int) -> Query<[(place: String, first: Day)]>
    {
        let list = measures.map { "(\($0))" as SQL }.joined(by: ", ")
        return Query(
            """
            WITH known (measure) AS (VALUES \(list))
            SELECT fact.place AS place, min(fact.day) AS first
            FROM known JOIN indicator_fact AS fact ON fact.measure = known.measure AND fact.position > \(position)
            GROUP BY fact.place LIMIT \(limit)
            """
        ) { try $0.map { (try $0.text("place"), try $0.value("first", Day.init)) } }
    }

    /// Totals by place, of all time or of a stretch of days, the largest first.
    func byPlace(_ measure: Measure, _ days: ClosedRange<Day>? = nil) throws -> [(place: String, count: Int)] {
        let stretch = days.map(Self.within) ?? ""
        return try db.rows(
            """
            SELECT place, sum(count) AS total FROM indicator_count WHERE measure = \(measure.id) \(stretch)
            GROUP BY place ORDER BY total DESC, place
            """
        ).map { (try $0.text("place"), try $0.int("total")) }
    }

    func byDay(_ measure: Measure, since day: Day) throws -> [(day: Day, count: Int)] {
        try db.rows(
            """
            SELECT day, sum(count) AS total FROM indicator_count WHERE measure = \(measure.id) AND day >= \(day)
            GROUP BY day ORDER BY day
            """
        ).map { (try $0.value("day", Day.init), try $0.int("total")) }
    }

    /// Counts of several measures by day, of one place or of all; up to a position of the ledger, from the facts.
    static func byDay(
        _ measures: [String], at place: String?, _ days: ClosedRange<Day>, upTo position: Int64?
    ) -> Query<[DayCount]> {
        let list = measures.map { "\($0)" as SQL }.joined(by: ", ")
        let place: SQL = place.map { " AND place = \($0)" } ?? ""
        let source: SQL =
            position.map { "count(*) AS total FROM indicator_fact WHERE position <= \($0) AND" }
            ?? "sum(count) AS total FROM indicator_count WHERE"
        return Query(
            """
            SELECT measure, day, \(source) measure IN (\(list)) \(within(days))\(place) GROUP BY measure, day
            """
        ) { rows in
            try rows.map {
                DayCount(
                    measure: try $0.text("measure"), day: try $0.value("day", Day.init), count: try $0.int("total"))
            }
        }
    }

    /// Counts of several measures by place.
    static func byPlace(_ measures: [String], _ days: ClosedRange<Day>) -> Query<[PlaceCount]> {
        let list = measures.map { "\($0)" as SQL }.joined(by: ", ")
        return Query(
            """
            SELECT measure, place, sum(count) AS total FROM indicator_count
            WHERE measure IN (\(list)) \(within(days)) GROUP BY measure, place
            """
        ) { rows in
            try rows.map {
                PlaceCount(measure: try $0.text("measure"), place: try $0.text("place"), count: try $0.int("total"))
            }
        }
    }

    struct DayCount { let measure: String, day: Day, count: Int }
    struct PlaceCount { let measure: String, place: String, count: Int }

    /// The last day with a count, `limit` at the latest; nil when there is none.
    func lastDay(_ measure: Measure, at place: String?, through limit: Day) throws -> Day? {
        let place: SQL = place.map { " AND place = \($0)" } ?? ""
        return try db.rows(
            """
            SELECT day FROM indicator_count WHERE measure = \(measure.id)\(place) AND day <= \(limit)
            ORDER BY day DESC LIMIT 1
            """
        ).first?.value("day", Day.init)
    }

    /// The newest facts of some places, or of all, before a position.
    func facts(
        _ measure: Measure, at places: [String]?, on days: ClosedRange<Day>?, before position: Int64, limit: Int
    ) throws -> [Fact] {
        if let places, places.isEmpty { return [] }
        let place: SQL = places.map { " AND place IN (\($0.map { "\($0)" }.joined(by: ", ")))" } ?? ""
        let stretch = days.map(Self.within) ?? ""
        return try db.rows(
            """
            SELECT position, event, subject, place, day FROM indicator_fact
            WHERE measure = \(measure.id) AND position < \(position) \(place) \(stretch)
            ORDER BY position DESC LIMIT \(limit)
            """
        ).map { row in
            Fact(
                position: try row.integer("position"), event: try row.text("event"), subject: try row.text("subject"),
                place: try row.text("place"), day: try row.value("day", Day.init))
        }
    }

    /// Forgets all counts, for a rebuild from the ledger.
    func clear() throws {
        try db.run("DELETE FROM indicator_fact")
        try db.run("DELETE FROM indicator_count")
        try db.run("DELETE FROM indicator_year")
        try db.run("DELETE FROM indicator_total")
    }

    private static func within(_ days: ClosedRange<Day>) -> SQL {
        "AND day >= \(days.lowerBound) AND day <= \(days.upperBound)"
    }

    private struct Key: Hashable {
        let place: String, measure: String, day: Day
    }

    private struct YearKey: Hashable {
        let place: String, measure: String, year: Int
    }
}
