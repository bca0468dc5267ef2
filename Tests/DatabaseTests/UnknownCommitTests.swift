// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
import PostgresDatabase
import TestKit
import Testing

/// The connection is cut at COMMIT by a proxy between us and the server: once before the server hears it, once after it
/// has done it but before it could say so.
@Suite("A connection that dies during COMMIT")
struct UnknownCommitTests {
    private func open(_ proxy: CommitCutter) async throws -> PostgresDatabase {
        var settings = try await PostgresTestDatabases.shared.settings()
        var url = try #require(URLComponents(string: settings.url))
        url.host = "127.0.0.1"
        url.port = proxy.port
        url.queryItems = [URLQueryItem(name: "sslmode", value: "disable")]
        settings.url = try #require(url.string)
        settings.witnessTimeout = .seconds(20)
        let database = try await PostgresDatabase(settings)
        try await database.write { try $0.run("CREATE TABLE a (id \(.text) PRIMARY KEY)") }
        return database
    }

    private static func insert(_ db: any Connection) throws -> String {
        try db.run("INSERT INTO a (id) VALUES ('x')")
        db.witness("SELECT 1 AS there FROM a WHERE id = \("x")")
        return "value"
    }

    private func count(_ database: PostgresDatabase) async throws -> Int {
        try await database.read { try $0.rows("SELECT id FROM a").count }
    }

    @Test("it was committed: the caller gets its value")
    func committed() async throws {
        let proxy = try await CommitCutter()
        let database = try await open(proxy)
        proxy.cutNextCommit(.afterServerAnswered)
        #expect(try await database.write(Self.insert) == "value")
        #expect(proxy.cuts == 1)
        #expect(try await count(database) == 1)
    }

    @Test("it was not: the caller is told, and trying again is safe")
    func notCommitted() async throws {
        let proxy = try await CommitCutter()
        let database = try await open(proxy)
        proxy.cutNextCommit(.beforeServerHears)
        await #expect(performing: { try await database.write(Self.insert) }, throws: { $0.isUnavailable })
        #expect(proxy.cuts == 1)
        #expect(try await count(database) == 0)
        #expect(try await database.write(Self.insert) == "value")
        #expect(try await count(database) == 1)
    }

    @Test("nobody can tell: the caller is told that, too")
    func unknown() async throws {
        let proxy = try await CommitCutter()
        let database = try await open(proxy)
        proxy.cutNextCommit(.afterServerAnswered)
        await #expect(throws: DatabaseProblem.commitUnknown) {
            try await database.write { try $0.run("INSERT INTO a (id) VALUES ('x')") }
        }
        #expect(try await count(database) == 1)
    }
}
