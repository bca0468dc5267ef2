// SPDX-License-Identifier: Apache-2.0

package import Database

/// Something that follows the ledger by position: indicators, the outbox, feeds.
///
/// `apply` sees every sealed event exactly once and in order. What it writes through `connection` is committed together
/// with its new position, so it must have no other effect. Each consumer has a name of its own for ever.
///
///     struct PetitionCounts: LedgerConsumer {
///         let name = "petitions.counts"
///         func apply(_ events: [SealedEvent], in connection: any Connection) throws { … }
///         func reset(in connection: any Connection) throws { try connection.run("DELETE FROM petition_count") }
///     }
package protocol LedgerConsumer: Sendable {
    var name: String { get }
    /// What it builds: when this changes, everything is built again from the first event.
    var version: String { get }

    func apply(_ events: [SealedEvent], in connection: any Connection) throws

    /// Forgets all effects, so that they can be rebuilt from the first event.
    func reset(in connection: any Connection) throws
}

extension LedgerConsumer {
    package var version: String { "" }
}

/// How far consumers have come.
package enum ConsumerProgress {
    /// The position up to which a consumer has applied the ledger; 0 before it began.
    package static func position(of name: String) -> Query<Int64> {
        Query("SELECT position FROM ledger_consumer WHERE name = \(name)") { try $0.first?.integer("position") ?? 0 }
    }
}
