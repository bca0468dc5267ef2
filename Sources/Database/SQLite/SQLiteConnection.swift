// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
import GRDBSQLite

import protocol Database.Connection
import enum Database.DatabaseProblem
import enum Database.Dialect
import struct Database.Row
import struct Database.SQL

/// GRDB's connection behind the port, for one transaction.
final class SQLiteConnection: Connection {
    let dialect = Dialect.sqlite
    private let db: GRDB.Database
    /// The first statement that failed. SQLite would go on; PostgreSQL would not, so here too nothing is committed.
    private var failure: DatabaseProblem?
    private var timeout: Duration?
    /// When the statement that runs now has taken too long.
    private var deadline: ContinuousClock.Instant?
    private let isCancelled: () -> Bool

    private init(_ db: GRDB.Database, timeout: Duration, isCancelled: @escaping () -> Bool) {
        self.db = db
        self.timeout = timeout
        self.isCancelled = isCancelled
    }

    static func run<T>(
        _ body: (any Connection) throws -> T, on db: GRDB.Database, timeout: Duration,
        isCancelled: @escaping () -> Bool = { false }
    ) throws -> T {
        // Reads the schema anew if another connection has changed it; SQLite would notice only in the middle of a
        // statement, after GRDB has counted its columns.
        try db.cachedStatement(sql: "SELECT 1 FROM sqlite_schema LIMIT 1").execute()
        let connection = SQLiteConnection(db, timeout: timeout, isCancelled: isCancelled)
        let value = try connection.watched { try body(connection) }
        if let failure = connection.failure { throw failure }
        return value
    }

    func rows(_ sql: SQL) throws -> [Row] {
        try reporting {
            var rows: [Row] = []
            let (text, values) = sql.rendered(for: .sqlite)
            try fetch(try db.cachedStatement(sql: text), values) { rows.append($0) }
            return rows
        }
    }

    func rows(of questions: [SQL]) throws -> [[Row]] { try questions.map(rows) }

    func each(_ sql: SQL, _ body: (Row) throws -> Void) throws {
        try reporting {
            let (text, values) = sql.rendered(for: .sqlite)
            // Not a cached one: `body` may run the same statement, which would start this one over.
            try fetch(try db.makeStatement(sql: text), values) { row in
                try body(row)
                // On PostgreSQL, too, a cursor may take its time; its next rows may not.
                start()
            }
        }
    }

    func run(_ sql: SQL) throws {
        try reporting {
            let (text, values) = sql.rendered(for: .sqlite)
            let statement = try db.cachedStatement(sql: text)
            statement.setUncheckedArguments(try values.arguments())
            try statement.execute()
        }
    }

    func change(_ sql: SQL) throws -> Int {
        let before = db.totalChangesCount
        try run(sql)
        // The total counts rows that foreign keys took along, too, but knows whether the statement changed any at all.
        return db.totalChangesCount == before ? 0 : db.changesCount
    }

    // COMMIT happens in this process, so its outcome is always known.
    func witness(_ query: SQL) {}

    func liftTimeouts() { timeout = nil }

    /// SQLite has no timeout of its own, but asks every few thousand steps whether it should go on.
    private func watched<T>(_ work: () throws -> T) rethrows -> T {
        // A connection that was closed has none; its first statement will say so.
        guard let handle = db.sqliteConnection else { return try work() }
        sqlite3_progress_handler(
            handle, 4_000,
            { context in
                guard let context else { return 0 }
                let connection = Unmanaged<SQLiteConnection>.fromOpaque(context).takeUnretainedValue()
                return connection.isCancelled() || connection.deadline.map { $0 < .now } == true ? 1 : 0
            }, Unmanaged.passUnretained(self).toOpaque())
        defer { sqlite3_progress_handler(handle, 0, nil, nil) }
        return try work()
    }

    /// The time of a statement begins.
    private func start() { deadline = timeout.map { .now + $0 } }

    private func fetch(_ statement: Statement, _ values: [SQL.Value], _ body: (Row) throws -> Void) throws {
        let columns = statement.columnNames
        let cursor = try GRDB.Row.fetchCursor(statement, arguments: try values.arguments())
        while let row = try cursor.next() {
            try body(Row(columns: columns, values: row.databaseValues.map(SQL.Value.init)))
        }
    }

    private func reporting<T>(_ work: () throws -> T) throws -> T {
        if let failure { throw failure }
        start()
        defer { deadline = nil }
        do { return try work() } catch let error as DatabaseError {
            let problem = DatabaseProblem(error)
            failure = problem
            throw problem
        }
    }
}

extension [SQL.Value] {
    fileprivate func arguments() throws -> StatementArguments { StatementArguments(try map { try $0.stored() }) }
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
