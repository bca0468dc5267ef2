// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
import PostgresDatabase
import Synchronization
import TestKit
import Testing

@Suite("PostgreSQL")
struct PostgresTests {
    private func open(_ change: (inout PostgresSettings) -> Void = { _ in }) async throws -> PostgresDatabase {
        var settings = try await PostgresTestDatabases.shared.settings()
        change(&settings)
        return try await PostgresDatabase(settings)
    }

    /// Ends all connections to this database, from another one, as a restart of the server does.
    private func cutAll(_ settings: PostgresSettings) async throws {
        let other = try await PostgresDatabase(settings)
        try await other.write { db in
            _ = try db.rows(
                """
                SELECT count(pg_terminate_backend(pid)) AS n FROM pg_stat_activity
                WHERE datname = current_database() AND pid <> pg_backend_pid()
                """)
        }
        await other.close()
    }

    @Test("after the server ended its connections the next calls just work")
    func reconnect() async throws {
        let settings = try await PostgresTestDatabases.shared.settings()
        let database = try await PostgresDatabase(settings)
        try await database.write { try $0.run("CREATE TABLE a (id \(.text))") }
        try await cutAll(settings)
        try await database.write { try $0.run("INSERT INTO a (id) VALUES ('after')") }
        #expect(try await database.read { try $0.rows("SELECT id FROM a").count } == 1)
    }

    @Test("a connection that dies before COMMIT: the body runs again, and its rows are there once")
    func deathInBody() async throws {
        let database = try await open()
        try await database.write { try $0.run("CREATE TABLE a (id \(.text))") }
        let runs = Counter()
        try await database.write { db in
            try db.run("INSERT INTO a (id) VALUES ('once')")
            if runs.next() == 1 { _ = try db.rows("SELECT pg_terminate_backend(pg_backend_pid()) AS ended") }
        }
        #expect(runs.next() == 3)
        #expect(try await database.read { try $0.rows("SELECT id FROM a").count } == 1)
    }

    @Test("two that wait for each other: both get through")
    func deadlock() async throws {
        let database = try await open()
        try await database.write { db in
            try db.run("CREATE TABLE a (id \(.text) PRIMARY KEY, size \(.int))")
            try db.run("INSERT INTO a (id, size) VALUES ('x', 0), ('y', 0)")
        }
        let firsts = Counter()
        let bothHold = DispatchSemaphore(value: 0)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for order in [["x", "y"], ["y", "x"]] {
                group.addTask {
                    try await database.write { db in
                        // Counted, so that the row is held before the next line.
                        _ = try db.change("UPDATE a SET size = size + 1 WHERE id = \(order[0])")
                        let holding = firsts.next()
                        if holding == 1 { bothHold.wait() } else if holding == 2 { bothHold.signal() }
                        try db.run("UPDATE a SET size = size + 1 WHERE id = \(order[1])")
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(firsts.next() > 3, "one of the two ran again")
        #expect(try await database.read { try $0.rows("SELECT size FROM a").map { try $0.int("size") } } == [2, 2])
    }

    @Test("a statement that takes too long is stopped")
    func statementTimeout() async throws {
        let database = try await open { $0.statementTimeout = .milliseconds(50) }
        await #expect(throws: DatabaseProblem.timeout) {
            try await database.read { _ = try $0.rows("SELECT pg_sleep(\(60.0)) AS slept") }
        }
        #expect(try await database.read { try $0.rows("SELECT 1 AS one").count } == 1)
    }

    @Test("a row that somebody keeps is given up")
    func lockTimeout() async throws {
        let database = try await open { $0.lockTimeout = .milliseconds(50) }
        try await database.write { db in
            try db.run("CREATE TABLE a (id \(.text) PRIMARY KEY)")
            try db.run("INSERT INTO a (id) VALUES ('x')")
        }
        let (held, holding) = AsyncStream.makeStream(of: Void.self)
        let done = DispatchSemaphore(value: 0)
        let holder = Task {
            try await database.write { db in
                _ = try db.rows("SELECT id FROM a FOR UPDATE")
                holding.yield()
                done.wait()
            }
        }
        for await _ in held { break }
        await #expect(throws: DatabaseProblem.busy) { try await database.write { try $0.run("UPDATE a SET id = 'y'") } }
        done.signal()
        try await holder.value
    }

    @Test("when all connections are in use, a call waits so long and no longer")
    func exhausted() async throws {
        let database = try await open {
            $0.connections = 1
            $0.checkoutTimeout = .milliseconds(50)
        }
        let (held, holding) = AsyncStream.makeStream(of: Void.self)
        let done = DispatchSemaphore(value: 0)
        let holder = Task {
            try await database.read { _ in
                holding.yield()
                done.wait()
            }
        }
        for await _ in held { break }
        await #expect(throws: DatabaseProblem.unavailable("all connections are in use")) {
            try await database.read { _ in }
        }
        let waiting = Task { try await database.read { _ in } }
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
        done.signal()
        try await holder.value
        try await database.read { _ in }
    }

    @Test("a server that is away is unavailable, a wrong password or database is refused")
    func unreachable() async throws {
        var settings = try await PostgresTestDatabases.shared.settings()
        settings.url = "postgres://postgres@127.0.0.1:9/none"
        await #expect(performing: { try await PostgresDatabase(settings) }, throws: { $0.isUnavailable })
        var url = try PostgresTestDatabases.url()
        url.path = "/doicanh_no_such_database"
        settings.url = url.string ?? ""
        await #expect(performing: { try await PostgresDatabase(settings) }, throws: { $0.isRefused })
    }

    @Test("a server that may lose what it acknowledged is refused", arguments: ["synchronous_commit"])
    func durable(setting: String) async throws {
        var settings = try await PostgresTestDatabases.shared.settings()
        settings.url += "?options=-c%20\(setting)%3Doff"
        await #expect(
            throws: DatabaseProblem.refused("PostgreSQL runs with \(setting) off: what it acknowledges may be lost")
        ) { try await PostgresDatabase(settings) }
    }

    @Test("a replica that is away: the primary answers")
    func replicaAway() async throws {
        let database = try await open { $0.replica = "postgres://postgres@127.0.0.1:9/none" }
        #expect(try await database.readStale { try $0.rows("SELECT 1 AS one").first?.int("one") } == 1)
    }

    @Test("readStale asks the replica, read and write do not")
    func replica() async throws {
        let other = try await PostgresTestDatabases.shared.settings()
        let database = try await open { $0.replica = other.url }
        let name: @Sendable (any Connection) throws -> String? = {
            try $0.rows("SELECT current_database() AS name").first?.text("name")
        }
        let stale = try await database.readStale(name)
        #expect(other.url.hasSuffix("/\(stale ?? "")"))
        #expect(try await database.read(name) != stale)
        #expect(try await database.write(name) != stale)
    }
}

/// Counts 1, 2, 3, … from several threads.
private final class Counter: Sendable {
    private let count = Mutex(0)

    func next() -> Int {
        count.withLock {
            $0 += 1
            return $0
        }
    }
}
