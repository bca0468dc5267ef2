// SPDX-License-Identifier: Apache-2.0

package import Database
package import Foundation
import Jobs
import Kernel
import Ledger
import Logging
package import Product

/// A place of its own to measure in: a folder beside the node's data, on the same disk, and a database of the node's kind:
/// a file in that folder, or a schema of its own on the node's server. Nothing of the node is touched.
package struct Scratch: Sendable {
    package let folder: URL
    /// As it stands in a setting or on a command line.
    package let database: String
    private let server: Storage?
    private let made: [String]

    static let migrations = LedgerMigrations.all + JobsMigrations.all + Deeds.migrations + Numbers.migrations

    package var keys: String { folder.appending(path: "keys").path(percentEncoded: false) }

    /// Makes it. What an interrupted bench left in the schema is removed first.
    package init(beside data: String, like storage: Storage) async throws {
        made = try Self.make(data)
        folder = URL(filePath: data).appending(path: "bench-\(UUIDv7.string())", directoryHint: .isDirectory)
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        } catch { throw ConfigurationProblem.unusableFolder(data) }
        switch storage {
        case .file:
            server = nil
            database = folder.appending(path: "bench.sqlite").path(percentEncoded: false)
        case .server(let url, _):
            let storage = Storage.server(url: url, replica: nil)
            server = storage
            database = url + (url.contains("?") ? "&" : "?") + "options=-csearch_path%3Ddoicanh_bench"
            let database = try await storage.open()
            try await database.write { db in
                try db.run("DROP SCHEMA IF EXISTS doicanh_bench CASCADE")
                try db.run("CREATE SCHEMA doicanh_bench")
            }
            await database.close()
        }
        let database = try await open()
        try await database.migrate(Self.migrations)
        try await Self.sealer(database, keys: keys).keys.ensure()
        try await Numbers(database).prepare()
        await database.close()
    }

    package func open() async throws -> any Database { try await Storage(database).open() }

    /// Leaves nothing behind.
    package func remove() async throws {
        try FileManager.default.removeItem(at: folder)
        // Folders that were made for this bench, the innermost first; one that is not empty stays.
        for path in made.reversed() { rmdir(path) }
        guard let database = try await server?.open() else { return }
        try await database.write { try $0.run("DROP SCHEMA IF EXISTS doicanh_bench CASCADE") }
        await database.close()
    }

    /// Makes the folder where there is none, and says which folders that took.
    private static func make(_ path: String) throws -> [String] {
        var (missing, folder): ([String], URL) = ([], URL(filePath: path).standardizedFileURL)
        while !FileManager.default.fileExists(atPath: folder.path(percentEncoded: false)), folder.path() != "/" {
            missing.insert(folder.path(percentEncoded: false), at: 0)
            folder.deleteLastPathComponent()
        }
        for path in missing where mkdir(path, 0o700) != 0 { throw ConfigurationProblem.unusableFolder(path) }
        return missing
    }

    static func sealer(_ database: any Database, keys folder: String) throws -> (sealer: Sealer, keys: KeyService) {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let keys = KeyService(
            database: database, folder: URL(filePath: folder), now: { Date() }, newID: { UUIDv7.string() })
        let sealer = Sealer(
            database: database, keys: keys, now: { Date() }, bell: SealBell(), logger: Logger(label: "bench"))
        return (sealer, keys)
    }
}
