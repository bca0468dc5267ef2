// SPDX-License-Identifier: Apache-2.0

import Foundation
import Kernel

struct ConsistencyJSON: Codable, Sendable {
    let from: Int64
    let to: Int64
    let path: [String]
    let head: HeadJSON

    init(_ proof: ConsistencyProof, _ newest: SignedHead) {
        from = proof.from
        to = proof.to
        path = proof.path.map(\.hex)
        head = HeadJSON(newest)
    }
}

/// An event with its proof; `position`, `leaf`, `path` and `head` are missing while it waits for the sealer.
struct EventJSON: Codable, Sendable {
    let id: String
    let kind: String
    let subject: String
    let place: String
    let actor: String
    let at: Int64
    /// The canonical JSON text that is part of the leaf.
    let facts: String
    let commitment: String?
    let position: Int64?
    /// The leaf bytes.
    let leaf: String?
    let path: [String]?
    let head: HeadJSON?

    init(_ event: RecordedEvent) {
        id = event.id.rawValue
        kind = event.kind
        subject = event.subject
        place = event.place
        actor = event.actor
        at = event.at.milliseconds
        facts = event.factsText
        commitment = event.commitment?.hex
        position = event.seal?.position
        leaf = event.seal?.leafBytes.hex
        path = event.seal?.proof.path.map(\.hex)
        head = (event.seal?.head).map(HeadJSON.init)
    }
}
