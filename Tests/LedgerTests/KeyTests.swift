// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
import Kernel
import TestKit
import Testing

@testable import Ledger

@Suite("Node keys")
struct KeyTests {
    private let keeper = Actor(
        id: "op", kind: .operator, grants: [Grant(.keepLedgerKeys, in: .everywhere)])

    @Test("after a rotation new heads name the new key and old ones stay valid", arguments: Backend.available)
    func rotate(backend: Backend) async throws {
        let ledger = try await LedgerFixture(backend)
        try await ledger.sealer.seal()
        let old = try #require(try await ledger.keys.all().first)
        let new = try await ledger.keys.rotate(by: keeper)
        try await ledger.sealer.seal()

        let heads = try await ledger.database.read { try HeadStore(db: $0).after(0, limit: 9) }
        #expect(heads.map(\.keyID) == [old.id, new.id])
        let report = try await Verification(database: ledger.database).run()
        #expect(report.findings == [])
        #expect(report.strangeKeys == [])
        #expect(try await ledger.sealed().map(\.kind) == ["ledger.key_made", "ledger.key_made", "ledger.key_ended"])
    }

    @Test("a revoked key is replaced at once and can sign no more", arguments: Backend.available)
    func revoke(backend: Backend) async throws {
        let ledger = try await LedgerFixture(backend)
        try await ledger.sealer.seal()
        let old = try #require(try await ledger.keys.all().first)
        try await ledger.keys.revoke(old.id, reason: "máy bị mất", by: keeper)
        try await ledger.append()
        try await ledger.sealer.seal()
        let newest = try #require(try await LedgerReader(database: ledger.database).newestHead())
        #expect(newest.key.id != old.id)
        #expect(newest.isValid)
        let report = try await Verification(database: ledger.database).run()
        #expect(report.findings == [])
        #expect(report.strangeKeys == [newest.key.id])
        await #expect(throws: LedgerProblem.keyEnded) {
            try await ledger.keys.revoke(old.id, reason: "again", by: keeper)
        }
    }

    @Test("keys are kept by permission, with a reason, in a file of mode 0600", arguments: Backend.available)
    func rules(backend: Backend) async throws {
        let ledger = try await LedgerFixture(backend)
        let stranger = Actor(id: "x", kind: .official)
        await #expect(throws: Forbidden.self) { try await ledger.keys.make(by: stranger) }
        await #expect(throws: Forbidden.self) { try await ledger.keys.rotate(by: stranger) }
        await #expect(throws: Forbidden.self) { try await ledger.keys.revoke("k", reason: "r", by: stranger) }
        await #expect(throws: LedgerProblem.reasonMissing) {
            try await ledger.keys.revoke("k", reason: " ", by: keeper)
        }
        await #expect(throws: LedgerProblem.noSuchKey) {
            try await ledger.keys.revoke("k", reason: "r", by: keeper)
        }
        let key = try #require(try await ledger.keys.all().first)
        let path = ledger.folder.appending(path: "\(key.id).pem").path(percentEncoded: false)
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
        let again = KeyService(
            database: ledger.database, folder: ledger.folder, now: { LedgerFixture.moment },
            newID: { UUIDv7.string() })
        await #expect(throws: LedgerProblem.self) { _ = try await again.signing() }
    }

    @Test("a head signed by a thief's key is refused", arguments: Backend.available)
    func thief(backend: Backend) async throws {
        let ledger = try await LedgerFixture(backend)
        try await ledger.sealer.seal()
        let thief = SigningKey()
        try await ledger.database.write { connection in
            let head = try #require(try HeadStore(db: connection).newest())
            let forged = try Head.signed(
                size: head.size, root: .zero, previous: head.previous, at: head.at, by: thief)
            try connection.run("DELETE FROM ledger_head")
            try HeadStore(db: connection).insert(forged)
        }
        let report = try await Verification(database: ledger.database).run()
        #expect(report.findings.contains(.headKey(size: 1, key: thief.id)))
    }
}
