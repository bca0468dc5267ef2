// SPDX-License-Identifier: Apache-2.0

import Database
import Synchronization

/// Plays many turns at once and commits their transactions together: when each of them either waits to write or has ended,
/// what they want to write is done in the order of the turns, each lane in one transaction.
///
/// Every service function still runs whole, with its own checks; only the waiting for the disk is shared. When one of them
/// throws, nothing of its transaction is kept, and each is done again in a transaction of its own.
actor Ensemble {
    typealias Body = @Sendable (any Connection) throws -> Void

    private struct Part: Sendable {
        let turn: Turn
        let body: Body
        let done: CheckedContinuation<Void, any Error>
    }

    private let base: any Database
    private var playing = 0
    private var waiting: [Part] = []

    init(_ base: any Database) { self.base = base }

    /// Plays the turns and returns what came of them, in their order. One `perform` at a time.
    func perform<T: Sendable>(
        _ turns: [(turn: Turn, play: @Sendable () async throws -> T)]
    ) async throws -> [T] {
        playing = turns.count
        return try await withThrowingTaskGroup(of: (Int, T).self) { group in
            for (index, (turn, play)) in turns.enumerated() {
                group.addTask { (index, try await self.play(turn, play)) }
            }
            var results: [T?] = Array(repeating: nil, count: turns.count)
            for try await (index, result) in group { results[index] = result }
            return results.compactMap(\.self)
        }
    }

    private nonisolated func play<T: Sendable>(
        _ turn: Turn, _ play: @escaping @Sendable () async throws -> T
    ) async throws -> T {
        let result: Result<T, any Error>
        do {
            result = .success(try await Turn.$current.withValue(turn, operation: play))
        } catch { result = .failure(error) }
        await leave()
        return try result.get()
    }

    /// Does `body` in a transaction that it shares with the other turns of its lane.
    func write<T: Sendable>(
        _ turn: Turn, _ body: @escaping @Sendable (any Connection) throws -> T
    ) async throws -> T {
        let kept = Kept<T>()
        try await withCheckedThrowingContinuation { done in
            let whole: Body = { connection in
                let value = try Turn.$current.withValue(turn) { try body(connection) }
                kept.value.withLock { $0 = value }
            }
            waiting.append(Part(turn: turn, body: whole, done: done))
            commitWhenComplete()
        }
        guard let value = kept.value.withLock(\.self) else { throw DatabaseProblem.mistake("a turn without its write") }
        return value
    }

    private func leave() {
        playing -= 1
        commitWhenComplete()
    }

    private func commitWhenComplete() {
        guard !waiting.isEmpty, waiting.count == playing else { return }
        let parts = Dictionary(grouping: waiting, by: \.turn.lane).values.map { lane in
            lane.sorted { $0.turn.order < $1.turn.order }
        }
        waiting = []
        for lane in parts { Task { [base] in await Self.commit(lane, to: base) } }
    }

    private static func commit(_ parts: [Part], to base: any Database) async {
        do {
            try await base.write { connection in for part in parts { try part.body(connection) } }
            for part in parts { part.done.resume() }
        } catch DatabaseProblem.commitUnknown {
            // A body is never run again after this.
            for part in parts { part.done.resume(throwing: DatabaseProblem.commitUnknown) }
        } catch {
            for part in parts {
                do {
                    try await base.write(part.body)
                    part.done.resume()
                } catch { part.done.resume(throwing: error) }
            }
        }
    }
}

private final class Kept<T: Sendable>: Sendable {
    let value = Mutex<T?>(nil)
}

/// A database as the services of a replay see it: the moment of their turn goes with them into the transaction.
struct ReplayDatabase: Database {
    let base: any Database
    let ensemble: Ensemble

    init(_ base: any Database) { (self.base, ensemble) = (base, Ensemble(base)) }

    var dialect: Dialect { base.dialect }
    var load: [PoolLoad] { base.load }

    func read<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T {
        let turn = Turn.current
        return try await base.read { connection in try Turn.$current.withValue(turn) { try body(connection) } }
    }

    func readStale<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T {
        try await read(body)
    }

    @discardableResult
    func write<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T {
        guard let turn = Turn.current else { return try await base.write(body) }
        return try await ensemble.write(turn, body)
    }

    @discardableResult
    func writeSerializable<T: Sendable>(
        _ rule: StaticString, _ body: @escaping @Sendable (any Connection) throws -> T
    ) async throws -> T {
        let turn = Turn.current
        return try await base.writeSerializable(rule) { connection in
            try Turn.$current.withValue(turn) { try body(connection) }
        }
    }

    func close() async { await base.close() }
}
