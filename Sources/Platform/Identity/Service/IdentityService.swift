// SPDX-License-Identifier: Apache-2.0

package import Database
package import Foundation
package import Kernel
import Ledger
package import Passwords

/// Who people are and what they may do. One file for each thing people do with it: sign in, keep sessions, hold posts.
package struct IdentityService: Sendable {
    let database: any Database
    let now: Now
    let newID: NewID
    let secret: Secret
    package let roles: Roles
    let passwords: Passwords
    package let settings: IdentitySettings
    let electronicID: (any ElectronicID)?
    /// What one may let another do.
    package let matters: [Matter]

    package init(
        database: any Database, now: @escaping Now, newID: @escaping NewID, secret: Secret, roles: Roles,
        passwords: Passwords, settings: IdentitySettings = IdentitySettings(),
        electronicID: (any ElectronicID)? = nil, matters: [Matter] = []
    ) {
        self.database = database
        self.now = now
        self.newID = newID
        self.secret = secret
        self.roles = roles
        self.passwords = passwords
        self.settings = settings
        self.electronicID = electronicID
        self.matters = matters + [.every]
    }

    /// An event about `account`, done by `actor`.
    func event(
        _ kind: String, about account: String, at place: Place? = nil, by actor: String,
        _ facts: [String: String] = [:],
        personal: [String: String] = [:]
    ) -> Event {
        Event(
            id: ID(newID()), kind: "identity.\(kind)", subject: account, place: place?.rawValue ?? "", actor: actor,
            at: now(), facts: facts, personal: personal)
    }

    /// Whether the sign-in page offers the national e-ID.
    package var hasElectronicID: Bool { electronicID != nil }

    func residents(_ connection: any Connection) -> ResidentStore { ResidentStore(db: connection, secret: secret) }
}

/// What an operator decides about signing in.
package struct IdentitySettings: Sendable {
    /// Whether people may sign in with a name and a password kept here.
    package var localAccounts = true
    /// Whether a post gives its rights only to those who have shown a second factor.
    package var postsNeedSecondFactor = false
    /// What authenticator apps call this installation.
    package var issuer = "Doi Canh"
    /// A session ends after so long without a request …
    package var idle: TimeInterval = 60 * 60
    /// … and after so long in any case.
    package var longest: TimeInterval = 12 * 60 * 60

    package init() {}
}

extension Permission {
    /// Opening, closing and recovering accounts.
    package static let keepAccounts: Permission = "identity.keep_accounts"
    /// Giving and ending posts.
    package static let assignPosts: Permission = "identity.assign_posts"
}
