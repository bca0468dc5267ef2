// SPDX-License-Identifier: Apache-2.0

import Agencies
import Casework
import Database
import Foundation
import Indicators
import Kernel
import Ledger
import Product
import TestKit
import Testing
import Units

@testable import Steering

@Suite("Tasks")
struct TaskTests {
    /// A ministry, the province of Ninh Bình, and the committee of xã Yên Mô in it.
    private struct State {
        let platform: Platform
        let service: TaskService
        let minister: Actor, chairman: Actor, head: Actor

        init(_ site: Site) async throws {
            platform = site.platform
            service = TaskService(
                database: platform.database, cases: platform.cases, agencies: platform.agencies,
                catalogue: platform.indicators.catalogue, now: platform.now)
            func official(_ organID: String) async throws -> Actor {
                let agency = try #require(try await site.platform.agencies.find(OrganID(organID)))
                let rights = ["give", "read", "work", "consult"].map { Permission(rawValue: "tasks.\($0)") }
                return Actor(
                    id: organID, kind: .official, grants: Set(rights.map { Grant($0, in: agency.place) }),
                    agency: agency.place)
            }
            _ = try await platform.agencies.register(
                .init(
                    organID: "H42.999", kind: .peoplesCommittee, name: "Ủy ban nhân dân xã Yên Mô",
                    englishName: "People's Committee of Yên Mô Commune", unitCode: "14701"), by: .system)
            minister = try await official("G06")
            chairman = try await official("H42")
            head = try await official("H42.999")
        }

        func draft(_ change: (inout TaskDraft) -> Void = { _ in }) -> TaskDraft {
            var draft = TaskDraft()
            (draft.title, draft.text) = ("Phủ sóng thôn Yên Hòa", "Mọi hộ có mạng di động băng rộng")
            (draft.basis, draft.lead, draft.due) = ("Thông báo kết luận 12/TB-VPCP", "h42.999", Day("2026-12-31"))
            change(&draft)
            return draft
        }
    }

    @Test("one is given, taken on, reported, sent back and accepted", arguments: Backend.available)
    func wholeWay(backend: Backend) async throws {
        try await Site.run(on: backend, with: Site.units) { site in
            let state = try await State(site)
            let cases = site.platform.cases
            var file = try await state.service.give(
                state.draft { ($0.joining, $0.indicator) = (" H42 \n\nG01", "dossiers_on_time") }, by: state.minister)
            #expect((file.desk, file.holder) == (state.minister.agency, state.head.agency))
            #expect(file.code == nil)
            let order = try JSONDecoder().decode(
                TaskOrder.self, from: Data(try await cases.content(of: file.id, for: state.head).utf8))
            #expect(order.joining == [state.chairman.agency?.rawValue, "g01"])

            // Only the lead agency takes it on, only who gave it says that it is done.
            await #expect(throws: Forbidden.self) {
                try await cases.move(file.id, seen: 1, "accept", by: state.minister)
            }
            file = try await cases.move(file.id, seen: file.version, "accept", by: state.head)
            #expect(file.clock?.due == site.platform.cases.closing(of: try #require(Day("2026-12-31"))))
            // A code of the lead agency, as every case file gets one.
            #expect(file.code?.description.hasPrefix("H42.999-") == true)
            file = try await cases.move(file.id, seen: file.version, "report", saying: .init("Đã phủ"), by: state.head)
            await #expect(throws: Forbidden.self) {
                try await cases.move(file.id, seen: file.version, "close", by: state.head)
            }
            file = try await cases.move(
                file.id, seen: file.version, "send_back", saying: .init("Còn thôn 3"), by: state.minister)
            #expect(file.clock?.stoppedAt == nil)
            file = try await cases.move(file.id, seen: file.version, "report", saying: .init("Đã xong"), by: state.head)
            file = try await cases.move(file.id, seen: file.version, "close", by: state.minister)
            #expect((file.state, file.phase) == ("done", .closed))

