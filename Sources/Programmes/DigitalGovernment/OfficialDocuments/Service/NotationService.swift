// SPDX-License-Identifier: Apache-2.0

package import Agencies
package import Database
import Foundation
package import Kernel
import Ledger

/// What an agency is called in the numbers of its documents: it follows from its name until its clerk sets another.
package struct NotationService: Sendable {
    let database: any Database
    let agencies: AgencyService
    let now: Now
    let newID: NewID

    package init(
        database: any Database, agencies: AgencyService, now: @escaping Now, newID: @escaping NewID
    ) {
        (self.database, self.agencies, self.now, self.newID) = (database, agencies, now, newID)
    }

    package struct Standing: Sendable {
        package let agency: Agency
        /// In force.
        package let notation: String
        /// What follows from the name.
        package let derived: String
        /// What was set, the newest first.
        package let history: [AgencyNotation]
    }

    package func standing(for actor: Actor) async throws -> Standing {
        try await standing(at: try place(of: actor))
    }

    /// Sets the notation of the official's agency for what is signed from now on. Where agencies beside it have the same one, that
    /// has to be said with it: People's Committees do, others rarely mean to.
    package func set(_ notation: String, isShared: Bool, by actor: Actor) async throws {
        let place = try place(of: actor)
        guard !notation.isEmpty else { throw AgencyNotationProblem.blank }
        guard notation.count <= AgencyNotation.limit else { throw AgencyNotationProblem.long }
        guard AgencyNotation.isWellFormed(notation) else { throw AgencyNotationProblem.notLetters }
        let standing = try await standing(at: place)
        guard notation != standing.notation else { throw AgencyNotationProblem.same }
        if !isShared {
            let names = try await sharing(notation, with: standing.agency)
            guard names.isEmpty else { throw AgencyNotationProblem.shared(names.joined(separator: "; ")) }
        }
        let set = AgencyNotation(notation: notation, setBy: actor.id, setAt: now(), event: newID())
        try await database.write { db in
            try NotationStore(db: db).insert(set, at: place)
            try Ledger(db).append(
                Event(
                    id: ID(set.event), kind: "documents.notation_set", subject: place.rawValue, place: place.rawValue,
                    actor: actor.id, at: set.setAt, facts: ["notation": notation, "before": standing.notation]))
        }
    }

    private func standing(at place: Place) async throws -> Standing {
        guard let agency = try await agencies.find(ID(place.rawValue)) else {
            throw Forbidden(OfficialDocuments.issue)
        }
        let history = try await database.ask(NotationStore.history(of: place, limit: 100))
        let derived = Notation.abbreviation(of: agency)
        return Standing(
            agency: agency, notation: history.first?.notation ?? derived, derived: derived, history: history)
    }

    /// The agencies under the same one that have this notation.
    private func sharing(_ notation: String, with agency: Agency) async throws -> [String] {
        guard let parent = agency.parent else { return [] }
        let today = Day(now())
        return try await database.read { db in
            try AgencyStore(db: db).list(below: parent, on: today).filter { $0.id != agency.id }.filter {
                try (NotationStore(db: db).own(of: $0.place) ?? Notation.abbreviation(of: $0)) == notation
            }.map(\.name)
        }
    }

    private func place(of actor: Actor) throws -> Place {
        guard let agency = actor.agency else { throw Forbidden(OfficialDocuments.issue) }
        try actor.may(OfficialDocuments.issue, in: agency)
        return agency
    }
}
