// SPDX-License-Identifier: Apache-2.0

import Casework
import Database
import Foundation
import Kernel

/// The tables of directives, and which agencies have a part in a task.
struct DirectiveStore {
    let db: any Connection

    static func find(_ id: ID<Directive>) -> Query<Directive?> {
        Query("SELECT \(columns) FROM directive WHERE id = \(id)") { try $0.first.map(Directive.init(row:)) }
    }

    /// Priorities and groups, each in their order.
    static func headings(of id: ID<Directive>) -> Query<[Directive.Heading]> {
        Query("SELECT kind, number, title FROM directive_heading WHERE directive = \(id) ORDER BY kind, number") {
            try $0.map { row in
                Directive.Heading(
                    kind: try row.value("kind", Directive.Heading.Kind.init(rawValue:)), number: try row.int("number"),
                    title: try row.text("title"))
            }
        }
    }

    static func items(of id: ID<Directive>) -> Query<[Directive.Item]> {
        Query("SELECT \(itemColumns) FROM directive_task WHERE directive = \(id) ORDER BY number") {
            try $0.map(Directive.Item.init(row:))
        }
    }

    static func item(of file: ID<CaseFile>) -> Query<Directive.Item?> {
        Query("SELECT \(itemColumns) FROM directive_task WHERE case_file = \(file)") {
            try $0.first.map(Directive.Item.init(row:))
        }
    }

    /// The tasks of a directive in which an agency leads or joins.
    static func parts(of agency: Place, in id: ID<Directive>) -> Query<Set<ID<CaseFile>>> {
        Query(
            """
            SELECT t.case_file FROM directive_task t JOIN task_agency a ON a.case_file = t.case_file
            WHERE t.directive = \(id) AND a.agency = \(agency.rawValue)
            """
        ) { Set(try $0.map { try $0.id("case_file") }) }
    }

    /// The tasks of others in which an agency joins, the newest first.
    static func joined(by agency: Place, limit: Int) -> Query<[ID<CaseFile>]> {
        Query(
            """
            SELECT case_file FROM task_agency WHERE agency = \(agency.rawValue) AND leads = \(false)
            ORDER BY case_file DESC LIMIT \(limit)
            """
        ) { try $0.map { try $0.id("case_file") } }
    }

    /// Those an agency issued, and those under which it leads or joins in a task; the newest first.
    static func concerning(_ agency: Place) -> Query<[Directive]> {
        Query(
            """
            SELECT \(columns) FROM directive d WHERE agency = \(agency.rawValue) OR EXISTS (
                SELECT 1 FROM directive_task t JOIN task_agency a ON a.case_file = t.case_file
                WHERE t.directive = d.id AND a.agency = \(agency.rawValue))
            ORDER BY day DESC, notation, id
            """
        ) { try $0.map(Directive.init(row:)) }
    }

    func insert(_ directive: Directive, _ headings: [Directive.Heading]) throws -> Bool {
        let count = try db.change(
            """
            INSERT INTO directive (id, notation, day, title, agency, entered_by, entered_at, event)
            VALUES (\(directive.id), \(directive.notation), \(directive.day), \(directive.title),
                \(directive.agency.rawValue), \(directive.enteredBy), \(directive.enteredAt), \(directive.event))
            ON CONFLICT (agency, notation, day) DO NOTHING
            """)
        guard count == 1 else { return false }
        for heading in headings {
            try db.run(
                """
                INSERT INTO directive_heading (directive, kind, number, title)
                VALUES (\(directive.id), \(heading.kind.rawValue), \(heading.number), \(heading.title))
                """)
        }
        return true
    }

    /// The number of the last task, which whoever asks has to itself until the transaction ends.
    func takeLastNumber(of id: ID<Directive>) throws -> Int {
        _ = try db.rows("SELECT id FROM directive WHERE id = \(id) \(db.dialect.lockRow)")
        return try db.rows(
            "SELECT COALESCE(MAX(number), 0) AS last FROM directive_task WHERE directive = \(id)"
        )[0].int("last")
    }

    func insert(_ item: Directive.Item) throws {
        try db.run(
            """
            INSERT INTO directive_task (case_file, directive, number, group_number, priority_number)
            VALUES (\(item.file), \(item.directive), \(item.number), \(item.group), \(item.priority))
            """)
    }

    func insert(part agency: String, in file: ID<CaseFile>, isLead: Bool) throws {
        try db.run("INSERT INTO task_agency (agency, case_file, leads) VALUES (\(agency), \(file), \(isLead))")
    }

    private static let columns: SQL = "id, notation, day, title, agency, entered_by, entered_at, event"
    private static let itemColumns: SQL = "case_file, directive, number, group_number, priority_number"
}

extension Directive {
    fileprivate init(row: Row) throws {
        self.init(
            id: try row.id("id"), notation: try row.text("notation"), day: try row.day("day"),
            title: try row.text("title"), agency: Place(rawValue: try row.text("agency")),
            enteredBy: try row.text("entered_by"), enteredAt: try row.time("entered_at"), event: try row.text("event"))
    }
}

extension Directive.Item {
    fileprivate init(row: Row) throws {
        self.init(
            file: try row.id("case_file"), directive: try row.id("directive"), number: try row.int("number"),
            group: try row.int("group_number"), priority: try row.optional("priority_number", row.int))
    }
}
