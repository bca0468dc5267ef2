// SPDX-License-Identifier: Apache-2.0

import Database
import Kernel

/// The tables `document_found` and `document_word`: what can be found, and by which folded words.
struct DocumentSearchStore {
    /// Of a word in more documents than these it is enough to know that it is common.
    static let common = 1_000
    private static let rowsAtOnce = 500

    let db: any Connection

    func put(_ found: FoundDocument, words: Set<String>) throws {
        try db.run(
            """
            INSERT INTO document_found (document, way, agency, year, type, day, number, subject, party, event)
            VALUES (\(found.id), \(found.way.rawValue), \(found.agency.rawValue), \(found.year), \(found.type),
                \(found.day), \(found.number), \(found.subject), \(found.party), \(found.event))
            ON CONFLICT (document) DO UPDATE SET way = excluded.way, agency = excluded.agency, year = excluded.year,
                type = excluded.type, day = excluded.day, number = excluded.number, subject = excluded.subject,
                party = excluded.party, event = excluded.event
            """)
        let known = Set(
            try db.rows("SELECT word FROM document_word WHERE document = \(found.id)").map { try $0.text("word") })
        for word in known.subtracting(words) {
            try db.run("DELETE FROM document_word WHERE document = \(found.id) AND word = \(word)")
        }
        let new = words.subtracting(known).sorted()
        for start in stride(from: 0, to: new.count, by: Self.rowsAtOnce) {
            let rows = new[start..<min(start + Self.rowsAtOnce, new.count)].map {
                "(\(found.id), \($0), \(found.agency.rawValue))" as SQL
            }
            try db.run("INSERT INTO document_word (document, word, agency) VALUES \(rows.joined(by: ", "))")
        }
    }

    func clear() throws {
        try db.run("DELETE FROM document_word")
        try db.run("DELETE FROM document_found")
    }

    /// The newest documents of an agency with all these words.
    func find(_ question: DocumentQuestion, at agency: Place, limit: Int) throws -> [FoundDocument] {
        let words = DocumentWords(typed: question.text)
        let conditions = Self.conditions(of: words)
        let filters = Self.filters(of: question)
        var rarest: (count: Int, condition: WordCondition)?
        for condition in conditions {
            let count = try count(condition, at: agency)
            if count < rarest?.count ?? Self.common { rarest = (count, condition) }
        }
        if let rarest, rarest.count == 0 { return [] }
        var query: SQL = "SELECT \(Self.columns) FROM document_found f WHERE f.agency = \(agency.rawValue)\(filters)"
        // A rare word names its few documents. Common ones meet soon, so the newest are tried one by one.
        if let rarest {
            query =
                query + """
                     AND f.document IN (
                        SELECT w.document FROM document_word w
                        WHERE w.agency = \(agency.rawValue) AND \(rarest.condition.sql("w")))
                    """
        }
        for condition in conditions where condition != rarest?.condition {
            query =
                query + """
                     AND EXISTS (
                        SELECT 1 FROM document_word o WHERE o.document = f.document AND \(condition.sql("o")))
                    """
        }
        return try db.rows(query + " ORDER BY f.document DESC LIMIT \(limit)").map(FoundDocument.init(row:))
    }

    private enum WordCondition: Equatable {
        case word(String), beginning(String)

        func sql(_ table: StaticString) -> SQL {
            let column = SQL(stringLiteral: table) + ".word"
            switch self {
            case .word(let word): return column + " = \(word)"
            // Text is compared by bytes on both databases, so this is the range of all words that begin so.
            case .beginning(let start): return column + " >= \(start) AND " + column + " < \(start + "\u{10FFFF}")"
            }
        }
    }

    private static func conditions(of words: DocumentWords) -> [WordCondition] {
        words.whole.map { .word($0) } + (words.beginning.isEmpty ? [] : [.beginning(words.beginning)])
    }

    private func count(_ condition: WordCondition, at agency: Place) throws -> Int {
        try db.rows(
            """
            SELECT count(*) AS count FROM (
                SELECT 1 FROM document_word w WHERE w.agency = \(agency.rawValue) AND \(condition.sql("w"))
                LIMIT \(Self.common)) AS counted
            """
        )[0].int("count")
    }

    private static func filters(of question: DocumentQuestion) -> SQL {
        let way: SQL = question.way.map { " AND f.way = \($0.rawValue)" } ?? ""
        let type: SQL = question.type.map { " AND f.type = \($0)" } ?? ""
        let year: SQL = question.year.map { " AND f.year = \($0)" } ?? ""
        let before: SQL = question.before.map { " AND f.document < \($0)" } ?? ""
        return way + type + year + before
    }

    private static let columns: SQL = """
        f.document, f.way, f.agency, f.year, f.type, f.day, f.number, f.subject, f.party, f.event
        """
}

extension FoundDocument {
    fileprivate init(row: Row) throws {
        self.init(
            id: try row.text("document"), way: try row.value("way") { Way(rawValue: $0) },
            agency: Place(rawValue: try row.text("agency")), year: try row.int("year"), type: try row.text("type"),
            day: try row.day("day"), number: try row.text("number"), subject: try row.text("subject"),
            party: try row.text("party"), event: try row.text("event"))
    }
}
