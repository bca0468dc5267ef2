// SPDX-License-Identifier: Apache-2.0

import Database
package import EdXML
package import Foundation

/// A message that waits for the axis, or went there.
package struct AxisDeparture: Sendable, Equatable {
    package let id: String
    package let kind: AxisKind
    package let sender: String
    package let documentID: String
    /// What it is about, in the sending module's own ids.
    package let subject: String
    package let place: String
    package let receivers: [String]
    package let queuedAt: Date
    /// The axis's name for it; nil until it has it.
    package let axisID: String?
    package let sentAt: Date?
    /// Why the axis did not take it; "" while nothing of the sort is known.
    package let problem: String
    let file: String?
    let body: String?
}

/// What a receiver said last of a document that went from here.
package struct AxisState: Sendable, Equatable {
    package let organID: String
    package let state: EdXMLStatus.State
    package let description: String
    package let at: Date
}

/// The tables `axis_arrival`, `axis_departure` and `axis_state`.
struct AxisStore {
    let db: any Connection

    /// False for one that was refused, nil for one that is not here.
    func isTaken(_ id: String) throws -> Bool? {
        try db.rows("SELECT refusal FROM axis_arrival WHERE id = \(id)").first?.text("refusal").isEmpty
    }

    /// False when it is there already.
    func insert(
        _ entry: AxisEntry, of documentID: String, file: String, refusal: String, at time: Date
    ) throws -> Bool {
        try db.change(
            """
            INSERT INTO axis_arrival (id, kind, sender, document_id, file, refusal, arrived_at)
            VALUES (\(entry.id), \(entry.kind.rawValue), \(entry.sender), \(documentID), \(file), \(refusal), \(time))
            ON CONFLICT (id) DO NOTHING
            """) == 1
    }

    func refuse(_ id: String, because reason: String) throws {
        try db.run("UPDATE axis_arrival SET refusal = \(reason) WHERE id = \(id)")
    }

    func insert(_ departure: AxisDeparture) throws {
        try db.run(
            """
            INSERT INTO axis_departure (id, kind, sender, document_id, subject, place, receivers, file, body, queued_at,
                problem)
            VALUES (\(departure.id), \(departure.kind.rawValue), \(departure.sender), \(departure.documentID),
                \(departure.subject), \(departure.place),
                \(departure.receivers.joined(separator: " ")), \(departure.file), \(departure.body),
                \(departure.queuedAt), '')
            """)
    }

    func departure(_ id: String) throws -> AxisDeparture? { try departures("id = \(id)").first }

    /// The documents of this name that went from here, the newest last.
    func documents(_ documentID: String) throws -> [AxisDeparture] {
        try departures("document_id = \(documentID) AND kind = 'edoc' ORDER BY queued_at, id")
    }

    /// False when it was known to have gone.
    func sent(_ id: String, as axisID: String, at time: Date) throws -> Bool {
        try db.change(
            """
            UPDATE axis_departure SET axis_id = \(axisID), sent_at = \(time), problem = ''
            WHERE id = \(id) AND sent_at IS NULL
            """) == 1
    }

    func failed(_ id: String, because reason: String) throws {
        try db.run("UPDATE axis_departure SET problem = \(reason) WHERE id = \(id) AND sent_at IS NULL")
    }

    /// An older word does not take the place of a newer one.
    func say(_ state: AxisState, of documentID: String) throws {
        try db.run(
            """
            INSERT INTO axis_state (document_id, organ_id, state, description, said_at)
            VALUES (\(documentID), \(state.organID), \(state.state.rawValue), \(state.description), \(state.at))
            ON CONFLICT (document_id, organ_id) DO UPDATE SET
                state = excluded.state, description = excluded.description, said_at = excluded.said_at
            WHERE axis_state.said_at <= excluded.said_at
            """)
    }

    func states(of documentID: String) throws -> [AxisState] {
        try db.rows(
            """
            SELECT organ_id, state, description, said_at FROM axis_state WHERE document_id = \(documentID)
            ORDER BY organ_id
            """
        ).map { row in
            guard let state = EdXMLStatus.State(rawValue: try row.int("state")) else { throw AxisProblem.unreadable }
            return AxisState(
                organID: try row.text("organ_id"), state: state, description: try row.text("description"),
                at: try row.time("said_at"))
        }
    }

    private func departures(_ condition: SQL) throws -> [AxisDeparture] {
        try db.rows(
            """
            SELECT id, kind, sender, document_id, subject, place, receivers, file, body, queued_at, axis_id, sent_at,
                problem
            FROM axis_departure WHERE \(condition)
            """
        ).map { row in
            guard let kind = AxisKind(rawValue: try row.text("kind")) else { throw AxisProblem.unreadable }
            return AxisDeparture(
                id: try row.text("id"), kind: kind, sender: try row.text("sender"),
                documentID: try row.text("document_id"), subject: try row.text("subject"),
                place: try row.text("place"),
                receivers: try row.text("receivers").split(separator: " ").map { String($0) },
                queuedAt: try row.time("queued_at"),
                axisID: try row.optional("axis_id", row.text), sentAt: try row.optional("sent_at", row.time),
                problem: try row.text("problem"), file: try row.optional("file", row.text),
                body: try row.optional("body", row.text))
        }
    }
}
