// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
package import Kernel
import Ledger
import Passwords

/// A person to be entered: what an operator types, or the demo brings along.
package struct NewPerson: Sendable {
    package let username: String?
    package let name: String
    package let password: String?
    package let identifier: String?

    package init(name: String, username: String? = nil, password: String? = nil, identifier: String? = nil) {
        self.name = name
        self.username = username
        self.password = password
        self.identifier = identifier
    }
}

/// Opening and closing accounts.
extension IdentityService {
    /// Opens an account. The person is a resident if an identifier is given, which nobody has vouched for yet.
    package func open(_ person: NewPerson, by actor: Actor) async throws -> Account {
        try actor.may(.keepAccounts, in: .everywhere)
        let username = try person.username.map { typed throws(IdentityProblem) in try Username(typed).text }
        let identifier = try person.identifier.map { typed throws(IdentityProblem) in try PersonalIdentifier(typed) }
        let name = try Self.personName(person.name)
        let hash = try await hash(person.password, username: username)
        let account = Account(
            id: ID(newID()), username: username, name: name, status: .active, language: nil, createdAt: now())
        let residentID = ID<Resident>(newID())
        try await database.write { [self] connection in
            let accounts = AccountStore(db: connection)
            if let username, try accounts.find(username: username) != nil { throw IdentityProblem.usernameTaken }
            try accounts.insert(account)
            if let hash { try accounts.setPasswordHash(hash, of: account.id, at: account.createdAt) }
            if let identifier {
                guard try residents(connection).find(identifier) == nil else { throw IdentityProblem.identifierTaken }
                let resident = Resident(
                    id: residentID, account: account.id, name: name, identifier: identifier, verifiedAt: nil)
                try residents(connection).insert(resident, at: account.createdAt)
            }
            try Ledger(connection).append(event("account_opened", about: account.id.rawValue, by: actor.id))
        }
        return account
    }

    /// Closes or reopens an account. Closing ends its sessions at once.
    package func set(_ status: Account.Status, of id: ID<Account>, by actor: Actor) async throws {
        try actor.may(.keepAccounts, in: .everywhere)
        // Whoever closed their own could not open it again.
        guard actor.id != id.rawValue else { throw IdentityProblem.ownAccount }
        try await database.write { [self] connection in
            let accounts = AccountStore(db: connection)
            guard try accounts.lock(id).status != status else { return }
            try accounts.setStatus(status, of: id)
            if status == .disabled { _ = try SessionStore(db: connection).endAll(of: id, at: now()) }
            let kind = status == .disabled ? "account_disabled" : "account_enabled"
            try Ledger(connection).append(event(kind, about: id.rawValue, by: actor.id))
        }
    }

    package func account(_ id: ID<Account>) async throws -> Account {
        guard let account = try await database.read({ try AccountStore(db: $0).find(id) }) else {
            throw IdentityProblem.noSuchAccount
        }
        return account
    }

    /// The account with this user name or personal identifier, for the operator's commands.
    package func account(login: String) async throws -> Account {
        guard let account = try await database.read({ [self] in try owner(of: login, $0) }) else {
            throw IdentityProblem.noSuchAccount
        }
        return account
    }

    /// An account with the posts it holds now.
    package struct Entry: Sendable {
        package let account: Account
        package let posts: [Post]
    }

    /// The accounts that a personal identifier, a user name or words of a name lead to, for those who keep accounts; all
    /// of them when nothing is given.
    package func accounts(matching typed: String = "", limit: Int = 50, by actor: Actor) async throws -> [Entry] {
        try actor.may(.keepAccounts, in: .everywhere)
        return try await database.read { [self] connection in
            let accounts: [Account]
            if (try? PersonalIdentifier(typed)) != nil {
                accounts = try owner(of: typed, connection).map { [$0] } ?? []
            } else {
                let words = Self.searchWords(typed)
                // Signs alone name nobody, which is not the same as asking for everybody.
                guard !words.isEmpty || typed.allSatisfy(\.isWhitespace) else { return [] }
                accounts = try AccountStore(db: connection).find(words: words, limit: limit)
            }
            return try accounts.map { account in
                Entry(account: account, posts: try heldPosts(of: account.id, connection))
            }
        }
    }

    /// A user name is one word, though it may hold dots.
    private static func searchWords(_ typed: String) -> [String] {
        typed.split(separator: " ").flatMap { part in
            (try? Username(String(part))).map { [$0.text] } ?? AccountStore.words(String(part))
        }
    }

    func hash(_ password: String?, username: String?) async throws -> String? {
        guard let password else { return nil }
        if let rule = PasswordRule.broken(by: password, username: username) {
            throw IdentityProblem.weakPassword(rule)
        }
        return try await passwords.hash(password)
    }

    static func personName(_ typed: String) throws(IdentityProblem) -> String {
        let name = typed.trimmingCharacters(in: .whitespacesAndNewlines).precomposedStringWithCanonicalMapping
        guard !name.isEmpty, name.count <= 200,
            name.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control })
        else { throw .badName }
        return name
    }
}