            try await site.settle()
            for measure in Tasks.measures {
                let count = try await site.platform.indicators.total(measure)
                #expect(
                    count == (["tasks.done_late", "tasks.escalated"].contains(measure.id) ? 0 : 1), "\(measure.id)")
            }
        }
    }

    @Test("what is hard goes from the commune to the province to the ministry", arguments: Backend.available)
    func goesUp(backend: Backend) async throws {
        try await Site.run(on: backend, with: Site.units) { site in
            let state = try await State(site)
            let cases = site.platform.cases
            var file = try await state.service.give(state.draft(), by: state.minister)
            file = try await cases.move(file.id, seen: file.version, "accept", by: state.head)
            await #expect(throws: CaseProblem.notFound) { try await cases.view(file.id, for: state.chairman) }

            let day = cases.closing(of: try #require(Day("2026-07-20")))
            try await cases.escalate(
                file.id, seen: file.version, because: "Trạm phát sóng ngoài khả năng của xã", until: day, by: state.head
            )
            let up = try await cases.view(file.id, for: state.chairman)
            #expect(up.consultations.map(\.agency) == [state.chairman.agency])
            try await cases.passOn(
                up.unanswered[0], in: file.id, saying: "Cần vốn viễn thông công ích", by: state.chairman)
            let top = try await cases.view(file.id, for: state.minister)
            #expect(top.consultations.map(\.agency) == [state.chairman.agency, state.minister.agency])
            await #expect(throws: CaseProblem.noSuperior) {
                try await cases.passOn(top.unanswered[0], in: file.id, saying: "?", by: state.minister)
            }
            try await cases.answer(top.unanswered[0], in: file.id, "Bố trí trong năm 2026", by: state.minister)

            let seen = try await cases.view(file.id, for: state.head)
            #expect(seen.consultations.map(\.answer?.text) == ["Cần vốn viễn thông công ích", "Bố trí trong năm 2026"])
            try await site.settle()
            let counts = try await LedgerReader(database: site.platform.database).counts()
            #expect(["tasks.escalated", "tasks.passed_on", "tasks.advised"].map { counts[$0] } == [1, 1, 1])
        }
    }

    @Test("what is no task is refused, and nothing is opened")
    func refused() async throws {
        try await Site.run(on: .sqlite, with: Site.units) { site in
            let state = try await State(site)
            func refuses(
                _ problem: TaskProblem, _ change: (inout TaskDraft) -> Void, at line: SourceLocation = #_sourceLocation
            ) async {
                let draft = state.draft(change)
                await #expect(throws: problem, sourceLocation: line) {
                    try await state.service.give(draft, by: state.minister)
                }
            }
            await refuses(.blankTitle) { $0.title = "" }
            await refuses(.longTitle) { $0.title = String(repeating: "ạ", count: 201) }
            await refuses(.blankText) { $0.text = "" }
            await refuses(.longText) { $0.text = String(repeating: "ạ", count: 4001) }
            await refuses(.blankBasis) { $0.basis = "" }
            await refuses(.noDue) { $0.due = nil }
            await refuses(.duePast) { $0.due = Day(Site.moment) - 1 }
            for lead in ["", "H42.998", "Ninh Bình", "G06"] { await refuses(.noLead) { $0.lead = lead } }
            await refuses(.noSuchJoining("H42.999")) { $0.joining = "G01\nH42.999" }
            await refuses(.noSuchJoining("x\"\u{301}")) { $0.joining = "x\"\u{301}" }
            await refuses(.noSuchIndicator) { $0.indicator = "none" }
            let stranger = Actor(id: "x", kind: .official, agency: state.minister.agency)
            await #expect(throws: Forbidden.self) { try await state.service.give(state.draft(), by: stranger) }
            try await site.settle()
            #expect(try await LedgerReader(database: site.platform.database).counts()["tasks.opened"] == nil)
        }
    }
}
