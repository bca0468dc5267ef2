// SPDX-License-Identifier: Apache-2.0

import Database
package import Kernel

/// How it went, in the words of those whose cases they were.
extension CaseService {
    /// Rates a case that is over, once and for good. Officials read what was written without a name.
    package func rate(_ id: ID<CaseFile>, _ score: Int?, saying text: String, by actor: Actor) async throws {
        try await reading(id, by: actor, changing: true) { file, db in
            guard file.isOf(actor) else { throw Forbidden(.toHandle(file.kind, "own")) }
            guard file.phase == .closed else { throw CaseProblem.cannotMove }
            guard let score, CaseRating.scores.contains(score) else { throw CaseProblem.noScore }
            guard text.count <= CaseFile.textLimit else { throw CaseProblem.longText }
            let rating = CaseRating(at: now(), score: score, text: text)
            guard try CaseRatingStore(db: db).insert(rating, of: file) else { throw CaseProblem.ratedAlready }
            try tell("rated", file, text, facts: ["score": "\(score)"], by: actor, in: db)
        }
    }

    /// What people wrote at the end of their cases at an agency, the newest first.
    package func ratings(of kind: String, at holder: Place, limit: Int = 20, for actor: Actor) async throws
        -> [CaseRating]
    {
        try actor.may(try self.kind(kind).assign, in: holder)
        return try await database.read { try CaseRatingStore(db: $0).newest(of: kind, at: holder, limit: limit) }
    }
}
