// SPDX-License-Identifier: Apache-2.0

import GRDB
import Synchronization

/// The one writer of a file: transactions that wait at the same time are committed together, so that thirty-two of them take one
/// flush instead of thirty-two. Each is a savepoint of its own: what one does wrong is taken back alone. Nobody is told of a commit
/// before it is on disk, and nobody waits for others to come.
final class JoinedWrites: Sendable {
    private let pool: DatabasePool
    private let queue = Mutex(Queue())

    /// More in one commit would make the first wait longer than its own commit takes.
    private static let most = 32

    private struct Queue {
        var waiting: [any PendingWrite] = []
        var isServed = false
    }

    init(_ pool: DatabasePool) { self.pool = pool }

    /// Runs `body` in a transaction, and possibly again where another one ended that it shared.
    func write<T: Sendable>(
        _ body: @escaping @Sendable (GRDB.Database, _ isCancelled: @escaping () -> Bool) throws -> T
    )
        async throws -> T
    {
        let write = Write(body)
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                write.expect(continuation)
                let isFirst = queue.withLock { queue in
                    queue.waiting.append(write)
                    defer { queue.isServed = true }
                    return !queue.isServed
                }
                if isFirst { pool.asyncWriteWithoutTransaction { self.serve($0) } }
            }
        } onCancel: {
            write.cancel()
        }
    }

    private func serve(_ db: GRDB.Database) {
        while true {
            let next = queue.withLock { queue in
                let next = Array(queue.waiting.prefix(Self.most))
                queue.waiting.removeFirst(next.count)
                queue.isServed = !next.isEmpty
                return next
            }
            if next.isEmpty { return }
            if next.count == 1 { alone(next[0], db) } else { together(next, db) }
        }
    }

    private func alone(_ write: any PendingWrite, _ db: GRDB.Database) {
        do {
            try db.inTransaction(.immediate) {
                try write.run(db)
                return .commit
            }
            write.end(nil)
        } catch { write.end(error) }
    }

    private func together(_ writes: [any PendingWrite], _ db: GRDB.Database) {
        var hasBegun = false
        do {
            try db.inTransaction(.immediate) {
                hasBegun = true
                for write in writes { try savepoint(write, db) }
                return .commit
            }
            for write in writes { write.end(nil) }
        } catch {
            // SQLite gives up a whole transaction for a full disk, or a statement that was stopped: each by itself, then.
            for write in writes { if hasBegun { alone(write, db) } else { write.end(error) } }
        }
    }

    /// Throws when there is nothing left to go on with.
    private func savepoint(_ write: any PendingWrite, _ db: GRDB.Database) throws {
        try db.cachedStatement(sql: "SAVEPOINT joined").execute()
        do { try write.run(db) } catch {
            guard db.isInsideTransaction else { throw error }
            try db.cachedStatement(sql: "ROLLBACK TO joined").execute()
        }
        try db.cachedStatement(sql: "RELEASE joined").execute()
    }
}

/// A transaction that waits for its turn, whatever it returns.
private protocol PendingWrite: Sendable {
    /// Throws what the body throws.
    func run(_ db: GRDB.Database) throws

    /// It is committed, or the transaction has come to nothing by this error. What the body itself threw counts more.
    func end(_ error: (any Error)?)
}

private final class Write<T: Sendable>: PendingWrite {
    private let body: @Sendable (GRDB.Database, @escaping () -> Bool) throws -> T
    private let state = Mutex(State())

    private struct State {
        var continuation: CheckedContinuation<T, any Error>?
        var outcome: Result<T, any Error>?
        var isCancelled = false
    }

    init(_ body: @escaping @Sendable (GRDB.Database, @escaping () -> Bool) throws -> T) { self.body = body }

    func expect(_ continuation: CheckedContinuation<T, any Error>) {
        state.withLock { $0.continuation = continuation }
    }

    func cancel() { state.withLock { $0.isCancelled = true } }

    func run(_ db: GRDB.Database) throws {
        let outcome = Result<T, any Error> {
            guard !state.withLock(\.isCancelled) else { throw CancellationError() }
            do { return try body(db) { [state = self] in state.isCancelled } } catch {
                throw isCancelled ? CancellationError() : error
            }
        }
        state.withLock { $0.outcome = outcome }
        _ = try outcome.get()
    }

    private var isCancelled: Bool { state.withLock(\.isCancelled) }

    func end(_ error: (any Error)?) {
        let (continuation, outcome) = state.withLock { state in
            defer { state.continuation = nil }
            return (state.continuation, state.outcome)
        }
        switch (outcome, error) {
        case (.failure(let own), _): continuation?.resume(throwing: own)
        case (_, let error?): continuation?.resume(throwing: error)
        case (.success(let value), nil): continuation?.resume(returning: value)
        case (nil, nil): continuation?.resume(throwing: CancellationError())
        }
    }
}
