// SPDX-License-Identifier: Apache-2.0

import CPostgres
import Database

/// What libpq needs to connect.
struct Conninfo: Sendable {
    private let keywords: [(String, String)]

    /// `writes` looks for the primary among several hosts.
    init(url: String, writes: Bool, _ settings: PostgresSettings) {
        keywords = [
            // Later ones win, so an URL may set any of these otherwise.
            ("connect_timeout", "\(max(2, settings.connectTimeout.milliseconds / 1000))"),
            ("application_name", "doicanh"),
            ("target_session_attrs", writes ? "read-write" : "any"),
            ("keepalives_idle", "10"), ("keepalives_interval", "5"), ("keepalives_count", "3"),
            ("tcp_user_timeout", "30000"),
            ("dbname", url),
            ("client_encoding", "UTF8"),
        ]
    }

    func connect() -> OpaquePointer? { pass { PQconnectdbParams($0, $1, 1) } }

    /// Whether the server answers anybody at all.
    func isAlive() -> Bool { pass { PQpingParams($0, $1, 1) } == PQPING_OK }

    private func pass<R>(
        _ body: (UnsafePointer<UnsafePointer<CChar>?>, UnsafePointer<UnsafePointer<CChar>?>) -> R
    ) -> R {
        let names = keywords.map { Array($0.0.utf8CString) }
        let values = keywords.map { Array($0.1.utf8CString) }
        return withPointers(names) { names in withPointers(values) { body(names, $0) } }
    }
}

private func withPointers<R>(_ texts: [[CChar]], _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> R) -> R {
    let flat = texts.flatMap(\.self)
    return flat.withUnsafeBufferPointer { buffer in
        var pointers: [UnsafePointer<CChar>?] = []
        var offset = 0
        for text in texts {
            pointers.append(buffer.baseAddress?.advanced(by: offset))
            offset += text.count
        }
        pointers.append(nil)
        return body(pointers)
    }
}

extension Session {
    /// Sets the limits of a fresh connection and asks the server whether it can be relied on.
    static func greet(_ handle: OpaquePointer, _ settings: PostgresSettings) throws -> Backend {
        guard PQstatus(handle) == CONNECTION_OK else { throw connectProblem(trimmed(PQerrorMessage(handle))) }
        PQsetNoticeReceiver(handle, { _, _ in }, nil)
        _ = try once(
            handle,
            """
            SET statement_timeout = \(settings.statementTimeout.milliseconds);
            SET lock_timeout = \(settings.lockTimeout.milliseconds);
            SET idle_in_transaction_session_timeout = \(settings.statementTimeout.milliseconds * 2);
            SET TimeZone = 'UTC'
            """)
        let answers = try once(
            handle,
            """
            SELECT pid, backend_start::text, current_setting('fsync'), current_setting('full_page_writes'),
                   current_setting('synchronous_commit'), current_setting('server_encoding'),
                   current_setting('server_version_num')
            FROM pg_stat_activity WHERE pid = pg_backend_pid()
            """)
        guard answers.count == 7, let pid = Int64(answers[0]) else {
            throw DatabaseProblem.unavailable("the server did not introduce itself")
        }
        try check(Array(answers[2...]))
        return Backend(pid: pid, startedAt: answers[1])
    }

    private static func check(_ settings: [String]) throws {
        for (name, value) in zip(["fsync", "full_page_writes", "synchronous_commit"], settings) where value == "off" {
            throw DatabaseProblem.refused("PostgreSQL runs with \(name) off: what it acknowledges may be lost")
        }
        guard settings[3] == "UTF8" else {
            throw DatabaseProblem.refused("the PostgreSQL database is encoded in \(settings[3]), not in UTF8")
        }
        guard let version = Int(settings[4]), version >= 150_000 else {
            throw DatabaseProblem.refused("PostgreSQL 15 or newer is needed")
        }
    }

    /// libpq gives no SQLSTATE for a failed connection, only the server's sentence. A wrong password or a missing database
    /// does not heal by waiting; everything else may.
    private static func connectProblem(_ message: String) -> DatabaseProblem {
        let isSetting = ["authentication failed", "no password supplied", "does not exist", "no pg_hba.conf entry"]
        return isSetting.contains(where: message.contains) ? .refused(message) : .unavailable(message)
    }

    private static func once(_ handle: OpaquePointer, _ text: String) throws -> [String] {
        guard let result = PQexec(handle, text) else { throw DatabaseProblem.unavailable("out of memory") }
        defer { PQclear(result) }
        guard PQresultStatus(result) == PGRES_TUPLES_OK || PQresultStatus(result) == PGRES_COMMAND_OK else {
            throw DatabaseProblem.unavailable(trimmed(PQresultErrorMessage(result)))
        }
        guard PQntuples(result) > 0 else { return [] }
        return (0..<PQnfields(result)).map { String(cString: PQgetvalue(result, 0, $0)) }
    }
}
