// SPDX-License-Identifier: Apache-2.0

import CPostgres
import Database

/// What the server or libpq reported, by SQLSTATE.
struct PostgresFailure: Error {
    let state: String
    let message: String
    let constraint: String?

    init(state: String, message: String, constraint: String? = nil) {
        self.state = state
        self.message = message
        self.constraint = constraint
    }

    /// The connection ended without a word from the server.
    static func lost(_ message: String) -> PostgresFailure { PostgresFailure(state: "08006", message: message) }

    /// How often a transaction that failed like this may be run again: the server has undone it whole, and bodies have no
    /// effect outside the database.
    func attempts(serializable: Bool) -> Int {
        switch state {
        case "40P01": 4  // deadlock: the other one goes on, this one is free to come again
        case "40001": serializable ? 10 : 2  // for a replica: a row it was reading was removed on the primary
        case "0A000" where message.contains("cached plan"), "26000": 2  // prepared before a migration
        default: isLost ? 2 : 1
        }
    }

    /// The connection is gone, or about to go.
    var isLost: Bool { state.hasPrefix("08") || state.hasPrefix("57P") || state == "25P03" }

    /// The statements prepared on this connection do not fit the schema any more.
    var isStalePlan: Bool { state == "26000" || state == "0A000" && message.contains("cached plan") }

    var problem: DatabaseProblem {
        let reason = "\(message) (\(state))"
        return switch state {
        case "40001", "40P01", "55P03": .busy
        case "57014", "25P03": .timeout
        case "P0001": .constraint(message)  // raised by a trigger, which SQLite reports as a constraint too
        default: byClass(reason)
        }
    }

    private func byClass(_ reason: String) -> DatabaseProblem {
        switch state.prefix(2) {
        case "23": .constraint(constraint ?? message)
        case "28", "3D": .refused(reason)
        case "0A", "21", "22", "25", "26", "2F", "42": .mistake(reason)
        default: .unavailable(reason)
        }
    }
}
