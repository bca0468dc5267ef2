// SPDX-License-Identifier: Apache-2.0

package import Database
package import Foundation
import Kernel
import SQLiteDatabase

/// A database to run a test on. Every store and service test takes `arguments: Backend.available`.
package enum Backend: String, Sendable, CaseIterable, CustomStringConvertible {
    case sqlite, postgres

    /// Both, always. Without a PostgreSQL server (`scripts/postgres run …` makes one) the tests fail, they are not skipped.
    package static let available = allCases

    package var description: String { rawValue }

    /// A fresh, empty database of its own for one test.
    package func empty() async throws -> any Database { try await migrated([]) }

    /// A fresh database with this schema: a copy of one that is migrated once per run.
    package func migrated(_ migrations: [Migration]) async throws -> any Database {
        switch self {
        case .sqlite: try await SQLiteTestDatabases.shared.fresh(migrations)
        case .postgres: try await PostgresTestDatabases.shared.fresh(migrations)
        }
    }
}

/// Copies of migrated databases, as files in a folder that goes when the tests end.
private actor SQLiteTestDatabases {
    static let shared = SQLiteTestDatabases()

    private let folder = TestFolder.own
    private var templates: [String: Task<URL, any Error>] = [:]

    func fresh(_ migrations: [Migration]) async throws -> any Database {
        let file = folder.appending(path: "\(UUIDv7.string()).sqlite")
        if !migrations.isEmpty {
            try FileManager.default.copyItem(at: try await template(migrations), to: file)
        }
        return try SQLiteDatabase(path: file.path())
    }

    private func template(_ migrations: [Migration]) async throws -> URL {
        let name = migrations.fingerprint(for: .sqlite)
        if let made = templates[name] { return try await made.value }
        let task = Task {
            let file = folder.appending(path: "template-\(name).sqlite")
            let database = try SQLiteDatabase(path: file.path())
            try await database.migrate(migrations)
            await database.close()
            return file
        }
        templates[name] = task
        return try await task.value
    }
}

extension [Migration] {
    /// Tells two lists of migrations apart.
    func fingerprint(for dialect: Dialect) -> String {
        var hasher = Hasher()
        for migration in self { hasher.combine(migration.checksum(for: dialect)) }
        return String(UInt(bitPattern: hasher.finalize()), radix: 36)
    }
}

/// A folder of this test process, removed when it ends; those of processes that were killed are removed at the next run.
package enum TestFolder {
    package static let own: URL = {
        let all = FileManager.default.temporaryDirectory.appending(path: "doicanh-test")
        for old in (try? FileManager.default.contentsOfDirectory(at: all, includingPropertiesForKeys: nil)) ?? [] {
            if let process = Int32(old.lastPathComponent), !isRunning(process) {
                try? FileManager.default.removeItem(at: old)
            }
        }
        let own = all.appending(path: "\(getpid())", directoryHint: .isDirectory)
        try? FileManager.default.createDirectory(at: own, withIntermediateDirectories: true)
        atexit { try? FileManager.default.removeItem(at: TestFolder.own) }
        return own
    }()

    package static func isRunning(_ process: Int32) -> Bool { kill(process, 0) == 0 || errno == EPERM }
}
