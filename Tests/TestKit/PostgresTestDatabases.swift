// SPDX-License-Identifier: Apache-2.0

package import Database
package import Foundation
import Kernel
package import PostgresDatabase

/// One database per test on the server named by `DOICANH_TEST_POSTGRES`, copied from one that is migrated once per run.
/// They carry the process number of the test run; those of runs that have ended are dropped at the next one.
package actor PostgresTestDatabases {
    package static let shared = PostgresTestDatabases()

    private var server: PostgresServer?
    private var templates: [String: Task<String, any Error>] = [:]
    private var count = 0

    package func fresh(_ migrations: [Migration], _ stock: TestStock = .nothing) async throws -> any Database {
        try await PostgresDatabase(try await settings(migrations, stock))
    }

    /// A fresh database, for tests that want other limits than usual or a way of their own to it.
    package func settings(
        _ migrations: [Migration] = [], _ stock: TestStock = .nothing
    ) async throws -> PostgresSettings {
        let server = try self.opened()
        let template = migrations.isEmpty ? nil : try await template(migrations, stock)
        let name = nextName()
        try await server.create(name, template: template)
        return try Self.settings(database: name)
    }

    private func template(_ migrations: [Migration], _ stock: TestStock) async throws -> String {
        let key = migrations.fingerprint(for: .postgres) + stock.name
        if let made = templates[key] { return try await made.value }
        let name = nextName()
        let task = Task {
            try await self.opened().create(name)
            let database = try await PostgresDatabase(try Self.settings(database: name))
            try await database.migrate(migrations)
            try await stock.load(database)
            await database.close()
            return name
        }
        templates[key] = task
        return try await task.value
    }

    private func nextName() -> String {
        count += 1
        return "\(Self.prefix)\(getpid())_\(count)"
    }

    private func opened() throws -> PostgresServer {
        if let server { return server }
        let server = PostgresServer(url: try Self.url().string ?? "")
        self.server = server
        Task { try await Self.sweep(server) }
        return server
    }

    private static let prefix = "doicanh_test_"

    private static func sweep(_ server: PostgresServer) async throws {
        for name in try await server.databases(prefix: prefix) {
            let process = name.dropFirst(prefix.count).split(separator: "_").first.flatMap { Int32($0) }
            if let process, !TestFolder.isRunning(process) { try await server.drop(name) }
        }
    }

    private static func settings(database: String) throws -> PostgresSettings {
        var url = try url()
        url.path = "/" + database
        var settings = PostgresSettings(url: url.string ?? "")
        settings.connections = 8
        // Hundreds of tests share one server: a connection that rests is given back.
        settings.idleTimeout = .milliseconds(300)
        settings.checkoutTimeout = .seconds(60)
        settings.connectTimeout = .seconds(30)
        return settings
    }

    /// The server for tests. Refuses one on another machine: tests make and drop databases.
    package static func url() throws -> URLComponents {
        guard let text = ProcessInfo.processInfo.environment["DOICANH_TEST_POSTGRES"], !text.isEmpty else {
            throw DatabaseProblem.refused(
                "DOICANH_TEST_POSTGRES is not set: run the tests with scripts/test, or under scripts/postgres run")
        }
        guard let url = URLComponents(string: text), ["127.0.0.1", "localhost", "[::1]", "::1"].contains(url.host)
        else {
            throw DatabaseProblem.refused("DOICANH_TEST_POSTGRES must be a postgres:// URL on this machine")
        }
        return url
    }
}
