// SPDX-License-Identifier: Apache-2.0

/// A table that is in the database. Only the catalogue makes one, so its name is safe to stand in a statement.
package struct Table: Sendable, Equatable {
    package let name: String
    package let columns: [Column]

    /// Only the catalogue makes one, for the same reason.
    package struct Column: Sendable, Equatable {
        package let name: String
        package let isBool: Bool
    }
}

extension Connection {
    /// All tables of the product, with their columns in order, by name.
    package func tables() throws -> [Table] {
        var tables: [Table] = []
        for row in try rows(dialect.catalogue) {
            let name = try row.text("table_name")
            let column = Table.Column(
                name: try row.text("column_name"), isBool: try row.text("kind").lowercased() == "boolean")
            if tables.last?.name == name {
                tables[tables.count - 1] = Table(name: name, columns: tables[tables.count - 1].columns + [column])
            } else {
                tables.append(Table(name: name, columns: [column]))
            }
        }
        return tables
    }

    /// Fills tables in an order that foreign keys do not like: they are checked when `body` has returned.
    package func loading(_ body: () throws -> Void) throws {
        try liftTimeouts()
        try dialect.beforeLoading.forEach { try run($0) }
        try body()
        try dialect.afterLoading.forEach { try run($0) }
    }
}

extension SQL.StringInterpolation {
    package mutating func appendInterpolation(_ table: Table) { parts.append(.name(table.name)) }
    package mutating func appendInterpolation(_ column: Table.Column) { parts.append(.name(column.name)) }
}

extension Dialect {
    var catalogue: SQL {
        switch self {
        case .sqlite:
            """
            SELECT t.name AS table_name, c.name AS column_name, c.type AS kind
            FROM sqlite_master t JOIN pragma_table_info(t.name) c
            WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite^_%' ESCAPE '^' ORDER BY t.name, c.cid
            """
        case .postgres:
            """
            SELECT c.table_name::text, c.column_name::text, c.data_type::text AS kind
            FROM information_schema.columns c
            JOIN information_schema.tables t ON t.table_schema = c.table_schema AND t.table_name = c.table_name
            WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE' AND c.is_generated = 'NEVER'
            ORDER BY c.table_name COLLATE "C", c.ordinal_position
            """
        }
    }

    /// PostgreSQL checks a foreign key with each statement, unless it is not there; it comes back with `afterLoading`.
    var beforeLoading: [SQL] {
        switch self {
        case .sqlite: ["PRAGMA defer_foreign_keys = ON"]
        case .postgres:
            [
                """
                CREATE TEMPORARY TABLE loading_key ON COMMIT DROP AS
                SELECT conrelid::regclass::text AS tab, conname::text AS key, pg_get_constraintdef(oid) AS definition
                FROM pg_constraint WHERE contype = 'f' AND connamespace = current_schema()::regnamespace
                """,
                """
                DO $$ DECLARE k record; BEGIN
                FOR k IN SELECT * FROM loading_key LOOP EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', k.tab, k.key);
                END LOOP; END $$
                """,
            ]
        }
    }

    /// Also moves the counters behind the greatest number that was loaded.
    var afterLoading: [SQL] {
        switch self {
        case .sqlite: []
        case .postgres:
            [
                """
                DO $$ DECLARE k record; BEGIN
                FOR k IN SELECT * FROM loading_key LOOP
                EXECUTE format('ALTER TABLE %s ADD CONSTRAINT %I %s', k.tab, k.key, k.definition);
                END LOOP; END $$
                """,
                """
                DO $$ DECLARE c record; BEGIN
                FOR c IN SELECT table_name AS tab, column_name AS col FROM information_schema.columns
                    WHERE table_schema = current_schema() AND is_identity = 'YES' LOOP
                EXECUTE format('SELECT setval(pg_get_serial_sequence(%L, %L), coalesce(max(%I), 0) + 1, false) FROM %I',
                    quote_ident(c.tab), c.col, c.col, c.tab);
                END LOOP; END $$
                """,
            ]
        }
    }
}
