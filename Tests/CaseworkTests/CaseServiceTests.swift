// SPDX-License-Identifier: Apache-2.0

import Database
import Foundation
import Kernel
import TestKit
import Testing

@testable import Casework

@Suite("Case service")
struct CaseServiceTests {
    @Test("a case goes from the form to the hand that gives the result", arguments: Backend.available)
    func way(backend: Backend) async throws {
        let office = try await Office(backend)
        let opened = try await office.open()
        #expect(opened.code == nil && opened.clock == nil && opened.state == "registered")

        let received = try await office.follow(opened, "receive")
        #expect(received.code?.description == "H42.19.05-260708-0001")
        #expect(received.phase == .running)
        #expect(try #require(received.clock).due > Site.moment)

        office.clock.advance(by: 3600)
        let returned = try await office.follow(received, "begin", "decide", "return")
        #expect(returned.phase == .closed && !returned.isLate(at: office.clock.now()))
        let view = try await office.cases.view(opened.id, for: Office.minh)
        #expect(view.steps.map(\.event) == ["opened", "received", "begun", "decided", "returned"])
        #expect(view.time == [CaseTime(holder: Office.yenMo, minutes: 60)])
        #expect(view.moves.isEmpty)
        #expect(try await office.events("dossiers.decided") == 1)
    }

    @Test("the clock stands while the applicant is asked for more", arguments: Backend.available)
    func stands(backend: Backend) async throws {
        let office = try await Office(backend)
        let asked = try await office.follow(try await office.open(), "receive", "request_supplement")
        let due = try #require(asked.clock?.due)
        office.clock.advance(by: 7 * 24 * 3600)
        #expect(!asked.isLate(at: office.clock.now()))

        let supplied = try await office.cases.move(
            asked.id, seen: asked.version, "supplement", saying: .init("Đã gửi giấy chứng sinh"), by: Office.minh)
        #expect(try #require(supplied.clock?.due) == due.addingTimeInterval(7 * 24 * 3600))
        #expect(supplied.phase == .running)
    }

