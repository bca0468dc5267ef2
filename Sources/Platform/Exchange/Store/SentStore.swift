// SPDX-License-Identifier: Apache-2.0

import Database
package import Foundation
import Kernel

/// `exchange_sent` and `exchange_sent_to`: what left this node, and how far it has come with each receiver.
struct SentStore {
    let db: any Connection

    struct Sent: Sendable {
        let id: String
        let paper: SignedPaper
        let place: Place
        /// The ledger event that tells of it.
        let event: String
    }

    func insert(_ envelope: Envelope, _ paper: SignedPaper, place: Place, event: String) throws {
        try db.run(
            """
            INSERT INTO exchange_sent (id, sha256, bytes, signature, kind, sender, place, created_at, event)
            VALUES (\(envelope.id), \(paper.digest), \(paper.bytes), \(paper.signature), \(envelope.kind),
                \(envelope.sender.organID), \(place.rawValue), \(envelope.createdAt.date), \(event))
            """)
    }

    func insert(_ message: String, to receiver: String, at node: String, _ time: Date) throws {
        try db.run(
            """
            INSERT INTO exchange_sent_to (message, receiver, node, state, state_at)
            VALUES (\(message), \(receiver), \(node), '', \(time))
            """)
    }

    func find(_ id: String) throws -> Sent? {
        let found = try db.ask(Self.message(id))
        return found
    }

    static func message(_ id: String) -> Query<Sent?> {
        Query("SELECT bytes, signature, place, event FROM exchange_sent WHERE id = \(id)") { rows in
            try rows.first.map {
                Sent(
                    id: id, paper: SignedPaper(bytes: try $0.blob("bytes"), signature: try $0.blob("signature")),
                    place: Place(rawValue: try $0.text("place")), event: try $0.text("event"))
            }
        }
    }

    /// Where it goes, in the order of its receivers' identifiers.
    func deliveries(of message: String) throws -> [Delivery] { try db.ask(Self.deliveries(of: message)) }

    static func deliveries(of message: String) -> Query<[Delivery]> {
        Query(
            """
            SELECT message, receiver, node, state, state_at FROM exchange_sent_to WHERE message = \(message)
            ORDER BY receiver
            """
        ) { try $0.map(Delivery.init(row:)) }
    }

    /// The delivery to one receiver, for whoever is about to move it on.
    func take(_ message: String, to receiver: String) throws -> Delivery? {
        try db.rows(
            """
            SELECT message, receiver, node, state, state_at FROM exchange_sent_to
            WHERE message = \(message) AND receiver = \(receiver)\(db.dialect.lockRow)
            """
        ).first.map(Delivery.init(row:))
    }

    func turn(_ message: String, to receiver: String, at node: String) throws {
        try db.run(
            "UPDATE exchange_sent_to SET node = \(node) WHERE message = \(message) AND receiver = \(receiver)")
    }

    func move(_ message: String, to receiver: String, _ state: DeliveryState, at time: Date) throws {
        try db.run(
            """
            UPDATE exchange_sent_to SET state = \(state.rawValue), state_at = \(time)
            WHERE message = \(message) AND receiver = \(receiver)
            """)
    }
}

/// A message on its way to one receiver, as its sender knows it.
package struct Delivery: Hashable, Sendable {
    package let message: String
    package let receiver: String
    package let node: String
    /// Nil while nothing came back.
    package let state: DeliveryState?
    package let at: Date

    fileprivate init(row: Row) throws {
        (message, receiver) = (try row.text("message"), try row.text("receiver"))
        node = try row.text("node")
        state = DeliveryState(rawValue: try row.text("state"))
        at = try row.time("state_at")
    }
}
