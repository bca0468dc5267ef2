// SPDX-License-Identifier: Apache-2.0

import Casework
import Database
import Foundation
import Kernel
import Search

/// The tables `record_file` and `record_paper`.
struct RecordStore {
    let db: any Connection

    /// False where the year's list has the notation already, however it is written.
    func insert(_ file: RecordFile) throws -> Bool {
        try db.change(
            """
            INSERT INTO record_file (id, agency, year, notation, notation_key, title, retention, keeper, note, opened_by,
                opened_at, event, papers)
            VALUES (\(file.id), \(file.agency.rawValue), \(file.year), \(file.notation), \(Self.key(file.notation)),
                \(file.title), \(file.retention), \(file.keeper), \(file.note), \(file.openedBy), \(file.openedAt),
                \(file.event), 0)
            ON CONFLICT (agency, year, notation_key) DO NOTHING
            """) == 1
    }

    /// The file, held until the end of the transaction.
    func take(_ id: ID<RecordFile>, at agency: Place) throws -> RecordFile {
        let found = try db.rows(
            """
            SELECT \(Self.columns) FROM record_file
            WHERE id = \(id) AND agency = \(agency.rawValue)\(db.dialect.lockRow)
            """
        ).first.map(RecordFile.init(row:))
        guard let found else { throw RecordProblem.notFound }
        return found
    }

    func close(_ id: ID<RecordFile>, _ closing: RecordFile.Closing) throws {
        try db.run(
            """
            UPDATE record_file SET closed_by = \(closing.by), closed_on = \(closing.day),
                keep_until = \(closing.keepUntil?.description), closed_event = \(closing.event)
            WHERE id = \(id)
            """)
    }

    func destroy(_ id: ID<RecordFile>, _ decision: RecordFile.Destruction) throws {
        try db.run(
            """
            UPDATE record_file SET destroyed_by = \(decision.by), destroyed_at = \(decision.at),
                destroyed_reason = \(decision.reason), destroyed_event = \(decision.event)
            WHERE id = \(id)
            """)
    }

    func handOver(_ id: ID<RecordFile>, _ handover: RecordFile.Handover) throws {
        try db.run(
            """
            UPDATE record_file SET handed_by = \(handover.by), handed_at = \(handover.at),
                handed_event = \(handover.event)
            WHERE id = \(id)
            """)
    }

    /// False where somebody was reminded before.
    func remind(_ id: ID<RecordFile>, event: String) throws -> Bool {
        try db.change(
            """
            UPDATE record_file SET reminded_event = \(event)
            WHERE id = \(id) AND reminded_event IS NULL AND handed_at IS NULL AND destroyed_at IS NULL
            """) == 1
    }

    /// False where it lies in the file already.
    func insert(_ paper: FiledPaper, in file: ID<RecordFile>) throws -> Bool {
        let isNew =
            try db.change(
                """
                INSERT INTO record_paper (file, kind, subject, ordinal, number, title, type, issuer, day, source, added_by,
                    added_at, event)
                VALUES (\(file), \(paper.kind.rawValue), \(paper.subject), \(paper.ordinal), \(paper.text),
                    \(paper.title), \(paper.type), \(paper.issuer), \(paper.day), \(paper.source), \(paper.addedBy),
                    \(paper.addedAt), \(paper.event))
                ON CONFLICT (file, kind, subject) DO NOTHING
                """) == 1
        if isNew { try db.run("UPDATE record_file SET papers = papers + 1 WHERE id = \(file)") }
        return isNew
    }

    func papers(of file: ID<RecordFile>) throws -> [FiledPaper] { try db.ask(Self.papers(of: file)) }

