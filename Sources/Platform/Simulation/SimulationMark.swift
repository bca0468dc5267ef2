// SPDX-License-Identifier: Apache-2.0

package import Database
package import Foundation
package import Kernel
package import Ledger

/// That everything on this node is invented, and how it was made.
///
/// The mark is the first event of the ledger, under an id that nothing else has: it is in every backup, no part of the
/// program can take it away, and where somebody else does, `doicanh verify` finds the ledger damaged.
package struct SimulationMark: Sendable, Equatable {
    /// Which year of which place was replayed: `bentre2020`.
    package let name: String
    package let seed: UInt64
    /// How many dossiers were to be replayed, and how many there would be in the whole.
    package let dossiers: Int
    package let whole: Int
    /// The day on which it was made.
    package let made: Day

    package init(name: String, seed: UInt64, dossiers: Int, whole: Int, made: Day) {
        (self.name, self.seed, self.dossiers, self.whole, self.made) = (name, seed, dossiers, whole, made)
    }

    package static let kind = "simulation.began"
    /// Sorts before every id that is given.
    package static let event = ID<Event>("00000000-0000-7000-8000-000000000001")

    /// Marks a node for ever, in the transaction of the first thing that happens on it.
    package func set(at time: Date, in connection: any Connection) throws {
        try Ledger(connection).append(
            Event(
                id: Self.event, kind: Self.kind, subject: name, actor: Actor.system.id, at: time,
                facts: [
                    "seed": "\(seed)", "dossiers": "\(dossiers)", "whole": "\(whole)", "made": made.description,
                ]))
    }

    /// The mark of a node; nil where what it holds is real, or nothing is there yet.
    package static func read(_ database: any Database) async throws -> SimulationMark? {
        let isMigrated = try await database.read { connection in
            try connection.tables().contains { $0.name == "ledger_event" }
        }
        guard isMigrated else { return nil }
        do {
            return SimulationMark(try await LedgerReader(database: database).event(event))
        } catch LedgerProblem.noSuchEvent { return nil }
    }

    /// Nil for an event that is none.
    private init?(_ event: RecordedEvent) {
        guard event.kind == Self.kind, let seed = event.facts["seed"].flatMap({ UInt64($0) }),
            let dossiers = event.facts["dossiers"].flatMap({ Int($0) }),
            let whole = event.facts["whole"].flatMap({ Int($0) }),
            let made = event.facts["made"].flatMap({ Day($0) })
        else { return nil }
        self.init(name: event.subject, seed: seed, dossiers: dossiers, whole: whole, made: made)
    }
}
