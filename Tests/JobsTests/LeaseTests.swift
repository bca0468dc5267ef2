// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
import Jobs
import TestKit
import Testing

@Suite("Leases")
struct LeaseTests {
    private let noon = Date(timeIntervalSince1970: 1_700_000_000)

    private func acquire(_ holder: String, at time: Date, _ database: any Database) async throws -> Lease? {
        try await database.write { try Leases($0).acquire("sealer", holder: holder, for: .seconds(10), at: time) }
    }

    @Test("one process at a time holds a lease; renewing keeps the number", arguments: Backend.available)
    func one(backend: Backend) async throws {
        let database = try await backend.migrated(JobsMigrations.all)
        let first = try #require(try await acquire("a", at: noon, database))
        #expect(try await acquire("b", at: noon + 9, database) == nil)
        let renewed = try #require(try await acquire("a", at: noon + 9, database))
        #expect(renewed.token == first.token)
        #expect(renewed.until == noon + 19)
        #expect(try await acquire("b", at: noon + 18, database) == nil)
    }

    @Test("a holder that was replaced cannot write any more", arguments: Backend.available)
    func fencing(backend: Backend) async throws {
        let database = try await backend.migrated(JobsMigrations.all)
        let stale = try #require(try await acquire("a", at: noon, database))
        let next = try #require(try await acquire("b", at: noon + 10, database))
        #expect(next.token == stale.token + 1)
        try await database.write { try Leases($0).confirm(next) }
        await #expect(throws: JobProblem.leaseLost("sealer")) {
            try await database.write { try Leases($0).confirm(stale) }
        }
        // Even after it has come back as a new holder, what it held before stays stale.
        let again = try #require(try await acquire("a", at: noon + 20, database))
        #expect(again.token == next.token + 1)
        await #expect(throws: JobProblem.leaseLost("sealer")) {
            try await database.write { try Leases($0).confirm(stale) }
        }
    }

    @Test("a lease that is given back is free at once, under a new number", arguments: Backend.available)
    func release(backend: Backend) async throws {
        let database = try await backend.migrated(JobsMigrations.all)
        let lease = try #require(try await acquire("a", at: noon, database))
        try await database.write { try Leases($0).release(lease) }
        #expect(try await acquire("b", at: noon, database)?.token == lease.token + 1)
        try await database.write { try Leases($0).release(lease) }
        #expect(try await acquire("a", at: noon, database) == nil)
    }

    @Test("of sixteen that ask at once, one gets it", arguments: Backend.available)
    func race(backend: Backend) async throws {
        let database = try await backend.migrated(JobsMigrations.all)
        let winners = try await withThrowingTaskGroup(of: Lease?.self) { group in
            for number in 0..<16 { group.addTask { try await acquire("p\(number)", at: noon, database) } }
            return try await group.reduce(into: [Lease]()) { if let lease = $1 { $0.append(lease) } }
        }
        #expect(winners.count == 1)
        #expect(winners.first?.token == 1)
    }
}
