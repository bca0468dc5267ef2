// SPDX-License-Identifier: Apache-2.0

import Casework
import Database
import Exchange
import Foundation
import Kernel

/// The table `document_receiver`: each agency that a document was issued to, and how far it has got there.
struct ReceiverStore {
    let db: any Connection

    func insert(_ receiver: DocumentReceiver, of file: ID<CaseFile>) throws {
        try db.run(
            """
            INSERT INTO document_receiver (case_file, agency, receiver, message, state, sent_at, carrier, reference,
                problem)
            VALUES (\(file), \(receiver.agency), \(receiver.receiver), \(receiver.message?.rawValue),
                \(receiver.state?.rawValue), \(receiver.sentAt), \(receiver.carrier.rawValue), \(receiver.reference),
                \(receiver.problem))
            """)
    }

    /// Held by the caller's transaction.
    func take(_ message: String, _ receiver: String) throws -> (file: ID<CaseFile>, receiver: DocumentReceiver)? {
        try db.rows(
            """
            SELECT case_file, \(Self.columns) FROM document_receiver
            WHERE message = \(message) AND receiver = \(receiver)\(db.dialect.lockRow)
            """
        ).first.map { (try $0.id("case_file"), try DocumentReceiver(row: $0)) }
    }

    /// Those to whom the axis took a document under this name; held by the caller's transaction.
    func take(reference: String) throws -> [(file: ID<CaseFile>, receiver: DocumentReceiver)] {
        try db.rows(
            """
            SELECT case_file, \(Self.columns) FROM document_receiver
            WHERE reference = \(reference) ORDER BY receiver\(db.dialect.lockRow)
            """
        ).map { (try $0.id("case_file"), try DocumentReceiver(row: $0)) }
    }

    func update(_ receiver: DocumentReceiver, of file: ID<CaseFile>) throws {
        try db.run(
            """
            UPDATE document_receiver SET state = \(receiver.state?.rawValue), arrived_at = \(receiver.arrivedAt),
                received_at = \(receiver.receivedAt), assigned_at = \(receiver.assignedAt),
                done_at = \(receiver.doneAt), words = \(receiver.words), recall_reason = \(receiver.recallReason),
                recall_by = \(receiver.recallBy)
            WHERE case_file = \(file) AND receiver = \(receiver.receiver)
            """)
    }

    /// In the order of their identifiers.
    static func receivers(of file: ID<CaseFile>) -> Query<[DocumentReceiver]> {
        Query("SELECT \(columns) FROM document_receiver WHERE case_file = \(file) ORDER BY receiver") {
            try $0.map(DocumentReceiver.init(row:))
        }
    }

    /// What became of what an agency issued on these days, for the times between the steps.
    static func receivers(of agency: Place, from: Day, to: Day) -> Query<[(file: ID<CaseFile>, of: DocumentReceiver)]> {
        Query(
            """
            SELECT r.case_file AS case_file, \(qualified) FROM document_receiver r
            JOIN document_issued i ON i.case_file = r.case_file
            WHERE i.agency = \(agency.rawValue) AND i.day >= \(from) AND i.day <= \(to)
            ORDER BY r.case_file, r.receiver
            """
        ) { try $0.map { (try $0.id("case_file"), try DocumentReceiver(row: $0)) } }
    }

    private static let columns: SQL = """
        agency, receiver, message, state, sent_at, arrived_at, received_at, assigned_at, done_at, words, recall_reason,
        recall_by, carrier, reference, problem
        """
    private static let qualified: SQL = """
        r.agency AS agency, r.receiver AS receiver, r.message AS message, r.state AS state, r.sent_at AS sent_at,
        r.arrived_at AS arrived_at, r.received_at AS received_at, r.assigned_at AS assigned_at, r.done_at AS done_at,
        r.words AS words, r.recall_reason AS recall_reason, r.recall_by AS recall_by, r.carrier AS carrier,
        r.reference AS reference, r.problem AS problem
        """
}

extension DocumentReceiver {
    fileprivate init(row: Row) throws {
        self.init(
            agency: try row.text("agency"), receiver: try row.text("receiver"),
            message: try row.optional("message", row.text).map { ID($0) },
            state: try row.optional("state", row.text).flatMap(DeliveryState.init(rawValue:)),
            sentAt: try row.time("sent_at"), arrivedAt: try row.optional("arrived_at", row.time),
            receivedAt: try row.optional("received_at", row.time),
            assignedAt: try row.optional("assigned_at", row.time), doneAt: try row.optional("done_at", row.time),
            words: try row.text("words"), recallReason: try row.text("recall_reason"),
            recallBy: try row.optional("recall_by", row.text),
            carrier: try row.value("carrier", DocumentCarrier.init(rawValue:)), reference: try row.text("reference"),
            problem: try row.text("problem"))
    }
}
