// SPDX-License-Identifier: Apache-2.0

package import Casework
package import Foundation
package import Kernel
import Web
package import Wire

/// What a portal asks of this node by a signed message; kept with the message's key.
package enum PortalAct: String, Sendable {
    case file
    /// The moves of a dossier that are the applicant's.
    case supplement, withdraw
}

/// What people do on a portal with a dossier they filed there.
extension PortalService {
    /// What comes with a move: words, and files with their bytes.
    struct Message: Decodable {
        struct File: Decodable { let name: String, content: Data }

        let words: String?
        let files: [File]?
    }

    /// Moves a dossier of the portal on, as its applicant asked there. The same key moves it once.
    package func move(
        _ id: ID<CaseFile>, _ act: PortalAct, _ body: Data, by call: SignedCall, of portal: Portal
    ) async throws {
        try check(call, body)
        let cases = host.service.cases
        // Whose dossier it is not learns nothing, not even that there is one.
        _ = try await cases.view(id, for: portal.actor)
        if try await known(call, act, id, of: portal) != nil { return }
        guard let message = try? JSONReader.read(Message.self, from: body) else { throw PortalProblem.unreadable }
        let files = try await cases.receive(
            (message.files ?? []).map { (name: $0.name, bytes: [UInt8]($0.content)) })
        let moved = try await once(call, act, id, of: portal) { db in
            guard let file = try cases.take(id, in: db) else { throw CaseProblem.notFound }
            try cases.move(
                file, act.rawValue, saying: .init(message.words ?? ""), bringing: files, by: portal.actor, in: db)
        }
        // The same key came meanwhile for another dossier.
        guard moved == id else { throw PortalProblem.keyUsed }
    }
}
