// SPDX-License-Identifier: Apache-2.0

import ContentRegister
import Database
import Foundation
import Kernel
import Ledger
import TestKit
import Testing

@Suite("Replaced content")
struct ContentRegisterTests {
    @Test("each change of a replaced file is one event with both hashes", arguments: Backend.available)
    func changes(backend: Backend) async throws {
        let database = try await backend.migrated(LedgerMigrations.all + ContentRegister.migrations)
        let register = ContentRegister(database: database, now: { Site.moment }, newID: { UUIDv7.string() })

        #expect(try await register.record([:]) == [])
        #expect(try await register.record(["Web/a.mustache": "abc", "Web/b.mustache": ""]).count == 2)
        #expect(try await register.record(["Web/a.mustache": "abc", "Web/b.mustache": ""]) == [])
        #expect(try await register.record(["Web/a.mustache": "abd", "Web/b.mustache": ""]) == ["Web/a.mustache"])
        #expect(try await register.record(["Web/b.mustache": ""]) == ["Web/a.mustache"])

        let facts = try await database.read { db in
            try db.rows("SELECT facts FROM ledger_event WHERE subject = 'Web/a.mustache' ORDER BY id").map {
                try $0.text("facts")
            }
        }
        // FIPS 180-2 gives the hash of "abc".
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        #expect(facts.count == 3)
        #expect(facts.first == #"{"after":"\#(abc)","before":""}"#)
        #expect(facts.dropFirst().first?.contains(#""before":"\#(abc)""#) == true)
        #expect(facts.last?.hasPrefix(#"{"after":"","before":""#) == true)
    }
}
