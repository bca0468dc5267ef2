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

    /// What lies here with one of these bodies, waiting or given up: so that a module can tell how its own errands stand.
    package func lying(_ kinds: [String], bodies: [String]) throws -> [LyingMessage] {
        guard !kinds.isEmpty, !bodies.isEmpty else { return [] }
        return try OutboxStore(db: db).lying(kinds, bodies)
    }

    /// Makes what waits due earlier: all of some kinds whose bodies end with these words. Returns how many that was.
    @discardableResult
    package func hasten(_ kinds: [String], ending: String, to due: Date) throws -> Int {
        kinds.isEmpty ? 0 : try OutboxStore(db: db).hasten(kinds, ending, to: due)
    }

    /// The bodies of all that was given up, of some kinds.
    package func givenUp(_ kinds: [String]) throws -> [String] {
        kinds.isEmpty ? [] : try OutboxStore(db: db).givenUp(kinds)
    }
}

/// How a message in the outbox stands.
package struct LyingMessage: Hashable, Sendable {
    package let body: String
    /// How often it was tried.
    package let attempts: Int
    /// When it is tried again; nil when it was given up.
    package let due: Date?
    /// What went wrong the last time; "" before anything did.
    package let problem: String
}
