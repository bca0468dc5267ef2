// SPDX-License-Identifier: Apache-2.0

import Casework
package import Database
package import Kernel

/// Finds documents of an official's own agency: words in any order, with or without accents, the last as far as it was typed.
package struct DocumentSearchService: Sendable {
    let database: any Database
    package let types: DocumentTypes
    package let now: Now

    package init(database: any Database, types: DocumentTypes, now: @escaping Now) {
        (self.database, self.types, self.now) = (database, types, now)
    }

    /// The newest first.
    package func find(_ question: DocumentQuestion, limit: Int, for actor: Actor) async throws -> [FoundDocument] {
        guard let agency = actor.agency else { throw Forbidden(OfficialDocuments.read) }
        try actor.may(OfficialDocuments.read, in: agency)
        return try await database.read { db in
            try DocumentSearchStore(db: db).find(question, at: agency, limit: limit)
        }
    }

    /// What stands in those that the agency wrote, by their ids, for an excerpt.
    package func bodies(of found: [FoundDocument], for actor: Actor) async throws -> [String: String] {
        let ids = found.filter { $0.way == .out && actor.can(OfficialDocuments.read, in: $0.agency) }.map(\.id)
        return try await database.read { db in
            try ids.reduce(into: [:]) { bodies, id in
                bodies[id] = try DraftContent(json: CaseService.content(of: ID(id), in: db)).body
            }
        }
    }
}
