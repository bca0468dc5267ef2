// SPDX-License-Identifier: Apache-2.0

package import Database
import Foundation
package import Jobs
package import Kernel
import NationalRegisters
package import Wire

/// Invented national registers for demos and tests. They take questions over HTTP, enter each under the next number of the
/// year, and answer some moments later by the road a real one would take. What stands in them already is sent back.
package struct DemoRegister: Sendable {
    private let database: any Database
    /// By the name of the register: those that are simulated.
    private let secrets: [String: SharedSecret]
    private let address: FrontDoor
    private let send: Send
    private let now: Now
    private let newID: NewID

    package init(
        database: any Database, secrets: [String: SharedSecret], address: FrontDoor, send: @escaping Send,
        now: @escaping Now, newID: @escaping NewID
    ) {
        self.database = database
        self.secrets = secrets
        self.address = address
        self.send = send
        self.now = now
        self.newID = newID
    }

    /// Where questions to a register go.
    package static func path(of register: String) -> String { "/api/demo-registers/\(register)/requests" }

    /// Takes a question and returns at once; asked again, the same answer is given again.
    func take(_ message: SignedMessage, for register: String) async throws {
        guard let secret = secrets[register] else { throw DemoRegisterProblem.noSuchRegister }
        do { try message.check(secret, at: now()) } catch { throw DemoRegisterProblem.notSigned }
        guard let question = Question(message.body), question.register == register else {
            throw DemoRegisterProblem.unreadable
        }
        try await database.write { db in
            let store = DemoRegisterStore(db: db)
            let found = try store.entry(of: question.request, in: register)
            let twin = found == nil ? try store.entry(withContent: question.content, in: register) : nil
            let answer: RegisterAnswer
            if let twin {
                answer = .returned(reason: "Đã có trong sổ: số \(twin.number), ngày \(Self.date(twin.day)).")
            } else {
                let entry = try found ?? store.add(question, to: register, on: Day(now()))
                answer = .entered(entry, words: "")
            }
            let body = try RegisterReply(to: ID(question.request), answer).body
            try Outbox(db).put(
                OutgoingMessage(
                    id: ID(newID()), kind: kind, event: question.request,
                    body: "\(register)\n\(String(decoding: body, as: UTF8.self))"), due: now())
        }
    }

    private static func date(_ day: Day) -> String { "\(day.day)/\(day.month)/\(day.year)" }
}

extension DemoRegister: Courier {
    package var kind: String { "demo-register" }

    package func deliver(_ message: OutgoingMessage) async throws {
        let parts = message.body.split(separator: "\n", maxSplits: 1)
        guard parts.count == 2, let secret = secrets[String(parts[0])] else {
            throw Undeliverable("not an answer of a simulated register")
        }
        let answer = SignedMessage(Data(parts[1].utf8), secret: secret, at: now())
        let heard = try await send(
            OutgoingCall(answer, to: try address.url(of: "/api/registers/\(parts[0])/answers")))
        guard heard.status == 200 else { throw NotHeard(status: heard.status) }
    }

    private struct NotHeard: Error { let status: Int }
}

enum DemoRegisterProblem: Problem, Equatable, CaseIterable {
    case noSuchRegister, notSigned, unreadable

    var code: String {
        switch self {
        case .noSuchRegister: "demoregister.no_such_register"
        case .notSigned: "demoregister.not_signed"
        case .unreadable: "demoregister.unreadable"
        }
    }

    var kind: ProblemKind {
        switch self {
        case .noSuchRegister: .notFound
        case .notSigned: .unauthenticated
        case .unreadable: .invalid
        }
    }
}
