// SPDX-License-Identifier: Apache-2.0

package import Database
package import Kernel
import Ledger
package import Signatures

/// What an operator does with the seals of this node.
package struct SealService: Sendable {
    package static let permission: Permission = "rendering.keep_seals"

    private let database: any Database
    private let seals: SealFolder
    private let now: Now
    private let newID: NewID

    package init(database: any Database, seals: SealFolder, now: @escaping Now, newID: @escaping NewID) {
        self.database = database
        self.seals = seals
        self.now = now
        self.newID = newID
    }

    /// Those whose signature this node can make, by their names.
    package func all() throws -> [SealFacts] {
        try seals.signatories().compactMap { signatory in try seals.facts(of: signatory) }
    }

    /// Takes key and certificates out of a PKCS #12 file. Throws for a file of another kind, a wrong passphrase, a key that
    /// is not taken, and a certificate that has run out.
    @discardableResult
    package func take(
        _ file: [UInt8], passphrase: String, for signatory: Signatory, by actor: Actor
    ) async throws -> SealFacts {
        try actor.may(Self.permission, in: .everywhere)
        let facts = try seals.take(file, passphrase: passphrase, for: signatory)
        try await database.write { [now, newID] connection in
            try Ledger(connection).append(
                Event(
                    id: ID(newID()), kind: "rendering.seal_taken", subject: signatory.name, actor: actor.id, at: now(),
                    facts: ["certificate": facts.fingerprint]))
        }
        return facts
    }
}
