// SPDX-License-Identifier: Apache-2.0

import Database
import Identity
import Jobs
import Kernel
import TestKit
import Testing

@testable import Product

@Suite("Demo")
struct DemoTests {
    @Test("only sign-ins that work are told", arguments: Backend.available)
    func signIns(backend: Backend) async throws {
        let platform = try Platform.test(on: try await backend.empty())
        try await platform.migrate()
        #expect(try await platform.demoSignIns().isEmpty)
        try await platform.identity.openDemo([.minh, .lan], at: Site.agency)
        #expect(try await platform.demoSignIns().map(\.username) == ["minh", "lan"])
        let lan = try await platform.identity.account(login: "lan")
        try await platform.identity.set(.disabled, of: lan.id, by: .system)
        #expect(try await platform.demoSignIns().map(\.username) == ["minh"])
        await platform.database.close()
    }
}

@Suite("Schedules")
struct ScheduleTests {
    @Test("what identity no longer needs is swept away once a day", arguments: Backend.available)
    func sweep(backend: Backend) async throws {
        let clock = StoppedClock(Site.moment)
        let platform = try Platform.test(on: try await backend.empty(), now: clock.now)
        try await platform.migrate()
        try await platform.identity.openDemo([.minh], at: Site.agency)
        _ = try await platform.identity.signIn(
            Attempt(login: DemoPerson.minh.username, password: DemoPerson.minh.password))
        func sessions() async throws -> Int {
            try await platform.database.read { try $0.rows("SELECT id FROM session").count }
        }
        let scheduler = Scheduler(
            database: platform.database, schedules: Modules.schedules(platform), holder: "a", now: clock.now)
        _ = try await scheduler.runDue()
        #expect(try await sessions() == 1)
        clock.advance(by: 45 * 24 * 60 * 60)
        #expect(try await scheduler.runDue().contains("identity.sweep"))
        #expect(try await sessions() == 0)
        await platform.database.close()
    }
}
