// SPDX-License-Identifier: Apache-2.0

import Casework
import Database
import Exchange
import Foundation
import Kernel

/// The table `document_incoming`.
struct IncomingStore {
    let db: any Connection

    /// False when it is there already.
    func insert(_ document: IncomingDocument) throws -> Bool {
        try db.change(
            """
            INSERT INTO document_incoming (message, receiver, agency, state, came_at, sender, sender_name, type, type_name,
                notation, day, subject, content, urgency, signer, change, about, carrier, reference)
            VALUES (\(document.message), \(document.receiver), \(document.agency.rawValue), \(document.state.rawValue),
                \(document.cameAt), \(document.sender), \(document.senderName), \(document.type), \(document.typeName),
                \(document.notation), \(document.day), \(document.subject), \(document.content),
                \(document.urgency.rawValue), \(document.signer), \(document.change.rawValue),
                \(document.about?.rawValue), \(document.carrier.rawValue), \(document.reference))
            ON CONFLICT (message, receiver) DO NOTHING
            """) == 1
    }

    /// Held by the caller's transaction.
    func take(_ message: ID<Envelope>, at agency: Place) throws -> IncomingDocument? {
        try db.rows(
            """
            SELECT \(Self.columns) FROM document_incoming
            WHERE message = \(message) AND agency = \(agency.rawValue)\(db.dialect.lockRow)
            """
        ).first.map(IncomingDocument.init(row:))
    }

    func decide(_ document: IncomingDocument) throws {
        try db.run(
            """
            UPDATE document_incoming SET state = \(document.state.rawValue), arrival = \(document.arrival?.rawValue)
            WHERE message = \(document.message) AND receiver = \(document.receiver)
            """)
    }

    /// What brought the document of a case; nil for what came on paper.
    func behind(_ file: ID<CaseFile>) throws -> IncomingDocument? {
        try db.rows(
            """
            SELECT \(Self.columns) FROM document_incoming
            WHERE arrival = (SELECT id FROM document_arrival WHERE case_file = \(file))
            """
        ).first.map(IncomingDocument.init(row:))
    }

    /// What the axis brought an agency under this name, the newest.
    func find(_ reference: String, at agency: Place) throws -> IncomingDocument? {
        try db.rows(
            """
            SELECT \(Self.columns) FROM document_incoming
            WHERE reference = \(reference) AND agency = \(agency.rawValue) ORDER BY came_at DESC, message DESC LIMIT 1
            """
        ).first.map(IncomingDocument.init(row:))
    }

    /// Nil ends it: the sender has its answer.
    func recall(_ message: ID<Envelope>, _ receiver: String, at time: Date?, because reason: String) throws {
        try db.run(
            """
            UPDATE document_incoming SET recalled_at = \(time), recall_reason = \(reason)
            WHERE message = \(message) AND receiver = \(receiver)
            """)
    }

    static func find(_ message: ID<Envelope>, at agency: Place) -> Query<IncomingDocument?> {
        Query(
            "SELECT \(columns) FROM document_incoming WHERE message = \(message) AND agency = \(agency.rawValue)"
        ) { try $0.first.map(IncomingDocument.init(row:)) }
    }

    /// What brought a line of the book; nil for what came on paper.
    static func behind(_ arrival: ID<Arrival>) -> Query<IncomingDocument?> {
        Query("SELECT \(columns) FROM document_incoming WHERE arrival = \(arrival)") {
            try $0.first.map(IncomingDocument.init(row:))
        }
    }

    /// The most urgent first, then those that wait longest.
    static func waiting(at agency: Place, limit: Int) -> Query<[IncomingDocument]> {
        Query(
            """
            SELECT \(columns) FROM document_incoming WHERE agency = \(agency.rawValue) AND state = 'waiting'
            ORDER BY urgency DESC, came_at, message LIMIT \(limit)
            """
        ) { try $0.map(IncomingDocument.init(row:)) }
    }

    /// What was entered and is wanted back by its sender.
    static func recalled(at agency: Place, limit: Int) -> Query<[IncomingDocument]> {
        Query(
            """
            SELECT \(columns) FROM document_incoming
            WHERE agency = \(agency.rawValue) AND state = 'registered' AND recalled_at IS NOT NULL
            ORDER BY recalled_at, message LIMIT \(limit)
            """
        ) { try $0.map(IncomingDocument.init(row:)) }
    }

    static func waitingCount(at agency: Place) -> Query<Int> {
        Query(
            """
            SELECT COUNT(*) AS waiting FROM document_incoming
            WHERE agency = \(agency.rawValue) AND (state = 'waiting' OR (state = 'registered' AND recalled_at IS NOT NULL))
            """
        ) { try $0[0].int("waiting") }
    }

    private static let columns: SQL = """
        message, receiver, agency, state, came_at, sender, sender_name, type, type_name, notation, day, subject, content,
        urgency, signer, change, about, recalled_at, recall_reason, arrival, carrier, reference
        """
}

extension IncomingDocument {
    fileprivate init(row: Row) throws {
        self.init(
            message: try row.id("message"), receiver: try row.text("receiver"),
            agency: Place(rawValue: try row.text("agency")), state: try row.value("state", State.init(rawValue:)),
            cameAt: try row.time("came_at"), sender: try row.text("sender"), senderName: try row.text("sender_name"),
            type: try row.text("type"), typeName: try row.text("type_name"), notation: try row.text("notation"),
            day: try row.day("day"), subject: try row.text("subject"), content: try row.text("content"),
            urgency: Urgency(rawValue: try row.int("urgency")) ?? .ordinary, signer: try row.text("signer"),
            change: try row.value("change", DocumentChange.init(rawValue:)),
            about: try row.optional("about", row.text).map { ID($0) },
            recalledAt: try row.optional("recalled_at", row.time), recallReason: try row.text("recall_reason"),
            arrival: try row.optional("arrival", row.text).map { ID($0) },
            carrier: try row.value("carrier", DocumentCarrier.init(rawValue:)), reference: try row.text("reference"))
    }
}
