// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
import Kernel
import TestKit
import Testing

@testable import Ledger

/// One way to tamper with the tables, past the program, and what `verify` must say first.
struct Tampering: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let expected: [Finding]
    let statements: [SQL]
}

@Suite("Ledger verification")
struct VerificationTests {
    /// 40 events with foreseeable ids in batches of 8: position 1 is the key, position n + 1 is event `e<n>`.
    static func ledger(_ backend: Backend) async throws -> LedgerFixture {
        let ledger = try await LedgerFixture(backend)
        try await ledger.sealer.seal()
        for batch in 0..<5 {
            try await ledger.database.write { connection in
                for number in batch * 8 + 1...batch * 8 + 8 {
                    try Ledger(connection).append(
                        Event(
                            id: ID("e\(number)"), kind: "petitions.submitted", subject: "p\(number)",
                            place: "kim-son", actor: "a1", at: LedgerFixture.moment, facts: ["n": "\(number)"],
                            personal: ["name": "Nguyễn Thị Lan"]))
                }
            }
            try await ledger.sealer.seal()
        }
        return ledger
    }

    static let tamperings: [Tampering] = [
        Tampering(
            testDescription: "a fact changed", expected: [.changed(position: 21, event: "e20")],
            statements: ["UPDATE ledger_event SET facts = '{\"n\":\"99\"}' WHERE id = 'e20'"]),
        Tampering(
            testDescription: "a time changed", expected: [.changed(position: 6, event: "e5")],
            statements: ["UPDATE ledger_event SET at = at + 1 WHERE id = 'e5'"]),
        Tampering(
            testDescription: "the leaf hash changed", expected: [.changed(position: 8, event: "e7")],
            statements: [
                "UPDATE ledger_entry SET leaf_hash = \(Hash.emptyTree.bytes) WHERE event_id = 'e7'"
            ]),
        Tampering(
            testDescription: "an event removed", expected: [.removed(position: 31, event: "e30")],
            statements: ["DELETE FROM ledger_event WHERE id = 'e30'"]),
        Tampering(
            testDescription: "an event and its entry removed", expected: [.removed(position: 31, event: nil)],
            statements: [
                "DELETE FROM ledger_event WHERE id = 'e30'", "DELETE FROM ledger_entry WHERE event_id = 'e30'",
            ]),
        Tampering(
            testDescription: "the last events removed", expected: [.cut(entries: 39, head: 41)],
            statements: [
                "DELETE FROM ledger_entry WHERE position > 39", "DELETE FROM ledger_event WHERE id IN ('e39', 'e40')",
            ]),
        Tampering(
            testDescription: "two events exchanged, hashes left",
            expected: [
                .moved(position: 11, event: "e12", from: 13), .moved(position: 13, event: "e10", from: 11),
            ],
            statements: [
                "UPDATE ledger_entry SET event_id = 'x' WHERE position = 11",
                "UPDATE ledger_entry SET event_id = 'e10' WHERE position = 13",
                "UPDATE ledger_entry SET event_id = 'e12' WHERE position = 11",
            ]),
        Tampering(
            testDescription: "two events exchanged with their hashes",
            expected: [
                .moved(position: 11, event: "e12", from: 13), .moved(position: 13, event: "e10", from: 11),
            ],
            statements: [
                "UPDATE ledger_entry SET position = 999 WHERE position = 11",
                "UPDATE ledger_entry SET position = 11 WHERE position = 13",
                "UPDATE ledger_entry SET position = 13 WHERE position = 999",
            ]),
        Tampering(
            testDescription: "personal content changed", expected: [.personalChanged(event: "e3")],
            statements: ["UPDATE ledger_personal SET content = '{\"name\":\"X\"}' WHERE event_id = 'e3'"]),
        Tampering(
            testDescription: "personal content removed without a word", expected: [.personalRemoved(event: "e3")],
            statements: ["DELETE FROM ledger_personal WHERE event_id = 'e3'"]),
        Tampering(
            testDescription: "an event slipped in without the queue", expected: [.unqueued(event: "new")],
            statements: [
                """
                INSERT INTO ledger_event (id, kind, subject, place, actor, at, facts)
                VALUES ('new', 'test.done', 's', '', 'a1', 0, '{}')
                """
            ]),
        Tampering(
            testDescription: "an event queued twice", expected: [.queue(event: "e4")],
            statements: ["INSERT INTO ledger_pending (event_id) VALUES ('e4')"]),
        Tampering(
            testDescription: "a tree node changed", expected: [.node(level: 4, index: 1)],
            statements: ["UPDATE ledger_node SET hash = \(Hash.emptyTree.bytes) WHERE node_index = 1"]),
        Tampering(
            testDescription: "a head signed by nobody", expected: [.headSignature(size: 41, key: "")],
            statements: ["UPDATE ledger_head SET at = at + 1 WHERE size = 41"]),
        Tampering(
            testDescription: "a head removed", expected: [.headChain(size: 25)],
            statements: ["DELETE FROM ledger_head WHERE size = 17"]),
        Tampering(
            testDescription: "the newest head removed", expected: [.cut(entries: 41, head: 33)],
            statements: ["DELETE FROM ledger_head WHERE size = 41"]),
        Tampering(
            testDescription: "a key declared ended without an event", expected: [.keyRegister(key: "")],
            statements: ["UPDATE ledger_key SET valid_until = 9000000000000"]),
    ]

