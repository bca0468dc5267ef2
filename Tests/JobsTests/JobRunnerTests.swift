// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
import Jobs
import Kernel
import Logging
import ServiceLifecycleTestKit
import TestKit
import Testing

/// Tells the test when it has set out, and waits for leave to come back.
private struct SlowCourier: Courier {
    let kind = "mail"
    let setOut: AsyncStream<Void>.Continuation
    let leave: AsyncStream<Void>

    func deliver(_ message: OutgoingMessage) async throws {
        setOut.yield()
        for await _ in leave { break }
    }
}

/// Would wait for a year.
private struct LostCourier: Courier {
    let kind = "mail"
    let setOut: AsyncStream<Void>.Continuation

    func deliver(_ message: OutgoingMessage) async throws {
        setOut.yield()
        try await Task.sleep(for: .seconds(365 * 86_400))
    }
}

@Suite("Job runner")
struct JobRunnerTests {
    @Test("a shutdown waits for what was begun, and begins nothing more", arguments: Backend.available)
    func shutdown(backend: Backend) async throws {
        let database = try await backend.migrated(JobsMigrations.all)
        let clock = TestClock()
        try await database.write { [due = clock.now] db in
            for name in ["a", "b"] {
                // One at a time: the second would need another round.
                let later = name == "a" ? due : due + 1
                try Outbox(db).put(OutgoingMessage(id: ID(name), kind: "mail", event: "e", body: ""), due: later)
            }
        }
        let (began, setOut) = AsyncStream.makeStream(of: Void.self)
        let (leave, goHome) = AsyncStream.makeStream(of: Void.self)
        let runner = runner(database, clock, SlowCourier(setOut: setOut, leave: leave))
        try await testGracefulShutdown { trigger in
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await runner.run() }
                for await _ in began { break }
                clock.advance(1)
                trigger.triggerGracefulShutdown()
                goHome.yield()
                try await group.waitForAll()
            }
        }
        let left = try await database.read { try $0.rows("SELECT id FROM job_outbox").map { try $0.text("id") } }
        #expect(left == ["b"])
    }

    @Test("whoever never comes back is called off, and the message waits for another", arguments: Backend.available)
    func calledOff(backend: Backend) async throws {
        let database = try await backend.migrated(JobsMigrations.all)
        let clock = TestClock()
        try await database.write { [due = clock.now] db in
            try Outbox(db).put(OutgoingMessage(id: ID("a"), kind: "mail", event: "e", body: ""), due: due)
        }
        let (began, setOut) = AsyncStream.makeStream(of: Void.self)
        let runner = runner(database, clock, LostCourier(setOut: setOut), grace: .milliseconds(10))
        try await testGracefulShutdown { trigger in
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await runner.run() }
                for await _ in began { break }
                trigger.triggerGracefulShutdown()
                try await group.waitForAll()
            }
        }
        let due = try await database.read { try $0.rows("SELECT due_at FROM job_outbox").map { try $0.time("due_at") } }
        #expect(due.count == 1 && due[0] < clock.now + PostOffice.patience)
    }

    private func runner(
        _ database: any Database, _ clock: TestClock, _ courier: any Courier, grace: Duration = .seconds(600)
    ) -> JobRunner {
        JobRunner(
            post: PostOffice(database: database, couriers: [courier], now: { clock.now }, chance: { 0 }),
            scheduler: Scheduler(database: database, schedules: [], holder: "a", now: { clock.now }),
            logger: Logger(label: "test"), grace: grace)
    }
}
