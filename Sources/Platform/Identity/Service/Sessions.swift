// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
package import Kernel
import Ledger

/// Keeping, switching and ending sessions.
extension IdentityService {
    /// A session with everything that decides what its holder may do, fresh from the database.
    package struct Present: Sendable {
        package let session: Session
        package let account: Account
        /// The post acted in, if it is still held.
        package let post: Post?
        package let actor: Actor
        /// The post is held, but gives its rights only after a second factor.
        package let needsSecondFactor: Bool
    }

    /// Why a token opens nothing.
    package enum Absence: String, Error, Sendable {
        case unknown, ended, expired, closed
    }

    /// Who holds `token` now. A post that ended or a role that changed counts from this request on.
    package func present(_ token: Token) async throws -> Result<Present, Absence> {
        let hash = token.hash
        let time = now()
        let (found, account, post) = try await database.ask(
            SessionStore.find(tokenHash: hash), AccountStore.find(tokenHash: hash), PostStore.find(tokenHash: hash))
        guard let session = found else { return .failure(.unknown) }
        guard session.endedAt == nil else { return .failure(.ended) }
        guard session.isAlive(at: time, idle: settings.idle) else { return .failure(.expired) }
        guard let account, account.status == .active else { return .failure(.closed) }
        if time.timeIntervalSince(session.seenAt) >= Self.touchEvery {
            try await database.write { try SessionStore(db: $0).touch(session.id, at: time) }
        }
        return .success(present(session, account, post.flatMap { $0.isHeld(at: time) ? $0 : nil }))
    }

    /// A write for every page would make reading expensive; a minute is precise enough for an idle hour.
    private static let touchEvery: TimeInterval = 60

    private func present(_ session: Session, _ account: Account, _ post: Post?) -> Present {
        let actor: Actor
        let needsSecondFactor = settings.postsNeedSecondFactor && session.secondFactorAt == nil && post != nil
        if let post, !needsSecondFactor, let official = self.actor(in: post) {
            actor = official
        } else {
            actor = Actor(id: account.id.rawValue, kind: .resident, name: account.name)
        }
        return Present(
            session: session, account: account, post: post, actor: actor, needsSecondFactor: needsSecondFactor)
    }

    /// Whoever holds a post, with its rights; nil where its role is not known any more.
    package func actor(in post: Post) -> Actor? {
        roles[post.role].map { role in
            Actor(
                id: post.account.rawValue, kind: role.kind, grants: role.grants(at: post.agency),
                agency: post.agency == .everywhere ? nil : post.agency)
        }
    }

    /// Ends this session. Its token is worth nothing from now on.
    package func signOut(_ session: ID<Session>, by actor: Actor) async throws {
        try await database.write { [self] connection in
            let sessions = SessionStore(db: connection)
            guard let found = try sessions.find(session), found.account.rawValue == actor.id else {
                throw IdentityProblem.noSuchSession
            }
            guard try sessions.end(session, at: now()) else { return }
            try Ledger(connection).append(event("signed_out", about: actor.id, by: actor.id))
        }
    }

    /// Ends all sessions of the actor but the one they are using, and returns how many.
    @discardableResult
    package func signOutEverywhere(except kept: ID<Session>?, by actor: Actor) async throws -> Int {
        try await database.write { [self] connection in
            let ended = try SessionStore(db: connection).endAll(of: ID(actor.id), except: kept, at: now())
            try Ledger(connection).append(
                event("signed_out_everywhere", about: actor.id, by: actor.id, ["sessions": "\(ended)"]))
            return ended
        }
    }

    /// The actor's open sessions, the one used last first.
    package func sessions(of actor: Actor) async throws -> [Session] {
        let time = now()
        return try await database.read { [settings] in
            try SessionStore(db: $0).open(of: ID(actor.id)).filter { $0.isAlive(at: time, idle: settings.idle) }
        }
    }

    /// Goes on in another post, or as a resident when `post` is nil. The session gets a new token: what was copied
    /// before the rights changed is worth nothing.
    package func act(in post: ID<Post>?, session: ID<Session>, by actor: Actor) async throws -> Token {
        let token = Token()
        try await database.write { [self] connection in
            let sessions = SessionStore(db: connection)
            guard let found = try sessions.find(session), found.account.rawValue == actor.id else {
                throw IdentityProblem.noSuchSession
            }
            var facts: [String: String] = [:]
            if let post {
                guard let held = try PostStore(db: connection).find(post), held.account == found.account,
                    held.isHeld(at: now())
                else { throw IdentityProblem.noSuchPost }
                facts = ["post": post.rawValue, "role": held.role]
            }
            guard try sessions.rotate(session, tokenHash: token.hash, post: post, secondFactorAt: found.secondFactorAt)
            else { throw IdentityProblem.noSuchSession }
            try Ledger(connection).append(event("capacity_chosen", about: actor.id, by: actor.id, facts))
        }
        return token
    }

    /// What a person sees of themselves.
    package struct Profile: Sendable {
        package let account: Account
        package let resident: Resident?
        /// The post acted in now, even where its rights wait for a second factor.
        package let current: Post?
        package let needsSecondFactor: Bool
        package let posts: [Post]
        package let session: ID<Session>
        package let sessions: [Session]
        package let hasPassword: Bool
        package let secondFactor: SecondFactorState
    }

    package func profile(of actor: Actor, session: ID<Session>) async throws -> Profile {
        let state = try await secondFactor(of: actor)
        let open = try await sessions(of: actor)
        let held = try await posts(of: ID(actor.id))
        return try await database.read { [self] connection in
            let accounts = AccountStore(db: connection)
            guard let account = try accounts.find(ID(actor.id)), let found = open.first(where: { $0.id == session })
            else { throw IdentityProblem.noSuchSession }
            let current = held.first { $0.id == found.post }
            return Profile(
                account: account, resident: try residents(connection).find(account: account.id), current: current,
                needsSecondFactor: present(found, account, current).needsSecondFactor, posts: held, session: session,
                sessions: open, hasPassword: try accounts.passwordHash(of: account.id) != nil, secondFactor: state)
        }
    }
}
