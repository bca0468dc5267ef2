// SPDX-License-Identifier: Apache-2.0

import Agencies
import Casework
import Database
import Foundation
import Identity
import Indicators
import Kernel
import Ledger
import Product
import TestKit
import Testing
import Units
import Web

@testable import Steering

@Suite("Pilots and awards")
struct AwardTests {
    @Test("who did what they were given in time is proposed", arguments: Backend.available)
    func awards(backend: Backend) async throws {
        try await Site.run(on: backend, with: Site.units) { site in
            let (cabinet, platform) = (try await Cabinet(site), site.platform)
            let service = AwardService(
                cases: platform.cases, indicators: platform.indicators, targets: platform.targets,
                agencies: platform.agencies, rule: AwardRule(leastTasks: 2, onTime: 0.75, targets: 1),
                now: platform.now)
            #expect(try await service.results(of: 2026, for: cabinet.office).isEmpty)
            let soon = Day(Site.moment) + 2
            func give(_ lead: String, _ count: Int, due: Day) async throws -> [CaseFile] {
                try await cabinet.tasks.give(
                    (1...count).map { number in
                        cabinet.draft("\(number)", lead: lead) { ($0.due, $0.basis) = (due, "Thông báo 12") }
                    }, by: cabinet.office)
            }
            let science = try await give("G06", 4, due: soon)
            for file in science.prefix(3) { try await Self.finish(file, by: cabinet.science, cabinet) }
            for file in try await give("H42", 2, due: soon) {
                try await Self.finish(file, by: cabinet.province, cabinet)
            }
            // One is too few, and what is due in the next year does not count yet.
            for file in try await give("G12", 1, due: soon) {
                try await Self.finish(file, by: cabinet.finance, cabinet)
            }
            _ = try await give("G12", 3, due: try #require(Day("2027-01-31")))
            site.clock.advance(by: 5 * 86_400)

            var results = try await service.results(of: 2026, for: cabinet.office)
            #expect(results.map(\.agency) == [cabinet.province, cabinet.science, cabinet.finance].map(\.agency))
            #expect(results.map(\.tasks) == [2, 4, 1] && results.map(\.onTime) == [2, 3, 1])
            #expect(results.map { $0.isProposed(by: service.rule) } == [true, true, false])
            #expect(try await service.results(of: 2025, for: cabinet.office).isEmpty)
            // Each number opens to its tasks.
            let behind = try await service.tasks(
                of: try #require(cabinet.science.agency), in: 2026, for: cabinet.office)
            #expect(Set(behind.map(\.file.id)) == Set(science.map(\.id)))
            #expect(behind.count { $0.progress.stage == .done && !$0.progress.isLate } == 3)
            await #expect(throws: Forbidden.self) {
                try await service.tasks(of: Site.agency, in: 2026, for: Actor(id: "x", kind: .official))
            }
            await #expect(throws: Forbidden.self) {
                try await service.results(of: 2026, for: Actor(id: "x", kind: .official, agency: Site.agency))
            }

            // A target that was missed takes the province off the list.
            let province = try #require(cabinet.province.agency)
            let unit = try #require(try await platform.agencies.find(ID(province.rawValue))?.unit)
            var draft = TargetDraft()
            (draft.indicator, draft.unit, draft.period) = ("dossiers_on_time", "\(unit)", "2026")
            (draft.value, draft.owner, draft.basis) = ("95", province.rawValue, "Kế hoạch 1")
            let chairman = Actor(id: "h", kind: .official, grants: [Grant(.setTargets, in: province)], agency: province)
            try await platform.targets.set(draft, by: chairman)
            // Nothing is counted yet, so nothing is missed.
            results = try await service.results(of: 2026, for: cabinet.office)
            #expect(results.first { $0.agency == province }?.targets == 0)
            try await platform.database.write { db in
                for answer in ["yes", "no"] {
                    try Ledger(db).append(
                        Event(
                            id: ID(platform.newID()), kind: "dossiers.decided", subject: "x", place: province.rawValue,
                            actor: "x", at: platform.now(), facts: ["on_time": answer]))
                }
            }
            try await site.settle()
            results = try await service.results(of: 2026, for: cabinet.office)
            #expect(results.map(\.agency) == [cabinet.science, cabinet.province, cabinet.finance].map(\.agency))
            #expect(results.map { $0.isProposed(by: service.rule) } == [true, false, false])
            let missed = try #require(results.first { $0.agency == province })
            #expect((missed.targets, missed.reached) == (1, 0))
        }
    }