    /// Puts papers in this order, those that are left out away.
    func keep(_ papers: [FiledPaper], of removed: [FiledPaper], in file: ID<RecordFile>) throws {
        for paper in removed {
            try db.run(
                """
                DELETE FROM record_paper
                WHERE file = \(file) AND kind = \(paper.kind.rawValue) AND subject = \(paper.subject)
                """)
        }
        for (index, paper) in papers.enumerated() where paper.ordinal != index + 1 {
            try db.run(
                """
                UPDATE record_paper SET ordinal = \(index + 1)
                WHERE file = \(file) AND kind = \(paper.kind.rawValue) AND subject = \(paper.subject)
                """)
        }
        try db.run("UPDATE record_file SET papers = \(papers.count) WHERE id = \(file)")
    }

    static func find(_ id: ID<RecordFile>, at agency: Place) -> Query<RecordFile?> {
        Query("SELECT \(columns) FROM record_file WHERE id = \(id) AND agency = \(agency.rawValue)") {
            try $0.first.map(RecordFile.init(row:))
        }
    }

    static func papers(of file: ID<RecordFile>) -> Query<[FiledPaper]> {
        Query("SELECT \(paperColumns) FROM record_paper WHERE file = \(file) ORDER BY ordinal") {
            try $0.map(FiledPaper.init(row:))
        }
    }

    static func list(of agency: Place, in year: Int, limit: Int) -> Query<[RecordFile]> {
        Query(
            """
            SELECT \(columns) FROM record_file WHERE agency = \(agency.rawValue) AND year = \(year)
            ORDER BY notation_key LIMIT \(limit)
            """
        ) { try $0.map(RecordFile.init(row:)) }
    }

    /// Whose retention is over and about which nothing is decided, the longest past first.
    static func past(at agency: Place, on day: Day, limit: Int) -> Query<[RecordFile]> {
        Query(
            """
            SELECT \(columns) FROM record_file
            WHERE agency = \(agency.rawValue) AND keep_until < \(day) AND destroyed_at IS NULL
            ORDER BY keep_until, notation_key LIMIT \(limit)
            """
        ) { try $0.map(RecordFile.init(row:)) }
    }

    /// Those of an agency that were closed by a day and did not go to its archive yet, the oldest first.
    static func waiting(at agency: Place, closedBy day: Day, limit: Int) -> Query<[RecordFile]> {
        Query(
            """
            SELECT \(columns) FROM record_file
            WHERE agency = \(agency.rawValue) AND closed_on <= \(day) AND handed_at IS NULL AND destroyed_at IS NULL
            ORDER BY closed_on, notation_key LIMIT \(limit)
            """
        ) { try $0.map(RecordFile.init(row:)) }
    }

    /// Those of all agencies about which nobody was reminded.
    static func unreminded(closedBy day: Day, limit: Int) -> Query<[RecordFile]> {
        Query(
            """
            SELECT \(columns) FROM record_file
            WHERE closed_on <= \(day) AND reminded_event IS NULL AND handed_at IS NULL AND destroyed_at IS NULL
            ORDER BY closed_on, id LIMIT \(limit)
            """
        ) { try $0.map(RecordFile.init(row:)) }
    }

    /// The files of an agency in which something lies.
    static func holding(_ kind: FiledPaper.Kind, _ subject: String, at agency: Place) -> Query<[RecordFile]> {
        Query(
            """
            SELECT \(columns) FROM record_file
            WHERE agency = \(agency.rawValue)
                AND id IN (SELECT file FROM record_paper WHERE kind = \(kind.rawValue) AND subject = \(subject))
            ORDER BY year DESC, notation_key LIMIT 50
            """
        ) { try $0.map(RecordFile.init(row:)) }
    }

    /// Two notations that differ in case, accents or spaces only are taken for one.
    static func key(_ notation: String) -> String {
        VietnameseText.folded(notation).split(whereSeparator: \.isWhitespace).joined()
    }

    private static let columns: SQL = """
        id, agency, year, notation, title, retention, keeper, note, opened_by, opened_at, event, papers, closed_by,
        closed_on, keep_until, closed_event, destroyed_by, destroyed_at, destroyed_reason, destroyed_event,
        handed_by, handed_at, handed_event
        """

    private static let paperColumns: SQL = """
        kind, subject, ordinal, number, title, type, issuer, day, source, added_by, added_at, event
        """
}

