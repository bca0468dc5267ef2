// SPDX-License-Identifier: Apache-2.0

package import Database
import Foundation
import Jobs
package import Kernel
import Ledger

/// Asks national registers for the modules, and shows what became of it. What they answer comes to `RegisterAnswers`.
package struct RegisterService: Sendable {
    package let registers: NationalRegisters
    private let now: Now
    private let newID: NewID

    package init(registers: NationalRegisters, now: @escaping Now, newID: @escaping NewID) {
        self.registers = registers
        self.now = now
        self.newID = newID
    }

    /// Asks in the caller's transaction, which has decided that it may be asked. The question leaves after the commit; that
    /// the register is away, or silent, holds nothing up here. `content` is what the register has to know: nobody types it
    /// again.
    package func ask(
        _ register: String, about subject: String, at place: Place, _ content: some Encodable, by actor: Actor,
        in db: any Connection
    ) throws {
        let request = RegisterRequest(
            id: ID(newID()), register: register, subject: subject, place: place, askedAt: now())
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let body = try encoder.encode(
            RegisterQuestion(request: request.id.rawValue, register: register, content: content))
        try RegisterRequestStore(db: db).insert(request, body: String(decoding: body, as: UTF8.self))
        let event = request.event("asked", id: newID(), by: actor, at: now())
        try Ledger(db).append(event)
        try Outbox(db).put(
            OutgoingMessage(
                id: ID(newID()), kind: RegisterCourier.kind, event: event.id.rawValue, body: request.id.rawValue),
            due: now())
    }

    /// What was asked about a subject, the newest last.
    package func requests(of subject: String, in db: any Connection) throws -> [RegisterRequest] {
        try RegisterRequestStore(db: db).requests(of: subject)
    }
}

/// A question as it travels.
private struct RegisterQuestion<Content: Encodable>: Encodable {
    let request: String, register: String, content: Content
}

extension RegisterRequest {
    func event(
        _ what: String, id: String, by actor: Actor, at time: Date, facts: [String: String] = [:],
        personal: [String: String] = [:]
    ) -> Event {
        Event(
            id: ID(id), kind: "registers.\(what)", subject: subject, place: place.rawValue, actor: actor.id, at: time,
            facts: facts.merging(["register": register, "request": self.id.rawValue]) { $1 }, personal: personal)
    }
}
