// SPDX-License-Identifier: Apache-2.0

import GRDB
import Synchronization

// Scoped, because GRDB has a Database, a Row and an SQL of its own.
package import protocol Database.Connection
package import protocol Database.Database
package import enum Database.DatabaseProblem
package import enum Database.Dialect
package import struct Database.PoolLoad

/// The embedded store: one file, one writer, many readers (GRDB's `DatabasePool` in WAL mode).
package final class SQLiteDatabase: Database {
    package let dialect = Dialect.sqlite
    private let pool: DatabasePool
    private let writes: JoinedWrites
    private let lock: FileLock?
    private let readers: PoolGauge
    private let writer = PoolGauge("writer", limit: 1)
    private let statementTimeout: Duration
    private let isClosed = Mutex(false)

    /// Opens or makes the file at `path`. Throws `DatabaseProblem.refused` when the file is not a database, when commits
    /// would not be durable, and when two processes want it `alone`: the server does, since it remembers things; commands
    /// that may run beside it do not. `statementTimeout` is how long one statement may run; migrations are exempt.
    package init(path: String, alone: Bool = false, statementTimeout: Duration = .seconds(30)) throws {
        self.statementTimeout = statementTimeout
        lock = alone ? try FileLock(path: path) : nil
        var configuration = Configuration()
        configuration.busyMode = .timeout(10)
        configuration.maximumReaderCount = 8
        readers = PoolGauge("readers", limit: configuration.maximumReaderCount)
        do {
            pool = try DatabasePool(path: path, configuration: configuration)
            try pool.writeWithoutTransaction { db in
                // GRDB sets NORMAL in WAL mode, which may lose the last commits when the power goes.
                try db.execute(sql: "PRAGMA synchronous = FULL")
                let synchronous = try Int.fetchOne(db, sql: "PRAGMA synchronous")
                guard synchronous == 2 else { throw DatabaseProblem.refused("SQLite's synchronous is below FULL") }
            }
        } catch let error as DatabaseError {
            throw DatabaseProblem.refused("\(path) \(error.hindersOpening)")
        }
        writes = JoinedWrites(pool)
    }

    package func read<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T {
        try await translating(readers) { [statementTimeout] pool, turn in
            try await pool.read { db in
                turn.begins()
                return try SQLiteConnection.run(body, on: db, timeout: statementTimeout)
            }
        }
    }

    package func readStale<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T {
        try await read(body)
    }

    @discardableResult
    package func write<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T {
        try await translating(writer) { [statementTimeout, writes] _, turn in
            try await writes.write { db, isCancelled in
                turn.begins()
                return try SQLiteConnection.run(body, on: db, timeout: statementTimeout, isCancelled: isCancelled)
            }
        }
    }

    package func writeSerializable<T: Sendable>(
        _ rule: StaticString, _ body: @escaping @Sendable (any Connection) throws -> T
    ) async throws -> T {
        // One writer at a time is serializable already.
        try await write(body)
    }

    package var load: [PoolLoad] { [readers.load, writer.load] }

    package func close() async {
        let wasClosed = isClosed.withLock { closed in
            defer { closed = true }
            return closed
        }
        // Emptying the log of a closed connection would end the process.
        guard !wasClosed else { return }
        // The readers close last and may not write, so the log is emptied into the file first: it can then be copied alone.
        _ = try? await pool.writeWithoutTransaction { try $0.checkpoint(.truncate) }
        try? pool.close()
        lock?.release()
    }

    private func translating<T>(
        _ gauge: PoolGauge, _ work: (DatabasePool, PoolGauge.Turn) async throws -> T
    ) async throws -> T {
        let turn = gauge.enter()
        defer { turn.ends() }
        do { return try await work(pool, turn) } catch let error as DatabaseError {
            // What GRDB says of a closed connection depends on who closed first.
            throw isClosed.withLock { $0 } ? .closed : DatabaseProblem(error)
        }
    }
}

extension DatabaseProblem {
    init(_ error: DatabaseError) {
        let reason = "\(error.message ?? "") \(error.extendedResultCode)"
        self =
            switch error.resultCode {
            case .SQLITE_CONSTRAINT: .constraint(reason)
            case .SQLITE_INTERRUPT: .timeout
            case .SQLITE_BUSY, .SQLITE_LOCKED: .busy
            // READONLY is a write inside `read`: a file that cannot be written is refused when it is opened.
            case .SQLITE_ERROR, .SQLITE_MISMATCH, .SQLITE_RANGE, .SQLITE_MISUSE, .SQLITE_READONLY: .mistake(reason)
            default: .unavailable(reason)
            }
    }
}

extension DatabaseError {
    /// The end of a sentence that begins with the path.
    fileprivate var hindersOpening: String {
        switch resultCode {
        case .SQLITE_NOTADB: "is not a SQLite database"
        case .SQLITE_CANTOPEN: "cannot be opened: does the folder exist, and may this account write in it?"
        case .SQLITE_READONLY, .SQLITE_PERM: "may not be written by this account"
        case .SQLITE_BUSY: "is held by another program"
        case .SQLITE_CORRUPT: "is damaged: restore a backup"
        case .SQLITE_FULL, .SQLITE_IOERR: "cannot be written: is the disk full?"
        default: "cannot be opened as a SQLite database (\(resultCode))"
        }
    }
}
