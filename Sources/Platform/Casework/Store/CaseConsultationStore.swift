// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
import Kernel

/// What agencies asked each other: `case_consultation`.
struct CaseConsultationStore {
    let db: any Connection

    /// Of one case, in the order in which they were asked.
    static func list(of file: ID<CaseFile>) -> Query<[CaseConsultation]> {
        Query("SELECT \(columns) FROM case_consultation WHERE case_file = \(file) ORDER BY asked_at, id") {
            try $0.map(CaseConsultation.init(row:))
        }
    }

    /// Those an agency has to answer, the most urgent first.
    func open(of kind: String, at agency: Place, limit: Int) throws -> [CaseConsultation] {
        try db.rows(
            """
            SELECT \(Self.columns) FROM case_consultation c WHERE agency = \(agency.rawValue) AND answered_at IS NULL
                AND EXISTS (SELECT 1 FROM case_file f WHERE f.id = c.case_file AND f.kind = \(kind))
            ORDER BY due_at, id LIMIT \(limit)
            """
        ).map(CaseConsultation.init(row:))
    }

    func isAsked(_ agency: Place, about file: ID<CaseFile>) throws -> Bool {
        try !db.rows(
            "SELECT 1 FROM case_consultation WHERE case_file = \(file) AND agency = \(agency.rawValue) LIMIT 1"
        ).isEmpty
    }

    func insert(_ consultation: CaseConsultation) throws {
        try db.run(
            """
            INSERT INTO case_consultation (id, case_file, agency, asked_at, asked_by, question, due_at, is_escalation)
            VALUES (\(consultation.id), \(consultation.caseFile), \(consultation.agency.rawValue),
                \(consultation.askedAt), \(consultation.askedBy), \(consultation.question), \(consultation.due),
                \(consultation.isEscalation))
            """)
    }

    /// False when somebody has answered already.
    func answer(_ id: ID<CaseConsultation>, _ answer: CaseConsultation.Answer) throws -> Bool {
        try db.change(
            """
            UPDATE case_consultation
            SET answered_at = \(answer.at), answered_by = \(answer.by), answer = \(answer.text),
                passed_on = \(answer.passedOn)
            WHERE id = \(id) AND answered_at IS NULL
            """) == 1
    }

    private static let columns: SQL =
        "id, case_file, agency, asked_at, asked_by, question, due_at, is_escalation, answered_at, answered_by, answer, passed_on"
}

extension CaseConsultation {
    fileprivate init(row: Row) throws {
        self.init(
            id: try row.id("id"), caseFile: try row.id("case_file"), agency: Place(rawValue: try row.text("agency")),
            askedAt: try row.time("asked_at"), askedBy: try row.text("asked_by"), question: try row.text("question"),
            due: try row.time("due_at"), isEscalation: try row.bool("is_escalation"),
            answer: try row.optional("answered_at", row.time).map {
                Answer(
                    at: $0, by: try row.text("answered_by"), text: try row.text("answer"),
                    passedOn: try row.optional("passed_on") { try row.id($0) })
            })
    }
}
