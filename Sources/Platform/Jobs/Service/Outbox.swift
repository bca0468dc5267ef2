// SPDX-License-Identifier: Apache-2.0

package import Database
package import Foundation

/// The way out, used inside the transaction that makes a message necessary:
/// `try Outbox(connection).put(OutgoingMessage(id: …, kind: "mail", event: event.id.rawValue, body: …), due: now())`.
package struct Outbox {
    private let db: any Connection

    package init(_ connection: any Connection) { db = connection }

    /// Hands the message over. It is delivered at least once, not before `due`, and in no promised order.
    package func put(_ message: OutgoingMessage, due: Date) throws { try OutboxStore(db: db).insert(message, due: due) }

    /// Takes back everything of one kind that waits, because it shall never be delivered. Returns how many that was.
    @discardableResult
    package func takeBack(_ kind: String) throws -> Int { try OutboxStore(db: db).deleteWaiting(kind) }
}
