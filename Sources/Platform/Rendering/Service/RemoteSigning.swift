// SPDX-License-Identifier: Apache-2.0

package import Database
import Foundation
package import Jobs
import Kernel
package import Signatures

/// Asks the signing service far away, in rounds of its own: while it does not answer, only what waits for it waits.
package struct RemoteSigning: Courier {
    package static let kind = "rendering.remote"

    private let database: any Database
    private let signing: SigningService
    private let signer: any Signer

    package var kind: String { Self.kind }

    package init(database: any Database, signing: SigningService, signer: any Signer) {
        self.database = database
        self.signing = signing
        self.signer = signer
    }

    package func deliver(_ message: OutgoingMessage) async throws {
        let id = ID<IssuedDocument>(message.body)
        let pending = try await database.read { try SigningStore(db: $0).find(id) }
        guard let pending, pending.signatory?.kind == .remote else { return }
        do { try await signing.add(to: pending, by: signer, .system) } catch RenderingProblem.notWaiting {
            return
        } catch {
            // Shown beside the paper until it works.
            let code = (error as? any Problem)?.code ?? SignatureProblem.remoteSilent.code
            try await database.write { try SigningStore(db: $0).note(code, about: id, after: pending.done) }
            throw error
        }
    }
}

/// For nodes without a signing service: what needs one waits until there is one.
package struct NoRemoteSigner: Signer {
    package init() {}

    package func credential(of signatory: Signatory) throws -> any SigningCredential {
        throw SignatureProblem.noCertificate(signatory.name)
    }
}
