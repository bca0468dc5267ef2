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
        try await migrated(migrations, with: .nothing)
    }

    /// As above, with what `stock` puts into the one that is copied, such as the units of the country.
    package func migrated(_ migrations: [Migration], with stock: TestStock) async throws -> any Database {
        switch self {
        case .sqlite: try await SQLiteTestDatabases.shared.fresh(migrations, stock)
        case .postgres: try await PostgresTestDatabases.shared.fresh(migrations, stock)
        }
    }
}

/// What many tests find in their databases and none has to load: it is loaded once per run, under its name.
package struct TestStock: Sendable {
    let name: String
    let load: @Sendable (any Database) async throws -> Void

    package static let nothing = TestStock("") { _ in }

    package init(_ name: String, load: @escaping @Sendable (any Database) async throws -> Void) {
        (self.name, self.load) = (name, load)
    }
}

/// Copies of migrated databases, as files in a folder that goes when the tests end.
private actor SQLiteTestDatabases {
    static let shared = SQLiteTestDatabases()

    private let folder = TestFolder.own
    private var templates: [String: Task<URL, any Error>] = [:]

    func fresh(_ migrations: [Migration], _ stock: TestStock) async throws -> any Database {
        let file = folder.appending(path: "\(UUIDv7.string()).sqlite")
        if !migrations.isEmpty {
            try FileManager.default.copyItem(at: try await template(migrations, stock), to: file)
        }
        return try SQLiteDatabase(path: file.path())
    }

    private func template(_ migrations: [Migration], _ stock: TestStock) async throws -> URL {
        let name = migrations.fingerprint(for: .sqlite) + stock.name
        if let made = templates[name] { return try await made.value }
        let task = Task {
            let file = folder.appending(path: "template-\(name).sqlite")
            let database = try SQLiteDatabase(path: file.path())
            try await database.migrate(migrations)
            try await stock.load(database)
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
