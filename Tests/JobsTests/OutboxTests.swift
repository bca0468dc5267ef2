// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
import Jobs
import Kernel
import Ledger
import Synchronization
import TestKit
import Testing

/// Writes down what it delivers, and fails as it is told to.
private final class TestCourier: Courier {
    let kind = "mail"
    private let state = Mutex<(delivered: [String], refusals: [any Error])>(([], []))

    var delivered: [String] { state.withLock { $0.delivered } }

    func failNext(_ errors: [any Error]) { state.withLock { $0.refusals = errors } }

    func deliver(_ message: OutgoingMessage) async throws {
        try state.withLock {
            if !$0.refusals.isEmpty { throw $0.refusals.removeFirst() }
            $0.delivered.append(message.body)
        }
    }
}

/// Takes many at once; the seventh is refused the first time.
private final class TestCarrier: BatchCourier {
    let kind = "mail"
    let load = 50
    private let state = Mutex<[Int]>([])

    var loads: [Int] { state.withLock(\.self) }

    func deliver(_ messages: [OutgoingMessage]) async -> [ID<OutgoingMessage>: any Error] {
        state.withLock { $0.append(messages.count) }
        return messages.filter { $0.body == "7" && $0.attempts == 1 }
            .reduce(into: [:]) { $0[$1.id] = OutboxTests.GatewayAway() }
    }
}

/// A clock that stands still until it is moved.
final class TestClock: Sendable {
    private let time = Mutex(Date(timeIntervalSince1970: 1_700_000_000))

    var now: Date { time.withLock(\.self) }

    func advance(_ seconds: TimeInterval) { time.withLock { $0 += seconds } }
}

@Suite("Outbox")
struct OutboxTests {
    struct GatewayAway: Error {}

    private let clock = TestClock()
    private let courier = TestCourier()
    private let operatorWhoMay = Actor(
        id: "o", kind: .operator, grants: [Grant(JobService.permission, in: .everywhere)])

    private func office(_ database: any Database, attempts: Int = 3) -> PostOffice {
        PostOffice(
            database: database, couriers: [courier], policy: RetryPolicy(attempts: attempts, first: 10, longest: 30),
            now: { [clock] in clock.now }, chance: { 0.5 })
    }

    private func letters(_ database: any Database) -> JobService {
        JobService(database: database, now: { [clock] in clock.now }, newID: { UUIDv7.string() })
    }

    /// The events about dead letters: kind, subject, actor.
    private func events(_ database: any Database) async throws -> [[String]] {
        try await database.read { db in
            try db.rows("SELECT kind, subject, actor FROM ledger_event ORDER BY id").map { row in
                [try row.text("kind"), try row.text("subject"), try row.text("actor")]
            }
        }
    }

    private func put(_ bodies: [String], _ database: any Database) async throws {
        let due = clock.now
        try await database.write { db in
            for body in bodies {
                try Outbox(db).put(
                    OutgoingMessage(id: ID("m-\(body)"), kind: "mail", event: "e1", body: body), due: due)
            }
        }
    }

    @Test("what was written with its change is delivered once", arguments: Backend.available)
    func delivered(backend: Backend) async throws {
        let database = try await backend.migrated(JobsMigrations.all)
        try await put(["a", "b"], database)
        #expect(try await office(database).deliver() == 2)
        #expect(courier.delivered.sorted() == ["a", "b"])
        clock.advance(10_000)
        #expect(try await office(database).deliver() == 0)
    }

    @Test("a courier of many takes them at once, and what fails comes back alone", arguments: Backend.available)
    func batched(backend: Backend) async throws {
        let database = try await backend.migrated(JobsMigrations.all)
        let carrier = TestCarrier()
        try await put((0..<30).map { "\($0)" }, database)
        let office = PostOffice(
            database: database, couriers: [carrier], policy: RetryPolicy(attempts: 3, first: 10, longest: 30),
            now: { [clock] in clock.now }, chance: { 0.5 })
        #expect(try await office.deliver() == 30)
        #expect(carrier.loads == [30])
        clock.advance(8)
        #expect(try await office.deliver() == 1)
        #expect(carrier.loads == [30, 1])
        clock.advance(10_000)
        #expect(try await office.deliver() == 0)
    }