    @Test("two at once: the second is refused and nothing is overwritten", arguments: Backend.available)
    func collision(backend: Backend) async throws {
        let office = try await Office(backend)
        let opened = try await office.open()
        _ = try await office.follow(opened, "receive")
        await #expect(throws: CaseProblem.changedMeanwhile) {
            try await office.cases.move(
                opened.id, seen: opened.version, "decline", saying: .init("thiếu"), by: Office.lan)
        }
        #expect(try await office.cases.view(opened.id, for: Office.lan).file.state == "received")
    }

    @Test("a hand-over takes the deadline along and splits the time", arguments: Backend.available)
    func handOver(backend: Backend) async throws {
        let office = try await Office(backend)
        let received = try await office.follow(try await office.open(), "receive")
        office.clock.advance(by: 1800)
        let moved = try await office.cases.handOver(
            received.id, seen: received.version, to: Office.kimSon, saying: "thuộc thẩm quyền", by: Office.lan)
        #expect(moved.clock == received.clock && moved.holder == Office.kimSon && moved.officer == nil)
        office.clock.advance(by: 3600)
        let view = try await office.cases.view(received.id, for: Office.binh)
        #expect(view.time == [.init(holder: Office.yenMo, minutes: 30), .init(holder: Office.kimSon, minutes: 60)])
        // The desk that took it in can still follow it, but no longer act.
        #expect(try await office.cases.view(received.id, for: Office.lan).moves.isEmpty)
        await #expect(throws: Forbidden.self) {
            try await office.cases.move(moved.id, seen: moved.version, "begin", by: Office.lan)
        }
    }

    @Test("each pile lies in its order, page by page", arguments: Backend.available)
    func piles(backend: Backend) async throws {
        let office = try await Office(backend)
        var files: [CaseFile] = []
        for days in [5, 1, 3, 2] {
            files.append(try await office.follow(try await office.open(limit: .workingDays(days)), "receive"))
        }
        _ = try await office.open()
        let pile = CasePile(kind: "dossiers", holder: Office.yenMo, phase: .running)
        let first = try await office.cases.pile(pile, limit: 3, for: Office.reader)
        #expect(first.map(\.limit) == [.workingDays(1), .workingDays(2), .workingDays(3)])
        let mark = try #require(CasePile.Mark(CasePile.Mark(first[2]).description))
        #expect(try await office.cases.pile(pile, after: mark, limit: 3, for: Office.reader) == [files[0]])

        office.clock.advance(by: 24 * 3600 + 60)
        let counts = try await office.cases.counts(of: "dossiers", at: Office.yenMo, for: Office.reader)
        #expect(counts[.incoming] == 1 && counts[.running] == 4 && counts.late == 1 && counts.dueSoon == 1)
        let mine = CasePile(kind: "dossiers", holder: Office.yenMo, phase: .running, officer: "lan")
        #expect(try await office.cases.pile(mine, limit: 3, for: Office.lan).isEmpty)
        _ = try await office.cases.assign(files[0].id, seen: files[0].version, to: "lan", by: Office.lan)
        #expect(try await office.cases.pile(mine, limit: 3, for: Office.lan).map(\.id) == [files[0].id])
    }

    @Test("messages reach both sides, notes stay inside", arguments: Backend.available)
    func thread(backend: Backend) async throws {
        let office = try await Office(backend)
        let file = try await office.open()
        try await office.cases.write("Bao giờ xong?", in: file.id, by: Office.minh)
        try await office.cases.write("Chiều nay.", in: file.id, by: Office.lan)
        try await office.cases.write("Kiểm tra sổ hộ tịch", isInternal: true, in: file.id, by: Office.lan)
        #expect(
            try await office.cases.view(file.id, for: Office.minh).messages.map(\.text) == [
                "Bao giờ xong?", "Chiều nay.",
            ]
        )
        #expect(try await office.cases.view(file.id, for: Office.lan).messages.count == 3)
        await #expect(throws: CaseProblem.blankMessage) {
            try await office.cases.write("", in: file.id, by: Office.minh)
        }
    }

    @Test("what the module refuses is undone", arguments: Backend.available)
    func veto(backend: Backend) async throws {
        let office = try await Office(backend) { _, step, _, _ in
            if step.event == "decided" { throw CaseProblem.cannotMove }
        }
        let begun = try await office.follow(try await office.open(), "receive", "begin")
        await #expect(throws: CaseProblem.cannotMove) { try await office.follow(begun, "decide") }
        #expect(try await office.cases.view(begun.id, for: Office.minh).file == begun)
        #expect(try await office.events("dossiers.decided") == 0)
    }
}

