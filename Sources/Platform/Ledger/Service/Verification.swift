// SPDX-License-Identifier: Apache-2.0

package import Database
import Foundation

/// Recomputes the whole ledger from its rows and compares it with what was sealed and signed. Works while the node
/// serves: it looks at what the newest head covered when it began, and at the queue.
package struct Verification: Sendable {
    /// Positions read at a time.
    static let piece: Int64 = 4_096

    let database: any Database
    let progress: @Sendable (_ done: Int64, _ of: Int64) -> Void

    package init(
        database: any Database, progress: @escaping @Sendable (_ done: Int64, _ of: Int64) -> Void = { _, _ in }
    ) {
        self.database = database
        self.progress = progress
    }

    /// `witnessed` are heads kept outside this machine.
    package func run(witnessed: [Head] = []) async throws -> VerificationReport {
        // In this order: what is read later may know more than what is read before, never less.
        let ends = try await database.read { try VerificationStore(db: $0).ends() }
        let newest = try await database.read { try HeadStore(db: $0).find(size: ends.head) }
        let keys = try await database.read { try KeyStore(db: $0).all() }
        var walk = try await walk(to: ends.head, TreeWalk(keys: keys, witnessed: witnessed))
        try await checkQueue(&walk)
        var report = walk.report
        report.newest = newest
        report.findings = try await naming(moved: walk.suspects, size: ends.head, in: report.findings)
        report.findings += witnessed.filter { $0.size > ends.head }.map { .witness(size: $0.size) }
        if !walk.isHopeless {
            if ends.entries != ends.head { report.findings.append(.cut(entries: ends.entries, head: ends.head)) }
            try await checkErasures(walk, &report)
            try await checkKeys(&report)
        }
        return report
    }

    private func walk(to size: Int64, _ walk: TreeWalk) async throws -> TreeWalk {
        var walk = walk
        var position: Int64 = 1
        while position <= size, !walk.isHopeless {
            let range = position...min(size, position + Self.piece - 1)
            walk.take(try await database.read { try VerificationStore(db: $0).piece(range) })
            progress(range.upperBound, size)
            position = range.upperBound + 1
        }
        return walk
    }

    private func checkQueue(_ walk: inout TreeWalk) async throws {
        let before = walk
        walk = try await database.read { connection in
            var walk = before
            let store = VerificationStore(db: connection)
            try store.eachPending { event, personal in walk.takePending(event, personal) }
            for event in try store.unqueued() { walk.add(.unqueued(event: event)) }
            for event in try store.wronglyQueued() { walk.add(.queue(event: event)) }
            return walk
        }
    }

    /// An event whose leaf fits at another position was moved, not changed.
    private func naming(moved suspects: [TreeWalk.Suspect], size: Int64, in findings: [Finding]) async throws
        -> [Finding]
    {
        guard !suspects.isEmpty else { return findings }
        var origin: [Int64: Int64] = [:]
        var position: Int64 = 1
        while position <= size {
            let first = position
            let leaves = try await database.read {
                try VerificationStore(db: $0).leaves(first...min(size, first + Self.piece - 1))
            }
            for (place, leaf) in leaves {
                for suspect in suspects where origin[suspect.position] == nil {
                    let there = suspect.event.leafHash(at: place)
                    if there == leaf || there == suspect.leaf { origin[suspect.position] = place }
                }
            }
            position += Self.piece
        }
        return findings.map { finding in
            guard case .changed(let position, let event) = finding, let from = origin[position] else { return finding }
            return .moved(position: position, event: event, from: from)
        }
    }

    /// Whoever erases personal content says so in an event. One that came in while this ran is looked up by itself.
    private func checkErasures(_ walk: TreeWalk, _ report: inout VerificationReport) async throws {
        let unexplained = walk.bare.subtracting(walk.erased).sorted()
        report.erased = walk.bare.count - unexplained.count
        for event in unexplained.prefix(TreeWalk.enough) {
            if try await database.read({ try VerificationStore(db: $0).isErased(event) }) {
                report.erased += 1
            } else {
                report.findings.append(.personalRemoved(event: event))
            }
        }
    }

    private func checkKeys(_ report: inout VerificationReport) async throws {
        var history = try await keyHistory()
        // A key may have been made between the two readings.
        if !history.findings.isEmpty { history = try await keyHistory() }
        report.findings += history.findings
        report.strangeKeys += history.strangers
    }

    private func keyHistory() async throws -> KeyHistory {
        try await database.read { connection in
            let register = try KeyStore(db: connection).all()
            return KeyHistory(register: register, events: try VerificationStore(db: connection).keyEvents())
        }
    }
}
