// SPDX-License-Identifier: Apache-2.0

import Casework
import Database
import Foundation
import Kernel

/// The tables `document_number` and `document_issued`.
struct BookStore {
    let db: any Connection

    /// The next number of an agency, type and year; others wait for it until the transaction ends.
    func nextNumber(of agency: Place, _ type: String, year: Int) throws -> Int {
        try db.rows(
            """
            INSERT INTO document_number (agency, type, year, last) VALUES (\(agency.rawValue), \(type), \(year), 1)
            ON CONFLICT (agency, type, year) DO UPDATE SET last = document_number.last + 1 RETURNING last
            """
        )[0].int("last")
    }

    func insert(_ entry: BookEntry) throws {
        try db.run(
            """
            INSERT INTO document_issued (case_file, agency, type, year, number, notation, day, subject, signer,
                recipients, copies, urgency, event, stroke)
            VALUES (\(entry.file), \(entry.agency.rawValue), \(entry.type), \(entry.year), \(entry.number),
                \(entry.notation), \(entry.day), \(entry.subject), \(entry.signer),
                \(entry.recipients.joined(separator: "\n")), \(entry.copies), \(entry.urgency.rawValue),
                \(entry.event), \(entry.stroke))
            """)
    }

    static func entry(of file: ID<CaseFile>) -> Query<BookEntry?> {
        Query("SELECT \(columns) FROM document_issued WHERE case_file = \(file)") {
            try $0.first.map(BookEntry.init(row:))
        }
    }

    static func issued(
        by agency: Place, in year: Int, type: String?, before mark: BookEntry.Mark?, limit: Int
    ) -> Query<[BookEntry]> {
        let type: SQL = type.map { " AND type = \($0)" } ?? ""
        let before: SQL = mark.map { " AND (day, event) < (\($0.day), \($0.event))" } ?? ""
        return Query(
            """
            SELECT \(columns) FROM document_issued WHERE agency = \(agency.rawValue) AND year = \(year)\(type)\(before)
            ORDER BY day DESC, event DESC LIMIT \(limit)
            """
        ) { try $0.map(BookEntry.init(row:)) }
    }

    private static let columns: SQL = """
        case_file, agency, type, year, number, notation, day, subject, signer, recipients, copies, urgency, event,
        stroke
        """
}

extension BookEntry {
    /// Where a page of the book ends.
    package struct Mark: Sendable, Equatable {
        let day: Day, event: String

        package init(_ entry: BookEntry) { (day, event) = (entry.day, entry.event) }

        /// As it stands in an address.
        package init?(_ text: String) {
            let parts = text.split(separator: "/", maxSplits: 1)
            guard parts.count == 2, let day = Day(parts[0]) else { return nil }
            (self.day, event) = (day, String(parts[1]))
        }

        package var text: String { "\(day)/\(event)" }
    }

    fileprivate init(row: Row) throws {
        self.init(
            file: try row.id("case_file"), agency: Place(rawValue: try row.text("agency")),
            type: try row.text("type"), year: try row.int("year"), number: try row.int("number"),
            notation: try row.text("notation"), stroke: try row.text("stroke"), day: try row.day("day"),
            subject: try row.text("subject"),
            signer: try row.text("signer"),
            recipients: try row.text("recipients").split(separator: "\n").map(String.init),
            copies: try row.int("copies"),
            urgency: Urgency(rawValue: try row.int("urgency")) ?? .ordinary, event: try row.text("event"))
    }
}
