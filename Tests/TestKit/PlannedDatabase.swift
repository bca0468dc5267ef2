// SPDX-License-Identifier: Apache-2.0

package import Database
import Synchronization

/// A database that also writes down how it goes about each query: no test of speed hangs on a clock.
package struct PlannedDatabase: Database {
    private let base: any Database
    private let kept = Plans()

    package init(_ base: any Database) { self.base = base }

    /// The plans of the queries so far that read `table`, each as the database explains it.
    package func plans(reading table: String) -> [String] {
        kept.all.withLock(\.self).filter { $0.contains(table) }
    }

    package var dialect: Dialect { base.dialect }
    package var load: [PoolLoad] { base.load }

    package func read<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T {
        try await base.read { [kept] in try body(Explaining(base: $0, plans: kept)) }
    }

    package func readStale<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T {
        try await read(body)
    }

    @discardableResult
    package func write<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T {
        try await base.write { [kept] in try body(Explaining(base: $0, plans: kept)) }
    }

    @discardableResult
    package func writeSerializable<T: Sendable>(
        _ rule: StaticString, _ body: @escaping @Sendable (any Connection) throws -> T
    ) async throws -> T {
        try await write(body)
    }

    package func close() async { await base.close() }
}

private final class Plans: Sendable {
    let all = Mutex<[String]>([])
}

private struct Explaining: Connection {
    let base: any Connection
    let plans: Plans

    var dialect: Dialect { base.dialect }

    func rows(_ sql: SQL) throws -> [Row] {
        let explain: SQL = dialect == .sqlite ? "EXPLAIN QUERY PLAN " : "EXPLAIN "
        let column = dialect == .sqlite ? "detail" : "QUERY PLAN"
        let plan = try base.rows(explain + sql).map { try $0.text(column) }.joined(separator: "\n")
        plans.all.withLock { $0.append(plan) }
        return try base.rows(sql)
    }

    func rows(of questions: [SQL]) throws -> [[Row]] { try questions.map(rows) }
    func each(_ sql: SQL, _ body: (Row) throws -> Void) throws { try base.each(sql, body) }
    func change(_ sql: SQL) throws -> Int { try base.change(sql) }
    func run(_ sql: SQL) throws { try base.run(sql) }
    func liftTimeouts() throws { try base.liftTimeouts() }
    func witness(_ query: SQL) { base.witness(query) }
}
