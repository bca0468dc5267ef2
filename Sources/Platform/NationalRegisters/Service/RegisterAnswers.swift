// SPDX-License-Identifier: Apache-2.0

package import Database
import Foundation
package import Kernel
import Ledger
import Logging
package import Wire

/// Takes what national registers answer: signed, once, whatever order or number it comes in.
package struct RegisterAnswers: Sendable {
    /// Told in the transaction in which a request is answered.
    package typealias Hook = @Sendable (RegisterRequest, any Connection) throws -> Void

    let database: any Database
    let connections: [String: RegisterConnection]
    private let hooks: [Hook]
    private let now: Now
    private let newID: NewID

    package init(
        database: any Database, connections: [String: RegisterConnection], hooks: [Hook], now: @escaping Now,
        newID: @escaping NewID
    ) {
        self.database = database
        self.connections = connections
        self.hooks = hooks
        self.now = now
        self.newID = newID
    }

    /// Takes an answer that came to the address of `register`. False when it was known already.
    @discardableResult
    package func receive(_ message: SignedMessage, from register: String) async throws -> Bool {
        guard let connection = connections[register] else { throw RegisterProblem.noSuchRegister }
        do { try message.check(connection.secret, at: now()) } catch {
            Logger(label: "registers").warning(
                "an answer was not believed", metadata: ["register": "\(register)", "why": "\(error)"])
            throw RegisterProblem.refused
        }
        guard let reply = RegisterReply(message.body) else { throw RegisterProblem.unreadable }
        let known = try await database.read { try RegisterRequestStore(db: $0).find(reply.request) }
        guard known?.register == register else { throw RegisterProblem.noSuchRequest }
        return try await take(reply.answer, to: reply.request)
    }

    /// Keeps an answer and lets the modules act on it, once. A second one that says something else changes nothing and is
    /// told to the ledger.
    @discardableResult
    func take(_ answer: RegisterAnswer, to id: ID<RegisterRequest>) async throws -> Bool {
        let taking = try await database.write { db -> Taking in
            let store = RegisterRequestStore(db: db)
            guard var request = try store.take(id) else { throw RegisterProblem.noSuchRequest }
            if let known = request.answer {
                if known == answer { return .known }
                try append("contradicted", request, answer, in: db)
                return .otherwise
            }
            (request.answer, request.answeredAt) = (answer, now())
            request.takenAt = request.takenAt ?? now()
            try store.answer(request)
            try append("answered", request, answer, in: db)
            for hook in hooks { try hook(request, db) }
            return .new
        }
        if taking == .otherwise { throw RegisterProblem.answeredOtherwise }
        return taking == .new
    }

    /// The register has the question.
    func taken(_ id: ID<RegisterRequest>) async throws {
        try await database.write { try RegisterRequestStore(db: $0).taken(id, at: now()) }
    }

    private enum Taking { case new, known, otherwise }

    private func append(
        _ what: String, _ request: RegisterRequest, _ answer: RegisterAnswer, in db: any Connection
    ) throws {
        var personal = ["words": answer.words]
        if case .entered(let entry, _) = answer {
            (personal["volume"], personal["number"]) = (entry.volume, entry.number)
        }
        try Ledger(db).append(
            request.event(
                what, id: newID(), by: .system, at: now(), facts: ["outcome": answer.outcome],
                personal: personal.filter { !$0.value.isEmpty }))
    }
}
