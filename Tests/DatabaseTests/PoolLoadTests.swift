// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
import Kernel
import PostgresDatabase
import SQLiteDatabase
import TestKit
import Testing

@Suite("Load of the pools, and time limits")
struct PoolLoadTests {
    /// The pool that writes: one connection on SQLite, here two on PostgreSQL.
    private func open(_ backend: Backend) async throws -> (any Database, pool: String, limit: Int) {
        guard backend == .postgres else { return (try await backend.empty(), "writer", 1) }
        var settings = try await PostgresTestDatabases.shared.settings()
        settings.connections = 2
        return (try await PostgresDatabase(settings), "primary", 2)
    }

    private func load(_ database: any Database, _ pool: String) -> PoolLoad? {
        database.load.first { $0.pool == pool }
    }

    @Test("who has a connection and who waits is counted", arguments: Backend.available)
    func counted(backend: Backend) async throws {
        let (database, pool, limit) = try await open(backend)
        let before = try #require(load(database, pool))
        #expect((before.limit, before.inUse, before.waiting) == (limit, 0, 0))
        let (begun, release) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0...limit {
                group.addTask {
                    try await database.write { _ in
                        begun.signal()
                        release.wait()
                    }
                }
            }
            while load(database, pool).map({ ($0.inUse, $0.waiting) == (limit, 1) }) != true {
                try await Task.sleep(for: .milliseconds(5))
            }
            for _ in 0...limit { release.signal() }
            try await group.waitForAll()
        }
        while load(database, pool)?.inUse != 0 { try await Task.sleep(for: .milliseconds(5)) }
        let after = try #require(load(database, pool))
        #expect(after.waiting == 0)
        #expect(after.served == before.served + limit + 1)
        #expect(after.waited > before.waited)
        await database.close()
    }

    private static let endless: SQL = """
        WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000000000) SELECT count(*) AS c FROM n
        """

    @Test("on SQLite, too, a statement that takes too long is stopped, and the next one runs")
    func statementTimeout() async throws {
        let path = TestFolder.own.appending(path: "\(UUIDv7.string()).sqlite").path()
        let database = try SQLiteDatabase(path: path, statementTimeout: .milliseconds(50))
        try await database.write { try $0.run("CREATE TABLE a (id \(.int)) \(.strict)") }
        await #expect(throws: DatabaseProblem.timeout) { try await database.read { try $0.rows(Self.endless) } }
        await #expect(throws: DatabaseProblem.timeout) {
            try await database.write { db in
                try db.run("INSERT INTO a (id) VALUES (1)")
                try db.run("INSERT INTO a (id) SELECT c FROM (\(Self.endless))")
            }
        }
        #expect(try await database.read { try $0.rows("SELECT id FROM a").isEmpty })
        try await database.write { try $0.run("INSERT INTO a (id) VALUES (2)") }
        await database.close()
    }

    @Test("a transaction may lift its limits", arguments: Backend.available)
    func lifted(backend: Backend) async throws {
        let short = Duration.milliseconds(300)
        let database: any Database
        if backend == .sqlite {
            let path = TestFolder.own.appending(path: "\(UUIDv7.string()).sqlite").path()
            database = try SQLiteDatabase(path: path, statementTimeout: short)
        } else {
            var settings = try await PostgresTestDatabases.shared.settings()
            settings.statementTimeout = short
            database = try await PostgresDatabase(settings)
        }
        let long: SQL = """
            WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000000) SELECT count(*) AS c FROM n
            """
        await #expect(throws: DatabaseProblem.timeout) { try await database.read { try $0.rows(long) } }
        let count = try await database.write { db in
            try db.liftTimeouts()
            return try db.rows(long).first?.int("c")
        }
        #expect(count == 5_000_000)
        // Only that transaction.
        await #expect(throws: DatabaseProblem.timeout) { try await database.read { try $0.rows(long) } }
        await database.close()
    }
}
