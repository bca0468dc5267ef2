// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
import Kernel

/// The `register_request` table.
struct RegisterRequestStore {
    let db: any Connection

    /// `body` is what travels; it is kept until there is an answer, so that what is sent again is the same.
    func insert(_ request: RegisterRequest, body: String) throws {
        try db.run(
            """
            INSERT INTO register_request (id, register, subject, place, body, asked_at, words)
            VALUES (\(request.id), \(request.register), \(request.subject), \(request.place.rawValue), \(body),
                \(request.askedAt), '')
            """)
    }

    func find(_ id: ID<RegisterRequest>) throws -> RegisterRequest? { try requests("id = \(id)").first }

    /// As `find`, for a request about to be changed.
    func take(_ id: ID<RegisterRequest>) throws -> RegisterRequest? {
        try requests("id = \(id) \(db.dialect.lockRow)").first
    }

    /// The newest last.
    func requests(of subject: String) throws -> [RegisterRequest] {
        try requests("subject = \(subject) ORDER BY asked_at, id")
    }

    func body(of id: ID<RegisterRequest>) throws -> String {
        try db.rows("SELECT body FROM register_request WHERE id = \(id)")[0].text("body")
    }

    func taken(_ id: ID<RegisterRequest>, at time: Date) throws {
        try db.run("UPDATE register_request SET taken_at = \(time) WHERE id = \(id) AND taken_at IS NULL")
    }

    func answer(_ request: RegisterRequest) throws {
        let entry = request.entry
        try db.run(
            """
            UPDATE register_request SET taken_at = \(request.takenAt), outcome = \(request.answer?.outcome),
                volume = \(entry?.volume), number = \(entry?.number), entered_on = \(entry?.day),
                words = \(request.answer?.words ?? ""), answered_at = \(request.answeredAt), body = ''
            WHERE id = \(request.id)
            """)
    }

    private func requests(_ condition: SQL) throws -> [RegisterRequest] {
        try db.rows(
            """
            SELECT id, register, subject, place, asked_at, taken_at, outcome, volume, number, entered_on, words, answered_at
            FROM register_request WHERE \(condition)
            """
        ).map { row in
            RegisterRequest(
                id: try row.id("id"), register: try row.text("register"), subject: try row.text("subject"),
                place: Place(rawValue: try row.text("place")), askedAt: try row.time("asked_at"),
                takenAt: try row.optional("taken_at", row.time), answer: try RegisterAnswer(row: row),
                answeredAt: try row.optional("answered_at", row.time))
        }
    }
}

extension RegisterAnswer {
    fileprivate init?(row: Row) throws {
        let words = try row.text("words")
        switch try row.optional("outcome", row.text) {
        case "entered":
            let entry = RegisterEntry(
                volume: try row.text("volume"), number: try row.text("number"), day: try row.day("entered_on"))
            self = .entered(entry, words: words)
        case "returned": self = .returned(reason: words)
        case "refused": self = .refused(reason: words)
        default: return nil
        }
    }
}
