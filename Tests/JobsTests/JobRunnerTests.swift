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
        let runner = JobRunner(
            post: PostOffice(
                database: database, couriers: [SlowCourier(setOut: setOut, leave: leave)],
                now: { clock.now }, chance: { 0 }),
            scheduler: Scheduler(database: database, schedules: [], holder: "a", now: { clock.now }),
            logger: Logger(label: "test"))
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
}
