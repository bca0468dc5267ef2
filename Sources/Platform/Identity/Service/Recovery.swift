// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
package import Kernel
import Ledger
import Passwords

/// Changing a password, and getting back in without one.
extension IdentityService {
    /// Puts `fresh` in place of `current`. All other sessions end; this one gets a new token.
    package func changePassword(
        from current: String, to fresh: String, session: ID<Session>, by actor: Actor
    ) async throws -> Token {
        let id = ID<Account>(actor.id)
        let account = try await account(id)
        let key = ThrottleKey(name: secret.lookup(actor.id, for: "change"), throttle: .code)
        let old = try await database.write { [self] connection in
            try ThrottleStore(db: connection).take(key, at: now())
            return try AccountStore(db: connection).passwordHash(of: id)
        }
        guard let old, current.utf8.count <= PasswordRule.longestBytes,
            try await passwords.verify(current, against: old)
        else { throw IdentityProblem.wrongPassword }
        guard let hash = try await hash(fresh, username: account.username) else { throw IdentityProblem.wrongPassword }
        let token = Token()
        try await database.write { [self] connection in
            let accounts = AccountStore(db: connection)
            _ = try accounts.lock(id)
            guard try accounts.passwordHash(of: id) == old else { throw IdentityProblem.wrongPassword }
            try ThrottleStore(db: connection).clear(key)
            try accounts.setPasswordHash(hash, of: id, at: now())
            _ = try SessionStore(db: connection).endAll(of: id, except: session, at: now())
            try rotate(session, token, strong: false, actor, connection)
            try Ledger(connection).append(event("password_changed", about: actor.id, by: actor.id))
        }
        return token
    }

    /// A code with which the person sets a new password within a day. Whoever issues it has seen that it is them.
    /// `alsoSecondFactor` switches one-time codes off with it, for somebody who lost phone and paper.
    package func issueRecovery(
        for account: ID<Account>, alsoSecondFactor: Bool = false, by actor: Actor
    ) async throws -> String {
        try actor.may(.keepAccounts, in: .everywhere)
        let code = PaperCode()
        let until = now() + Self.recoveryLasts
        try await database.write { [self] connection in
            _ = try AccountStore(db: connection).lock(account)
            try RecoveryStore(db: connection).put(
                recoveryHash(code, account), account, alsoSecondFactor: alsoSecondFactor, until: until)
            try Ledger(connection).append(
                event(
                    "recovery_issued", about: account.rawValue, by: actor.id,
                    ["second_factor": alsoSecondFactor ? "off" : "kept"]))
        }
        return code.printed
    }

    static let recoveryLasts: TimeInterval = 24 * 60 * 60

    /// Sets a new password with a recovery code. Every session and every known device of before is gone.
    package func recover(login: String, code: String, password: String, _ visit: Visit) async throws {
        guard settings.localAccounts else { throw IdentityProblem.localAccountsOff }
        guard login.utf8.count <= 128, code.utf8.count <= 64 else { throw IdentityProblem.wrongRecovery }
        let typed = PaperCode(typed: code)
        let (account, keys) = try await database.write { [self] connection in
            let account = try owner(of: login, connection)
            let keys = try throttleKeys(login, account?.id, visit, connection)
            for key in keys { try ThrottleStore(db: connection).take(key, at: now()) }
            return (account, keys)
        }
        guard let account, account.status == .active else { throw IdentityProblem.wrongRecovery }
        let stored = recoveryHash(typed, account.id)
        let isRight = try await database.read { [self] in
            try RecoveryStore(db: $0).find(stored, account.id, at: now()) != nil
        }
        // The code first: nobody shall make us compute hashes without one.
        guard isRight, let hash = try await hash(password, username: account.username) else {
            throw IdentityProblem.wrongRecovery
        }
        try await database.write { [self] connection in
            let accounts = AccountStore(db: connection)
            _ = try accounts.lock(account.id)
            let recoveries = RecoveryStore(db: connection)
            guard let recovery = try recoveries.find(stored, account.id, at: now()) else {
                throw IdentityProblem.wrongRecovery
            }
            try recoveries.remove(account.id)
            try accounts.setPasswordHash(hash, of: account.id, at: now())
            if recovery.alsoSecondFactor { try SecondFactorStore(db: connection, secret: secret).remove(account.id) }
            _ = try SessionStore(db: connection).endAll(of: account.id, at: now())
            try DeviceStore(db: connection).forgetAll(of: account.id)
            try settle(keys, connection)
            let id = account.id.rawValue
            try Ledger(connection).append(event("recovered", about: id, by: id))
        }
    }

    private func recoveryHash(_ code: PaperCode, _ account: ID<Account>) -> [UInt8] {
        secret.lookup("\(account) \(code.text)", for: "recovery")
    }

    /// Deletes what is too old to matter: counters, half-finished sign-ins, and sessions that ended a month ago.
    @discardableResult
    package func sweep() async throws -> Int {
        let time = now()
        return try await database.write { [self] connection in
            try ThrottleStore(db: connection).forget(before: time - Throttle.memory)
                + StepStore(db: connection, secret: secret).forget(before: time)
                + SessionStore(db: connection).forget(before: time - 30 * 24 * 60 * 60)
        }
    }
}
