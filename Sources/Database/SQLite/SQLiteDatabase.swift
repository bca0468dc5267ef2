// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB

// Scoped, because GRDB has a Database, a Row and an SQL of its own.
package import protocol Database.Connection
package import protocol Database.Database
package import enum Database.DatabaseProblem
package import enum Database.Dialect
package import struct Database.Row
package import struct Database.SQL

/// The embedded store: one file, one writer, many readers (GRDB's `DatabasePool` in WAL mode).
package final class SQLiteDatabase: Database {
    package let dialect = Dialect.sqlite
    private let pool: DatabasePool

    /// Opens or makes the file at `path`. Throws `DatabaseProblem.refused` when the file is not a database or when commits
    /// would not be durable.
    package init(path: String) throws {
        var configuration = Configuration()
        configuration.busyMode = .timeout(10)
        configuration.maximumReaderCount = 8
        do {
            pool = try DatabasePool(path: path, configuration: configuration)
            try pool.writeWithoutTransaction { db in
                // GRDB sets NORMAL in WAL mode, which may lose the last commits when the power goes.
                try db.execute(sql: "PRAGMA synchronous = FULL")
                let synchronous = try Int.fetchOne(db, sql: "PRAGMA synchronous")
                guard synchronous == 2 else { throw DatabaseProblem.refused("synchronous is below FULL") }
            }
        } catch let error as DatabaseError {
            throw DatabaseProblem.refused("cannot open the SQLite database: \(error.resultCode)")
        }
    }

    package func read<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T {
        try await translating { try await $0.read { try body(SQLiteConnection(db: $0)) } }
    }

    package func readStale<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T {
        try await read(body)
    }

    @discardableResult
    package func write<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T {
        try await translating { try await $0.write { try body(SQLiteConnection(db: $0)) } }
    }

    package func writeSerializable<T: Sendable>(
        _ rule: StaticString, _ body: @escaping @Sendable (any Connection) throws -> T
    ) async throws -> T {
        // One writer at a time is serializable already.
        try await write(body)
    }

    package func close() async {
        // The readers close last and may not write, so the log is emptied into the file first: it can then be copied alone.
        _ = try? await pool.writeWithoutTransaction { try $0.checkpoint(.truncate) }
        try? pool.close()
    }

    private func translating<T>(_ work: (DatabasePool) async throws -> T) async throws -> T {
        do { return try await work(pool) } catch let error as DatabaseError { throw DatabaseProblem(error) }
    }
}

/// GRDB's connection behind the port.
private struct SQLiteConnection: Connection {
    let db: GRDB.Database

    var dialect: Dialect { .sqlite }

    func rows(_ sql: SQL) throws -> [Row] {
        var rows: [Row] = []
        try each(sql) { rows.append($0) }
        return rows
    }

    func each(_ sql: SQL, _ body: (Row) throws -> Void) throws {
        try translated {
            let statement = try prepared(sql)
            let columns = statement.columnNames
            let cursor = try GRDB.Row.fetchCursor(statement)
            while let row = try cursor.next() {
                try body(Row(columns: columns, values: row.databaseValues.map(SQL.Value.init)))
            }
        }
    }

    func run(_ sql: SQL) throws -> Int {
        try translated {
            let before = db.totalChangesCount
            try prepared(sql).execute()
            return db.totalChangesCount - before
        }
    }

    // COMMIT happens in this process, so its outcome is always known.
    func witness(_ query: SQL) {}

    private func prepared(_ sql: SQL) throws -> Statement {
        let (text, values) = sql.rendered(for: .sqlite)
        let statement = try db.cachedStatement(sql: text)
        statement.setUncheckedArguments(StatementArguments(try values.map { try $0.stored() }))
        return statement
    }

    private func translated<T>(_ work: () throws -> T) throws -> T {
        do { return try work() } catch let error as DatabaseError { throw DatabaseProblem(error) }
    }
}

extension SQL.Value {
    fileprivate func stored() throws -> DatabaseValue {
        switch self {
        case .null: return .null
        case .integer(let number): return number.databaseValue
        case .real(let number): return number.databaseValue
        case .bool(let flag): return flag.databaseValue
        case .blob(let bytes): return Data(bytes).databaseValue
        case .text(let text):
            // PostgreSQL cannot store U+0000; refusing it here keeps both databases alike.
            guard !text.utf8.contains(0) else { throw DatabaseProblem.mistake("U+0000 in a text value") }
            return text.databaseValue
        }
    }

    fileprivate init(_ value: DatabaseValue) {
        switch value.storage {
        case .null: self = .null
        case .int64(let number): self = .integer(number)
        case .double(let number): self = .real(number)
        case .string(let text): self = .text(text)
        case .blob(let data): self = .blob([UInt8](data))
        }
    }
}

extension DatabaseProblem {
    fileprivate init(_ error: DatabaseError) {
        let reason = "\(error.message ?? "") \(error.extendedResultCode)"
        self =
            switch error.resultCode {
            case .SQLITE_CONSTRAINT: .constraint(reason)
            case .SQLITE_BUSY, .SQLITE_LOCKED: .busy
            case .SQLITE_ERROR, .SQLITE_MISMATCH, .SQLITE_RANGE, .SQLITE_MISUSE: .mistake(reason)
            default: .unavailable(reason)
            }
    }
}
