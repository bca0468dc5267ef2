// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
import Jobs
import Synchronization
import TestKit
import Testing

@Suite("Schedules")
struct ScheduleTests {
    struct Broken: Error {}

    private let clock = TestClock()

    private func scheduler(
        _ database: any Database, holder: String = "a",
        work: @escaping @Sendable (Lease) async throws -> Void = { _ in }
    ) -> Scheduler {
        Scheduler(
            database: database, schedules: [Schedule("test.hourly", .every(3600), work: work)], holder: holder,
            now: { [clock] in clock.now })
    }

    @Test("a schedule runs at its time, and once for all that was missed", arguments: Backend.available)
    func time(backend: Backend) async throws {
        let database = try await backend.migrated(JobsMigrations.all)
        let scheduler = scheduler(database)
        #expect(try await scheduler.runDue() == [])
        clock.advance(3600)
        #expect(try await scheduler.runDue() == ["test.hourly"])
        #expect(try await scheduler.runDue() == [])
        clock.advance(7 * 86_400)
        #expect(try await scheduler.runDue() == ["test.hourly"])
        #expect(try await scheduler.runDue() == [])
    }

    @Test("of eight processes one runs it", arguments: Backend.available)
    func once(backend: Backend) async throws {
        let database = try await backend.migrated(JobsMigrations.all)
        _ = try await scheduler(database).runDue()
        clock.advance(3600)
        let ran = try await withThrowingTaskGroup(of: [String].self) { group in
            for number in 0..<8 { group.addTask { try await scheduler(database, holder: "p\(number)").runDue() } }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(ran == ["test.hourly"])
    }

    @Test("a run that failed is tried again soon", arguments: Backend.available)
    func failed(backend: Backend) async throws {
        let database = try await backend.migrated(JobsMigrations.all)
        let fails = scheduler(database) { _ in throw Broken() }
        _ = try await fails.runDue()
        clock.advance(3600)
        #expect(try await fails.runDue() == ["test.hourly"])
        #expect(try await fails.runDue() == [])
        let problem = try await database.read { try $0.rows("SELECT problem FROM job_schedule").first?.text("problem") }
        #expect(problem == "Broken()")
        clock.advance(Scheduler.retry)
        #expect(try await scheduler(database).runDue() == ["test.hourly"])
    }

    @Test("a process that froze in a run is replaced, and can do no harm afterwards", arguments: Backend.available)
    func frozen(backend: Backend) async throws {
        let database = try await backend.migrated(JobsMigrations.all)
        _ = try await scheduler(database).runDue()
        clock.advance(3600)
        let other = scheduler(database, holder: "b")
        let frozen = scheduler(database, holder: "a") { [clock] (lease: Lease) async throws in
            #expect(try await other.runDue() == [])
            clock.advance(601)
            #expect(try await other.runDue() == ["test.hourly"])
            await #expect(throws: JobProblem.leaseLost("schedule.test.hourly")) {
                try await database.write { try Leases($0).confirm(lease) }
            }
        }
        #expect(try await frozen.runDue() == [])
    }

    @Test("daily means a time of the clock in Việt Nam")
    func daily() throws {
        let rule = Schedule.Rule.daily(hour: 0, minute: 30)
        let day = try Date("2025-07-01T17:29:59Z", strategy: .iso8601)
        #expect(rule.next(after: day) == (try Date("2025-07-01T17:30:00Z", strategy: .iso8601)))
        #expect(rule.next(after: day + 1) == (try Date("2025-07-02T17:30:00Z", strategy: .iso8601)))
        #expect(Schedule.Rule.every(60).next(after: day) == (try Date("2025-07-01T17:30:00Z", strategy: .iso8601)))
    }
}
