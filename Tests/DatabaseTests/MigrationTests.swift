// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
import TestKit
import Testing

@Suite("Migrations")
struct MigrationTests {
    private let first = Migration("test-001", ["CREATE TABLE a (id \(.text) PRIMARY KEY) \(.strict)"])
    private let second = Migration(
        "test-002", ["ALTER TABLE a ADD COLUMN size \(.int)", "CREATE INDEX a_size ON a (size)"])

    @Test("are applied once, in order, also to a store that has the earlier ones", arguments: Backend.available)
    func upgrade(backend: Backend) async throws {
        let database = try await backend.empty()
        #expect(try await database.migrate([first]) == ["test-001"])
        #expect(try await database.migrate([first, second]) == ["test-002"])
        #expect(try await database.migrate([first, second]) == [])
        try await database.write { try $0.run("INSERT INTO a (id, size) VALUES ('x', 1)") }
    }

    @Test("one that was edited after it was applied is refused", arguments: Backend.available)
    func edited(backend: Backend) async throws {
        let database = try await backend.empty()
        try await database.migrate([first])
        let edited = Migration("test-001", ["CREATE TABLE a (id \(.text) PRIMARY KEY, more \(.int)) \(.strict)"])
        await #expect(throws: DatabaseProblem.refused("migration test-001 was changed after it was applied")) {
            try await database.migrate([edited])
        }
    }

    @Test("a store that a newer program has migrated is refused", arguments: Backend.available)
    func newer(backend: Backend) async throws {
        let database = try await backend.empty()
        try await database.migrate([first, second])
        await #expect(performing: { try await database.migrate([first]) }, throws: { $0.isRefused })
    }

    @Test("one that fails leaves nothing behind", arguments: Backend.available)
    func failing(backend: Backend) async throws {
        let database = try await backend.empty()
        let broken = Migration(
            "test-002", ["CREATE TABLE b (id \(.text)) \(.strict)", "CREATE TABLE b (id \(.text)) \(.strict)"])
        await #expect(performing: { try await database.migrate([first, broken]) }, throws: { $0.isMistake })
        #expect(try await database.appliedMigrations().keys.sorted() == ["test-001"])
        try await database.migrate([first, second])
    }

    @Test("two processes that migrate at once do it once", arguments: Backend.available)
    func race(backend: Backend) async throws {
        let database = try await backend.empty()
        let applied = try await withThrowingTaskGroup(of: [String].self) { group in
            for _ in 0..<6 { group.addTask { try await database.migrate([first, second]) } }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(applied.sorted() == ["test-001", "test-002"])
    }

    @Test("a statement prepared before a migration still works after it", arguments: Backend.available)
    func stalePlan(backend: Backend) async throws {
        let database = try await backend.empty()
        try await database.migrate([first])
        try await database.write { try $0.run("INSERT INTO a (id) VALUES ('x')") }
        let all: SQL = "SELECT * FROM a"
        _ = try await database.read { try $0.rows(all) }
        try await database.migrate([first, second])
        let row = try #require(try await database.read { try $0.rows(all) }.first)
        #expect(try row.optional("size", row.int) == nil)
    }
}
