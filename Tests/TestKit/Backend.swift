// SPDX-License-Identifier: Apache-2.0

package import Database
import Foundation
import Kernel
import SQLiteDatabase

/// A database to run a test on. Every store and service test takes `arguments: Backend.available`.
package enum Backend: String, Sendable, CaseIterable, CustomStringConvertible {
    case sqlite, postgres

    /// Both, unless the PostgreSQL cluster of the test run is not there (scripts/test starts it).
    package static var available: [Backend] { [.sqlite] }

    package var description: String { rawValue }

    /// A fresh, empty database of its own for one test.
    package func empty() async throws -> any Database {
        switch self {
        case .sqlite:
            let path = FileManager.default.temporaryDirectory.appending(path: "doicanh-test-\(UUIDv7.string()).sqlite")
            return try SQLiteDatabase(path: path.path())
        case .postgres:
            throw DatabaseProblem.refused("no PostgreSQL adapter yet")
        }
    }

    package func migrated(_ migrations: [Migration]) async throws -> any Database {
        let database = try await empty()
        try await database.migrate(migrations)
        return database
    }
}
