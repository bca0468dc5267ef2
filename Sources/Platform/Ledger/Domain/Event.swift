// SPDX-License-Identifier: Apache-2.0

package import Foundation
package import Kernel

/// Something that happened, as the ledger keeps it. Appended in the same transaction as the change it tells of.
///
/// `facts` are public and part of the proof for ever: never put personal data there. `personal` is committed to as
/// SHA-256(salt ‖ content) and kept apart, so it can be erased without breaking a proof.
package struct Event: Sendable, Equatable {
    package let id: ID<Event>
    /// `module.happened`, for example `petitions.accepted`.
    package let kind: String
    /// What it happened to, for example a petition's id.
    package let subject: String
    /// The agency or unit it counts for, or "" for the whole node.
    package let place: String
    /// The account that did it (`Actor.id`).
    package let actor: String
    package let at: Date
    package let facts: [String: String]
    package let personal: [String: String]

    package init(
        id: ID<Event>, kind: String, subject: String, place: String = "", actor: String, at: Date,
        facts: [String: String] = [:], personal: [String: String] = [:]
    ) {
        self.id = id
        self.kind = kind
        self.subject = subject
        self.place = place
        self.actor = actor
        self.at = at
        self.facts = facts
        self.personal = personal
    }
}