    @Test("an untouched ledger verifies", arguments: Backend.available)
    func whole(backend: Backend) async throws {
        let ledger = try await Self.ledger(backend)
        try await ledger.append(personal: ["name": "Trần Văn Bình"])
        let report = try await Verification(database: ledger.database).run()
        #expect(report.findings == [])
        #expect(report.strangeKeys == [])
        #expect(report.events == 41)
        #expect(report.heads == 6)
        #expect(report.pending == 1)
        #expect(report.newest?.size == 41)
    }

    @Test("an empty ledger verifies", arguments: Backend.available)
    func empty(backend: Backend) async throws {
        let database = try await backend.migrated(LedgerMigrations.all)
        let report = try await Verification(database: database).run()
        #expect(report.isWhole)
        #expect(report.newest == nil)
    }

    @Test("what was tampered with is named", arguments: Backend.available, tamperings)
    func tampered(backend: Backend, tampering: Tampering) async throws {
        let ledger = try await Self.ledger(backend)
        let key = try #require(try await ledger.keys.all().first).id
        try await ledger.database.write { connection in
            for statement in tampering.statements { try connection.run(statement) }
        }
        let findings = try await Verification(database: ledger.database).run().findings
        let expected = tampering.expected.map { finding -> Finding in
            switch finding {
            case .headSignature(let size, _): .headSignature(size: size, key: key)
            case .keyRegister: .keyRegister(key: key)
            default: finding
            }
        }
        #expect(findings == expected)
    }

    @Test(
        "an event changed together with its hash is narrowed to its batch or its sixteen", arguments: Backend.available)
    func rehashed(backend: Backend) async throws {
        let ledger = try await Self.ledger(backend)
        try await ledger.database.write { connection in
            try connection.run("UPDATE ledger_event SET actor = 'a2' WHERE id = 'e20'")
            let event = try #require(try EventStore(db: connection).find(ID("e20")))
            try connection.run(
                "UPDATE ledger_entry SET leaf_hash = \(event.leafHash(at: 21).bytes) WHERE position = 21")
        }
        let report = try await Verification(database: ledger.database).run()
        #expect(report.findings == [.rehashed(18...25)])
    }

    @Test("a history rewritten with the node's own key is told by the witness", arguments: Backend.available)
    func rewritten(backend: Backend) async throws {
        let ledger = try await Self.ledger(backend)
        let kept = try #require(try await LedgerReader(database: ledger.database).newestHead()).head
        // Whoever holds the database and the key can take everything apart and seal it again without one event.
        try await ledger.database.write { connection in
            try connection.run("DELETE FROM ledger_head")
            try connection.run("DELETE FROM ledger_node")
            try connection.run("DELETE FROM ledger_entry")
            try connection.run("DELETE FROM ledger_personal WHERE event_id = 'e20'")
            try connection.run("DELETE FROM ledger_event WHERE id = 'e20'")
            for event in try connection.rows("SELECT id FROM ledger_event ORDER BY kind, id") {
                try connection.run("INSERT INTO ledger_pending (event_id) VALUES (\(try event.text("id")))")
            }
        }
        try await ledger.sealer.seal()
        for _ in 0..<5 { try await ledger.append() }
        try await ledger.sealer.seal()
        let alone = try await Verification(database: ledger.database).run()
        #expect(alone.findings == [])
        let witnessed = try await Verification(database: ledger.database).run(witnessed: [kept])
        #expect(witnessed.findings == [.witness(size: 41)])
    }

    @Test("a history cut short is told by the witness", arguments: Backend.available)
    func cut(backend: Backend) async throws {
        let ledger = try await Self.ledger(backend)
        let kept = try #require(try await LedgerReader(database: ledger.database).newestHead()).head
        try await ledger.database.write { connection in
            for number in 33...40 {
                try connection.run("DELETE FROM ledger_event WHERE id = \("e\(number)")")
                try connection.run("DELETE FROM ledger_personal WHERE event_id = \("e\(number)")")
            }
            try connection.run("DELETE FROM ledger_entry WHERE position > 33")
            try connection.run("DELETE FROM ledger_head WHERE size > 33")
        }
        let alone = try await Verification(database: ledger.database).run()
        #expect(alone.findings == [])
        let witnessed = try await Verification(database: ledger.database).run(witnessed: [kept])
        #expect(witnessed.findings == [.witness(size: 41)])
    }
}
