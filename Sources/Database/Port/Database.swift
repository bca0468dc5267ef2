// SPDX-License-Identifier: Apache-2.0

package import Kernel

/// A relational store. Bodies are synchronous: nothing may be awaited while a transaction is open, and a body must have
/// no effect outside the database, because it may be run again.
package protocol Database: Sendable {
    var dialect: Dialect { get }

    /// Runs `body` in a read-only transaction on the primary.
    func read<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T

    /// The rows of several questions, in their order; see `ask`.
    func rows(of questions: [SQL]) async throws -> [[Row]]

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

    /// How busy its connections are now.
    var load: [PoolLoad] { get }

    /// Ends all connections. Calls after this throw `DatabaseProblem.closed`.
    func close() async
}

/// One open transaction. A statement that fails ends it: whatever the body does then, nothing is committed.
package protocol Connection {
    var dialect: Dialect { get }

    func rows(_ sql: SQL) throws -> [Row]

    /// The rows of several questions, in their order; see `ask`.
    func rows(of questions: [SQL]) throws -> [[Row]]

    /// Calls `body` with one row after the other, without holding them all in memory.
    func each(_ sql: SQL, _ body: (Row) throws -> Void) throws

    /// Runs a statement and returns how many rows it changed; if it fails, this says so.
    func change(_ sql: SQL) throws -> Int

    /// Runs a statement in its turn, and does not wait for it: if it fails, this, a later statement or the commit says so.
    func run(_ sql: SQL) throws

    /// Lets this transaction take its time: for migrations and for filling whole tables.
    func liftTimeouts() throws

    /// Names a query that finds a row exactly if this transaction was committed (the ledger names its own event).
    ///
    /// When the connection dies during COMMIT nobody knows what became of it. The store then waits until the server has
    /// ended the old connection and asks this query on a new one: a row means that it was committed, and `write` returns
    /// as usual; none means that it was not, and `write` throws `DatabaseProblem.unavailable`. Without a witness, or
    /// when the server stays away, it throws `DatabaseProblem.commitUnknown`. The body is never run again for this.
    func witness(_ query: SQL)
}

/// What can go wrong with the store itself.
package enum DatabaseProblem: Problem, Equatable {
    /// The database cannot be reached now. Nothing was changed; trying again is safe.
    case unavailable(String)
    /// The connection died during COMMIT and nobody can say what became of it.
    case commitUnknown
    /// A UNIQUE, CHECK, FOREIGN KEY or NOT NULL constraint refused the change.
    case constraint(String)
    /// The transaction met others too often, or waited too long for a row another one holds.
    case busy
    /// The statement took longer than allowed.
    case timeout
    case closed
    /// Another process works on the same file, and both would remember things that the other changes.
    case inUse(path: String, process: String)
    /// Settings or schema that the product must not run with; the text says why. Thrown at start only.
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
        case .inUse: "database.in_use"
        case .refused: "database.refused"
        case .mistake: "database.mistake"
        }
    }

    package var kind: ProblemKind {
        switch self {
        case .constraint: .conflict
        case .mistake: .fault
        default: .unavailable
        }
    }

    package var slots: [String: String] {
        switch self {
        case .inUse(let path, let process): ["path": path, "process": process]
        case .refused(let reason): ["reason": reason]
        default: [:]
        }
    }
}

extension DatabaseProblem: CustomStringConvertible {
    /// For the operator: in the log and at start. People get the sentence of `code`, which names no internals.
    package var description: String {
        switch self {
        case .unavailable(let reason): "the database cannot be reached: \(reason)"
        case .commitUnknown: "the connection died during COMMIT, and it is unknown what became of it"
        case .constraint(let name): "the change breaks a constraint: \(name)"
        case .busy: "too many transactions want the same rows"
        case .timeout: "a statement took longer than allowed"
        case .closed: "the database is closed"
        case .inUse(let path, let process): "process \(process) already works on \(path)"
        case .refused(let reason): reason
        case .mistake(let reason): "our mistake: \(reason)"
        }
    }
}
