// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
import Kernel

/// The `plan` table.
struct PlanStore {
    let db: any Connection

    static func find(_ id: ID<Plan>) -> Query<Plan?> {
        Query("SELECT \(columns) FROM plan WHERE id = \(id)") { try $0.first.map(Plan.init(row:)) }
    }

    /// The plans of a kind that were not withdrawn, the newest first.
    static func all(_ kind: Plan.Kind) -> Query<[Plan]> {
        Query(
            """
            SELECT \(columns) FROM plan WHERE kind = \(kind.rawValue) AND withdrawn_at IS NULL
            ORDER BY agency, first_year DESC, day DESC, id
            """
        ) { try $0.map(Plan.init(row:)) }
    }

    /// All that an agency entered, the newest first.
    static func of(_ agency: Place) -> Query<[Plan]> {
        Query(
            """
            SELECT \(columns) FROM plan WHERE agency = \(agency.rawValue)
            ORDER BY first_year DESC, day DESC, id
            """
        ) { try $0.map(Plan.init(row:)) }
    }

    func insert(_ plan: Plan) throws {
        try db.run(
            """
            INSERT INTO plan (id, agency, kind, title, notation, day, first_year, last_year, link, registered_by,
                registered_at, event)
            VALUES (\(plan.id), \(plan.agency.rawValue), \(plan.kind.rawValue), \(plan.title), \(plan.notation),
                \(plan.day), \(plan.years.lowerBound), \(plan.years.upperBound), \(plan.link), \(plan.registeredBy),
                \(plan.registeredAt), \(plan.event))
            """)
    }

    /// False where that was done before.
    func withdraw(_ id: ID<Plan>, _ withdrawal: Plan.Withdrawal) throws -> Bool {
        try db.change(
            """
            UPDATE plan SET withdrawn_by = \(withdrawal.by), withdrawn_at = \(withdrawal.at),
                withdrawn_reason = \(withdrawal.reason), withdrawn_event = \(withdrawal.event)
            WHERE id = \(id) AND withdrawn_at IS NULL
            """) == 1
    }

    private static let columns: SQL = """
        id, agency, kind, title, notation, day, first_year, last_year, link, registered_by, registered_at, event,
        withdrawn_by, withdrawn_at, withdrawn_reason, withdrawn_event
        """
}

extension Plan {
    fileprivate init(row: Row) throws {
        let (first, last) = (try row.int("first_year"), try row.int("last_year"))
        self.init(
            id: try row.id("id"), agency: Place(rawValue: try row.text("agency")),
            kind: try row.value("kind", Kind.init(rawValue:)), title: try row.text("title"),
            notation: try row.text("notation"), day: try row.day("day"), years: first...max(first, last),
            link: try row.text("link"), registeredBy: try row.text("registered_by"),
            registeredAt: try row.time("registered_at"), event: try row.text("event"),
            withdrawal: try row.optional("withdrawn_at", row.time).map {
                Withdrawal(
                    by: try row.text("withdrawn_by"), at: $0, reason: try row.text("withdrawn_reason"),
                    event: try row.text("withdrawn_event"))
            })
    }
}
