// SPDX-License-Identifier: Apache-2.0

import Foundation

/// One thing that is not as the ledger was sealed. Positions count from 1.
package enum Finding: Sendable, Equatable {
    case changed(position: Int64, event: String)
    case removed(position: Int64, event: String?)
    /// The event stands at `position`, but was sealed at `from`.
    case moved(position: Int64, event: String, from: Int64)
    /// An event of this range was changed together with its hash, so that only the signed root tells.
    case rehashed(ClosedRange<Int64>)
    /// Complete nodes of the tree are missing or wrong; proofs would fail.
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

    package var sentence: String {
        switch self {
        case .changed(let position, let event): "event \(event) at position \(position) was changed"
        case .removed(let position, let event?): "event \(event) at position \(position) was removed"
        case .removed(let position, nil): "the event at position \(position) was removed"
        case .moved(let position, let event, let from):
            "the order was changed: event \(event) stands at position \(position), it was sealed at \(from)"
        case .rehashed(let range) where range.count == 1:
            "the event at position \(range.lowerBound) was changed together with its hash"
        case .rehashed(let range):
            "an event between positions \(range.lowerBound) and \(range.upperBound) was changed together with its hash"
        case .node(let level, let index): "tree node \(index) at level \(level) is wrong"
        case .cut(let entries, let head) where entries < head:
            "the events from position \(entries + 1) to \(head) were removed"
        case .cut(let entries, let head): "the events from position \(head + 1) to \(entries) are under no signed head"
        case .headChain(let size): "the head of size \(size) does not follow the head before it"
        case .headSignature(let size, let key): "the head of size \(size) was not signed by key \(key)"
        case .headKey(let size, let key): "the head of size \(size) names key \(key), which did not count then"
        case .personalChanged(let event): "the personal content of event \(event) was changed"
        case .personalRemoved(let event):
            "the personal content of event \(event) is gone, and no event says who erased it"
        case .unqueued(let event): "event \(event) was taken out of the queue, or added without it"
        case .queue(let event): "the queue names event \(event), which does not exist or is sealed"
        case .keyRegister(let key): "the register of keys disagrees with the events about key \(key)"
        case .witness(let size): "the head of size \(size) kept by the witness is not part of this ledger"
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
    /// The most serious first: what was changed, removed or moved, in order of position.
    package var findings: [Finding] = []
    /// True but worth knowing: keys that no earlier key vouches for.
    package var notes: [String] = []

    package var isWhole: Bool { findings.isEmpty }
}
