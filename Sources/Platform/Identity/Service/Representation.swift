// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
package import Kernel

/// An organisation as one of those who act for it sees it.
package struct Representation: Equatable, Sendable {
    package let organisation: Organisation
    /// By what the person acts.
    package let mine: Authorisation
    /// All who may or might act for it, the newest first; only the representative sees the others.
    package let authorisations: [Authorisation]

    package var isRepresentative: Bool { mine.kind == .representative }
}

/// Looking organisations up.
extension IdentityService {
    /// The organisations the actor may act for now.
    package func organisations(of actor: Actor) async throws -> [Representation] {
        let time = now()
        return try await database.read { connection in
            let held = try AuthorisationStore(db: connection).all(of: ID<Account>(actor.id))
                .filter { $0.holds(at: time) }
            return try held.compactMap { mine in
                guard let organisation = try OrganisationStore(db: connection).find(mine.organisation) else {
                    return nil
                }
                let all = try AuthorisationStore(db: connection).all(of: mine.organisation)
                return Representation(
                    organisation: organisation, mine: mine,
                    authorisations: mine.kind == .representative ? all : [mine])
            }
        }
    }

    /// One of them.
    package func organisation(_ id: ID<Organisation>, of actor: Actor) async throws -> Representation {
        let mine = try await organisations(of: actor).filter { $0.organisation.id == id }
        guard let found = mine.first(where: \.isRepresentative) ?? mine.first else {
            throw IdentityProblem.noSuchOrganisation
        }
        return found
    }

    /// The organisations entered last at the actor's agency, with their representatives' names.
    package func enteredOrganisations(
        limit: Int = 50, by actor: Actor
    ) async throws -> [(organisation: Organisation, representative: String)] {
        let place = actor.desk
        try actor.may(.enterOrganisations, in: place)
        let time = now()
        return try await database.read { connection in
            try OrganisationStore(db: connection).newest(at: place, limit: limit).map { organisation in
                let representative = try AuthorisationStore(db: connection).all(of: organisation.id)
                    .first { $0.kind == .representative && $0.holds(at: time) }
                return (organisation, representative?.personName ?? "")
            }
        }
    }

    /// One of them.
    package func enteredOrganisation(_ id: ID<Organisation>, by actor: Actor) async throws -> Organisation {
        guard let organisation = try await database.read({ try OrganisationStore(db: $0).find(id) }),
            actor.can(.enterOrganisations, in: organisation.enteredAt)
        else { throw IdentityProblem.noSuchOrganisation }
        return organisation
    }
}
