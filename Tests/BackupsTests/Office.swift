// SPDX-License-Identifier: Apache-2.0

import Backups
import Database
import Files
import Foundation
import Kernel
import Ledger
import Logging
import TestKit

/// A small node: a ledger, files, and one table of its own with every kind of value and a reference to itself.
struct Office: Sendable {
    let database: any Database
    let folder: URL
    let files: FileService
    let keys: KeyService
    let sealer: Sealer
    let backups: BackupService

    static let pdf = Array("%PDF-1.7\n".utf8) + [UInt8](repeating: 7, count: 1_200_000)
    private static let moment = Date(timeIntervalSince1970: 1_783_476_000)

    static let migrations =
        LedgerMigrations.all + FilesMigrations.all + [
            Migration(
                "office-001-note",
                [
                    """
                    CREATE TABLE note (
                        number \(.counter) PRIMARY KEY, id \(.text) NOT NULL UNIQUE, text \(.text) NOT NULL,
                        parent \(.text) REFERENCES note (id), big \(.int), share \(.real), done \(.bool), data \(.blob)
                    ) \(.strict)
                    """
                ])
        ]

    init(_ backend: Backend, migrated: Bool) async throws {
        database = try await migrated ? backend.migrated(Self.migrations) : backend.empty()
        folder = TestFolder.own.appending(path: "office-\(UUIDv7.string())", directoryHint: .isDirectory)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let now: Now = { Self.moment }
        let newID: NewID = { UUIDv7.string() }
        files = FileService(
            database: database,
            repository: backend == .sqlite ? FileFolder(folder.appending(path: "files")) : FileChunks(database),
            now: now, newID: newID)
        keys = KeyService(database: database, folder: folder.appending(path: "keys"), now: now, newID: newID)
        sealer = Sealer(database: database, keys: keys, now: now, bell: SealBell(), logger: Logger(label: "office"))
        backups = BackupService(
            database: database, files: files, folder: folder, migrations: Self.migrations, now: now,
            position: {
                Int(try $0.rows("SELECT coalesce(max(size), 0) AS n FROM ledger_head").first?.integer("n") ?? 0)
            })
        if migrated { try await keys.ensure() }
    }

    func file(_ name: String) -> String { folder.appending(path: name).path(percentEncoded: false) }

    /// The key of this office's backups, made on first use.
    func key() throws -> BackupKey {
        if !FileManager.default.fileExists(atPath: file("backup.key")) { try BackupKey.make(file: file("backup.key")) }
        return try BackupKey(file: file("backup.key"))
    }

    /// A note and its event, in one transaction.
    func note(_ id: String) async throws {
        try await database.write { db in
            try db.run("INSERT INTO note (id, text) VALUES (\(id), \(id))")
            try Ledger(db).append(
                Event(id: ID(UUIDv7.string()), kind: "office.noted", subject: id, actor: "a1", at: Self.moment))
        }
    }

    func attachPDF() async throws -> StoredFile {
        let file = try await files.receive(
            AsyncStream { continuation in
                continuation.yield(Self.pdf)
                continuation.finish()
            })
        try await database.write { try files.attach(file, named: "đơn.pdf", to: "note-0", in: $0) }
        return file
    }

    /// In the order they were written.
    func notes() async throws -> [String] {
        try await database.read { try $0.rows("SELECT id FROM note").map { try $0.text("id") } }
            .sorted { $0.count == $1.count ? $0 < $1 : $0.count < $1.count }
    }

    func events() async throws -> Int { try await count("SELECT count(*) AS n FROM ledger_event") }

    func sealedPosition() async throws -> Int {
        try await count("SELECT coalesce(max(size), 0) AS n FROM ledger_head")
    }

    private func count(_ query: SQL) async throws -> Int {
        try await database.read { try $0.rows(query).first?.int("n") ?? 0 }
    }
}
