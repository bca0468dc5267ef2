// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
package import Kernel
import Ledger

extension Permission {
    /// Entering organisations and who represents them by law.
    package static let enterOrganisations: Permission = "identity.enter_organisations"
}

/// Who may act for an organisation.
extension IdentityService {
    /// What an official has read from an organisation's papers.
    package struct NewOrganisation: Sendable {
        package let taxCode: String
        package let name: String
        /// Which paper.
        package let basis: String

        package init(taxCode: String, name: String, basis: String) {
            (self.taxCode, self.name, self.basis) = (taxCode, name, basis)
        }
    }

    /// A person as their papers name them, and what they are in the organisation.
    package struct Officeholder: Sendable {
        let identifier: String, name: String, title: String

        package init(identifier: String, name: String, title: String) {
            (self.identifier, self.name, self.title) = (identifier, name, title)
        }
    }

    /// Enters an organisation with its legal representative, at the agency the actor works for.
    package func enter(
        _ new: NewOrganisation, representedBy person: Officeholder, by actor: Actor
    ) async throws -> Organisation {
        let place = actor.desk
        try actor.may(.enterOrganisations, in: place)
        let name = try Self.line(new.name, orElse: .badOrganisationName)
        let organisation = Organisation(
            id: ID(newID()), taxCode: try TaxCode(new.taxCode), name: name,
            basis: try Self.line(new.basis, orElse: .badBasis), enteredBy: actor.id, enteredAt: place, enteredOn: now())
        try await database.write { [self] connection in
            let store = OrganisationStore(db: connection)
            guard try store.find(organisation.taxCode) == nil else { throw IdentityProblem.taxCodeTaken }
            try store.insert(organisation)
            try Ledger(connection).append(
                event(
                    "organisation_entered", about: organisation.id.rawValue, at: place, by: actor.id,
                    ["tax_code": organisation.taxCode.digits, "name": name]))
            try appoint(person, of: organisation, by: actor, connection)
        }
        return organisation
    }

    /// Puts another legal representative in the place of the one before. Those whom the one before authorised may go on:
    /// they act for the organisation, not for its director.
    package func represent(_ id: ID<Organisation>, by person: Officeholder, as actor: Actor) async throws {
        try await database.write { [self] connection in
            let organisation = try OrganisationStore(db: connection).lock(id)
            try actor.may(.enterOrganisations, in: organisation.enteredAt)
            let store = AuthorisationStore(db: connection)
            for former in try store.all(of: id) where former.kind == .representative && former.holds(at: now()) {
                _ = try store.end(former.id, at: now())
            }
            try appoint(person, of: organisation, by: actor, connection)
        }
    }

    private func appoint(
        _ person: Officeholder, of organisation: Organisation, by actor: Actor, _ connection: any Connection
    ) throws {
        let resident = try register(person, connection)
        try insertAuthorisation(
            Authorisation(
                id: ID(newID()), organisation: organisation.id, person: resident.id, personName: resident.name,
                kind: .representative, title: try Self.line(person.title, orElse: .badTitle), since: now(), until: nil),
            at: organisation.enteredAt, by: actor, connection)
    }

    /// The resident with this number, entered if nobody knows them yet: then the national e-ID finds them later.
    private func register(_ person: Officeholder, _ connection: any Connection) throws -> Resident {
        let identifier = try PersonalIdentifier(person.identifier)
        let name = try Self.personName(person.name)
        if let known = try residents(connection).find(identifier) {
            guard known.isCalled(name) else { throw IdentityProblem.otherName }
            return known
        }
        let resident = Resident(id: ID(newID()), account: nil, name: name, identifier: identifier, verifiedAt: nil)
        try residents(connection).insert(resident, at: now())
        return resident
    }

    /// The representative lets a person act for the organisation until the end of `lastDay`, at most a year ahead.
    @discardableResult
    package func authorise(
        _ person: Officeholder, for id: ID<Organisation>, until lastDay: Day, by actor: Actor
    ) async throws -> Authorisation {
        let title = try Self.line(person.title, orElse: .badTitle)
        try refuse(lastDay)
        return try await naming(person.identifier, person.name, by: actor) { [self] resident, _, connection in
            let organisation = try representedBy(actor, id, connection)
            let authorisation = Authorisation(
                id: ID(newID()), organisation: id, person: resident.id, personName: resident.name, kind: .authorised,
                title: title, since: now(), until: (lastDay + 1).beginning)
            try insertAuthorisation(authorisation, at: organisation.enteredAt, by: actor, connection)
            return authorisation
        }
    }

    private func insertAuthorisation(
        _ authorisation: Authorisation, at place: Place, by actor: Actor, _ connection: any Connection
    ) throws {
        try AuthorisationStore(db: connection).insert(authorisation)
        try Ledger(connection).append(
            event(
                "authorisation_given", about: authorisation.organisation.rawValue, at: place, by: actor.id,
                ["authorisation": authorisation.id.rawValue, "kind": authorisation.kind.rawValue],
                personal: ["resident": authorisation.person.rawValue, "title": authorisation.title]))
    }

    /// The representative takes an authorisation back, from now on.
    package func withdraw(_ id: ID<Authorisation>, by actor: Actor) async throws {
        try await database.write { [self] connection in
            let store = AuthorisationStore(db: connection)
            guard let authorisation = try store.find(id), authorisation.kind == .authorised else {
                throw IdentityProblem.noSuchAuthorisation
            }
            let organisation = try representedBy(actor, authorisation.organisation, connection)
            guard try store.end(id, at: now()) else { return }
            try Ledger(connection).append(
                event(
                    "authorisation_withdrawn", about: organisation.id.rawValue, at: organisation.enteredAt,
                    by: actor.id,
                    ["authorisation": id.rawValue]))
        }
    }

    /// The organisation, if the actor represents it now; to anybody else there is none.
    private func representedBy(
        _ actor: Actor, _ id: ID<Organisation>, _ connection: any Connection
    ) throws -> Organisation {
        let organisation = try OrganisationStore(db: connection).lock(id)
        let isTheirs = try AuthorisationStore(db: connection).all(of: ID<Account>(actor.id)).contains {
            $0.organisation == id && $0.kind == .representative && $0.holds(at: now())
        }
        guard isTheirs else { throw IdentityProblem.noSuchOrganisation }
        return organisation
    }

    /// One line of text that must be there.
    private static func line(_ typed: String, orElse problem: IdentityProblem) throws(IdentityProblem) -> String {
        guard let text = try? personName(typed) else { throw problem }
        return text
    }
}

extension Actor {
    /// Where what this actor enters from papers belongs: the agency they act for; an operator's own entries have none.
    var desk: Place { agency ?? .everywhere }
}
