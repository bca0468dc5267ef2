// SPDX-License-Identifier: Apache-2.0

import Database

/// Puts rows into one table, many with each statement.
struct TableLoader {
    private let db: any Connection
    private let table: Table
    private let columns: [Table.Column]
    private var rows: [[SQL.Value]] = []

    /// `names` are the columns of the rows to come, all of which the table must have.
    init(_ db: any Connection, _ table: Table, _ names: [String]) throws {
        self.db = db
        self.table = table
        columns = try names.map { name in
            guard let column = table.columns.first(where: { $0.name == name }) else {
                throw BackupProblem.inconsistent("no column \(name) in \(table.name)")
            }
            return column
        }
        // A migration may have put rows there; those of the backup take their place.
        try db.run("DELETE FROM \(table)")
    }

    mutating func add(_ row: [SQL.Value]) throws {
        guard row.count == columns.count else { throw BackupProblem.inconsistent("a row of \(table.name)") }
        rows.append(zip(row, columns).map(Self.fitted))
        if rows.count * columns.count >= 1000 { try flush() }
    }

    mutating func flush() throws {
        guard !rows.isEmpty else { return }
        let names = columns.map { "\($0)" as SQL }.joined(by: ", ")
        let values = rows.map { row in "(" + row.map { "\($0)" as SQL }.joined(by: ", ") + ")" as SQL }
        try db.run("INSERT INTO \(table) (\(names)) VALUES \(values.joined(by: ", "))")
        rows.removeAll(keepingCapacity: true)
    }

    /// SQLite keeps truth as 0 and 1.
    private static func fitted(_ value: SQL.Value, _ column: Table.Column) -> SQL.Value {
        if column.isBool, case .integer(let number) = value { return .bool(number != 0) }
        return value
    }
}
