// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
import Kernel
import TestKit
import Testing

@testable import Ledger

/// Counts events by kind, in a table of its own.
private struct Counting: LedgerConsumer {
    let name = "test.counting"
    var version = ""
    var failing = false

    struct Broken: Error {}

    func apply(_ events: [SealedEvent], in connection: any Connection) throws {
        for event in events {
            try connection.run(
                """
                INSERT INTO counting (kind, count, last) VALUES (\(event.kind), 1, \(event.position))
                ON CONFLICT (kind) DO UPDATE SET count = counting.count + 1, last = excluded.last
                """)
        }
        if failing { throw Broken() }
    }

    func reset(in connection: any Connection) throws { try connection.run("DELETE FROM counting") }
}

@Suite("Ledger follower")
struct FollowerTests {
    private func fixture(_ backend: Backend) async throws -> LedgerFixture {
        let ledger = try await LedgerFixture(backend)
        try await ledger.database.write {
            try $0.run(
                "CREATE TABLE counting (kind \(.text) PRIMARY KEY, count \(.int) NOT NULL, last \(.int)) \(.strict)")
        }
        return ledger
    }

    private func counts(_ ledger: LedgerFixture) async throws -> [String: Int] {
        try await ledger.database.read { connection in
            try connection.rows("SELECT kind, count FROM counting")
                .reduce(into: [:]) { $0[try $1.text("kind")] = try $1.int("count") }
        }
    }

    @Test("several followers of one consumer apply every event exactly once", arguments: Backend.available)
    func once(backend: Backend) async throws {
        let ledger = try await fixture(backend)
        for number in 0..<30 { try await ledger.append(number < 20 ? "test.one" : "test.two") }
        try await ledger.sealer.seal()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<4 { group.addTask { try await ledger.follower(Counting()).catchUp() } }
            try await group.waitForAll()
        }
        #expect(try await counts(ledger) == ["ledger.key_made": 1, "test.one": 20, "test.two": 10])
    }

    @Test("a failure leaves neither effects nor a moved position", arguments: Backend.available)
    func failure(backend: Backend) async throws {
        let ledger = try await fixture(backend)
        try await ledger.append("test.one")
        try await ledger.sealer.seal()
        await #expect(throws: Counting.Broken.self) {
            try await ledger.follower(Counting(failing: true)).catchUp()
        }
        #expect(try await counts(ledger) == [:])
        try await ledger.follower(Counting()).catchUp()
        #expect(try await counts(ledger) == ["ledger.key_made": 1, "test.one": 1])
    }

    @Test("a rebuild starts from the first event", arguments: Backend.available)
    func rebuild(backend: Backend) async throws {
        let ledger = try await fixture(backend)
        try await ledger.append("test.one")
        try await ledger.sealer.seal()
        let follower = ledger.follower(Counting())
        try await follower.catchUp()
        try await follower.rebuild()
        #expect(try await counts(ledger) == ["ledger.key_made": 1, "test.one": 1])
    }

    @Test("another version builds everything again, the same one does not", arguments: Backend.available)
    func version(backend: Backend) async throws {
        let ledger = try await fixture(backend)
        try await ledger.append("test.one")
        try await ledger.sealer.seal()
        try await ledger.follower(Counting()).catchUp()
        try await ledger.database.write { try $0.run("UPDATE counting SET count = 7") }
        try await ledger.follower(Counting()).catchUp()
        #expect(try await counts(ledger)["test.one"] == 7)
        try await ledger.follower(Counting(version: "2")).catchUp()
        #expect(try await counts(ledger) == ["ledger.key_made": 1, "test.one": 1])
    }

    @Test("a running follower is woken by the sealer", arguments: Backend.available)
    func woken(backend: Backend) async throws {
        let ledger = try await fixture(backend)
        let following = Task { try await ledger.follower(Counting()).run() }
        try await ledger.append("test.one")
        try await ledger.sealer.seal()
        while try await counts(ledger)["test.one"] != 1 { try await Task.sleep(for: .milliseconds(10)) }
        following.cancel()
        _ = await following.result
    }
}
