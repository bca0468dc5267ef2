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
    /// What was sent and not heard of yet, in the order in which the server answers.
    private var sent: [Sent] = []
    var isAhead: Bool { !sent.isEmpty }
    /// Whether the server has answered since the transaction began.
    private(set) var isHeard = false
    private var isOpen = false

    private struct Key: Hashable { let text: String, types: [Oid] }

    private enum Sent: Equatable { case preparation(Key), removal, statement, end, mark }

    /// So many prepared statements are kept per connection; the least recently used goes first.
    private static let capacity = 256
    /// So many statements may be on their way: what the server says of them must fit between us, or both wait for ever.
    private static let ahead = 64
    /// So many statements share a round trip: each may have to be prepared in the place of another.
    private static let together = (ahead - 1) / 3

    /// Connects. Throws `DatabaseProblem.refused` when the server does not keep what it acknowledged.
    init(_ conninfo: Conninfo, _ settings: PostgresSettings) throws {
        self.settings = settings
        self.conninfo = conninfo
        guard let opened = conninfo.connect() else { throw DatabaseProblem.unavailable("out of memory") }
        do {
            backend = try Self.greet(opened, settings)
            guard PQenterPipelineMode(opened) == 1 else { throw DatabaseProblem.unavailable("libpq has no pipeline") }
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

    /// Begins a transaction, together with its first statement.
    func begin(_ text: String) throws {
        try sendOnce(text, as: .statement)
        (isHeard, isOpen) = (false, true)
    }

    /// Undoes a transaction, if one is open. Nobody waits for it: the next one hears how that went.
    func rollback() throws {
        guard isOpen else { return }
        try sendOnce("ROLLBACK", as: .end)
        isOpen = false
        try mark()
    }

    /// Runs a statement that is worth preparing, after all that was sent before.
    func execute(_ text: String, _ values: [SQL.Value]) throws -> Answer {
        try send(text, values)
        return try last(hear())
    }

    /// As `execute`, several statements in one round trip, or in few where they are many; returns as many answers. With the
    /// `last` of them the transaction is over.
    func execute(_ statements: [(text: String, values: [SQL.Value])], last: Bool) throws -> [Answer] {
        var answers: [Answer] = []
        for start in stride(from: 0, to: statements.count, by: Self.together) {
            let some = statements[start..<min(start + Self.together, statements.count)]
            if sent.count + 3 * some.count > Self.ahead { try hear() }
            for statement in some { try send(statement.text, statement.values) }
            let isLast = last && some.endIndex == statements.count
            if isLast { try sendOnce("ROLLBACK", as: .end) }
            answers += try hear().suffix(some.count)
            isOpen = !isLast
        }
        return answers
    }

    /// Sends a statement that is worth preparing. What it does is done in its turn, and its failure is thrown by the next
    /// `execute` or `hear`: a statement whose answer nobody waits for costs no round trip.
    func send(_ text: String, _ values: [SQL.Value]) throws {
        if sent.count >= Self.ahead { try hear() }
        let parameters = try Parameters(values)
        let name = try prepare(text, parameters.types)
        try sending(.statement) { parameters.send { PQsendQueryPrepared(handle, name, $0, $1, $2, $3, 1) } }
    }

    /// Runs a statement once.
    func executeOnce(_ text: String, _ values: [SQL.Value] = []) throws -> Answer {
        try sendOnce(text, values, as: .statement)
        return try last(hear())
    }

    /// Waits until all that was sent has been answered. Returns the answers to statements, throws the first failure.
    @discardableResult
    func hear() throws -> [Answer] {
        try mark()
        var (answers, failure): ([Answer], PostgresFailure?) = ([], nil)
        let heard = sent
        sent = []
        for each in heard {
            guard let answer = try answer(to: each) else { throw failure ?? lost() }
            failure = failure ?? answer.failure
            switch each {
            case .statement: answers.append(answer)
            case .preparation(let key): if failure != nil { prepared[key] = nil }
            // What is still open on the server belongs to nobody: another connection is taken.
            case .end: failure = failure.map { .lost($0.message) }
            // Nobody asked for these: their answers must not be taken for those of statements.
            case .removal, .mark: break
            }
        }
        isHeard = true
        // A server that ends a connection says so first, and libpq notices the end only at the next try.
        if let failure, failure.isLost || failure.isStalePlan { abandon() }
        if let failure { throw failure }
        return answers
    }

    private func last(_ answers: [Answer]) throws -> Answer {
        guard let last = answers.last else { throw lost() }
        return last
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
            try sendOnce("DEALLOCATE \(oldest.value.name)", as: .removal)
            prepared[oldest.key] = nil
        }
        let name = "s\(uses)"
        try sending(.preparation(key)) { PQsendPrepare(handle, name, text, Int32(types.count), types) }
        prepared[key] = (name, uses)
        return name
    }

    private func sendOnce(_ text: String, _ values: [SQL.Value] = [], as what: Sent) throws {
        let parameters = try Parameters(values)
        try sending(what) {
            parameters.send { PQsendQueryParams(handle, text, $0, parameters.types, $1, $2, $3, 1) }
        }
    }

    private func mark() throws { try sending(.mark) { PQpipelineSync(handle) } }

    private func sending(_ what: Sent, _ send: () -> Int32) throws {
        guard send() == 1 else { throw lost() }
        sent.append(what)
    }

    /// Nothing when the connection was lost.
    private func answer(to what: Sent) throws -> Answer? {
        let first = try nextResult().map(Answer.init)
        // A mark has one result; behind those of a statement libpq puts an empty one.
        if what != .mark { while let next = try nextResult() { PQclear(next) } }
        return first
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
