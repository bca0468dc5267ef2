// SPDX-License-Identifier: Apache-2.0

/// One thing that is not as the ledger was sealed. Positions count from 1.
package enum Finding: Sendable, Equatable {
    case changed(position: Int64, event: String)
    case removed(position: Int64, event: String?)
    /// The event stands at `position`, but was sealed at `from`.
    case moved(position: Int64, event: String, from: Int64)
    /// An event of this range was changed together with its hash, so that only the signed root tells.
    case rehashed(ClosedRange<Int64>)
    /// A complete node of the tree is missing or wrong; proofs would fail.
    case node(level: Int, index: Int64)
    /// The ledger ends before the size its newest head names, or goes on after it.
    case cut(entries: Int64, head: Int64)
    case headChain(size: Int64)
    case headSignature(size: Int64, key: String)
    case headKey(size: Int64, key: String)
    /// Personal content does not fit its commitment.
    case personalChanged(event: String)
    /// Personal content is gone, and no event tells who erased it.
    case personalRemoved(event: String)
    /// An event that neither waits for the sealer nor has a position.
    case unqueued(event: String)
    /// The queue names an event that does not exist or is sealed already.
    case queue(event: String)
    /// The key register says something else than the events about the key.
    case keyRegister(key: String)
    /// A head kept outside is not part of this ledger.
    case witness(size: Int64)

    /// The sentence for people is found under this key.
    package var key: String {
        switch self {
        case .changed: "ledger.finding.changed"
        case .removed(_, nil): "ledger.finding.removed_place"
        case .removed: "ledger.finding.removed"
        case .moved: "ledger.finding.moved"
        case .rehashed: "ledger.finding.rehashed"
        case .node: "ledger.finding.node"
        case .cut(let entries, let head): entries < head ? "ledger.finding.cut" : "ledger.finding.unsigned"
        case .headChain: "ledger.finding.head_chain"
        case .headSignature: "ledger.finding.head_signature"
        case .headKey: "ledger.finding.head_key"
        case .personalChanged: "ledger.finding.personal_changed"
        case .personalRemoved: "ledger.finding.personal_removed"
        case .unqueued: "ledger.finding.unqueued"
        case .queue: "ledger.finding.queue"
        case .keyRegister: "ledger.finding.key_register"
        case .witness: "ledger.finding.witness"
        }
    }

    /// Its slots.
    package var slots: [String: String] {
        switch self {
        case .changed(let position, let event): ["position": "\(position)", "event": event]
        case .removed(let position, let event): ["position": "\(position)", "event": event ?? ""]
        case .moved(let position, let event, let from): ["position": "\(position)", "event": event, "from": "\(from)"]
        case .rehashed(let range): ["from": "\(range.lowerBound)", "to": "\(range.upperBound)"]
        case .node(let level, let index): ["level": "\(level)", "index": "\(index)"]
        case .cut(let entries, let head): ["from": "\(min(entries, head) + 1)", "to": "\(max(entries, head))"]
        case .headChain(let size), .witness(let size): ["size": "\(size)"]
        case .headSignature(let size, let key), .headKey(let size, let key): ["size": "\(size)", "key": key]
        case .personalChanged(let event), .personalRemoved(let event), .unqueued(let event), .queue(let event):
            ["event": event]
        case .keyRegister(let key): ["key": key]
        }
    }
}

/// What `doicanh verify` found.
package struct VerificationReport: Sendable {
    /// Sealed events whose leaves were recomputed.
    package var events: Int64 = 0
    package var heads = 0
    package var newest: Head?
    /// Events that wait for the sealer.
    package var pending = 0
    /// Events whose personal content was erased by an event that says so.
    package var erased = 0
    /// What was changed, removed or moved, in order of position, then the rest.
    package var findings: [Finding] = []
    /// Keys that no earlier key vouches for: true when a key was lost, and worth a look.
    package var strangeKeys: [String] = []

    package var isWhole: Bool { findings.isEmpty }
}
