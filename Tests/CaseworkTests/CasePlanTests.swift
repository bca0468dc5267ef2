// SPDX-License-Identifier: Apache-2.0

import Casework
import Database
import Kernel
import TestKit
import Testing

/// How the databases find what people look at, among more cases than anybody reads through.
@Suite("Plans of the queries for cases")
struct CasePlanTests {
    /// 20,000 cases at 40 desks, of 2,000 people, in all phases.
    private func crowded(_ backend: Backend) async throws -> (cases: CaseService, database: PlannedDatabase) {
        let office = try await Office(backend)
        try await office.database.write { db in
            try db.run(
                """
                INSERT INTO case_file (id, kind, matter, matter_version, applicant, applicant_name, channel, content, desk,
                    holder, state, phase, opened_at, pile_order, version)
                WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
                SELECT 'c' || i, 'dossiers', '1.001193', 1, 'p' || (i % 2000), 'Nguyễn Văn Minh', 'online', '{}',
                    'd' || (i % 40), CASE WHEN i % 40 = 0 THEN 'yen-mo' ELSE 'd' || (i % 40) END, 'registered',
                    CASE i % 3 WHEN 0 THEN 'incoming' WHEN 1 THEN 'running' ELSE 'standing' END, i, i, 1
                FROM n
                """)
            try db.run("ANALYZE")
        }
        let planned = PlannedDatabase(office.database)
        return (try office.service(on: planned), planned)
    }

    @Test("a page of one desk's pile is one read of its index, in its order", arguments: Backend.available)
    func pile(backend: Backend) async throws {
        let (cases, database) = try await crowded(backend)
        let pile = CasePile(kind: "dossiers", holder: Office.yenMo, phase: .running)
        let first = try await cases.pile(pile, limit: 20, for: Office.lan)
        #expect(first.count == 20)
        let last = try #require(first.last)
        let second = try await cases.pile(pile, after: CasePile.Mark(last), limit: 20, for: Office.lan)
        #expect(second.count == 20 && second.allSatisfy { $0.order > last.order })
        let plans = database.plans(reading: "case_file")
        // Pages that are new to their reader: each is read, and once more with what the access log is told.
        #expect(plans.count == 4)
        for plan in plans { check(plan, uses: "case_file_pile", on: backend) }
        await database.close()
    }

    @Test("a pile is counted by its index, and as far as anybody reads", arguments: Backend.available)
    func counts(backend: Backend) async throws {
        let (cases, database) = try await crowded(backend)
        try await database.write { try $0.run("UPDATE case_file SET holder = 'yen-mo' WHERE phase = 'incoming'") }
        let counts = try await cases.counts(of: "dossiers", at: Office.yenMo, for: Office.lan)
        // In all 6,666 came in; 167 run and are late by decades.
        #expect(counts[.incoming] == CaseCounts.limit + 1 && counts[.running] == 167 && counts.late == 167)
        let plan = try #require(database.plans(reading: "case_file").last)
        #expect(plan.contains("case_file_pile"), "\(plan)")
        #expect(!plan.contains("Seq Scan on case_file") && !plan.contains("SCAN case_file"), "\(plan)")
        await database.close()
    }

    @Test("what somebody asked is found by their account", arguments: Backend.available)
    func mine(backend: Backend) async throws {
        let (cases, database) = try await crowded(backend)
        let mine = try await cases.newest(of: Actor(id: "p7", kind: .resident), kind: "dossiers", limit: 5)
        #expect(mine.map(\.id.rawValue) == ["c18007", "c16007", "c14007", "c12007", "c10007"])
        let plan = try #require(database.plans(reading: "case_file").first)
        for index in ["case_file_applicant", "case_file_sent_by"] { #expect(plan.contains(index), "\(plan)") }
        #expect(!plan.contains("Seq Scan on case_file") && !plan.contains("SCAN case_file"), "\(plan)")
        await database.close()
    }

    private func check(_ plan: String, uses index: String, on backend: Backend) {
        #expect(plan.contains(index), "\(plan)")
        let signs = backend == .sqlite ? ["SCAN", "TEMP B-TREE"] : ["Seq Scan", "Bitmap", "Sort"]
        for sign in signs { #expect(!plan.contains(sign), "\(plan)") }
    }
}
