// SPDX-License-Identifier: Apache-2.0

import Casework
import Content
import Database
import Foundation
import Kernel
import Ledger
import Passwords
import Product
import Simulation
import TestKit
import Testing

@testable import Replay

/// One year on each database, looked at from all sides: setting the stage takes longer than playing a few hundred dossiers.
@Suite("A replayed year")
struct ReplayTests {
    @Test("adds up on both databases, and is the same year on both")
    func year() async throws {
        var years: [[String]] = []
        for backend in Backend.available {
            let database = try await backend.empty()
            let reckoning = try await replay(dossiers: 200, on: database)
            try check(reckoning)
            #expect(try await Verification(database: database).run().findings.isEmpty)
            try await checkMark(database)
            try await checkDesks(database)
            try await checkNumbers(database)
            years.append(try await year(database))
            await database.close()
        }
        #expect(years[0].count == 200)
        #expect(years[0] == years[1])
    }

    private func replay(dossiers: Int, on database: any Database) async throws -> Reckoning {
        let folder = try DataFolder(TestFolder.own.appending(path: UUIDv7.string()).path())
        let replay = try Replay(
            "bentre2020", dossiers: dossiers, seed: 2020, content: .embedded,
            passwords: Passwords(cost: .init(memoryKiB: 64, passes: 1, lanes: 1)))
        return try await replay.play(on: database, in: folder, made: try #require(Day("2026-11-22")))
    }

    private func check(_ reckoning: Reckoning) throws {
        #expect(reckoning.differences == [])
        #expect(reckoning.dossiers == 200)
        #expect(reckoning.events["dossiers.opened"] == 200)
        #expect((140...200).contains(try #require(reckoning.events["dossiers.decided"])))
        for kind in ["dossiers.declined", "dossiers.supplement_requested", "payments.billed", "payments.paid"] {
            #expect(reckoning.events[kind] ?? 0 > 0, "\(kind)")
        }
        #expect(reckoning.papers > 200)
    }

    private func checkMark(_ database: any Database) async throws {
        let mark = try #require(try await SimulationMark.read(database))
        #expect(mark.dossiers == 200 && mark.whole == 78_496 && mark.name == "bentre2020")
        let first = try await LedgerReader(database: database).event(ID("1"))
        #expect(first.kind == SimulationMark.kind)
    }

    private func checkDesks(_ database: any Database) async throws {
        let rows = try await database.read { db in
            try db.rows(
                """
                SELECT count(*) AS desks, sum(CASE WHEN organ_id LIKE 'H07.99.%' THEN 1 ELSE 0 END) AS unnamed
                FROM agency WHERE kind = 'serviceDesk'
                """)
        }
        #expect(try rows[0].int("desks") == 17 + 9 + 157)
        #expect(try rows[0].int("unnamed") == 9)
    }

    /// Numbers of an agency and a day have no gaps, and times are those of the year.
    private func checkNumbers(_ database: any Database) async throws {
        let rows = try await database.read { db in
            try db.rows("SELECT code, opened_at, received_at FROM case_file WHERE code IS NOT NULL")
        }
        let codes = try rows.map { try $0.value("code") { DossierCode($0) } }
        for numbers in Dictionary(grouping: codes, by: { "\($0.organID) \($0.day)" }).values {
            #expect(numbers.map(\.number).sorted() == Array(1...numbers.count))
        }
        for row in rows {
            #expect(Day(try row.time("opened_at")).year == 2020)
            #expect(try row.time("opened_at") < row.time("received_at"))
        }
    }

    /// Everything of the dossiers that is not an id.
    private func year(_ database: any Database) async throws -> [String] {
        try await database.read { db in
            try db.rows(
                """
                SELECT matter, applicant_name, state, code, opened_at, received_at, due_at, ended_at
                FROM case_file ORDER BY opened_at, matter, applicant_name
                """
            ).map { "\($0)" }
        }
    }

    @Test("another seed is another year")
    func seeds() {
        func luck(_ seed: UInt64) -> [UInt64] {
            var chance = Chance(seed: seed, stream: 7)
            return (0..<4).map { _ in chance.next() }
        }
        #expect(luck(1) == luck(1))
        #expect(luck(1) != luck(2))
    }
}

@Suite("The mark of a simulation")
struct SimulationMarkTests {
    @Test("a node that holds real things has none, and one that is not made yet neither", arguments: Backend.available)
    func none(backend: Backend) async throws {
        let database = try await backend.empty()
        #expect(try await SimulationMark.read(database) == nil)
        try await database.migrate(Platform.migrations)
        #expect(try await SimulationMark.read(database) == nil)
        await database.close()
    }

    @Test("stands on every page, with a page that explains it")
    func pages() async throws {
        let mark = SimulationMark(name: "bentre2020", seed: 2020, dossiers: 785, whole: 78_496, made: .beginning)
        try await Site.run(on: .sqlite, simulation: mark) { site in
            let browser = site.browser()
            for path in ["/", "/about", "/services", "/nowhere"] {
                #expect(try await browser.get(path).links.contains("/simulation"), "\(path)")
            }
            let page = try await browser.get("/simulation")
            #expect(page.html.contains("785 trên 78.496") && page.html.contains("148"))
        }
        try await Site.run(on: .sqlite) { site in
            let home = try await site.browser().get("/")
            #expect(!home.links.contains("/simulation"))
            let plain = try await site.browser().get("/simulation")
            #expect(plain.status == 200)
        }
    }
}

@Suite("Turns that are committed together")
struct EnsembleTests {
    @Test("one that throws takes nothing of the others with it", arguments: Backend.available)
    func oneThrows(backend: Backend) async throws {
        struct Refused: Error {}
        let base = try await backend.empty()
        try await base.write {
            try $0.run("CREATE TABLE note (number \(.int) PRIMARY KEY, at \(.int) NOT NULL) \(.strict)")
        }
        let database = ReplayDatabase(base)
        let clock = ReplayClock(Date(timeIntervalSince1970: 0))
        let kept = try await database.ensemble.perform(
            (0..<8).map { number in
                (
                    Turn(at: Date(timeIntervalSince1970: Double(number)), order: number, lane: number % 2),
                    { @Sendable () async throws -> Bool in
                        do {
                            try await database.write { db in
                                try db.run("INSERT INTO note (number, at) VALUES (\(number), \(clock.now()))")
                                if number == 3 { throw Refused() }
                            }
                            return true
                        } catch is Refused { return false }
                    }
                )
            })
        #expect(kept == [true, true, true, false, true, true, true, true])
        let rows = try await base.read { try $0.rows("SELECT number, at FROM note ORDER BY number") }
        #expect(try rows.map { try $0.int("number") } == [0, 1, 2, 4, 5, 6, 7])
        // Each in its own moment.
        #expect(try rows.map { try $0.int("at") / 1000 } == [0, 1, 2, 4, 5, 6, 7])
        await base.close()
    }
}
