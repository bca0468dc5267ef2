// SPDX-License-Identifier: Apache-2.0

import Casework
import Database
import Foundation
import Kernel

/// The table `document_arrival`, and its numbers in `document_number`.
struct ArrivalStore {
    /// Under which arrivals are counted beside the types of what is issued.
    private static let series = "arrival"

    let db: any Connection

    /// The next number of an agency and year; others wait for it until the transaction ends.
    func nextNumber(of agency: Place, year: Int) throws -> Int {
        try BookStore(db: db).nextNumber(of: agency, Self.series, year: year)
    }

    func insert(_ arrival: Arrival, key: String) throws {
        try db.run(
            """
            INSERT INTO document_arrival (id, agency, year, number, arrived_on, sender, notation, day, type, subject,
                same_key, entered_by, entered_at, event, case_file)
            VALUES (\(arrival.id), \(arrival.agency.rawValue), \(arrival.year), \(arrival.number),
                \(arrival.arrivedOn), \(arrival.sender), \(arrival.notation), \(arrival.day), \(arrival.type),
                \(arrival.subject), \(key), \(arrival.enteredBy), \(arrival.enteredAt), \(arrival.event),
                \(arrival.file?.rawValue))
            """)
    }

    /// The first entry with this key of this day.
    func find(_ key: String, _ day: Day, at agency: Place) throws -> Arrival? {
        try db.rows(
            """
            SELECT \(Self.columns) FROM document_arrival
            WHERE agency = \(agency.rawValue) AND same_key = \(key) AND day = \(day) ORDER BY year, number LIMIT 1
            """
        ).first.map(Arrival.init(row:))
    }

    func replace(_ old: ID<Arrival>, by new: ID<Arrival>) throws {
        try db.run("UPDATE document_arrival SET replaced_by = \(new) WHERE id = \(old)")
    }

    func find(_ id: ID<Arrival>) throws -> Arrival? {
        try db.rows("SELECT \(Self.columns) FROM document_arrival WHERE id = \(id)").first.map(Arrival.init(row:))
    }

    static func entry(of file: ID<CaseFile>) -> Query<Arrival?> {
        Query("SELECT \(columns) FROM document_arrival WHERE case_file = \(file)") {
            try $0.first.map(Arrival.init(row:))
        }
    }

    static func arrivals(at agency: Place, in year: Int, before number: Int?, limit: Int) -> Query<[Arrival]> {
        let before: SQL = number.map { " AND number < \($0)" } ?? ""
        return Query(
            """
            SELECT \(columns) FROM document_arrival WHERE agency = \(agency.rawValue) AND year = \(year)\(before)
            ORDER BY number DESC LIMIT \(limit)
            """
        ) { try $0.map(Arrival.init(row:)) }
    }

    private static let columns: SQL = """
        id, agency, year, number, arrived_on, sender, notation, day, type, subject, entered_by, entered_at, event,
        case_file, replaced_by
        """
}

extension Arrival {
    fileprivate init(row: Row) throws {
        self.init(
            id: try row.id("id"), agency: Place(rawValue: try row.text("agency")), year: try row.int("year"),
            number: try row.int("number"), arrivedOn: try row.day("arrived_on"), sender: try row.text("sender"),
            notation: try row.text("notation"), day: try row.day("day"), type: try row.text("type"),
            subject: try row.text("subject"), enteredBy: try row.text("entered_by"),
            enteredAt: try row.time("entered_at"), event: try row.text("event"),
            file: try row.optional("case_file", row.text).map { ID($0) },
            replacedBy: try row.optional("replaced_by", row.text).map { ID($0) })
    }
}
