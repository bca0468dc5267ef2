// SPDX-License-Identifier: Apache-2.0

import Exchange
import Files
import Foundation
import Synchronization
import TestKit

/// The way between the nodes of a test, without a wire. It can be cut, and it can lose answers.
final class TestLine: NodeLine {
    struct Away: Error {}

    private let state = Mutex<(nodes: [String: TestNode], cut: Set<String>, losing: Int, carried: Int)>(([:], [], 0, 0))

    func connect(_ node: TestNode, as name: String) { state.withLock { $0.nodes[name] = node } }
    func cut(_ name: String) { state.withLock { _ = $0.cut.insert(name) } }
    func mend(_ name: String) { state.withLock { _ = $0.cut.remove(name) } }
    /// The answers to so many messages do not come back, though the other side has done its part.
    func lose(_ answers: Int) { state.withLock { $0.losing = answers } }
    /// How many messages went over it.
    var carried: Int { state.withLock(\.carried) }

    func hand(_ parcels: [Parcel], to node: ExchangeDirectory.Node) async throws -> [Parcel.Answer] {
        let other = try reach(node.id)
        var answers: [Parcel.Answer] = []
        for parcel in parcels {
            do {
                switch parcel {
                case .note(let note):
                    try await other.reception.hear(note)
                    answers.append(.heard)
                case .message(let message, let envelope):
                    state.withLock { $0.carried += 1 }
                    let notes = try await hand(message, envelope, to: other)
                    let isLost = state.withLock { state in
                        state.losing -= 1
                        return state.losing >= 0
                    }
                    answers.append(isLost ? .failed(Away()) : .notes(notes))
                }
            } catch { answers.append(.failed(error)) }
        }
        return answers
    }

    private func hand(_ message: SignedPaper, _ envelope: Envelope, to other: TestNode) async throws -> [SignedPaper] {
        do { return try await other.reception.receive(message) } catch let missing as Reception.PartsMissing {
            let sender = try reach(envelope.sender.node)
            for hash in missing.hashes {
                _ = try await other.files.receive(
                    try await sender.files.contents(hash), limits: FileLimits(kinds: Set(MediaKind.allCases)))
            }
            return try await other.reception.receive(message)
        }
    }

    private func reach(_ name: String) throws -> TestNode {
        let node = state.withLock { $0.cut.contains(name) ? nil : $0.nodes[name] }
        guard let node else { throw Away() }
        return node
    }
}