    @Test("what a pilot reached becomes tasks for others of its kind", arguments: Backend.available)
    func pilot(backend: Backend) async throws {
        try await Site.run(on: backend, with: Site.units) { site in
            let (cabinet, platform) = (try await Cabinet(site), site.platform)
            let service = ReplicationService(
                cases: platform.cases, agencies: platform.agencies, units: platform.units, tasks: cabinet.tasks,
                directives: cabinet.directives)
            let directive = try await cabinet.directives.enter(cabinet.resolution(), by: cabinet.office)
            func give(isPilot: Bool) async throws -> CaseFile {
                try await cabinet.tasks.give(
                    cabinet.draft("Bản đồ \"số\"", lead: "H42") { $0.isPilot = isPilot }, under: directive.id,
                    by: cabinet.office)
            }
            let file = try await give(isPilot: true)
            await #expect(throws: ReplicationProblem.noPilot) { try await service.pilot(file.id, for: cabinet.office) }
            try await Self.finish(file, by: cabinet.province, cabinet)
            let usual = try await give(isPilot: false)
            try await Self.finish(usual, by: cabinet.province, cabinet)
            await #expect(throws: ReplicationProblem.noPilot) { try await service.pilot(usual.id, for: cabinet.office) }
            await #expect(throws: ReplicationProblem.noPilot) {
                try await service.pilot(file.id, for: cabinet.province)
            }

            let pilot = try await service.pilot(file.id, for: cabinet.office)
            #expect(pilot.result == "Xong, 9 xã" && pilot.peers.count == 33)
            #expect(!pilot.peers.contains { $0.place == cabinet.province.agency })
            let chosen = pilot.peers.prefix(3).map(\.organID.description)
            let text = service.sheet(
                of: pilot, to: chosen, due: Day("2027-06-30"), group: "3", text: "Làm như H42:\n\"nhanh\", tốt")
            let sheet = try TaskSheet(text)
            #expect(sheet.rows.map(\.draft.lead) == chosen)
            #expect(sheet.rows[2].draft.text == "Làm như H42:\n\"nhanh\", tốt")
            try await cabinet.tasks.give(sheet.rows.map(\.draft), under: directive.id, by: cabinet.office)
            let given = try await cabinet.directives.view(directive.id, for: cabinet.office).tasks
            #expect(given.map(\.title) == Array(repeating: "Bản đồ \"số\"", count: 5))
            #expect(given.suffix(3).map(\.item.group) == [3, 3, 3])
        }
    }

    @Test("a head of agency sees the proposals, and makes the tasks of a pilot")
    func pages() async throws {
        try await Site.run(on: .sqlite, with: Site.units) { site in
            let tuan = try await site.signIn(as: .tuan)
            #expect(try await tuan.get("/desk/awards").html.contains("0 trong 0 cơ quan"))
            #expect(try await tuan.get("/desk/awards?year=99999").html.contains("năm 2026"))
            let draft = [
                "title": "Thử", "text": "Thử ở tỉnh", "basis": "Chỉ thị", "lead": "H42", "pilot": "1", "due-day": "31",
                "due-month": "12", "due-year": "2026",
            ]
            #expect(try await tuan.get("/desk/tasks/new").html.contains("Nhiệm vụ thí điểm"))
            let task = try #require(try await tuan.post("/desk/tasks/new", draft).location)
            let id = ID<CaseFile>(String(try #require(task.split(separator: "/").last)))
            #expect(try await !tuan.get(task).html.contains("/desk/pilots/"))
            let cabinet = try await Cabinet(site)
            let cases = site.platform.cases
            let found = try await site.platform.database.read { try cases.find(id, in: $0) }
            let file = try #require(found)
            try await Self.finish(file, by: cabinet.province, cabinet, isAccepted: false)
            try await site.platform.cases.move(
                id, seen: 3, "close",
                by: Actor(
                    id: "x", kind: .official,
                    grants: [Grant("tasks.give", in: file.desk), Grant("tasks.read", in: file.desk)],
                    agency: file.desk))
            #expect(try await tuan.get(task).html.contains("/desk/pilots/\(id)"))
            #expect(try await tuan.get("/desk/pilots/\(id)").html.contains("Nhập văn bản chỉ đạo việc nhân rộng trước"))
            let entered = try await tuan.post(
                "/desk/directives/new",
                [
                    "notation": "1/CT", "title": "Nhân rộng", "groups": "Một", "day-day": "1", "day-month": "7",
                    "day-year": "2026",
                ])
            let directive = try #require(entered.location?.split(separator: "/").dropLast().last.map(String.init))
            let form = try await tuan.get("/desk/pilots/\(id)").html
            #expect(form.contains("Xong, 9 xã") && form.contains("value=\"H26\""))
            let none = try await tuan.post("/desk/pilots/\(id)", ["directive": directive, "text": "Làm"])
            #expect(none.status == 422 && none.html.contains("Chọn ít nhất một nơi nhân rộng."))
            let sheet = try await tuan.post(
                "/desk/pilots/\(id)", ["directive": directive, "text": "Làm", "agency": "H26", "group": "1"])
            #expect(sheet.html.contains("Thử,Làm,H26,,,1,,"))
        }
    }

    private static func finish(
        _ file: CaseFile, by lead: Actor, _ cabinet: Cabinet, isAccepted: Bool = true
    ) async throws {
        let cases = cabinet.site.platform.cases
        try await cases.move(file.id, seen: 1, "accept", by: lead)
        try await cases.move(file.id, seen: 2, "report", saying: .init("Xong, 9 xã"), by: lead)
        if isAccepted { try await cases.move(file.id, seen: 3, "close", by: cabinet.office) }
    }

    @Test("a rule that cannot be is refused at the start")
    func rule() throws {
        #expect(throws: ContentProblem.self) { try AwardRule(content: [:]) }
        #expect(throws: ContentProblem.self) {
            try AwardRule(
                content: [
                    "Steering/awards.json": #"{"least_tasks": 3, "on_time": 90, "targets": 0.8, "basis": "x"}"#
                ])
        }
    }
}
