// SPDX-License-Identifier: Apache-2.0

import Foundation
import Kernel

/// The key register as the events tell it, against the register as it stands: the events are under the seal, the
/// register is not.
struct KeyHistory {
    private(set) var findings: [Finding] = []
    /// Keys other than the first that no earlier key vouches for.
    private(set) var strangers: [String] = []

    init(register: [NodeKey], events: [StoredEvent]) {
        var told: [String: NodeKey] = [:]
        for event in events {
            let facts = (try? CanonicalJSON.object(event.facts)) ?? [:]
            switch event.kind {
            case LedgerEvents.keyMade: make(event.subject, facts, &told)
            case LedgerEvents.keyEnded: told[event.subject]?.end(at: Self.time(facts["until"]))
            default: told[event.subject]?.revoke(at: Self.time(facts["at"]))
            }
        }
        let standing = Dictionary(register.map { ($0.id, $0) }) { first, _ in first }
        for id in Set(told.keys).union(standing.keys).sorted() where told[id] != standing[id] {
            findings.append(.keyRegister(key: id))
        }
    }

    private mutating func make(_ id: String, _ facts: [String: String], _ told: inout [String: NodeKey]) {
        guard let publicKey = facts["public_key"].flatMap({ Data(base64Encoded: $0) }).map(Array.init),
            NodeKey.id(of: publicKey) == id, let from = Self.time(facts["from"])
        else {
            findings.append(.keyRegister(key: id))
            return
        }
        let endorser = facts["endorsed_by"].flatMap { told[$0] }
        let endorsement = facts["endorsement"].flatMap { Data(base64Encoded: $0) }.map(Array.init) ?? []
        if let endorser {
            if !endorser.verifies(endorsement, of: NodeKey.endorsementBytes(of: publicKey)) {
                findings.append(.keyRegister(key: id))
            }
        } else if !told.isEmpty {
            strangers.append(id)
        }
        told[id] = NodeKey(id: id, publicKey: publicKey, validFrom: from, validUntil: nil, revokedAt: nil)
    }

    private static func time(_ milliseconds: String?) -> Date? {
        milliseconds.flatMap(Int64.init).map { Date(milliseconds: $0) }
    }
}

extension NodeKey {
    fileprivate mutating func end(at time: Date?) { validUntil = time }
    fileprivate mutating func revoke(at time: Date?) { revokedAt = time }
}
