// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
import Kernel
import Ledger

/// Signing in through the national e-ID.
extension IdentityService {
    /// Where to send the browser, and the token by which it is recognised when it comes back.
    package struct Departure: Sendable {
        package let address: String
        package let step: Token
    }

    private struct Journey: Codable, Sendable {
        let challenge: ElectronicIDChallenge
        let from: String
    }

    package func departToElectronicID(from: String) async throws -> Departure {
        guard let electronicID else { throw ElectronicIDProblem.unreachable }
        let journey = Journey(challenge: ElectronicIDChallenge(), from: from)
        let address = try await electronicID.authorization(for: journey.challenge)
        let step = Token()
        try await database.write { [self] connection in
            try StepStore(db: connection, secret: secret).insert(
                journey, kind: "eid", token: step, until: now() + Self.stepLasts)
        }
        return Departure(address: address, step: step)
    }

    /// Takes what the provider sent along with the browser. Returns the admission and where the person wanted to go.
    package func returnFromElectronicID(
        _ step: Token, state: String, code: String, _ visit: Visit
    ) async throws -> (Admission, from: String) {
        guard let electronicID else { throw ElectronicIDProblem.unreachable }
        guard let journey = try await takeJourney(step, state: state) else { throw ElectronicIDProblem.strayed }
        guard !code.isEmpty else { throw ElectronicIDProblem.declined }
        // Nothing is locked and no connection is held while the provider takes its time.
        let person = try await electronicID.person(for: code, journey.challenge)
        let (accountID, residentID) = (ID<Account>(newID()), ID<Resident>(newID()))
        let admission = try await database.write { [self] connection in
            let account = try enter(person, accountID, residentID, connection)
            guard account.status == .active else { throw IdentityProblem.accountDisabled }
            return try welcome(
                Arrival(account: account.id, method: .eid, visit: visit, isStrong: person.level == .strong), connection)
        }
        return (admission, journey.from)
    }

    /// The journey, which ends here whatever comes of it: an answer counts once.
    private func takeJourney(_ step: Token, state: String) async throws -> Journey? {
        try await database.write { [self] connection in
            let steps = StepStore(db: connection, secret: secret)
            guard let journey = try steps.find(Journey.self, kind: "eid", token: step, at: now()),
                Token(state).hash == Token(journey.challenge.state).hash
            else { return nil }
            return try steps.end(step) ? journey : nil
        }
    }

    /// The account of a vouched person: found by their identifier, or opened on the first visit.
    private func enter(
        _ person: VouchedPerson, _ accountID: ID<Account>, _ residentID: ID<Resident>, _ connection: any Connection
    ) throws -> Account {
        let residents = residents(connection)
        let accounts = AccountStore(db: connection)
        if let resident = try residents.find(person.identifier), let id = resident.account {
            try residents.vouch(resident.id, name: person.name, at: now())
            return try accounts.lock(id)
        }
        let account = Account(
            id: accountID, username: nil, name: person.name, status: .active, language: nil, createdAt: now())
        try accounts.insert(account)
        if let resident = try residents.find(person.identifier) {
            try residents.vouch(resident.id, name: person.name, at: now())
            try residents.link(resident.id, to: account.id)
        } else {
            let resident = Resident(
                id: residentID, account: account.id, name: person.name, identifier: person.identifier, verifiedAt: now()
            )
            try residents.insert(resident, at: now())
        }
        try Ledger(connection).append(
            event("account_opened", about: account.id.rawValue, by: account.id.rawValue, ["method": "eid"]))
        return account
    }
}
