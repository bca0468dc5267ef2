// SPDX-License-Identifier: Apache-2.0

import Database
import Kernel
import Search

/// The words by which an agency finds the cases it has or had: `case_word`. Folded, so that they are found without accents.
struct CaseWordStore {
    let db: any Connection

    /// Lets `place` find the case by its applicant's name.
    func insert(_ file: CaseFile, at place: Place) throws {
        let rows = Set(Self.words(file.applicant.name)).sorted().map { "(\(place.rawValue), \($0), \(file.id))" as SQL }
        guard !rows.isEmpty else { return }
        try db.run(
            """
            INSERT INTO case_word (place, word, case_file) VALUES \(rows.joined(by: ", ")) ON CONFLICT DO NOTHING
            """)
    }

    /// The cases of `kind` with all these words, the newest first.
    func find(_ typed: String, kind: String, at place: Place, limit: Int) throws -> [ID<CaseFile>] {
        var words = Array(Self.words(typed).prefix(Self.wordLimit))
        // A given name stands last, and fewer people share one than share a family name.
        guard let rarest = words.popLast() else { return [] }
        var query: SQL =
            """
            SELECT w.case_file FROM case_word w JOIN case_file f ON f.id = w.case_file
            WHERE w.place = \(place.rawValue) AND w.word = \(rarest) AND f.kind = \(kind)
            """
        for word in words {
            query =
                query + """
                     AND EXISTS (
                        SELECT 1 FROM case_word o
                        WHERE o.place = w.place AND o.word = \(word) AND o.case_file = w.case_file)
                    """
        }
        return try db.rows(query + " ORDER BY w.case_file DESC LIMIT \(limit)").map { try $0.id("case_file") }
    }

    private static func words(_ text: String) -> [String] { VietnameseText.words(VietnameseText.folded(text)) }

    private static let wordLimit = 8
}
