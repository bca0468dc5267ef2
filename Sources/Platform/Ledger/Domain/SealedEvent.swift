// SPDX-License-Identifier: Apache-2.0

package import Foundation
package import Kernel

/// An event at its place in the ledger, as consumers and proofs see it: position 1 is the first, without gaps.
///
/// Personal content is not here: whoever copied it could not erase it later.
package struct SealedEvent: Sendable, Equatable {
    package let position: Int64
    package let id: ID<Event>
    package let kind: String
    package let subject: String
    package let place: String
    package let actor: String
    package let at: Date
    package let facts: [String: String]

    package init(
        position: Int64, id: ID<Event>, kind: String, subject: String, place: String, actor: String, at: Date,
        facts: [String: String]
    ) {
        self.position = position
        self.id = id
        self.kind = kind
        self.subject = subject
        self.place = place
        self.actor = actor
        self.at = at
        self.facts = facts
    }
}
