// SPDX-License-Identifier: Apache-2.0

/// A right to do one thing, named `module.verb`. Each module declares its own.
package struct Permission: RawRepresentable, Hashable, Sendable, ExpressibleByStringLiteral {
    package let rawValue: String

    package init(rawValue: String) { self.rawValue = rawValue }
    package init(stringLiteral value: String) { rawValue = value }
}

/// Where a permission holds: one agency (its id), or everywhere on this node.
package struct Place: RawRepresentable, Hashable, Sendable {
    package let rawValue: String

    package init(rawValue: String) { self.rawValue = rawValue }

    package static let everywhere = Place(rawValue: "*")
}

/// One permission at one place, as given by a post.
package struct Grant: Hashable, Sendable {
    package let permission: Permission
    package let place: Place

    package init(_ permission: Permission, in place: Place) {
        self.permission = permission
        self.place = place
    }
}

/// Whoever does something: a resident, an official acting through a post, an operator, or the system itself.
///
/// Made anew for each request from the session, so a right that was taken away is gone with the next request.
/// Rights are always asked with a place: `try actor.may("petitions.accept", in: petition.agency)`.
package struct Actor: Hashable, Sendable {
    package enum Kind: String, Sendable, Hashable {
        case resident, official, `operator`, system
        /// Another system, such as a portal, that files for people with what it was granted.
        case program
    }

    /// The account's id; the ledger names actors by it.
    package let id: String
    package let kind: Kind
    package let grants: Set<Grant>
    /// The agency an official acts for.
    package let agency: Place?
    /// What a resident is called, where the session told it.
    package let name: String?

    package init(id: String, kind: Kind, grants: Set<Grant> = [], agency: Place? = nil, name: String? = nil) {
        self.id = id
        self.kind = kind
        self.grants = grants
        self.agency = agency
        self.name = name
    }

    /// The program acting on its own behalf: schedules, imports, first start.
    package static let system = Actor(id: "system", kind: .system, grants: [])

    package func can(_ permission: Permission, in place: Place) -> Bool {
        kind == .system || grants.contains(Grant(permission, in: place))
            || grants.contains(Grant(permission, in: .everywhere))
    }

    /// Throws `Forbidden` unless the actor holds `permission` at `place`.
    package func may(_ permission: Permission, in place: Place) throws(Forbidden) {
        guard can(permission, in: place) else { throw Forbidden(permission) }
    }
}
