// SPDX-License-Identifier: Apache-2.0

import Casework
import Database
import Foundation
package import Jobs
package import Kernel
package import Wire

/// Tells portals what becomes of the dossiers they filed, again and again until they have heard it.
package struct PortalCourier: Courier {
    package static let kind = "portals.notice"

    private let portals: PortalService
    private let send: Send
    private let now: Now

    package init(portals: PortalService, send: @escaping Send, now: @escaping Now) {
        (self.portals, self.send, self.now) = (portals, send, now)
    }

    package var kind: String { Self.kind }

    /// Steps inside the office, which change nothing for the person.
    private static let quiet: Set = ["opened", "assigned", "handed_over", "consulted", "advised"]

    /// The message that tells of a step; nil for one that changes no state, and for a dossier no portal filed. Put it into
    /// the outbox of the step's transaction.
    static func message(for step: CaseStep, of file: CaseFile, id: String) -> OutgoingMessage? {
        guard file.channel == .portal, !quiet.contains(step.event) else { return nil }
        return OutgoingMessage(kind, of: step, in: file, id: id)
    }

    package func deliver(_ message: OutgoingMessage) async throws {
        let (id, number) = try message.step
        let found = try await portals.database.read { [cases = portals.host.service.cases] db in
            (try cases.find(id, in: db), try cases.steps(of: id, in: db).first { $0.number == number })
        }
        guard let file = found.0, let step = found.1 else { throw Undeliverable("no such step") }
        // A portal that is no longer connected, or never asked to be told, is told nothing.
        guard let connection = Portal.name(ofActor: file.applicant.sentBy).flatMap({ portals[$0] }),
            let webhook = connection.webhook
        else { return }
        let notice = Notice(
            id: step.ledgerEvent, number: step.number, event: step.event, dossier: id.rawValue,
            code: file.code?.description, state: step.state, stateCode: portals.flow.state(step.state)?.code ?? 0,
            at: step.at, words: step.text)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .iso8601
        let signed = SignedMessage(try encoder.encode(notice), secret: connection.secret, at: now())
        let answer = try await send(OutgoingCall(signed, to: try webhook()))
        switch answer.status {
        case 200..<300: return
        case 410: throw Undeliverable("HTTP 410")
        default: throw NotHeard(status: answer.status)
        }
    }

    /// What a portal is told. Notices may come twice, and in another order: `id` and `number` tell.
    private struct Notice: Encodable {
        let id: String, number: Int, event: String, dossier: String, code: String?, state: String, stateCode: Int
        let at: Date, words: String
    }

    private struct NotHeard: Error { let status: Int }
}
