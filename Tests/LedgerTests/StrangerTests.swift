// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
import Kernel
import TestKit
import Testing

@testable import Ledger

/// The verifier in Python shares no line with the product: it knows the byte layout from docs/ledger.md.
@Suite("A stranger's verifier")
struct StrangerTests {
    private func export(_ ledger: LedgerFixture) async throws -> String {
        let file = TestFolder.own.appending(path: "doicanh-\(UUIDv7.string()).jsonl")
        _ = FileManager.default.createFile(atPath: file.path(percentEncoded: false), contents: nil)
        let handle = try FileHandle(forWritingTo: file)
        try await LedgerExport(database: ledger.database).write(to: handle)
        try handle.close()
        return file.path(percentEncoded: false)
    }

    private func ledger(_ backend: Backend) async throws -> LedgerFixture {
        let ledger = try await VerificationTests.ledger(backend)
        try await ledger.append(
            facts: ["quote": "\"\\\n\u{1}\u{301}đường 🛣", "empty": ""], personal: ["name": "Lan"])
        try await ledger.sealer.seal()
        let keeper = Actor(id: "op", kind: .operator, grants: [Grant(.keepLedgerKeys, in: .everywhere)])
        try await ledger.keys.rotate(by: keeper)
        try await ledger.append()
        try await ledger.sealer.seal()
        return ledger
    }

    @Test("finds the ledger whole, across a change of keys", arguments: Backend.available)
    func whole(backend: Backend) async throws {
        let result = try Verifier.run("export", try await export(try await ledger(backend)))
        #expect(result.status == 0, "\(result.output)")
        #expect(result.output.contains("45 events under 8 heads hold"))
    }

    static let tamperings: [(SQL, String)] = [
        ("UPDATE ledger_event SET actor = 'a2' WHERE id = 'e20'", "event e20 at position 21 was changed"),
        ("DELETE FROM ledger_event WHERE id = 'e20'", "the event at position 21 was removed"),
        ("DELETE FROM ledger_entry WHERE event_id = 'e20'", "the event at position 21 was removed"),
        ("DELETE FROM ledger_entry WHERE position > 43", "the events from position 44 to 45 were removed"),
        ("UPDATE ledger_head SET signature = previous WHERE size = 25", "the head of size 25 is not signed by its key"),
        ("DELETE FROM ledger_head WHERE size = 25", "the head of size 33 does not follow the head before it"),
        ("UPDATE ledger_key SET valid_until = 5 WHERE valid_until IS NULL", "a key that did not count then"),
    ]

    @Test("names what was tampered with", arguments: Backend.available, 0..<tamperings.count)
    func tampered(backend: Backend, index: Int) async throws {
        let (statement, expected) = Self.tamperings[index]
        let ledger = try await ledger(backend)
        try await ledger.database.write { try $0.run(statement) }
        let result = try Verifier.run("export", try await export(ledger))
        #expect(result.status == 1)
        #expect(result.output.contains(expected), "\(result.output)")
    }

    @Test("reads the database file of a node, with its personal content")
    func file() async throws {
        let ledger = try await ledger(.sqlite)
        let path = try #require(
            try await ledger.database.read { try $0.rows("SELECT file FROM pragma_database_list") }.first?.text("file"))
        let whole = try Verifier.run("sqlite", path)
        #expect(whole.status == 0, "\(whole.output)")
        try await ledger.database.write {
            try $0.run("UPDATE ledger_personal SET content = '{}' WHERE event_id = 'e3'")
        }
        let tampered = try Verifier.run("sqlite", path)
        #expect(tampered.status == 1)
        #expect(tampered.output.contains("the personal content of event e3 was changed"))
    }
}
