// SPDX-License-Identifier: Apache-2.0

import Content
import Database
import Foundation
import Kernel
import Ledger
import Passwords
import TestKit

@testable import Identity

/// The service on a fresh database, with a clock that the test moves.
struct Bench: Sendable {
    let database: any Database
    let clock: StoppedClock
    private let secret: Secret
    private let roles: Roles
    private let settings: IdentitySettings
    private let matters: [Matter]

    init(
        _ backend: Backend, settings: IdentitySettings = IdentitySettings(), matters: [Matter] = []
    ) async throws {
        database = try await backend.migrated(LedgerMigrations.all + IdentityMigrations.all)
        clock = StoppedClock(Site.moment)
        secret = try .test
        roles = try Roles(json: Content.embedded.files["Identity/roles.json"] ?? "")
        self.settings = settings
        self.matters = matters
    }

    // Cheap, because these tests are not about the hash.
    var service: IdentityService { service(cost: .init(memoryKiB: 64, passes: 1, lanes: 1)) }

    func service(cost: Passwords.Cost) -> IdentityService {
        IdentityService(
            database: database, now: clock.now, newID: { UUIDv7.string() }, secret: secret, roles: roles,
            passwords: Passwords(cost: cost), settings: settings, matters: matters)
    }

    /// Opens the account of a named person and returns it.
    @discardableResult
    func open(_ person: DemoPerson) async throws -> Account {
        try await service.openDemo([person], at: Site.agency)
        return try await service.account(login: person.username)
    }

    /// Signs `person` in and returns the token and what it opens.
    func signIn(_ person: DemoPerson) async throws -> (token: Token, present: IdentityService.Present) {
        try await open(person)
        let token = try await service.signIn(.by(person)).session()
        return (token, try await service.present(token).get())
    }

    /// The kinds of all events so far, in order.
    func events() async throws -> [String] {
        try await database.read { try $0.rows("SELECT kind FROM ledger_event ORDER BY id").map { try $0.text("kind") } }
    }
}

extension Attempt {
    /// The right password of `person`, or a wrong one.
    static func by(_ person: DemoPerson, password: String? = nil, from visit: Visit = Visit()) -> Attempt {
        Attempt(login: person.username, password: password ?? person.password, visit: visit)
    }
}

extension Admission {
    struct NotYet: Error {}

    func session() throws -> Token {
        guard case .session(let token, _) = self else { throw NotYet() }
        return token
    }

    func device() throws -> Token {
        guard case .session(_, let device) = self else { throw NotYet() }
        return device
    }

    func step() throws -> Token {
        guard case .secondFactor(let step) = self else { throw NotYet() }
        return step
    }
}
