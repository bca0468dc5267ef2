// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
import Kernel
import Logging
import TestKit

@testable import Ledger

/// A ledger on a fresh database, with a node key, sealed by hand.
struct LedgerFixture {
    let database: any Database
    let keys: KeyService
    let sealer: Sealer
    let bell = SealBell()
    let folder: URL

    static let moment = Date(timeIntervalSince1970: 1_783_476_000)

    init(_ backend: Backend) async throws {
        database = try await backend.migrated(LedgerMigrations.all)
        folder = TestFolder.own.appending(path: "doicanh-keys-\(UUIDv7.string())")
        keys = KeyService(database: database, folder: folder, now: { Self.moment }, newID: { UUIDv7.string() })
        sealer = Sealer(
            database: database, keys: keys, now: { Self.moment }, bell: bell, logger: Logger(label: "ledger"))
        try await keys.ensure()
    }

    func follower(_ consumer: any LedgerConsumer) -> LedgerFollower {
        LedgerFollower(consumer, database: database, bell: bell, logger: Logger(label: "ledger"))
    }

    /// Appends one event in a transaction of its own.
    @discardableResult
    func append(
        _ kind: String = "petitions.submitted", subject: String = "p1", place: String = "kim-son",
        facts: [String: String] = ["topic": "đường"], personal: [String: String] = [:]
    ) async throws -> ID<Event> {
        let id = ID<Event>(UUIDv7.string())
        try await database.write {
            try Ledger($0).append(
                Event(
                    id: id, kind: kind, subject: subject, place: place, actor: "a1", at: Self.moment, facts: facts,
                    personal: personal))
        }
        return id
    }

    func sealed() async throws -> [SealedEvent] {
        try await database.read { try EventStore(db: $0).sealed(after: 0, limit: 100_000) }
    }
}
