// SPDX-License-Identifier: Apache-2.0

package import Foundation
package import Kernel

/// A role a person holds at an agency, from a day on and perhaps until another (chức vụ, vị trí việc làm).
package struct Post: Equatable, Sendable {
    package let id: ID<Post>
    package let account: ID<Account>
    package let role: String
    /// The agency's id, or everywhere for an operator.
    package let agency: Place
    package let since: Date
    package let until: Date?

    package func isHeld(at time: Date) -> Bool { since <= time && until.map { time < $0 } ?? true }
}

/// What a post allows: a name in both languages and the permissions that hold at its agency.
package struct Role: Equatable, Sendable {
    package let key: String
    package let kind: Actor.Kind
    package let names: [Language: String]
    package let permissions: Set<Permission>

    package func name(_ language: Language) -> String { names[language] ?? key }

    /// What an official in this role may do at `agency`.
    package func grants(at agency: Place) -> Set<Grant> { Set(permissions.map { Grant($0, in: agency) }) }
}

/// All roles, read from `Content/Identity/roles.json`: an installation may name others.
package struct Roles: Sendable {
    private let roles: [String: Role]

    /// Reads `{"desk_clerk": {"kind": "official", "vi": "…", "en": "…", "permissions": ["petitions.accept"]}}`.
    package init(json: String) throws(IdentityProblem) {
        struct Entry: Decodable {
            let kind: String, vi: String, en: String, permissions: [String]
        }
        guard let entries = try? JSONDecoder().decode([String: Entry].self, from: Data(json.utf8)) else {
            throw .badRoles("not an object of roles")
        }
        var roles: [String: Role] = [:]
        for (key, entry) in entries {
            guard let kind = Actor.Kind(rawValue: entry.kind), kind == .official || kind == .operator else {
                throw .badRoles("\(key): kind is official or operator")
            }
            roles[key] = Role(
                key: key, kind: kind, names: [.vi: entry.vi, .en: entry.en],
                permissions: Set(entry.permissions.map(Permission.init(rawValue:))))
        }
        self.roles = roles
    }

    private init() { roles = [:] }

    /// For pages' mocks.
    static let none = Roles()

    package subscript(key: String) -> Role? { roles[key] }

    /// In a steady order.
    package var all: [Role] { roles.values.sorted { $0.key < $1.key } }
}
