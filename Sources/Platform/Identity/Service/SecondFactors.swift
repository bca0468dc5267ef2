// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
package import Kernel
import Ledger

/// One-time codes: enrolling an app, using it, and the codes on paper for the day the phone is lost.
extension IdentityService {
    /// What the app needs to know, shown once.
    package struct Enrolment: Sendable {
        /// In groups of four, for those who type it.
        package let key: String
        /// `otpauth://…`, for the QR code.
        package let address: String
    }

    /// How an account stands with its second factor.
    package struct SecondFactorState: Sendable {
        package let isOn: Bool
        package let codesLeft: Int
    }

    package func secondFactor(of actor: Actor) async throws -> SecondFactorState {
        try await database.read { [self] connection in
            let factors = SecondFactorStore(db: connection, secret: secret)
            return SecondFactorState(
                isOn: try factors.isConfirmed(ID(actor.id)), codesLeft: try factors.codesLeft(ID(actor.id)))
        }
    }

    /// A fresh secret for the actor's app. It counts for nothing until `confirm`.
    package func beginSecondFactor(by actor: Actor) async throws -> Enrolment {
        let fresh = OneTimeCode()
        return try await database.write { [self] connection in
            let factors = SecondFactorStore(db: connection, secret: secret)
            let account = try AccountStore(db: connection).lock(ID(actor.id))
            let before = try factors.lock(account.id)
            guard before?.isConfirmed != true else { throw IdentityProblem.secondFactorIsOn }
            // Opening the page twice must not make the code of the first one useless.
            let code = before?.code ?? fresh
            if before == nil { try factors.begin(code, account.id) }
            return Enrolment(
                key: Base32.grouped(Base32.encode(code.secret)),
                address: code.address(account: account.username ?? account.name, issuer: settings.issuer))
        }
    }

    /// Switches the second factor on with a first code from the app. Returns the codes to be kept on paper and the
    /// session's new token: from now on it has shown two factors.
    package func confirmSecondFactor(
        _ typed: String, session: ID<Session>, by actor: Actor
    ) async throws -> (codes: [String], token: Token) {
        let token = Token()
        let codes = (0..<10).map { _ in PaperCode() }
        let account = ID<Account>(actor.id)
        try await database.write { [self] connection in
            let factors = SecondFactorStore(db: connection, secret: secret)
            guard let enrolment = try factors.lock(account), !enrolment.isConfirmed else {
                throw IdentityProblem.secondFactorIsOn
            }
            guard let step = enrolment.code.step(of: typed, at: now(), after: nil) else {
                throw IdentityProblem.wrongCode
            }
            try factors.confirm(account, step: step, at: now())
            try factors.insert(codes, account)
            try rotate(session, token, strong: true, actor, connection)
            try Ledger(connection).append(event("second_factor_on", about: actor.id, by: actor.id))
        }
        return (codes.map(\.printed), token)
    }

    /// Switches the second factor off. Asks for a code, so that a session left open is not enough.
    package func removeSecondFactor(_ typed: String, by actor: Actor) async throws {
        let account = ID<Account>(actor.id)
        let key = ThrottleKey(name: secret.lookup(actor.id, for: "remove code"), throttle: .code)
        let isRight = try await database.write { [self] connection in
            try ThrottleStore(db: connection).take(key, at: now())
            guard try accept(typed, of: account, connection) else { return false }
            try ThrottleStore(db: connection).clear(key)
            try SecondFactorStore(db: connection, secret: secret).remove(account)
            try Ledger(connection).append(event("second_factor_off", about: actor.id, by: actor.id))
            return true
        }
        guard isRight else { throw IdentityProblem.wrongCode }
    }

    /// Whether `typed` is the code of this moment, never used before, or one from the paper.
    func accept(_ typed: String, of account: ID<Account>, _ connection: any Connection) throws -> Bool {
        guard typed.utf8.count <= 64 else { return false }
        let factors = SecondFactorStore(db: connection, secret: secret)
        guard let enrolment = try factors.lock(account), enrolment.isConfirmed else { return false }
        if let step = enrolment.code.step(of: typed, at: now(), after: enrolment.lastStep) {
            try factors.use(step: step, account)
            return true
        }
        guard try factors.use(PaperCode(typed: typed), account) else { return false }
        try Ledger(connection).append(event("recovery_code_used", about: account.rawValue, by: account.rawValue))
        return true
    }

    /// Gives the actor's session a new token, because what it may do has changed.
    func rotate(
        _ session: ID<Session>, _ token: Token, strong: Bool, _ actor: Actor, _ connection: any Connection
    ) throws {
        let sessions = SessionStore(db: connection)
        guard let found = try sessions.find(session), found.account.rawValue == actor.id,
            try sessions.rotate(
                session, tokenHash: token.hash, post: found.post,
                secondFactorAt: strong ? now() : found.secondFactorAt)
        else { throw IdentityProblem.noSuchSession }
    }
}
