// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
import Kernel
import TestKit
import Testing

@Suite("Values in and out")
struct ValueTests {
    private static let sample: SQL = """
        CREATE TABLE sample (
            id \(.text) PRIMARY KEY, whole \(.int), flag \(.bool), part \(.real), bytes \(.blob), at \(.int)
        ) \(.strict)
        """

    @Test("every kind of value comes back as it went in", arguments: Backend.available)
    func roundTrip(backend: Backend) async throws {
        let database = try await backend.empty()
        let text = "Xã Yên Hòa – “Đường Trần Hưng Đạo” 'quoted' \\ \n\t e\u{301} 🌾 %s $1 ?1"
        let bytes: [UInt8] = Array(0...255)
        let time = Date(milliseconds: 1_751_328_000_123)
        let row = try await database.write { db in
            try db.run(Self.sample)
            for (index, whole) in [Int64.min, -1, 0, 1, .max].enumerated() {
                try db.run("INSERT INTO sample (id, whole) VALUES (\("whole-\(index)"), \(whole))")
            }
            try db.run(
                """
                INSERT INTO sample (id, whole, flag, part, bytes, at)
                VALUES (\(text), \(42), \(true), \(0.1 + 0.2), \(bytes), \(time))
                """)
            return try db.rows("SELECT * FROM sample WHERE id = \(text)").first
        }
        let found = try #require(row)
        #expect(try Array(found.text("id").unicodeScalars) == Array(text.unicodeScalars))
        #expect(try found.int("whole") == 42)
        #expect(try found.bool("flag"))
        #expect(try found.real("part") == 0.1 + 0.2)
        #expect(try found.blob("bytes") == bytes)
        #expect(try found.time("at") == time)
        let wholes = try await database.read { db in
            try db.rows("SELECT whole FROM sample WHERE id LIKE 'whole-%' ORDER BY whole").map {
                try $0.integer("whole")
            }
        }
        #expect(wholes == [.min, -1, 0, 1, .max])
    }

    @Test("nothing is different from empty", arguments: Backend.available)
    func nulls(backend: Backend) async throws {
        let database = try await backend.empty()
        let rows = try await database.write { db in
            try db.run(Self.sample)
            let (none, noBytes, noFlag): (String?, [UInt8]?, Int?) = (nil, nil, nil)
            try db.run("INSERT INTO sample (id, bytes, whole) VALUES (\("empty"), \([] as [UInt8]), \(0))")
            try db.run("INSERT INTO sample (id, bytes, whole) VALUES (\("null"), \(noBytes), \(noFlag))")
            try db.run("INSERT INTO sample (id) VALUES (\("other"))")
            #expect(try db.rows("SELECT id FROM sample WHERE id = \(none)").isEmpty)
            return try db.rows("SELECT * FROM sample WHERE id <> \("other") ORDER BY id")
        }
        #expect(try rows[0].blob("bytes") == [])
        #expect(try rows[1].optional("bytes", rows[1].blob) == nil)
        #expect(try rows[1].optional("whole", rows[1].int) == nil)
        #expect(try rows[1].optional("at", rows[1].time) == nil)
    }

    @Test("sums and counts are whole numbers, averages are not", arguments: Backend.available)
    func aggregates(backend: Backend) async throws {
        let database = try await backend.empty()
        let row = try await database.write { db in
            try db.run(Self.sample)
            for number in [1, 2, 4_000_000_000] {
                try db.run("INSERT INTO sample (id, whole) VALUES (\("\(number)"), \(number))")
            }
            return try db.rows(
                """
                SELECT count(*) AS n, sum(whole) AS total, sum(-whole) AS minus, avg(whole) AS mean, max(whole) AS most,
                       sum(whole) FILTER (WHERE whole < 0) AS none
                FROM sample
                """
            ).first
        }
        let found = try #require(row)
        #expect(try found.int("n") == 3)
        #expect(try found.int("total") == 4_000_000_003)
        #expect(try found.int("minus") == -4_000_000_003)
        #expect(try abs(found.real("mean") - 4_000_000_003 / 3) < 0.001)
        #expect(try found.int("most") == 4_000_000_000)
        #expect(try found.optional("none", found.int) == nil)
    }

    @Test("U+0000 is refused", arguments: Backend.available)
    func zero(backend: Backend) async throws {
        let database = try await backend.empty()
        await #expect(throws: DatabaseProblem.mistake("U+0000 in a text value")) {
            try await database.read { try $0.rows("SELECT \("a\0b") AS text") }
        }
    }

    @Test("text is ordered by its bytes", arguments: Backend.available)
    func order(backend: Backend) async throws {
        let database = try await backend.empty()
        let names = ["Ân", "an", "Ẩn", "Đà", "da", "Z", "a", "é", "e\u{301}", "🌾", "_", "1", "10", "9", ""]
        let found = try await database.write { db in
            try db.run(Self.sample)
            for name in names { try db.run("INSERT INTO sample (id) VALUES (\(name))") }
            return try db.rows("SELECT id FROM sample ORDER BY id").map { try $0.text("id") }
        }
        let byBytes = names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        #expect(found.map { Array($0.utf8) } == byBytes.map { Array($0.utf8) })
    }

    @Test("a missing column and a value of another kind are mistakes, not crashes", arguments: Backend.available)
    func mistakes(backend: Backend) async throws {
        let database = try await backend.empty()
        let row = try #require(try await database.read { try $0.rows("SELECT \("text") AS name") }.first)
        #expect(throws: DatabaseProblem.mistake("no column size")) { try row.int("size") }
        #expect(throws: DatabaseProblem.mistake("unexpected value in column name")) { try row.int("name") }
    }

    @Test("each walks through many rows and may ask in between", arguments: Backend.available)
    func each(backend: Backend) async throws {
        let database = try await backend.empty()
        let (sum, asked) = try await database.write { db in
            try db.run(Self.sample)
            for number in 0..<1000 { try db.run("INSERT INTO sample (id, whole) VALUES (\("\(number)"), \(number))") }
            var (sum, asked) = (0, 0)
            try db.each("SELECT whole FROM sample WHERE whole >= \(0) ORDER BY whole") { row in
                let whole = try row.int("whole")
                #expect(whole == sum.distance(to: sum + whole))
                sum += whole
                if whole % 100 == 0 {
                    try db.each("SELECT whole FROM sample WHERE whole >= \(998) ORDER BY whole") {
                        asked += try $0.int("whole")
                    }
                }
            }
            return (sum, asked)
        }
        #expect(sum == 499_500)
        #expect(asked == 10 * (998 + 999))
    }
}
