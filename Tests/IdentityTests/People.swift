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
struct Bench {
    let service: IdentityService
    let database: any Database
    let clock: StoppedClock

    init(_ backend: Backend, settings: IdentitySettings = IdentitySettings()) async throws {
        database = try await backend.migrated(LedgerMigrations.all + IdentityMigrations.all)
        clock = StoppedClock(Site.moment)
        service = IdentityService(
            database: database, now: clock.now, newID: { UUIDv7.string() }, secret: try .test,
            roles: try Roles(json: Content.embedded.files["Identity/roles.json"] ?? ""),
            // Cheap, because these tests are not about the hash.
            passwords: Passwords(cost: .init(memoryKiB: 64, passes: 1, lanes: 1)), settings: settings)
    }

    /// Opens the account of a named person and returns it.
    @discardableResult
    func open(_ person: DemoPerson) async throws -> Account {
        try await service.openDemo([person], at: Site.agency)
        return try await service.account(username: person.username)
    }

    /// Signs `person` in and returns the token and what it opens.
    func signIn(_ person: DemoPerson) async throws -> (token: Token, present: IdentityService.Present) {
        try await open(person)
        let token = try await service.signIn(Attempt(login: person.username, password: person.password))
        return (token, try await service.present(token).get())
    }

    /// The kinds of all events so far, in order.
    func events() async throws -> [String] {
        try await database.read { try $0.rows("SELECT kind FROM ledger_event ORDER BY id").map { try $0.text("kind") } }
    }
}
