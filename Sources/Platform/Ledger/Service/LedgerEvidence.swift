// SPDX-License-Identifier: Apache-2.0

import Foundation
import Kernel

/// The proof that one event is part of the ledger, to be kept beside what the event tells of: a script for bash and
/// openssl, and the same as JSON for programs.
package struct LedgerEvidence: Sendable {
    package let script: String
    /// The answer of `/ledger/events/ID/proof`.
    package let proof: [UInt8]

    /// Throws `LedgerProblem.notSealedYet` while the event waits for the sealer.
    package init(_ event: RecordedEvent) throws {
        guard let seal = event.seal else { throw LedgerProblem.notSealedYet }
        script = CheckScript(seal).text
        proof = [UInt8](try LedgerJSON.data(EventJSON(event)))
    }

    /// The event that a proof proves, and the head it is part of; nil when it proves nothing: the leaf is not that of the
    /// event, the way does not lead to the head, or the head is not signed by the key beside it.
    package static func proven(by proof: [UInt8]) -> (event: SealedEvent, head: Head)? {
        guard
            let json = try? LedgerJSON.value(EventJSON.self, from: String(decoding: proof, as: UTF8.self)),
            let position = json.position, position > 0, let head = json.head?.verified, let path = json.path
        else { return nil }
        let stored = StoredEvent(
            id: json.id, kind: json.kind, subject: json.subject, place: json.place, actor: json.actor, at: json.at,
            facts: json.facts, commitment: json.commitment.flatMap { Hash(hex: $0) })
        let hashes = path.compactMap { Hash(hex: $0) }
        let inclusion = InclusionProof(leafIndex: position - 1, treeSize: head.size, path: hashes)
        guard hashes.count == path.count, json.leaf == stored.leafBytes(at: position).hex,
            inclusion.proves(stored.leafHash(at: position), in: head.root),
            let event = try? stored.sealed(at: position)
        else { return nil }
        return (event, head)
    }
}
