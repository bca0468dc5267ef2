// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
import Kernel
import Ledger
import Product
import TestKit
import Testing

@testable import Workbench

/// A crash trial that cannot fail proves nothing: each kind of broken promise is noticed.
@Suite("What writers said, held against the database")
struct TestimonyTests {
    @Test("a database that kept its word is found to be so", arguments: Backend.available)
    func kept(backend: Backend) async throws {
        let (database, testimony) = try await written(backend)
        #expect(try await testimony.broken(by: database) == [])
        #expect(try await testimony.contradictions(in: database) == [])
    }

    @Test("an acknowledged write that is gone is noticed", arguments: Backend.available)
    func lost(backend: Backend) async throws {
        let (database, testimony) = try await written(backend)
        try await database.write {
            try $0.run("DELETE FROM bench_deed WHERE number = 2")
        }
        #expect(try await testimony.broken(by: database) == ["1 acknowledged writes lost"])
        #expect(
            try await testimony.contradictions(in: database) == [
                "1 writers whose total is not the number of their deeds", "1 events without their deed",
                "1 messages without their deed", "1 acknowledged writes lost",
            ])
    }

    @Test("a write that was refused and done all the same is noticed", arguments: Backend.available)
    func doneAllTheSame(backend: Backend) async throws {
        var (database, testimony) = try await written(backend)
        let request = UUIDv7.string()
        try await database.write { try Deeds(db: $0).add(request, by: "w0") }
        testimony.hear("refused \(request)")
        #expect(try await testimony.broken(by: database) == ["1 refused writes done"])
    }

    @Test("a request that was done twice is noticed", arguments: Backend.available)
    func twice(backend: Backend) async throws {
        let (database, testimony) = try await written(backend)
        let request = try #require(testimony.said[.acked]?.first)
        try await database.write { try Deeds(db: $0).add(request, by: "w0") }
        #expect(try await testimony.broken(by: database) == ["1 requests done twice"])
    }

    @Test("a gap among the numbers of dossiers or receipts is noticed", arguments: Backend.available)
    func gap(backend: Backend) async throws {
        let (database, testimony) = try await written(backend)
        let numbers = try Numbers(database)
        try await numbers.prepare()
        for _ in 0..<3 {
            try await numbers.receive()
            try await numbers.settle()
            await #expect(throws: (any Error).self) { try await numbers.receive(abandoned: true) }
        }
        #expect(try await database.read { try Numbers.count(in: $0) } == (dossiers: 3, receipts: 3))
        #expect(try await testimony.contradictions(in: database) == [])
        try await database.write { try $0.run("DELETE FROM receipt WHERE number = 2") }
        #expect(try await testimony.contradictions(in: database).contains { $0.hasPrefix("receipts of") })
        try await database.write { try $0.run("UPDATE case_number SET last = last + 1") }
        #expect(try await testimony.contradictions(in: database).contains { $0.hasPrefix("dossiers of") })
    }

    @Test("a message that neither waits nor was delivered is noticed", arguments: Backend.available)
    func messageLost(backend: Backend) async throws {
        let (database, testimony) = try await written(backend)
        try await database.write { try $0.run("DELETE FROM job_outbox") }
        #expect(try await testimony.contradictions(in: database) == ["3 messages lost"])
    }

    @Test("half a line was not said")
    func halfALine() {
        var testimony = Testimony()
        testimony.hear("acked 0197-half")
        testimony.hear("acked")
        testimony.hear("boasted \(UUIDv7.string())")
        #expect(testimony == Testimony())
    }

    /// Three deeds, acknowledged and sealed.
    private func written(_ backend: Backend) async throws -> (any Database, Testimony) {
        let database = try await backend.migrated(Scratch.migrations)
        let (sealer, keys) = try Scratch.sealer(
            database, keys: TestFolder.own.appending(path: UUIDv7.string()).path(percentEncoded: false))
        try await keys.ensure()
        var testimony = Testimony()
        for _ in 0..<3 {
            let request = UUIDv7.string()
            try await database.write { try Deeds(db: $0).add(request, by: "w0") }
            testimony.hear("acked \(request)")
        }
        try await sealer.seal()
        return (database, testimony)
    }
}

@Suite("The place a bench works in")
struct ScratchTests {
    @Test("nothing of it is left", arguments: Backend.available)
    func nothingLeft(backend: Backend) async throws {
        let data = TestFolder.own.appending(path: "bench/\(UUIDv7.string())").path(percentEncoded: false)
        let storage =
            try backend == .sqlite
            ? Storage("\(data)/doicanh.sqlite") : Storage(PostgresTestDatabases.url().string ?? "")
        let scratch = try await Scratch(beside: data, like: storage)
        let database = try await scratch.open()
        try await database.write { try Deeds(db: $0).add(UUIDv7.string(), by: "w0") }
        await database.close()
        #expect(FileManager.default.fileExists(atPath: data))

        try await scratch.remove()

        #expect(!FileManager.default.fileExists(atPath: data))
    }
}
