// SPDX-License-Identifier: Apache-2.0

import Database
package import Foundation
package import Kernel
import Ledger

/// Giving and ending posts: every permission a person has comes from here.
extension IdentityService {
    /// Gives `account` the role at `agency` from `since` on (now, if nil) to the end of `lastDay`.
    @discardableResult
    package func assign(
        _ role: String, at agency: Place, to account: ID<Account>, since: Date? = nil, until lastDay: Day? = nil,
        by actor: Actor
    ) async throws -> Post {
        try actor.may(.assignPosts, in: agency)
        guard let known = roles[role] else { throw IdentityProblem.noSuchRole }
        // Nobody gives away more than they have: a role that runs the whole node needs the right everywhere.
        if known.kind == .operator { try actor.may(.assignPosts, in: .everywhere) }
        let place = known.kind == .operator ? Place.everywhere : agency
        guard known.kind == .operator || agency != .everywhere else { throw IdentityProblem.noSuchAgency }
        let until = lastDay.map { ($0 + 1).beginning }
        guard until.map({ now() < $0 }) ?? true else { throw IdentityProblem.badPostTime }
        let post = Post(
            id: ID(newID()), account: account, role: role, agency: place, since: since ?? now(), until: until)
        try await database.write { [self] connection in
            _ = try AccountStore(db: connection).lock(account)
            try PostStore(db: connection).insert(post)
            try Ledger(connection).append(
                event(
                    "post_assigned", about: account.rawValue, at: place, by: actor.id,
                    ["post": post.id.rawValue, "role": role]))
        }
        return post
    }

    /// Ends a post now. The person's next request no longer has its rights.
    package func end(_ id: ID<Post>, by actor: Actor) async throws {
        try await database.write { [self] connection in
            let posts = PostStore(db: connection)
            guard let post = try posts.find(id) else { throw IdentityProblem.noSuchPost }
            try actor.may(.assignPosts, in: post.agency)
            guard try posts.end(id, at: now()) else { return }
            try Ledger(connection).append(
                event(
                    "post_ended", about: post.account.rawValue, at: post.agency, by: actor.id,
                    ["post": id.rawValue, "role": post.role]))
        }
    }

    /// The posts a person holds now, the newest first.
    package func posts(of account: ID<Account>) async throws -> [Post] {
        try await database.read { [self] in try heldPosts(of: account, $0) }
    }

    func heldPosts(of account: ID<Account>, _ connection: any Connection) throws -> [Post] {
        let time = now()
        return try PostStore(db: connection).all(of: account).filter { $0.isHeld(at: time) }
    }
}
