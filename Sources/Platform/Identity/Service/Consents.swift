// SPDX-License-Identifier: Apache-2.0

package import Database
package import Foundation
package import Kernel
import Ledger

/// Acting for another person, with their recorded consent.
extension IdentityService {
    /// Lets a person act for the actor in `matter` until the end of `lastDay`, at most a year ahead.
    ///
    /// The person is named by identifier and by name, and both must fit: an identifier has no check digit, so a slip of
    /// the finger names a stranger; and nobody learns a name by trying numbers.
    @discardableResult
    package func consent(
        to identifier: String, named name: String, in matter: String, until lastDay: Day, by actor: Actor
    ) async throws -> Consent {
        guard matters.contains(where: { $0.id == matter }) else { throw IdentityProblem.badMatter }
        try refuse(lastDay)
        return try await naming(identifier, name, by: actor) { [self] _, grantee, connection in
            guard grantee.id.rawValue != actor.id else { throw IdentityProblem.consentToOneself }
            return try insertConsent(to: grantee, in: matter, until: lastDay, by: actor, connection)
        }
    }

    /// Refuses what would end before today or after more than a year.
    func refuse(_ lastDay: Day) throws(IdentityProblem) {
        let today = Day(now())
        guard today <= lastDay, lastDay <= today + 366 else { throw .badConsentTime }
    }

    /// Does `work` with the person whom number and name belong to, who has an account here. A pair that does not fit is
    /// counted against the actor, so that nobody finds people by trying.
    func naming<T: Sendable>(
        _ identifier: String, _ name: String, by actor: Actor,
        _ work: @escaping @Sendable (Resident, Account, any Connection) throws -> T
    ) async throws -> T {
        let identifier = try PersonalIdentifier(identifier)
        let key = ThrottleKey(name: secret.lookup(actor.id, for: "naming"), throttle: .code)
        let outcome = try await database.write { [self] connection -> Result<T, IdentityProblem> in
            try ThrottleStore(db: connection).take(key, at: now())
            guard let resident = try residents(connection).find(identifier), resident.isCalled(name),
                let account = try resident.account.flatMap(AccountStore(db: connection).find),
                account.status == .active
            else { return .failure(.noSuchPerson) }
            try ThrottleStore(db: connection).giveBack(key, at: now())
            return .success(try work(resident, account, connection))
        }
        // The count of a wrong pair must be kept, so the transaction was committed before this is thrown.
        return try outcome.get()
    }

    /// The account of the person whom number and name belong to. Refuses a pair that does not fit, as `naming` does.
    package func person(identified identifier: String, named name: String, by actor: Actor) async throws -> Account {
        try await naming(identifier, name, by: actor) { _, account, _ in account }
    }

    private func insertConsent(
        to grantee: Account, in matter: String, until lastDay: Day, by actor: Actor, _ connection: any Connection
    ) throws -> Consent {
        let grantor = try AccountStore(db: connection).lock(ID(actor.id))
        let consent = Consent(
            id: ID(newID()), grantor: grantor.id, grantorName: grantor.name, grantee: grantee.id,
            granteeName: grantee.name, matter: matter, givenAt: now(), until: (lastDay + 1).beginning, withdrawnAt: nil)
        try ConsentStore(db: connection).insert(consent)
        // Who trusts whom is nobody else's business: public is only that a consent was given.
        try Ledger(connection).append(
            event(
                "consent_given", about: actor.id, by: actor.id,
                personal: [
                    "consent": consent.id.rawValue, "grantee": grantee.id.rawValue, "matter": matter,
                    "until": lastDay.description,
                ]))
        return consent
    }

    /// Takes a consent back, from now on.
    package func withdraw(_ id: ID<Consent>, by actor: Actor) async throws {
        try await database.write { [self] connection in
            let consents = ConsentStore(db: connection)
            guard let consent = try consents.find(id), consent.grantor.rawValue == actor.id else {
                throw IdentityProblem.noSuchConsent
            }
            guard try consents.withdraw(id, at: now()) else { return }
            try Ledger(connection).append(
                event(
                    "consent_withdrawn", about: actor.id, by: actor.id,
                    personal: ["consent": id.rawValue, "grantee": consent.grantee.rawValue]))
        }
    }

    /// What the actor has consented to, the newest first.
    package func consents(givenBy actor: Actor) async throws -> [Consent] {
        try await database.read { try ConsentStore(db: $0).given(by: ID(actor.id)) }
    }

    /// A consent that the actor gave.
    package func consent(_ id: ID<Consent>, givenBy actor: Actor) async throws -> Consent {
        guard let consent = try await database.read({ try ConsentStore(db: $0).find(id) }),
            consent.grantor.rawValue == actor.id
        else { throw IdentityProblem.noSuchConsent }
        return consent
    }

    /// The consents by which the actor may act for somebody now: in `matter`, or in any when nil.
    package func mandates(of actor: Actor, in matter: Matter? = nil) async throws -> [Consent] {
        let time = now()
        return try await database.read { connection in
            try ConsentStore(db: connection).held(by: ID(actor.id), at: time).filter { consent in
                matter.map { consent.allows($0, at: time) } ?? true
            }
        }
    }
}

/// Consents as a module asks for them inside the transaction that makes use of one.
package struct Consents {
    private let store: ConsentStore

    package init(_ connection: any Connection) { store = ConsentStore(db: connection) }

    /// The consent by which `actor` may act for `person` in `matter` at `time`; nil when there is none that holds.
    package func find(
        from person: ID<Account>, to actor: Actor, in matter: Matter, at time: Date
    ) throws -> Consent? {
        try store.held(by: ID(actor.id), at: time).first { $0.grantor == person && $0.allows(matter, at: time) }
    }
}

extension Resident {
    /// Whether `typed` is their name, however it is spelled: case, spaces and marks do not count.
    func isCalled(_ typed: String) -> Bool {
        let words = AccountStore.words(typed)
        return !words.isEmpty && words == AccountStore.words(name)
    }
}
