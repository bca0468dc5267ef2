// SPDX-License-Identifier: Apache-2.0

package import Database
import Foundation
package import Kernel
package import Logging
import ServiceLifecycle

/// Gives the committed events their positions, hashes and chains them, and signs the head, every 200 ms.
///
/// One process at a time: whoever holds the row of `ledger_sealer` seals, and lets go with the commit, so a process that
/// dies while sealing leaves neither half a batch nor a lock behind.
package struct Sealer: Service {
    static let pause = Duration.milliseconds(200)
    /// Bounds the time one batch holds the write lock of SQLite.
    static let batch = 2_048

    let database: any Database
    let keys: KeyService
    let now: Now
    let bell: SealBell
    let logger: Logger
    private let pulse = SealerPulse()

    /// After so long without a finished round, or with an event unsealed, something is wrong.
    package static let patience = Duration.seconds(60)

    package init(database: any Database, keys: KeyService, now: @escaping Now, bell: SealBell, logger: Logger) {
        self.database = database
        self.keys = keys
        self.now = now
        self.bell = bell
        self.logger = logger
    }

    package func run() async throws {
        try await keys.ensure()
        pulse.beat()
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    try await seal()
                    pulse.beat()
                } catch {
                    if !Task.isCancelled { logger.error("sealing failed and will be tried again: \(error)") }
                }
                try? await Task.sleep(for: Self.pause)
            }
        }
        // What was acknowledged before the shutdown is sealed before it, too; at the next start, if the database is away.
        do { _ = try await Task { try await seal() }.value } catch {
            logger.error("sealing before the shutdown failed: \(error)")
        }
    }

    /// How far the seal is behind, whichever process seals.
    package func lag() async throws -> SealLag { try await database.read { try EventStore(db: $0).lag() } }

    /// Throws `LedgerProblem.sealerStopped` when nothing is being sealed, here or by another process.
    package func check() async throws {
        let overdue = try await lag().oldest.map { now().timeIntervalSince($0) > Self.patience / .seconds(1) } ?? false
        if overdue || pulse.isLost(after: Self.patience) { throw LedgerProblem.sealerStopped }
    }

    /// Seals everything that is committed now and returns how many events that was.
    @discardableResult
    package func seal() async throws -> Int {
        var sealed = 0
        while try await database.read({ try EventStore(db: $0).anyPending() }) {
            guard let key = try await keys.signing() else { throw LedgerProblem.noKey }
            let count = try await database.write { [now] in try Batch(db: $0, key: key, now: now).seal() }
            guard count > 0 else { break }
            sealed += count
            pulse.beat()
            await bell.ring()
        }
        return sealed
    }
}

/// One batch, in one transaction.
private struct Batch {
    let db: any Connection
    let key: SigningKey
    let now: Now

    /// 0 when another process seals, when nothing is left to seal, or when the key has ended meanwhile.
    func seal() throws -> Int {
        let heads = HeadStore(db: db)
        guard try heads.takeSeal(), let register = try KeyStore(db: db).lock(key.id), register.mayStillSign else {
            return 0
        }
        let pending = try EventStore(db: db).pending(limit: Sealer.batch)
        guard !pending.isEmpty else { return 0 }
        let newest = try heads.newest()
        let root = try enter(pending.map(\.event), after: newest?.size ?? 0)
        try EventStore(db: db).leaveQueue(pending.map(\.arrival))
        try heads.insert(
            .signed(
                size: (newest?.size ?? 0) + Int64(pending.count), root: root, previous: newest?.hash ?? .zero,
                at: max(now(), register.validFrom, newest?.at ?? .distantPast), by: key))
        return pending.count
    }

    /// Writes positions and tree nodes, and returns the new root.
    private func enter(_ events: [StoredEvent], after size: Int64) throws -> Hash {
        let tree = TreeStore(db: db)
        var frontier = try tree.frontier(size: size)
        var entries: [Entry] = []
        var nodes: [TreeNode] = []
        for event in events {
            let position = frontier.size + 1
            let leaf = event.leafHash(at: position)
            entries.append(Entry(position: position, event: event.id, leaf: leaf))
            nodes += frontier.append(leaf)
        }
        try tree.insert(entries)
        try tree.insert(nodes)
        return frontier.root
    }
}
