// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
package import Kernel
import Ledger

/// What those who keep accounts see of one of them.
package struct AccountCard: Sendable {
    package let account: Account
    package let resident: Resident?
    /// Those held now, the newest first.
    package let posts: [Post]
    /// In how many browsers the person is signed in.
    package let sessions: Int
    package let hasPassword: Bool
    package let hasSecondFactor: Bool
}

extension IdentityService {
    /// The account, after it is written to its owner's access log who looked.
    package func card(_ id: ID<Account>, for actor: Actor) async throws -> AccountCard {
        try actor.may(.keepAccounts, in: .everywhere)
        let time = now()
        return try await database.show(to: actor, because: "identity.access.keeping", now: now, newID: newID) {
            [self] connection, log in
            let accounts = AccountStore(db: connection)
            guard let account = try accounts.find(id) else { throw IdentityProblem.noSuchAccount }
            try log.record("identity.access.account", of: [id.rawValue])
            let sessions = try SessionStore(db: connection).open(of: id)
            return AccountCard(
                account: account, resident: try residents(connection).find(account: id),
                posts: try heldPosts(of: id, connection),
                sessions: sessions.count { $0.isAlive(at: time, idle: settings.idle) },
                hasPassword: try accounts.passwordHash(of: id) != nil,
                hasSecondFactor: try SecondFactorStore(db: connection, secret: secret).isConfirmed(id))
        }
    }
}
