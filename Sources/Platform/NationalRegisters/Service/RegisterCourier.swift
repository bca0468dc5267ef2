// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
package import Jobs
package import Kernel
package import Wire

/// Takes questions to their registers, again and again until they are taken. A register that hangs holds up its own
/// questions and nothing else.
package struct RegisterCourier: Courier {
    package static let kind = "registers.request"

    private let answers: RegisterAnswers
    private let send: Send
    private let now: Now

    package init(answers: RegisterAnswers, send: @escaping Send, now: @escaping Now) {
        (self.answers, self.send, self.now) = (answers, send, now)
    }

    package var kind: String { Self.kind }

    package func deliver(_ message: OutgoingMessage) async throws {
        let id = ID<RegisterRequest>(message.body)
        let asked = try await answers.database.read { db in
            let store = RegisterRequestStore(db: db)
            return try store.find(id).map { ($0, try store.body(of: id)) }
        }
        guard let (request, body) = asked else { throw Undeliverable("no request \(id)") }
        guard request.answer == nil else { return }
        guard let connection = answers.connections[request.register] else {
            throw NotConnected(register: request.register)
        }
        let signed = SignedMessage(Data(body.utf8), secret: connection.secret, at: now())
        let answer = try await send(OutgoingCall(signed, to: try connection.address()))
        switch answer.status {
        case 200, 201, 202: try await answers.taken(id)
        // It will never take this question: the office has to mend it.
        case 400, 409, 413, 422: try await answers.take(.returned(reason: Self.reason(answer)), to: id)
        default: throw NotTaken(status: answer.status)
        }
    }

    /// The sentence of a problem document, or the status.
    private static func reason(_ answer: CallAnswer) -> String {
        let problem = try? JSONDecoder().decode(ProblemDocument.self, from: answer.body)
        let detail = (problem?.detail ?? "").replacing("\0", with: "").prefix(RegisterAnswer.wordLimit)
        return detail.isEmpty ? "HTTP \(answer.status)" : String(detail)
    }

    private struct ProblemDocument: Decodable { let detail: String? }
    private struct NotConnected: Error { let register: String }
    private struct NotTaken: Error { let status: Int }
}
