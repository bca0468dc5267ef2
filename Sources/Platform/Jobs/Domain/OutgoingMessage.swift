// SPDX-License-Identifier: Apache-2.0

package import Foundation
package import Kernel

/// Something that must leave this machine: a mail, a text message, a document for another agency. Written in the
/// transaction that made it necessary, delivered after the commit.
package struct OutgoingMessage: Sendable, Equatable {
    /// Handed to the receiver, too: a message may arrive twice, and by its id the second one is known.
    package let id: ID<OutgoingMessage>
    /// Which courier takes it, for example `mail`.
    package let kind: String
    /// The ledger event that tells why it is sent.
    package let event: String
    /// What the courier needs, in a form that it knows.
    package let body: String
    /// How often a courier has set out with it.
    package let attempts: Int

    package init(id: ID<OutgoingMessage>, kind: String, event: String, body: String, attempts: Int = 0) {
        self.id = id
        self.kind = kind
        self.event = event
        self.body = body
        self.attempts = attempts
    }
}

/// A message that was given up, until an operator sends it again.
package struct DeadLetter: Sendable, Equatable {
    package let message: OutgoingMessage
    package let at: Date
    /// What the courier said last.
    package let problem: String
}

/// How much waits to leave this machine.
package struct OutboxQueue: Sendable, Equatable {
    package let waiting: Int
    /// When the longest waiting message was, or is, to leave.
    package let earliest: Date?
    package let dead: Int

    package init(waiting: Int, earliest: Date?, dead: Int) {
        self.waiting = waiting
        self.earliest = earliest
        self.dead = dead
    }
}

/// Takes messages of one kind to where they must go.
package protocol Courier: Sendable {
    var kind: String { get }

    /// Returns when the receiver has taken the message. Throwing means to try again later; `Undeliverable`, to give up.
    func deliver(_ message: OutgoingMessage) async throws
}

/// A courier who takes many messages at once where that costs less than one after the other.
package protocol BatchCourier: Courier {
    /// With how many it sets out.
    var load: Int { get }

    /// Returns why some were not taken, as `deliver` of one throws; the receivers have taken all others.
    func deliver(_ messages: [OutgoingMessage]) async -> [ID<OutgoingMessage>: any Error]
}

extension BatchCourier {
    package func deliver(_ message: OutgoingMessage) async throws {
        if let error = await deliver([message])[message.id] { throw error }
    }
}

/// No later attempt can succeed: the address does not exist, the receiver refuses.
package struct Undeliverable: Error {
    package let reason: String

    package init(_ reason: String) { self.reason = reason }
}

/// When to try again: each pause is twice as long as the one before, up to `longest`, and spread by chance so that a
/// thousand messages that failed together do not come back together.
package struct RetryPolicy: Sendable {
    package let attempts: Int
    package let first: TimeInterval
    package let longest: TimeInterval

    package init(attempts: Int = 14, first: TimeInterval = 5, longest: TimeInterval = 6 * 3600) {
        self.attempts = attempts
        self.first = first
        self.longest = longest
    }

    /// The seconds to wait after so many attempts, or nil to give up; `chance` lies in 0..<1.
    package func pause(after attempts: Int, chance: Double) -> TimeInterval? {
        guard attempts < self.attempts else { return nil }
        return min(longest, first * pow(2, Double(attempts - 1))) * (0.5 + chance / 2)
    }
}
