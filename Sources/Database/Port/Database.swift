// SPDX-License-Identifier: Apache-2.0

package import Kernel

/// A relational store. Bodies are synchronous: nothing may be awaited while a transaction is open, and a body must have
/// no effect outside the database, because it may be run again.
package protocol Database: Sendable {
    var dialect: Dialect { get }

    /// Runs `body` in a read-only transaction on the primary.
    func read<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T

    /// As `read`, but a replica may answer, seconds behind: for public pages and exports.
    func readStale<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T

    /// Runs `body` in a read-write transaction (READ COMMITTED on PostgreSQL, IMMEDIATE on SQLite). When this returns,
    /// the changes are on disk.
    @discardableResult
    func write<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T

    /// For the rare rule that neither a row lock nor a constraint can hold; `rule` names it. Retries with jitter.
    @discardableResult
    func writeSerializable<T: Sendable>(
        _ rule: StaticString, _ body: @escaping @Sendable (any Connection) throws -> T
    ) async throws -> T

    /// Ends all connections. Calls after this throw `DatabaseProblem.closed`.
    func close() async
}

/// One open transaction.
package protocol Connection {
    var dialect: Dialect { get }

    func rows(_ sql: SQL) throws -> [Row]

    /// Calls `body` with one row after the other, without holding them all in memory.
    func each(_ sql: SQL, _ body: (Row) throws -> Void) throws

    /// Runs a statement and returns how many rows it changed.
    @discardableResult func run(_ sql: SQL) throws -> Int

    /// Names a query that finds a row exactly if this transaction was committed (the ledger names its own event). Asked
    /// when the connection dies during COMMIT and the outcome is unknown.
    func witness(_ query: SQL)
}

/// What can go wrong with the store itself.
package enum DatabaseProblem: Problem, Equatable {
    /// The database cannot be reached now.
    case unavailable(String)
    /// The connection died during COMMIT and nobody can say what became of it.
    case commitUnknown
    /// A UNIQUE, CHECK, FOREIGN KEY or NOT NULL constraint refused the change.
    case constraint(String)
    /// A serializable transaction met others too often.
    case busy
    /// The statement took longer than allowed.
    case timeout
    case closed
    /// Settings or schema that the product must not run with; the text says why.
    case refused(String)
    /// A statement the database does not understand, or a value in a column that should hold another kind: our mistake.
    case mistake(String)

    package var code: String {
        switch self {
        case .unavailable: "database.unavailable"
        case .commitUnknown: "database.commit_unknown"
        case .constraint: "database.constraint"
        case .busy: "database.busy"
        case .timeout: "database.timeout"
        case .closed: "database.closed"
        case .refused: "database.refused"
        case .mistake: "database.mistake"
        }
    }

    package var kind: ProblemKind {
        switch self {
        case .constraint: .conflict
        default: .unavailable
        }
    }
}
