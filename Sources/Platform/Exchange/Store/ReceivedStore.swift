// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
import Kernel

/// `exchange_received` and `exchange_received_for`: what came to agencies of this node.
struct ReceivedStore {
    let db: any Connection

    struct Received {
        let id: String
        let paper: SignedPaper
        /// The node that sent it.
        let node: String
        let sender: String
    }

    struct Arrival {
        let receiver: String
        let place: Place
        let state: DeliveryState
        /// The ledger event that tells of it.
        let event: String
    }

    /// False when a message of this id is here.
    func insert(_ envelope: Envelope, _ paper: SignedPaper, at time: Date) throws -> Bool {
        try db.change(
            """
            INSERT INTO exchange_received (id, sha256, bytes, signature, kind, sender, node, arrived_at)
            VALUES (\(envelope.id), \(paper.digest), \(paper.bytes), \(paper.signature), \(envelope.kind),
                \(envelope.sender.organID), \(envelope.sender.node), \(time))
            ON CONFLICT (id) DO NOTHING
            """) == 1
    }

    /// False when it has arrived for this receiver.
    func insert(_ message: String, for arrival: Arrival, at time: Date) throws -> Bool {
        try db.change(
            """
            INSERT INTO exchange_received_for (message, receiver, place, state, state_at, event)
            VALUES (\(message), \(arrival.receiver), \(arrival.place.rawValue), \(arrival.state.rawValue), \(time),
                \(arrival.event))
            ON CONFLICT (message, receiver) DO NOTHING
            """) == 1
    }

    func find(_ id: String) throws -> Received? {
        let found = try db.ask(Self.message(id))
        return found
    }

    static func message(_ id: String) -> Query<Received?> {
        Query("SELECT bytes, signature, node, sender FROM exchange_received WHERE id = \(id)") { rows in
            try rows.first.map {
                Received(
                    id: id, paper: SignedPaper(bytes: try $0.blob("bytes"), signature: try $0.blob("signature")),
                    node: try $0.text("node"), sender: try $0.text("sender"))
            }
        }
    }

    func arrivals(of message: String) throws -> [Arrival] {
        try db.rows(
            """
            SELECT receiver, place, state, event FROM exchange_received_for WHERE message = \(message) ORDER BY receiver
            """
        ).map(Arrival.init(row:))
    }

    func take(_ message: String, for receiver: String) throws -> Arrival? {
        try db.rows(
            """
            SELECT receiver, place, state, event FROM exchange_received_for
            WHERE message = \(message) AND receiver = \(receiver)\(db.dialect.lockRow)
            """
        ).first.map(Arrival.init(row:))
    }

    func move(_ message: String, for receiver: String, _ state: DeliveryState, at time: Date) throws {
        try db.run(
            """
            UPDATE exchange_received_for SET state = \(state.rawValue), state_at = \(time)
            WHERE message = \(message) AND receiver = \(receiver)
            """)
    }
}

extension ReceivedStore.Arrival {
    fileprivate init(row: Row) throws {
        self.init(
            receiver: try row.text("receiver"), place: Place(rawValue: try row.text("place")),
            state: try row.value("state", DeliveryState.init(rawValue:)), event: try row.text("event"))
    }
}