@Suite("Case permissions")
struct CasePermissionTests {
    @Test("a stranger learns nothing, and that they asked is in the ledger", arguments: Backend.available)
    func strangers(backend: Backend) async throws {
        let office = try await Office(backend)
        let file = try await office.follow(try await office.open(), "receive")
        let code = try #require(file.code)
        for stranger in [Office.hoa, Office.binh] {
            await #expect(throws: CaseProblem.notFound) { try await office.cases.view(file.id, for: stranger) }
            await #expect(throws: CaseProblem.notFound) { try await office.cases.find(code, for: stranger) }
            await #expect(throws: CaseProblem.notFound) {
                try await office.cases.move(file.id, seen: file.version, "begin", by: stranger)
            }
            await #expect(throws: CaseProblem.notFound) {
                try await office.cases.write("xem nào", in: file.id, by: stranger)
            }
        }
        #expect(try await office.events("dossiers.refused") == 8)
        await #expect(throws: CaseProblem.notFound) { try await office.cases.view(ID("none"), for: Office.lan) }
        #expect(try await office.events("dossiers.refused") == 8)
    }

    @Test("who may only look changes nothing", arguments: Backend.available)
    func lookers(backend: Backend) async throws {
        let office = try await Office(backend)
        let file = try await office.open()
        for move in ["receive", "decline"] {
            await #expect(throws: Forbidden.self) {
                try await office.cases.move(file.id, seen: file.version, move, saying: .init("x"), by: Office.reader)
            }
        }
        await #expect(throws: Forbidden.self) {
            try await office.cases.assign(file.id, seen: file.version, to: "lan", by: Office.reader)
        }
        await #expect(throws: Forbidden.self) {
            try await office.cases.handOver(
                file.id, seen: file.version, to: Office.kimSon, saying: "x", by: Office.reader)
        }
        await #expect(throws: Forbidden.self) {
            try await office.cases.move(file.id, seen: file.version, "receive", by: Office.minh)
        }
        await #expect(throws: Forbidden.self) {
            try await office.cases.move(file.id, seen: file.version, "withdraw", by: Office.lan)
        }
        await #expect(throws: Forbidden.self) {
            try await office.cases.pile(
                CasePile(kind: "dossiers", holder: Office.yenMo, phase: .incoming), for: Office.binh)
        }
        #expect(try await office.cases.view(file.id, for: Office.minh).file == file)
    }

    @Test("reading somebody's case is written down for them", arguments: Backend.available)
    func accessLog(backend: Backend) async throws {
        let office = try await Office(backend)
        let file = try await office.open()
        _ = try await office.cases.view(file.id, for: Office.minh)
        #expect(try await office.events("access.read") == 0)
        _ = try await office.cases.view(file.id, for: Office.reader)
        #expect(try await office.events("access.read") == 1)
    }
}

@Suite("Numbers of dossiers")
struct DossierNumberTests {
    @Test("32 at once, some rolled back: no number is missing and none is there twice", arguments: Backend.available)
    func gapFree(backend: Backend) async throws {
        let office = try await Office(backend) { file, step, _, _ in
            // Each third receipt fails after everything else has succeeded.
            if step.event == "received", file.matterVersion == 1, file.id.rawValue.hashed % 3 == 0 { throw Refused() }
        }
        var files: [CaseFile] = []
        for _ in 0..<64 { files.append(try await office.open()) }
        await withTaskGroup(of: Void.self) { group in
            for (index, file) in files.enumerated() {
                if index >= 32 { await group.next() }
                group.addTask { _ = try? await office.cases.move(file.id, seen: 1, "receive", by: Office.lan) }
            }
        }
        let given = try await office.database.read { db in
            try db.rows("SELECT code FROM case_file WHERE code IS NOT NULL").map { try $0.text("code") }
        }
        let expected = files.count { $0.id.rawValue.hashed % 3 != 0 }
        #expect(given.compactMap { DossierCode($0)?.number }.sorted() == Array(1...expected))
        #expect(expected < files.count)
    }

    @Test("each agency and each day counts from one", arguments: Backend.available)
    func perDay(backend: Backend) async throws {
        let office = try await Office(backend)
        let first = try await office.follow(try await office.open(), "receive")
        // 23:59 and 00:01 in Việt Nam are two days, though one in UTC.
        office.clock.advance(by: 15 * 3600 - 60)
        let evening = try await office.follow(try await office.open(), "receive")
        office.clock.advance(by: 120)
        let night = try await office.follow(try await office.open(), "receive")
        let elsewhere = try await office.open(at: Office.kimSon)
        let other = try await office.cases.move(elsewhere.id, seen: 1, "receive", by: Office.binh)
        #expect(
            [first, evening, night, other].map { $0.code?.description } == [
                "H42.19.05-260708-0001", "H42.19.05-260708-0002", "H42.19.05-260709-0001", "H42.19.06-260709-0001",
            ])
    }

    private struct Refused: Error {}
}

extension String {
    /// The same on every run, unlike Swift's own.
    fileprivate var hashed: Int { utf8.reduce(0) { ($0 * 31 + Int($1)) % 1_000_003 } }
}
