// SPDX-License-Identifier: Apache-2.0

import Database

/// One open transaction behind the port.
final class PostgresConnection: Connection {
    let dialect = Dialect.postgres
    /// The first statement that failed. PostgreSQL refuses all others after it, so the transaction cannot commit.
    private(set) var failure: PostgresFailure?
    private(set) var witness: SQL?
    private let session: Session
    private let ticket: Ticket
    private var cursors = 0

    init(_ session: Session, _ ticket: Ticket) {
        self.session = session
        self.ticket = ticket
    }

    func rows(_ sql: SQL) throws -> [Row] { try execute(sql).rows() }

    func rows(of questions: [SQL]) throws -> [[Row]] { try rows(of: questions, last: false) }

    /// As `rows(of:)`, where the transaction is to read nothing else: it ends with the last of them.
    func rows(ofAll questions: [SQL]) throws -> [[Row]] { try rows(of: questions, last: true) }

    private func rows(of questions: [SQL], last: Bool) throws -> [[Row]] {
        let statements = questions.map { $0.rendered(for: .postgres) }
        return try reporting { try session.execute(statements, last: last) }.map { try $0.rows() }
    }

    func change(_ sql: SQL) throws -> Int { try execute(sql).changed }

    func run(_ sql: SQL) throws {
        let (text, values) = sql.rendered(for: .postgres)
        try reporting { try session.send(text, values) }
    }

    /// Through a cursor, so that memory holds one batch and `body` may ask other questions in between.
    func each(_ sql: SQL, _ body: (Row) throws -> Void) throws {
        cursors += 1
        let cursor = "each_\(cursors)"
        let (text, values) = sql.rendered(for: .postgres)
        _ = try reporting { try session.executeOnce("DECLARE \(cursor) NO SCROLL CURSOR FOR \(text)", values) }
        while true {
            let batch = try reporting { try session.executeOnce("FETCH 256 FROM \(cursor)") }.rows()
            for row in batch { try body(row) }
            if batch.count < 256 { break }
        }
        _ = try reporting { try session.executeOnce("CLOSE \(cursor)") }
    }

    func liftTimeouts() throws {
        for timeout in ["statement_timeout", "lock_timeout"] {
            _ = try reporting { try session.executeOnce("SET LOCAL \(timeout) = 0") }
        }
    }

    func witness(_ query: SQL) { witness = query }

    private func execute(_ sql: SQL) throws -> Answer {
        let (text, values) = sql.rendered(for: .postgres)
        return try reporting { try session.execute(text, values) }
    }

    private func reporting<T>(_ work: () throws -> T) throws -> T {
        if let failure { throw failure.problem }
        if ticket.isCancelled { throw CancellationError() }
        do { return try work() } catch let failure as PostgresFailure {
            self.failure = failure
            if ticket.isCancelled { throw CancellationError() }
            throw failure.problem
        }
    }
}
