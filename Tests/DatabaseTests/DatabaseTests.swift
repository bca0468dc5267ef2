// SPDX-License-Identifier: Apache-2.0

import Database
import TestKit
import Testing

@Suite("Database")
struct DatabaseTests {
    @Test("what is written can be read", arguments: Backend.available)
    func roundTrip(backend: Backend) async throws {
        let database = try await backend.empty()
        try await database.write { db in
            try db.run(
                "CREATE TABLE thing (id \(.text) PRIMARY KEY, size \(.int), open \(.bool), data \(.blob)) \(.strict)")
            let changed = try db.run(
                "INSERT INTO thing (id, size, open, data) VALUES (\("Đống Đa"), \(7), \(true), \([1, 0, 2] as [UInt8]))"
            )
            #expect(changed == 1)
        }
        let row = try #require(try await database.read { try $0.rows("SELECT * FROM thing") }.first)
        #expect(try row.text("id") == "Đống Đa")
        #expect(try row.int("size") == 7)
        #expect(try row.bool("open"))
        #expect(try row.blob("data") == [1, 0, 2])
    }
}
