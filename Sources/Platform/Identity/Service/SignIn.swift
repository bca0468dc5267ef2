// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
import Kernel
import Ledger
import Passwords

/// What a browser brings when somebody signs in.
package struct Attempt: Sendable {
    /// The name of a local account, or a personal identifier.
    package let login: String
    package let password: String
    package let browser: String

    package init(login: String, password: String, browser: String = "") {
        self.login = login
        self.password = password
        self.browser = String(browser.prefix(200))
    }
}

/// Signing in with a password kept here.
extension IdentityService {
    /// Opens a session, or says only that name and password do not belong together.
    package func signIn(_ attempt: Attempt) async throws -> Token {
        guard settings.localAccounts else { throw IdentityProblem.localAccountsOff }
        // Longer input is not worth a hash, nor a look into the database.
        guard attempt.password.utf8.count <= PasswordRule.longestBytes, attempt.login.utf8.count <= 128 else {
            throw IdentityProblem.wrongCredentials
        }
        let found = try await database.read { [self] in try find(attempt.login, $0) }
        guard let found, try await passwords.verify(attempt.password, against: found.hash) else {
            if found == nil { try await passwords.pretend(attempt.password) }
            try await refuse(found?.account)
            throw IdentityProblem.wrongCredentials
        }
        let renewed = passwords.isOutdated(found.hash) ? try await passwords.hash(attempt.password) : nil
        return try await admit(found, renewed: renewed, browser: attempt.browser)
    }

    struct Found: Sendable {
        let account: Account
        let hash: String
    }

    /// The account a person means, if it has a password and is not closed.
    private func find(_ login: String, _ connection: any Connection) throws -> Found? {
        let accounts = AccountStore(db: connection)
        let account: Account?
        if let identifier = try? PersonalIdentifier(login) {
            account = try residents(connection).find(identifier)?.account.flatMap(accounts.find)
        } else if let username = try? Username(login) {
            account = try accounts.find(username: username.text)
        } else {
            account = nil
        }
        guard let account, account.status == .active, let hash = try accounts.passwordHash(of: account.id) else {
            return nil
        }
        return Found(account: account, hash: hash)
    }

    private func admit(_ found: Found, renewed: String?, browser: String) async throws -> Token {
        let token = Token()
        let sessionID = ID<Session>(newID())
        try await database.write { [self] connection in
            let accounts = AccountStore(db: connection)
            // Password or status may have changed while the hash was computed.
            guard try accounts.lock(found.account.id).status == .active,
                try accounts.passwordHash(of: found.account.id) == found.hash
            else { throw IdentityProblem.wrongCredentials }
            if let renewed { try accounts.setPasswordHash(renewed, of: found.account.id, at: now()) }
            try start(sessionID, token, of: found.account.id, .password, browser, connection)
        }
        return token
    }

    /// Opens a session in the newest post the person holds, or as a resident, inside the caller's transaction.
    func start(
        _ id: ID<Session>, _ token: Token, of account: ID<Account>, _ method: Session.Method, _ browser: String,
        _ connection: any Connection
    ) throws {
        let time = now()
        let post = try PostStore(db: connection).all(of: account).first { $0.isHeld(at: time) }
        let session = Session(
            id: id, account: account, post: post?.id, method: method, secondFactorAt: nil, browser: browser,
            createdAt: time, seenAt: time, expiresAt: time + settings.longest, endedAt: nil)
        try SessionStore(db: connection).insert(session, tokenHash: token.hash)
        try Ledger(connection).append(
            event("signed_in", about: account.rawValue, by: account.rawValue, ["method": method.rawValue]))
    }

    private func refuse(_ account: Account?) async throws {
        let id = account?.id.rawValue ?? ""
        try await database.write { [self] in
            try Ledger($0).append(event("sign_in_refused", about: id, by: id, ["method": "password"]))
        }
    }
}
