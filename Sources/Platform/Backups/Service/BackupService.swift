// SPDX-License-Identifier: Apache-2.0

package import Database
package import Files
package import Foundation
package import Kernel

/// Copies a whole node into one sealed file, while it serves, and back. The file holds the rows of every table, attached
/// files, keys and the office's own content as they were at one moment, and suits both databases.
package struct BackupService: Sendable {
    let database: any Database
    let files: FileService
    let papers: PaperFolder
    let migrations: [Migration]
    let now: Now
    private let position: @Sendable (any Connection) throws -> Int

    /// `position` reads the ledger's last sealed position in an open transaction.
    package init(
        database: any Database, files: FileService, folder: URL, migrations: [Migration], now: @escaping Now,
        position: @escaping @Sendable (any Connection) throws -> Int
    ) {
        self.database = database
        self.files = files
        self.papers = PaperFolder(root: folder)
        self.migrations = migrations
        self.now = now
        self.position = position
    }

    /// Kept apart from the other tables: the schema's own record is made by the migrations of the restore.
    static let leftOut: Set<String> = ["migration", FileService.tableOfBytes]

    /// Writes a backup to a new file. It has its name only when all of it is on disk.
    package func write(
        to path: String, lock: BackupLock, progress: @escaping @Sendable (Int) -> Void = { _ in }
    ) async throws -> (header: BackupHeader, totals: BackupTotals) {
        guard !FileManager.default.fileExists(atPath: path) else { throw BackupProblem.exists(path) }
        let unfinished = path + ".unfinished"
        let migrations = try await database.appliedMigrations().keys.sorted()
        do {
            // One read transaction is one moment, on both databases.
            let summary = try await database.read { connection in
                try copy(connection, to: unfinished, lock, migrations, progress)
            }
            guard link(unfinished, path) == 0 else {
                throw errno == EEXIST
                    ? BackupProblem.exists(path) : .disk("\(path): \(String(cString: strerror(errno)))")
            }
            unlink(unfinished)
            return summary
        } catch {
            unlink(unfinished)
            throw error
        }
    }

    private func copy(
        _ connection: any Connection, to path: String, _ lock: BackupLock, _ migrations: [String],
        _ progress: @escaping (Int) -> Void
    ) throws -> (header: BackupHeader, totals: BackupTotals) {
        // Begun anew if the transaction is.
        unlink(path)
        let file = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw BackupProblem.disk("\(path): \(String(cString: strerror(errno)))") }
        let output = try BackupWriter(FileHandle(fileDescriptor: file, closeOnDealloc: true), lock, progress)
        let header = BackupHeader(
            at: now(), position: try position(connection), source: connection.dialect.rawValue, migrations: migrations)
        try output.write(.header(header))
        for table in try connection.tables() where !Self.leftOut.contains(table.name) {
            try output.begin(table)
            try connection.each("SELECT \(table.columns.map { "\($0)" as SQL }.joined(by: ", ")) FROM \(table)") {
                try output.row($0, of: table)
            }
        }
        try files.export(
            in: connection, file: { try output.begin($0) }, piece: { try output.write(.bytes($0)) })
        for paper in papers.papers() { try output.paper(paper, papers.read(paper)) }
        return (header, try output.finish())
    }
}

/// Writes records and counts them.
private final class BackupWriter {
    private let output: SealedWriter
    private let progress: (Int) -> Void
    private var totals = BackupTotals()
    private var records = 0

    init(_ handle: FileHandle, _ lock: BackupLock, _ progress: @escaping (Int) -> Void) throws {
        output = try SealedWriter(handle, lock: lock)
        self.progress = progress
    }

    func write(_ record: Record) throws {
        try output.write(record.encoded())
        records += 1
        if records % 1000 == 0 { progress(records) }
    }

    func begin(_ table: Table) throws {
        totals.rows[table.name] = 0
        try write(.table(table.name, columns: table.columns.map(\.name)))
    }

    func row(_ row: Row, of table: Table) throws {
        totals.rows[table.name, default: 0] += 1
        try write(.row(try table.columns.map { try row.raw($0.name) }))
    }

    func begin(_ file: StoredFile) throws {
        totals.files += 1
        try write(.file(hash: file.hash, size: file.size))
    }

    func paper(_ path: String, _ bytes: [UInt8]) throws {
        totals.papers += 1
        try write(.paper(path))
        try write(.bytes(bytes))
    }

    func finish() throws -> BackupTotals {
        try write(.end(totals))
        try output.finish()
        return totals
    }
}
