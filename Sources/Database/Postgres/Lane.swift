// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation

/// One thread's connection, made anew when it died, and the running of transactions on it.
final class Lane {
    enum Mode: String {
        /// A snapshot, as a read on SQLite is.
        case read = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
        case write = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"
        case serializable = "BEGIN ISOLATION LEVEL SERIALIZABLE READ WRITE"
    }

    private let conninfo: Conninfo
    private let settings: PostgresSettings
    private var session: Session?
    private var canceller: Canceller?

    init(_ conninfo: Conninfo, _ settings: PostgresSettings) {
        self.conninfo = conninfo
        self.settings = settings
    }

    func disconnect() { (session, canceller) = (nil, nil) }

    /// Runs `body` in a transaction; again, with jitter, when the server undid it for a reason that may pass.
    func transaction<T>(_ mode: Mode, _ ticket: Ticket, _ body: (PostgresConnection) throws -> T) throws -> T {
        var attempt = 1
        while true {
            do { return try attemptOnce(mode, ticket, body) } catch let undone as Undone {
                guard attempt < undone.failure.attempts(serializable: mode == .serializable), !ticket.isCancelled else {
                    throw undone.reported
                }
                Thread.sleep(forTimeInterval: .random(in: 0...0.01) * Double(attempt))
                attempt += 1
            }
        }
    }

    /// Runs a statement that cannot stand in a transaction.
    func alone(_ text: String, _ values: [SQL.Value] = []) throws -> [Row] {
        do { return try connected().executeOnce(text, values).rows() } catch let failure as PostgresFailure {
            throw failure.problem
        }
    }

    /// A failure after which the server keeps nothing of the transaction, and what the body made of it.
    private struct Undone: Error {
        let failure: PostgresFailure
        let reported: any Error
    }

    private func attemptOnce<T>(_ mode: Mode, _ ticket: Ticket, _ body: (PostgresConnection) throws -> T) throws -> T {
        let session = try connected()
        let connection = PostgresConnection(session, ticket)
        ticket.attach(canceller)
        do {
            try session.begin(mode.rawValue)
            let value = try body(connection)
            if let failure = connection.failure { throw failure }
            // With no word from the server yet the connection may have been dead all along: then it can be done again.
            // Nor does a read end before it has heard of all that it sent.
            if mode == .read ? session.isAhead : !session.isHeard { try session.hear() }
            try ticket.detach()
            return mode == .read ? try finish(session, value) : try commit(session, connection, value)
        } catch {
            try? ticket.detach()
            guard !(error is CommitOutcome) else { throw (error as? CommitOutcome)?.problem ?? error }
            rollback(session)
            guard let failure = connection.failure ?? error as? PostgresFailure else { throw error }
            throw Undone(failure: failure, reported: (error as? PostgresFailure)?.problem ?? error)
        }
    }

    /// Connects for the first time: what is wrong with the settings is said now.
    func connect() throws { try reconnect() }

    /// A server that refuses us later is one that is away: the settings have worked.
    private func connected() throws -> Session {
        if let session, !session.isDead { return session }
        do { return try reconnect() } catch DatabaseProblem.refused(let reason) {
            throw DatabaseProblem.unavailable(reason)
        }
    }

    @discardableResult
    private func reconnect() throws -> Session {
        disconnect()
        let deadline = ContinuousClock.now + settings.connectTimeout
        while true {
            do {
                let fresh = try Session(conninfo, settings)
                (session, canceller) = (fresh, fresh.canceller())
                return fresh
            } catch DatabaseProblem.unavailable(let reason)
                where Self.passes.contains(where: reason.contains) && ContinuousClock.now < deadline
            {
                Thread.sleep(forTimeInterval: .random(in: 0.02...0.1))
            }
        }
    }

    /// What a server says that will soon take connections again.
    private static let passes = ["too many clients", "connection slots", "starting up", "not yet accepting"]

    private func rollback(_ session: Session) {
        do { try session.rollback() } catch { session.abandon() }
    }

    /// What was read stays true, whatever becomes of the connection now.
    private func finish<T>(_ session: Session, _ value: T) throws -> T {
        rollback(session)
        return value
    }

    private func commit<T>(_ session: Session, _ connection: PostgresConnection, _ value: T) throws -> T {
        do {
            _ = try session.executeOnce("COMMIT")
            return value
        } catch let failure as PostgresFailure where failure.isLost || session.isDead {
            disconnect()
            try settle(session.backend, connection.witness)
            return value
        }
    }

    // MARK: a connection that died during COMMIT

    /// Why a transaction whose COMMIT was sent cannot return its value.
    private enum CommitOutcome: Error {
        case undone, unknown

        var problem: DatabaseProblem {
            switch self {
            case .undone: .unavailable("the connection died before the commit; nothing was changed")
            case .unknown: .commitUnknown
            }
        }
    }

    /// Returns when the transaction was committed. First the old server process must be gone, else it might still commit
    /// after we looked; a process that is cut off from us does not know, so it is told to end.
    private func settle(_ backend: Session.Backend, _ witness: SQL?) throws {
        guard let witness else { throw CommitOutcome.unknown }
        let (text, values) = witness.rendered(for: .postgres)
        let deadline = ContinuousClock.now + settings.witnessTimeout
        while ContinuousClock.now < deadline {
            if let session = try? connected(), let isGone = try? self.isGone(backend, session), isGone,
                let found = try? session.executeOnce(text, values).rows()
            {
                if found.isEmpty { throw CommitOutcome.undone }
                return
            }
            Thread.sleep(forTimeInterval: 0.05)
        }
        throw CommitOutcome.unknown
    }

    private func isGone(_ backend: Session.Backend, _ session: Session) throws -> Bool {
        try session.executeOnce(
            """
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid = $1 AND backend_start::text = $2
            """, [.integer(backend.pid), .text(backend.startedAt)]
        ).rows().isEmpty
    }
}
