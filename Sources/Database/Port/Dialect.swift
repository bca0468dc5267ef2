// SPDX-License-Identifier: Apache-2.0

/// Everything in which the two databases differ, as named fragments. Counted by scripts/check: each `switch` more needs
/// a note in docs/decisions.
package enum Dialect: String, Sendable, CaseIterable {
    case sqlite, postgres

    package func placeholder(_ position: Int) -> String {
        switch self {
        case .sqlite: "?\(position)"
        case .postgres: "$\(position)"
        }
    }

    /// Ends a SELECT of the aggregate about to be changed. SQLite's write transactions already exclude each other.
    package var lockRow: SQL {
        switch self {
        case .sqlite: ""
        case .postgres: " FOR UPDATE"
        }
    }

    /// Ends the SELECT inside "take the next one": rows another worker holds are passed over.
    package var lockNext: SQL {
        switch self {
        case .sqlite: ""
        case .postgres: " FOR UPDATE SKIP LOCKED"
        }
    }

    /// Begins the transaction of a migration: one process at a time, for as long as it takes. On SQLite BEGIN IMMEDIATE
    /// has seen to that.
    var migrating: [SQL] {
        switch self {
        case .sqlite: []
        case .postgres:
            [
                "SET LOCAL statement_timeout = 0", "SET LOCAL lock_timeout = 0",
                "SELECT pg_advisory_xact_lock(4706285391)",
            ]
        }
    }

    package func spelling(of type: SQL.Column) -> String {
        switch self {
        case .sqlite: type.sqlite
        case .postgres: type.postgres
        }
    }
}

extension SQL {
    /// A column type or table ending in a migration, spelled by the dialect: `\(.text) \(.int) \(.bool) \(.blob) \(.real)`
    /// and `) \(.strict)` to end a CREATE TABLE.
    package struct Column: Sendable, Equatable {
        let sqlite: String, postgres: String

        /// The "C" collation makes PostgreSQL order text by bytes, as SQLite does.
        package static let text = Column(sqlite: "TEXT", postgres: "TEXT COLLATE \"C\"")
        package static let int = Column(sqlite: "INTEGER", postgres: "BIGINT")
        package static let bool = Column(sqlite: "INTEGER", postgres: "BOOLEAN")
        package static let blob = Column(sqlite: "BLOB", postgres: "BYTEA")
        package static let real = Column(sqlite: "REAL", postgres: "DOUBLE PRECISION")
        package static let strict = Column(sqlite: "STRICT", postgres: "")
    }
}
