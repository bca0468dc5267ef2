// SPDX-License-Identifier: Apache-2.0

package import Database
package import Kernel

/// What an operator can do about messages that were given up.
package struct DeadLetters: Sendable {
    private let database: any Database
    private let now: Now

    package static let permission: Permission = "jobs.revive"

    package init(database: any Database, now: @escaping Now) {
        self.database = database
        self.now = now
    }

    package func newest(limit: Int = 50, for actor: Actor) async throws -> [DeadLetter] {
        try actor.may(Self.permission, in: .everywhere)
        return try await database.read { try OutboxStore(db: $0).dead(limit: limit) }
    }

    /// Sends it again, with as many attempts as a new one.
    package func retry(_ id: ID<OutgoingMessage>, by actor: Actor) async throws {
        try actor.may(Self.permission, in: .everywhere)
        let now = now()
        try await database.write { db in
            guard try OutboxStore(db: db).revive(id, due: now) else { throw JobProblem.noDeadLetter(id.rawValue) }
        }
    }

    /// Gives it up for good.
    package func drop(_ id: ID<OutgoingMessage>, by actor: Actor) async throws {
        try actor.may(Self.permission, in: .everywhere)
        try await database.write { db in
            guard try OutboxStore(db: db).drop(id) else { throw JobProblem.noDeadLetter(id.rawValue) }
        }
    }
}