    @Test("what was rolled back never leaves", arguments: Backend.available)
    func rolledBack(backend: Backend) async throws {
        let database = try await backend.migrated(JobsMigrations.all)
        await #expect(throws: GatewayAway.self) {
            try await database.write { [due = clock.now] db in
                try Outbox(db).put(OutgoingMessage(id: ID("m"), kind: "mail", event: "e", body: "x"), due: due)
                throw GatewayAway()
            }
        }
        #expect(try await office(database).deliver() == 0)
    }

    @Test("a failure is tried again after a pause that grows, then laid aside", arguments: Backend.available)
    func retried(backend: Backend) async throws {
        let database = try await backend.migrated(LedgerMigrations.all + JobsMigrations.all)
        let (office, letters) = (office(database), letters(database))
        try await put(["a"], database)
        courier.failNext([GatewayAway(), GatewayAway(), GatewayAway()])
        // 10 s and 20 s, three quarters of it by the fixed chance.
        for pause in [7.5, 15.0] {
            #expect(try await office.deliver() == 1)
            clock.advance(pause - 0.1)
            #expect(try await office.deliver() == 0)
            clock.advance(0.1)
        }
        #expect(try await letters.deadLetters(for: operatorWhoMay).isEmpty)
        #expect(
            try await letters.queue(for: operatorWhoMay) == OutboxQueue(waiting: 1, earliest: clock.now, dead: 0))
        #expect(try await office.deliver() == 1)
        #expect(try await letters.queue(for: operatorWhoMay) == OutboxQueue(waiting: 0, earliest: nil, dead: 1))
        let dead = try #require(try await letters.deadLetters(for: operatorWhoMay).first)
        #expect(dead.message.body == "a")
        #expect(dead.problem == "GatewayAway()")
        clock.advance(100_000)
        #expect(try await office.deliver() == 0)

        try await letters.retry(dead.message.id, by: operatorWhoMay)
        #expect(try await office.deliver() == 1)
        #expect(courier.delivered == ["a"])
        await #expect(throws: JobProblem.noDeadLetter("m-a")) {
            try await letters.retry(dead.message.id, by: operatorWhoMay)
        }
        #expect(try await events(database) == [["jobs.letter_retried", "m-a", "o"]])
    }

    @Test("what can never be delivered is laid aside at once, and can be dropped", arguments: Backend.available)
    func undeliverable(backend: Backend) async throws {
        let database = try await backend.migrated(LedgerMigrations.all + JobsMigrations.all)
        let letters = letters(database)
        try await put(["a"], database)
        courier.failNext([Undeliverable("no such mailbox")])
        #expect(try await office(database).deliver() == 1)
        #expect(try await letters.deadLetters(for: operatorWhoMay).map(\.problem) == ["no such mailbox"])
        try await letters.drop(ID("m-a"), by: operatorWhoMay)
        #expect(try await letters.deadLetters(for: operatorWhoMay).isEmpty)
        await #expect(throws: JobProblem.noDeadLetter("m-a")) { try await letters.drop(ID("m-a"), by: operatorWhoMay) }
        #expect(try await events(database) == [["jobs.letter_dropped", "m-a", "o"]])
    }

    @Test("only who may deals with dead letters")
    func permission() async throws {
        let database = try await Backend.sqlite.migrated(LedgerMigrations.all + JobsMigrations.all)
        let letters = letters(database)
        let clerk = Actor(id: "c", kind: .official)
        await #expect(throws: Forbidden(JobService.permission)) { try await letters.deadLetters(for: clerk) }
        await #expect(throws: Forbidden(JobService.permission)) { try await letters.queue(for: clerk) }
        await #expect(throws: Forbidden(JobService.permission)) { try await letters.schedules(for: clerk) }
        await #expect(throws: Forbidden(JobService.permission)) { try await letters.retry(ID("x"), by: clerk) }
        await #expect(throws: Forbidden(JobService.permission)) { try await letters.drop(ID("x"), by: clerk) }
    }

    @Test("a courier that never came back is replaced", arguments: Backend.available)
    func lostCourier(backend: Backend) async throws {
        let database = try await backend.migrated(JobsMigrations.all)
        try await put(["a"], database)
        // The process dies after it took the message: as if `deliver` never went on.
        courier.failNext([CancellationError()])
        let dying = PostOffice(
            database: database, couriers: [courier], policy: RetryPolicy(first: 100_000, longest: 100_000),
            now: { [clock] in clock.now }, chance: { 0.999 })
        #expect(try await dying.deliver() == 1)
        try await database.write { [clock] db in
            try db.run("UPDATE job_outbox SET due_at = \(clock.now + PostOffice.patience)")
        }
        clock.advance(PostOffice.patience - 1)
        #expect(try await office(database).deliver() == 0)
        clock.advance(1)
        #expect(try await office(database).deliver() == 1)
        #expect(courier.delivered == ["a"])
    }

    @Test("four processes share the work, and nothing leaves twice", arguments: Backend.available)
    func shared(backend: Backend) async throws {
        let database = try await backend.migrated(JobsMigrations.all)
        let bodies = (0..<60).map { "\($0)" }
        try await put(bodies, database)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<4 {
                group.addTask { while try await office(database).deliver(limit: 5) > 0 {} }
            }
            try await group.waitForAll()
        }
        #expect(courier.delivered.sorted() == bodies.sorted())
    }

    @Test("pauses double up to the longest and are spread by chance")
    func policy() {
        let policy = RetryPolicy(attempts: 5, first: 10, longest: 30)
        #expect((1...5).map { policy.pause(after: $0, chance: 0) } == [5, 10, 15, 15, nil])
        #expect(policy.pause(after: 2, chance: 0.5) == 15)
    }
}
