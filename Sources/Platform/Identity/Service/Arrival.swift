// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
import Kernel
import Ledger

/// Somebody who has proved who they are and is about to get a session.
struct Arrival: Sendable {
    let account: ID<Account>
    let method: Session.Method
    let visit: Visit
    /// Two factors were shown already, here or to the national e-ID.
    let isStrong: Bool
}

/// What is remembered while the one-time code is asked for.
private struct CodeStep: Codable, Sendable {
    let account: String, method: String, browser: String
}

extension IdentityService {
    /// Inside the caller's transaction: opens the session, or a step that asks for the second factor if there is one.
    func welcome(_ arrival: Arrival, _ connection: any Connection) throws -> Admission {
        let factors = SecondFactorStore(db: connection, secret: secret)
        if try arrival.isStrong || !factors.isConfirmed(arrival.account) {
            return .session(try start(arrival, connection), device: try remember(arrival, connection))
        }
        let token = Token()
        let content = CodeStep(
            account: arrival.account.rawValue, method: arrival.method.rawValue, browser: arrival.visit.browser)
        try StepStore(db: connection, secret: secret).insert(
            content, kind: "code", token: token, until: now() + Self.stepLasts)
        return .secondFactor(token)
    }

    static let stepLasts: TimeInterval = 10 * 60

    /// Takes the code that an app shows, or one from the paper, and opens the session.
    package func finish(_ step: Token, code: String, _ visit: Visit) async throws -> Admission {
        let outcome = try await database.write { [self] connection -> Result<Admission, IdentityProblem> in
            let steps = StepStore(db: connection, secret: secret)
            guard let content = try steps.find(CodeStep.self, kind: "code", token: step, at: now()),
                let method = Session.Method(rawValue: content.method)
            else { return .failure(.stepGone) }
            let account = ID<Account>(content.account)
            let key = try codeKey(account, visit, connection)
            try ThrottleStore(db: connection).take(key, at: now())
            try steps.countTry(step)
            guard try AccountStore(db: connection).lock(account).status == .active else { return .failure(.stepGone) }
            guard try accept(code, of: account, connection) else {
                try Ledger(connection).append(
                    event("sign_in_refused", about: account.rawValue, by: account.rawValue, ["method": "code"]))
                return .failure(.wrongCode)
            }
            guard try steps.end(step) else { return .failure(.stepGone) }
            try ThrottleStore(db: connection).clear(key)
            let from = Visit(address: visit.address, browser: content.browser, device: visit.device)
            return .success(
                try welcome(Arrival(account: account, method: method, visit: from, isStrong: true), connection))
        }
        // The count of a wrong code must be kept, so the transaction was committed before this is thrown.
        return try outcome.get()
    }

    private func codeKey(
        _ account: ID<Account>, _ visit: Visit, _ connection: any Connection
    ) throws -> ThrottleKey {
        let known = try throttleKeys("", account, visit, connection).first { $0.throttle == .device }
        return known ?? ThrottleKey(name: secret.lookup(account.rawValue, for: "code"), throttle: .code)
    }

    /// Opens a session in the newest post the person holds, or as a resident.
    private func start(_ arrival: Arrival, _ connection: any Connection) throws -> Token {
        let token = Token()
        let time = now()
        let post = try PostStore(db: connection).all(of: arrival.account).first { $0.isHeld(at: time) }
        let session = Session(
            id: ID(newID()), account: arrival.account, post: post?.id, method: arrival.method,
            secondFactorAt: arrival.isStrong ? time : nil, browser: arrival.visit.browser, createdAt: time,
            seenAt: time, expiresAt: time + settings.longest, endedAt: nil)
        try SessionStore(db: connection).insert(session, tokenHash: token.hash)
        let id = arrival.account.rawValue
        try Ledger(connection).append(
            event(
                "signed_in", about: id, by: id,
                ["method": arrival.method.rawValue, "second_factor": arrival.isStrong ? "yes" : "no"]))
        return token
    }

    private func remember(_ arrival: Arrival, _ connection: any Connection) throws -> Token {
        let device = arrival.visit.device ?? Token()
        try DeviceStore(db: connection).remember(device.hash, arrival.account, at: now())
        return device
    }
}
