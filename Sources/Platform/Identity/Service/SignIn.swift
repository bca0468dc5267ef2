// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
import Kernel
import Ledger
import Passwords

/// What a browser brings when somebody signs in.
package struct Attempt: Sendable {
    /// The name of a local account, or a personal identifier.
    let login: String
    let password: String
    let visit: Visit

    package init(login: String, password: String, visit: Visit = Visit()) {
        self.login = login
        self.password = password
        self.visit = visit
    }
}

/// From where and with what somebody comes.
package struct Visit: Sendable {
    let address: String
    let browser: String
    /// What this browser was given when somebody signed in with it before.
    let device: Token?

    package init(address: String = "", browser: String = "", device: Token? = nil) {
        self.address = address
        self.browser = String(browser.unicodeScalars.filter { $0.value >= 0x20 }.prefix(200).map(Character.init))
        self.device = device
    }
}

/// What a successful step of signing in leads to.
package enum Admission: Sendable {
    /// Signed in: the session's token, and the one by which this browser is known from now on.
    case session(Token, device: Token)
    /// The password was right; the one-time code is still missing.
    case secondFactor(Token)
}

/// Signing in with a password kept here.
extension IdentityService {
    /// Opens a session or asks for the second factor; otherwise says only that name and password do not belong together.
    package func signIn(_ attempt: Attempt) async throws -> Admission {
        guard settings.localAccounts else { throw IdentityProblem.localAccountsOff }
        // Longer input is not worth a hash, nor a look into the database.
        guard attempt.password.utf8.count <= PasswordRule.longestBytes, attempt.login.utf8.count <= 128 else {
            throw IdentityProblem.wrongCredentials
        }
        let counted = try await count(attempt)
        guard let found = counted.found, try await passwords.verify(attempt.password, against: found.hash) else {
            if counted.found == nil { try await passwords.pretend(attempt.password) }
            try await refuse(counted.found?.account.id)
            throw IdentityProblem.wrongCredentials
        }
        let renewed = passwords.isOutdated(found.hash) ? try await passwords.hash(attempt.password) : nil
        return try await admit(found, renewed: renewed, attempt.visit, counted.keys)
    }

    struct Found: Sendable {
        let account: Account
        let hash: String
    }

    struct Counted: Sendable {
        let found: Found?
        let keys: [ThrottleKey]
    }

    /// Counts the attempt before it is made and looks the account up.
    private func count(_ attempt: Attempt) async throws -> Counted {
        try await database.write { [self] connection in
            let found = try find(attempt.login, connection)
            let keys = try throttleKeys(attempt.login, found?.account.id, attempt.visit, connection)
            for key in keys { try ThrottleStore(db: connection).take(key, at: now()) }
            return Counted(found: found, keys: keys)
        }
    }

    /// A device that knows the account is counted alone; otherwise the account from this network, and the network.
    func throttleKeys(
        _ login: String, _ account: ID<Account>?, _ visit: Visit, _ connection: any Connection
    ) throws -> [ThrottleKey] {
        if let device = visit.device, let account, try DeviceStore(db: connection).knows(device.hash, account) {
            return [ThrottleKey(name: secret.lookup("\(account) \(device.text)", for: "device"), throttle: .device)]
        }
        let network = Network(address: visit.address).text
        let name = account?.rawValue ?? login.lowercased()
        return [
            ThrottleKey(name: secret.lookup("\(network) \(name)", for: "pair"), throttle: .pair),
            ThrottleKey(name: secret.lookup(network, for: "network"), throttle: .network),
        ]
    }

    /// The account a person means, if it has a password and is not closed.
    func find(_ login: String, _ connection: any Connection) throws -> Found? {
        guard let account = try owner(of: login, connection), account.status == .active,
            let hash = try AccountStore(db: connection).passwordHash(of: account.id)
        else { return nil }
        return Found(account: account, hash: hash)
    }

    func owner(of login: String, _ connection: any Connection) throws -> Account? {
        let accounts = AccountStore(db: connection)
        if let identifier = try? PersonalIdentifier(login) {
            return try residents(connection).find(identifier)?.account.flatMap(accounts.find)
        }
        return try (try? Username(login)).flatMap { try accounts.find(username: $0.text) }
    }

    private func admit(
        _ found: Found, renewed: String?, _ visit: Visit, _ keys: [ThrottleKey]
    ) async throws -> Admission {
        let arrival = Arrival(account: found.account.id, method: .password, visit: visit, isStrong: false)
        return try await database.write { [self] connection in
            let accounts = AccountStore(db: connection)
            // Password or status may have changed while the hash was computed.
            guard try accounts.lock(found.account.id).status == .active,
                try accounts.passwordHash(of: found.account.id) == found.hash
            else { throw IdentityProblem.wrongCredentials }
            if let renewed { try accounts.setPasswordHash(renewed, of: found.account.id, at: now()) }
            try settle(keys, connection)
            return try welcome(arrival, connection)
        }
    }

    /// Forgets what was counted against somebody who turned out to be right. The network's other failures stay.
    func settle(_ keys: [ThrottleKey], _ connection: any Connection) throws {
        let throttles = ThrottleStore(db: connection)
        for key in keys {
            if key.throttle == .network { try throttles.giveBack(key, at: now()) } else { try throttles.clear(key) }
        }
    }

    private func refuse(_ account: ID<Account>?) async throws {
        let id = account?.rawValue ?? ""
        try await database.write { [self] in
            try Ledger($0).append(event("sign_in_refused", about: id, by: id, ["method": "password"]))
        }
    }
}
