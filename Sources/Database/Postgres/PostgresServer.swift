// SPDX-License-Identifier: Apache-2.0

import CPostgres
import Database

/// A server as a whole: making and dropping databases, which no transaction can do.
package final class PostgresServer: Sendable {
    private let pool: SessionPool
    private let url: String

    package init(url: String) {
        self.url = url
        pool = SessionPool("server", url: url, writes: true, PostgresSettings(url: url))
    }

    deinit { pool.stop() }

    /// The databases whose names begin with `prefix`.
    package func databases(prefix: String) async throws -> [String] {
        try await pool.run { lane, _ in
            try lane.alone("SELECT datname FROM pg_database WHERE starts_with(datname, $1)", [.text(prefix)])
                .map { try $0.text("datname") }
        }
    }

    /// Makes a database, as a copy of `template` when one is given.
    package func create(_ name: String, template: String? = nil) async throws {
        let copy = template.map { " TEMPLATE \(Self.quoted($0))" } ?? ""
        try await alone("CREATE DATABASE \(Self.quoted(name))\(copy)")
    }

    /// Drops a database, ending the connections it still has.
    package func drop(_ name: String) async throws {
        try await alone("DROP DATABASE IF EXISTS \(Self.quoted(name)) WITH (FORCE)")
    }

    private func alone(_ text: String) async throws {
        try await pool.run { lane, _ in _ = try lane.alone(text) }
    }

    private static func quoted(_ name: String) -> String {
        "\"" + name.replacing("\"", with: "\"\"") + "\""
    }
}
