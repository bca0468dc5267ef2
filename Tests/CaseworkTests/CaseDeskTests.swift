// SPDX-License-Identifier: Apache-2.0

import Casework
import Foundation
import Kernel
import TestKit
import Testing

@Suite("The desk")
struct CaseDeskTests {
    @Test(
        "cases are found by their applicant's name, in any order and without accents", arguments: Backend.available)
    func search(backend: Backend) async throws {
        let office = try await Office(backend)
        let minh = try await office.open()
        let other = try await office.open(for: "Trần Thị Minh Nguyệt")
        func found(_ typed: String, by actor: Actor = Office.lan) async throws -> [ID<CaseFile>] {
            try await office.cases.search(typed, kind: "dossiers", for: actor).map(\.id)
        }
        #expect(try await found("nguyen van minh") == [minh.id])
        #expect(try await found("MINH Nguyễn") == [minh.id])
        #expect(try await found("Minh") == [other.id, minh.id])
        #expect(try await found("Min").isEmpty)
        #expect(try await found("  ").isEmpty)
        #expect(try await found("%' OR 1=1 --").isEmpty)
        #expect(try await found("minh", by: Office.binh).isEmpty)
        await #expect(throws: Forbidden.self) { try await found("minh", by: Office.minh) }
    }

    @Test("an agency finds what was handed over to it, and what it handed over", arguments: Backend.available)
    func handedOver(backend: Backend) async throws {
        let office = try await Office(backend)
        let file = try await office.follow(try await office.open(), "receive")
        _ = try await office.cases.handOver(
            file.id, seen: file.version, to: Office.kimSon, saying: "thuộc xã Kim Sơn", by: Office.lan)
        for official in [Office.lan, Office.binh] {
            #expect(try await office.cases.search("minh", kind: "dossiers", for: official).map(\.id) == [file.id])
        }
    }

