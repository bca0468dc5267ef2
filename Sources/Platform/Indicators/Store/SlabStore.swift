// SPDX-License-Identifier: Apache-2.0

import Database
import Kernel

/// Reads `indicator_year` into memory, and what was counted since.
enum SlabStore {
    /// What a measure counted in one year at one place.
    struct Year {
        let place: String, year: Int
        let counts: [UInt32]
    }

    /// What a measure counted, and up to which position: one statement, so both are of one moment.
    struct Picture {
        let years: [Year]
        let through: Int64
    }

    /// A fact that was counted after a position, or that there is none.
    struct Novelty {
        let measure: String
        /// How often it happened in all, by the database.
        let total: Int
        let fact: (position: Int64, place: String, day: Day)?
    }

    static func picture(of measure: String) -> Query<Picture> {
        Query(
            """
            SELECT place, year, m01, m02, m03, m04, m05, m06, m07, m08, m09, m10, m11, m12,
                (SELECT max(position) FROM indicator_fact WHERE measure = \(measure)) AS through
            FROM indicator_year WHERE measure = \(measure) ORDER BY place, year
            """
        ) { rows in
            Picture(
                years: try rows.map { row in
                    Year(
                        place: try row.text("place"), year: try row.int("year"),
                        counts: try columns.map { UInt32(try row.int($0)) })
                },
                through: try rows.first?.optional("through", { try rows[0].integer($0) }) ?? 0)
        }
    }

    /// What happened after the position up to which each measure is known, all of one moment; of a measure that moved by
    /// more than `most` only the total, since then it is faster to read it whole.
    static func news(
        since known: [(measure: String, through: Int64, total: Int)], most: Int
    ) -> Query<[Novelty]> {
        let list = known.map { "(\($0.measure), \($0.through), \($0.total))" as SQL }.joined(by: ", ")
        return Query(
            """
            WITH known (measure, through, total) AS (VALUES \(list))
            SELECT known.measure AS measure, total.count AS total, fact.position AS position, fact.place AS place,
                fact.day AS day
            FROM known LEFT JOIN indicator_total AS total ON total.measure = known.measure
                LEFT JOIN indicator_fact AS fact ON fact.measure = known.measure AND fact.position > known.through
                    AND total.count - known.total <= \(most)
            """
        ) { rows in
            try rows.map { row in
                let position = try row.optional("position", row.integer)
                return Novelty(
                    measure: try row.text("measure"), total: try row.optional("total", row.int) ?? 0,
                    fact: try position.map { ($0, try row.text("place"), try row.value("day", Day.init)) })
            }
        }
    }

    /// What measures had counted, month by month, when the ledger ended at a position: added up from the facts, which keep
    /// theirs.
    static func counts(_ measures: [String], upTo position: Int64) -> Query<[MonthCount]> {
        let list = measures.map { "\($0)" as SQL }.joined(by: ", ")
        return Query(
            """
            SELECT measure, place, substr(day, 1, 7) AS month, count(*) AS total FROM indicator_fact
            WHERE measure IN (\(list)) AND position <= \(position) GROUP BY measure, place, substr(day, 1, 7)
            """
        ) { try $0.map(MonthCount.init) }
    }

    /// What measures counted after a position, each up to where it is known.
    static func counts(
        after position: Int64, through known: [(measure: String, through: Int64)]
    ) -> Query<[MonthCount]> {
        let list = known.map { "(\($0.measure), \($0.through))" as SQL }.joined(by: ", ")
        return Query(
            """
            WITH known (measure, through) AS (VALUES \(list))
            SELECT fact.measure AS measure, fact.place AS place, substr(fact.day, 1, 7) AS month, count(*) AS total
            FROM known JOIN indicator_fact AS fact ON fact.measure = known.measure AND fact.position > \(position)
                AND fact.position <= known.through
            GROUP BY fact.measure, fact.place, substr(fact.day, 1, 7)
            """
        ) { try $0.map(MonthCount.init) }
    }

    /// How often a measure happened at a place in a month.
    struct MonthCount {
        let measure: String, place: String, month: Int, count: Int

        fileprivate init(_ row: Row) throws {
            (measure, place) = (try row.text("measure"), try row.text("place"))
            month = try row.value("month") { Day($0 + "-01")?.monthNumber }
            count = try row.int("total")
        }
    }

    private static let columns = [
        "m01", "m02", "m03", "m04", "m05", "m06", "m07", "m08", "m09", "m10", "m11", "m12",
    ]
}
