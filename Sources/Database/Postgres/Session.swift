// SPDX-License-Identifier: Apache-2.0

import CPostgres
import Database
import Foundation

/// One connection to the server, used by one thread. Statements are prepared at first use and kept.
final class Session {
    /// Names the server's process behind a connection, past any pooler between; a process number alone is reused.
    struct Backend: Sendable, Equatable {
        let pid: Int64
        let startedAt: String
    }

    let backend: Backend
    private let handle: OpaquePointer
    private let settings: PostgresSettings
    private let conninfo: Conninfo
    private var prepared: [Key: (name: String, usedAt: Int)] = [:]
    private var uses = 0
    private var isAbandoned = false

    private struct Key: Hashable { let text: String, types: [Oid] }

    /// So many prepared statements are kept per connection; the least recently used goes first.
    private static let capacity = 256

    /// Connects. Throws `DatabaseProblem.refused` when the server does not keep what it acknowledged.
    init(_ conninfo: Conninfo, _ settings: PostgresSettings) throws {
        self.settings = settings
        self.conninfo = conninfo
        guard let opened = conninfo.connect() else { throw DatabaseProblem.unavailable("out of memory") }
        do {
            backend = try Self.greet(opened, settings)
            handle = opened
        } catch {
            PQfinish(opened)
            throw error
        }
    }

    deinit { PQfinish(handle) }

    var isDead: Bool { isAbandoned || PQstatus(handle) != CONNECTION_OK }

    /// What interrupts a statement running on this connection, from another thread.
    func canceller() -> Canceller? { PQgetCancel(handle).map(Canceller.init) }

    /// Runs a statement that is worth preparing.
    func execute(_ text: String, _ values: [SQL.Value]) throws -> Answer {
        let parameters = try Parameters(values)
        let name = try prepare(text, parameters.types)
        return try ask { parameters.send { PQsendQueryPrepared(handle, name, $0, $1, $2, $3, 1) } }
    }

    /// Runs a statement once.
    func executeOnce(_ text: String, _ values: [SQL.Value] = []) throws -> Answer {
        let parameters = try Parameters(values)
        return try ask { parameters.send { PQsendQueryParams(handle, text, $0, parameters.types, $1, $2, $3, 1) } }
    }

    /// Forgets the connection: its next user gets a fresh one.
    func abandon() { isAbandoned = true }

    private func prepare(_ text: String, _ types: [Oid]) throws -> String {
        uses += 1
        let key = Key(text: text, types: types)
        if let name = prepared[key]?.name {
            prepared[key]?.usedAt = uses
            return name
        }
        if prepared.count >= Self.capacity, let oldest = prepared.min(by: { $0.value.usedAt < $1.value.usedAt }) {
            _ = try executeOnce("DEALLOCATE \(oldest.value.name)")
            prepared[oldest.key] = nil
        }
        let name = "s\(uses)"
        _ = try ask { PQsendPrepare(handle, name, text, Int32(types.count), types) }
        prepared[key] = (name, uses)
        return name
    }

    private func ask(_ send: () -> Int32) throws -> Answer {
        guard send() == 1 else { throw lost() }
        var answer: Answer?
        while let next = try nextResult() {
            if answer?.failure == nil { answer = Answer(next) } else { PQclear(next) }
        }
        guard let answer else { throw lost() }
        guard let failure = answer.failure else { return answer }
        // A server that ends a connection says so first, and libpq notices the end only at the next try.
        if failure.isLost || failure.isStalePlan { abandon() }
        throw failure
    }

    /// libpq's own wait has no end: a frozen server would hold this thread for ever. The server ends slow statements
    /// itself, so when it is overdue we ask whether it still speaks to anybody.
    private func nextResult() throws -> OpaquePointer? {
        while PQisBusy(handle) == 1 {
            var socket = pollfd(fd: PQsocket(handle), events: Int16(POLLIN), revents: 0)
            let overdue = settings.statementTimeout + .seconds(5)
            let ready = poll(&socket, 1, Int32(clamping: overdue.milliseconds))
            if ready == 0, !conninfo.isAlive() {
                abandon()
                throw PostgresFailure.lost("the server does not answer")
            }
            if ready > 0, PQconsumeInput(handle) == 0 { throw lost() }
        }
        return PQgetResult(handle)
    }

    private func lost() -> PostgresFailure {
        abandon()
        return .lost(trimmed(PQerrorMessage(handle)))
    }
}

/// Interrupts the statement of one connection. Sending it blocks, so it is done away from the cooperative threads.
final class Canceller: @unchecked Sendable {
    private let handle: OpaquePointer

    init(_ handle: OpaquePointer) { self.handle = handle }
    deinit { PQfreeCancel(handle) }

    func fire() {
        var reason = [CChar](repeating: 0, count: 256)
        PQcancel(handle, &reason, Int32(reason.count))
    }
}
