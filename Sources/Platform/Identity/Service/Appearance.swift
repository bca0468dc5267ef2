// SPDX-License-Identifier: Apache-2.0

package import Database
package import Foundation
package import Kernel
import Search

/// What others may know of somebody who acts for the state.
extension IdentityService {
    /// "Trần Thị Lan, Công chức bộ phận một cửa": the name of an account, with the role it held at `agency` at that time.
    /// Nil when there is no such account.
    package func title(
        of account: ID<Account>, at agency: Place, on time: Date, in language: Language
    ) async throws -> String? {
        try await database.read { [roles] db in
            guard let person = try AccountStore(db: db).find(account) else { return nil }
            let post = try PostStore(db: db).all(of: account).first { $0.agency == agency && $0.isHeld(at: time) }
            let role = post.map { roles[$0.role]?.name(language) ?? $0.role }
            return [person.name, role].compactMap(\.self).joined(separator: ", ")
        }
    }

    /// Who works at `agency` now, by name.
    package func officials(at agency: Place) async throws -> [(id: ID<Account>, name: String)] {
        try await database.read { [now] db in
            try PostStore(db: db).holders(at: agency, on: now())
        }.sorted { VietnameseText.sortKey($0.name).lexicographicallyPrecedes(VietnameseText.sortKey($1.name)) }
    }
}

/// Who is who, for the services in which people appear.
extension IdentityService {
    /// What an account is called, for those who follow the ledger; nil for one that is not there.
    package static func name(of account: ID<Account>, in db: any Connection) throws -> String? {
        try AccountStore(db: db).find(account)?.name
    }

    /// Whether anybody has a post at an agency.
    package static func works(at agency: Place, on time: Date, in db: any Connection) throws -> Bool {
        try db.rows(
            """
            SELECT 1 AS found FROM post WHERE agency = \(agency.rawValue) AND since_at <= \(time)
                AND (until_at IS NULL OR until_at > \(time)) LIMIT 1
            """
        ).isEmpty == false
    }

    /// The personal identifier of an account's holder; nil where none is known.
    package func identifier(of account: ID<Account>) async throws -> PersonalIdentifier? {
        try await database.read { [self] in try residents($0).find(account: account)?.identifier }
    }

    /// The account of the person with this identifier, if they have one; nil for anything that is no identifier.
    package func account(identified identifier: String) async throws -> ID<Account>? {
        guard let identifier = try? PersonalIdentifier(identifier) else { return nil }
        return try await database.read { [self] in try residents($0).find(identifier)?.account }
    }
}