    @Test("many are moved at once, and what is refused holds up no other", arguments: Backend.available)
    func many(backend: Backend) async throws {
        let office = try await Office(backend)
        let files = [try await office.open(), try await office.open(), try await office.open()]
        let seen = files.map(CaseFile.Seen.init)
        _ = try await office.follow(files[1], "receive")
        let refusals = try await office.cases.move(seen, "receive", by: Office.lan)
        #expect(refusals.map(\.id) == [files[1].id])
        #expect(refusals.first?.problem as? CaseProblem == .changedMeanwhile)
        #expect(try await office.events("dossiers.received") == 3)

        // One that went to another desk and on from there is gone for this one, and stops nothing.
        let elsewhere = try await office.open(at: Office.kimSon)
        let last = try await office.open()
        let gone = try await office.cases.move(
            [CaseFile.Seen(elsewhere), CaseFile.Seen(last)], "receive", by: Office.lan)
        #expect(gone.map(\.id) == [elsewhere.id])
        #expect(gone.first?.problem as? CaseProblem == .notFound)
        #expect(try await office.cases.view(last.id, for: Office.lan).file.state == "received")
        await #expect(throws: CaseProblem.nothingChosen) {
            try await office.cases.move([], "receive", by: Office.lan)
        }
        let fresh = try await office.open()
        await #expect(throws: Forbidden.self) {
            try await office.cases.move([CaseFile.Seen(fresh)], "receive", by: Office.reader)
        }
    }

    @Test("only moves without words are offered for many", arguments: Backend.available)
    func offered(backend: Backend) async throws {
        let cases = try await Office(backend).cases
        func moves(_ phase: CaseFlow.Phase, _ actor: Actor) throws -> [String] {
            try cases.bulkMoves(of: CasePile(kind: "dossiers", holder: Office.yenMo, phase: phase), for: actor)
                .map(\.name)
        }
        #expect(try moves(.incoming, Office.lan) == ["receive"])
        #expect(try moves(.running, Office.lan) == ["begin", "request_payment", "send_to_register"])
        #expect(try moves(.outgoing, Office.lan) == ["return"])
        #expect(try moves(.incoming, Office.reader).isEmpty)
    }

    @Test("who leads the desk sees who has how much, what is late, and why", arguments: Backend.available)
    func overview(backend: Backend) async throws {
        let office = try await Office(backend)
        let idle = try await office.follow(try await office.open(limit: .workingDays(1)), "receive")
        let mine = try await office.cases.assign(
            try await office.follow(try await office.open(limit: .workingDays(1)), "receive").id, seen: 2, to: "lan",
            by: Office.lan)
        let slow = try await office.cases.assign(
            try await office.follow(try await office.open(limit: .workingDays(1)), "receive", "begin").id, seen: 3,
            to: "lan", by: Office.lan)
        _ = try await office.follow(try await office.open(limit: .workingDays(30)), "receive")
        #expect(try await office.cases.overview(of: "dossiers", at: Office.yenMo, for: Office.lan).late.isEmpty)

        // Two working days later each is late by one of seven and a half hours.
        office.clock.advance(by: 2 * 86_400)
        let overview = try await office.cases.overview(of: "dossiers", at: Office.yenMo, for: Office.lan)
        #expect(Set(overview.late.map(\.file.id)) == [idle.id, mine.id, slow.id])
        #expect(overview.late.allSatisfy { $0.minutes == 450 })
        let reasons = Dictionary(uniqueKeysWithValues: overview.late.map { ($0.file.id, $0.reason) })
        #expect(reasons[idle.id] == .nobodyHasIt)
        #expect(reasons[mine.id] == .notBegun)
        guard case .held(let time) = reasons[slow.id] else { throw Unexplained() }
        #expect(time.holder == Office.yenMo && time.minutes == 900)
        #expect(overview.shares.map(\.officer) == ["lan", nil])
        #expect(overview.shares.map(\.counts.late) == [2, 1])
        #expect(overview.shares.map { $0.counts[.running] } == [2, 2])
        await #expect(throws: Forbidden.self) {
            try await office.cases.overview(of: "dossiers", at: Office.yenMo, for: Office.reader)
        }
    }

    @Test("a case is rated once, at its end, by whose it is", arguments: Backend.available)
    func rating(backend: Backend) async throws {
        let office = try await Office(backend)
        let cases = office.cases
        let open = try await office.follow(try await office.open(), "receive", "begin", "decide")
        await #expect(throws: CaseProblem.cannotMove) { try await cases.rate(open.id, 5, saying: "", by: Office.minh) }
        let file = try await office.follow(open, "return")
        for score in [nil, 0, 6] {
            await #expect(throws: CaseProblem.noScore) {
                try await cases.rate(file.id, score, saying: "", by: Office.minh)
            }
        }
        await #expect(throws: Forbidden.self) { try await cases.rate(file.id, 5, saying: "", by: Office.lan) }
        await #expect(throws: CaseProblem.notFound) { try await cases.rate(file.id, 5, saying: "", by: Office.hoa) }
        try await cases.rate(file.id, 4, saying: "Nhanh", by: Office.minh)
        await #expect(throws: CaseProblem.ratedAlready) {
            try await cases.rate(file.id, 1, saying: "", by: Office.minh)
        }
        #expect(try await cases.view(file.id, for: Office.minh).rating?.score == 4)
        #expect(try await cases.view(file.id, for: Office.lan).rating == nil)
        let ratings = try await cases.ratings(of: "dossiers", at: Office.yenMo, for: Office.lan)
        #expect(ratings.map(\.text) == ["Nhanh"])
        #expect(try await office.events("dossiers.rated") == 1)
    }

    @Test("another agency is asked, reads the case and answers once", arguments: Backend.available)
    func consultation(backend: Backend) async throws {
        let office = try await Office(backend)
        let cases = office.cases
        let file = try await office.follow(try await office.open(), "receive", "begin")
        let due = office.clock.now().addingTimeInterval(86_400)
        await #expect(throws: CaseProblem.notFound) { try await cases.view(file.id, for: Office.binh) }
        await #expect(throws: CaseProblem.duePast) {
            try await cases.consult(
                file.id, seen: 3, Office.kimSon, asking: "?", until: office.clock.now(), by: Office.lan)
        }
        await #expect(throws: CaseProblem.noSuchAgency) {
            try await cases.consult(file.id, seen: 3, Office.yenMo, asking: "?", until: due, by: Office.lan)
        }
        await #expect(throws: Forbidden.self) {
            try await cases.consult(file.id, seen: 3, Office.kimSon, asking: "?", until: due, by: Office.reader)
        }
        try await cases.consult(
            file.id, seen: 3, Office.kimSon, asking: "Thửa đất có tranh chấp không?", until: due, by: Office.lan)
        await #expect(throws: CaseProblem.askedAlready) {
            try await cases.consult(file.id, seen: 4, Office.kimSon, asking: "?", until: due, by: Office.lan)
        }

        let asked = try await cases.questions(to: Office.kimSon, kind: "dossiers", for: Office.binh)
        #expect(asked.map(\.file.id) == [file.id])
        let view = try await cases.view(file.id, for: Office.binh)
        #expect(view.unanswered == asked.map(\.asked.id))
        #expect(view.moves.isEmpty)
        let question = try #require(view.unanswered.first)
        await #expect(throws: Forbidden.self) { try await cases.answer(question, in: file.id, "!", by: Office.lan) }
        try await cases.answer(question, in: file.id, "Không có.", by: Office.binh)
        await #expect(throws: CaseProblem.changedMeanwhile) {
            try await cases.answer(question, in: file.id, "Có.", by: Office.binh)
        }
        #expect(try await cases.questions(to: Office.kimSon, kind: "dossiers", for: Office.binh).isEmpty)
        let answered = try await cases.view(file.id, for: Office.lan)
        #expect(answered.consultations.first?.answer?.text == "Không có.")
        #expect(answered.steps.map(\.event).suffix(2) == ["consulted", "advised"])
        #expect(answered.file.holder == Office.yenMo)
    }

    @Test("an agency's own days move the deadlines reckoned after them", arguments: Backend.available)
    func ownDays(backend: Backend) async throws {
        let office = try await Office(backend)
        let (cases, place) = (office.cases, Office.yenMo)
        // The clock stands on a Wednesday, 08/07/2026.
        let promised = try await office.follow(try await office.open(limit: .workingDays(1)), "receive")
        let thursday = try #require(Day("2026-07-09"))
        let saturday = thursday + 2
        try await cases.setDay(thursday, isWorked: false, saying: "Mất điện", at: place, by: Office.lan)
        let later = try await office.follow(try await office.open(limit: .workingDays(1)), "receive")
        let due = try #require(promised.clock?.due)
        #expect(later.clock?.due == due.addingTimeInterval(86_400))
        #expect(try await cases.view(promised.id, for: Office.lan).file.clock?.due == due)
        try await cases.setDay(saturday, isWorked: true, saying: "Làm bù", at: place, by: Office.lan)
        let own = try await cases.ownDays(of: place, for: Office.lan)
        #expect(own.map(\.day) == [thursday, saturday])
        #expect(own.map(\.isWorked) == [false, true])
        try await cases.clearDay(thursday, at: place, by: Office.lan)
        #expect(try await cases.ownDays(of: place, for: Office.lan).map(\.day) == [saturday])
        #expect(try await office.events("cases.calendar_day_set") == 2)
        #expect(try await office.events("cases.calendar_day_cleared") == 1)
    }

    @Test("the country's days are told with occasion and basis, in both languages", arguments: Backend.available)
    func nationalDays(backend: Backend) async throws {
        let days = try await Office(backend).cases.nationalDays
        let nationalDay = try #require(Day("2026-09-02"))
        #expect(days.first { $0.day.day == nationalDay }?.reason?.name == "Quốc khánh")
        for (day, reason) in days {
            let reason = try #require(reason, "\(day.day)")
            #expect(![reason.name, reason.englishName, reason.basis].contains(""), "\(day.day)")
        }
    }

    @Test("a day is not changed to what it is, nor in the past, nor by anybody", arguments: Backend.available)
    func wrongDays(backend: Backend) async throws {
        let cases = try await Office(backend).cases
        let thursday = try #require(Day("2026-07-09"))
        func set(_ day: Day?, _ isWorked: Bool?, _ reason: String = "vì", by actor: Actor = Office.lan) async throws {
            try await cases.setDay(day, isWorked: isWorked, saying: reason, at: Office.yenMo, by: actor)
        }
        await #expect(throws: CaseProblem.noDay) { try await set(nil, true) }
        await #expect(throws: CaseProblem.noDay) { try await set(thursday, nil) }
        await #expect(throws: CaseProblem.dayPast) { try await set(thursday - 1, false) }
        await #expect(throws: CaseProblem.dayIsSo) { try await set(thursday, true) }
        await #expect(throws: CaseProblem.blankReason) { try await set(thursday, false, "") }
        await #expect(throws: Forbidden.self) { try await set(thursday, false, by: Office.reader) }
        await #expect(throws: Forbidden.self) { try await set(thursday, false, by: Office.binh) }
    }

    private struct Unexplained: Error {}
}