extension RecordFile {
    fileprivate init(row: Row) throws {
        self.init(
            id: try row.id("id"), agency: Place(rawValue: try row.text("agency")), year: try row.int("year"),
            notation: try row.text("notation"), title: try row.text("title"), retention: try row.text("retention"),
            keeper: try row.text("keeper"), note: try row.text("note"), openedBy: try row.text("opened_by"),
            openedAt: try row.time("opened_at"), event: try row.text("event"), count: try row.int("papers"),
            closing: try row.optional("closed_on", row.day).map {
                Closing(
                    by: try row.text("closed_by"), day: $0, keepUntil: try row.optional("keep_until", row.day),
                    event: try row.text("closed_event"))
            },
            destruction: try row.optional("destroyed_at", row.time).map {
                Destruction(
                    by: try row.text("destroyed_by"), at: $0, reason: try row.text("destroyed_reason"),
                    event: try row.text("destroyed_event"))
            },
            handover: try row.optional("handed_at", row.time).map {
                Handover(by: try row.text("handed_by"), at: $0, event: try row.text("handed_event"))
            })
    }
}

extension FiledPaper {
    fileprivate init(row: Row) throws {
        self.init(
            kind: try row.value("kind") { Kind(rawValue: $0) }, subject: try row.text("subject"),
            ordinal: try row.int("ordinal"), text: try row.text("number"), title: try row.text("title"),
            type: try row.text("type"), issuer: try row.text("issuer"), day: try row.day("day"),
            source: try row.text("source"), addedBy: try row.text("added_by"), addedAt: try row.time("added_at"),
            event: try row.text("event"))
    }
}

/// What can be put into a file, found in the books by what people call it.
struct FilingStore {
    let db: any Connection

    /// A document of the agency by its year and how its number stands on it: `01/QĐ-UBND`, in small letters too.
    func issued(_ text: String, in year: Int, at agency: Place) throws -> FoundPaper? {
        guard let number = Int(text.prefix { $0.isASCII && $0.isNumber }) else { return nil }
        let wanted = RecordStore.key(String(text.drop { $0.isASCII && $0.isNumber }.dropFirst()))
        return try db.rows(
            """
            SELECT case_file, notation, type, day, subject, event FROM document_issued
            WHERE agency = \(agency.rawValue) AND year = \(year) AND number = \(number)
            """
        ).first { RecordStore.key(try $0.text("notation")) == wanted }.map { row in
            let entry = try db.ask(BookStore.entry(of: try row.id("case_file")))
            return FoundPaper(
                .issued, try row.text("case_file"), text: entry?.text ?? text, title: try row.text("subject"),
                type: try row.text("type"), day: try row.day("day"), source: try row.text("event"))
        }
    }

    /// By the number of the book of arrivals of a year.
    func arrival(_ number: Int, in year: Int, at agency: Place) throws -> FoundPaper? {
        try db.rows(
            """
            SELECT COALESCE(case_file, id) AS paper, notation, sender, type, day, subject, event FROM document_arrival
            WHERE agency = \(agency.rawValue) AND year = \(year) AND number = \(number)
            """
        ).first.map { row in
            FoundPaper(
                .arrival, try row.text("paper"), text: try row.text("notation"), title: try row.text("subject"),
                type: try row.text("type"), issuer: try row.text("sender"), day: try row.day("day"),
                source: try row.text("event"))
        }
    }
}

/// Something before it lies in a file.
struct FoundPaper: Sendable {
    let kind: FiledPaper.Kind
    let subject: String, text: String, title: String, type: String, issuer: String, source: String
    let day: Day

    init(
        _ kind: FiledPaper.Kind, _ subject: String, text: String, title: String, type: String = "", issuer: String = "",
        day: Day, source: String = ""
    ) {
        (self.kind, self.subject, self.text, self.title) = (kind, subject, text, title)
        (self.type, self.issuer, self.day, self.source) = (type, issuer, day, source)
    }
}
