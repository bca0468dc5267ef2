// SPDX-License-Identifier: Apache-2.0

import Agencies
import Content
import Database
import Foundation
import Identity
import Indicators
import Kernel
import Ledger
import Notifications
import Product
import TestKit
import Testing
import Units

@testable import Collecting

@Suite("Collection service")
struct CollectionServiceTests {
    /// The province of Ninh Bình, the committees of two communes in it, and the desk of one of them.
    private struct State: Sendable {
        let platform: Platform
        let service: CollectionService
        let province: Actor, commune: Actor, other: Actor, desk: Actor
        let quarter = Period(.quarter, containing: Day("2026-06-30") ?? .beginning)

        init(_ site: Site) async throws {
            platform = site.platform
            service = platform.collection
            // Registered a year before: who was not there in a period reports nothing of it.
            let earlier = AgencyService(
                database: platform.database, now: { Site.moment - 365 * 86_400 }, newID: platform.newID)
            func register(_ organID: String, _ kind: Agency.Kind, unit: String, below: ID<Agency>?) async throws
                -> Agency
            {
                try await earlier.register(
                    .init(
                        organID: organID, kind: kind, name: "UBND \(organID)", englishName: organID, unitCode: unit,
                        parent: below), by: .system)
            }
            func official(_ agency: Agency) -> Actor {
                Actor(
                    id: agency.organID.description, kind: .official,
                    grants: [Grant(Collecting.report, in: agency.place), Grant(Collecting.accept, in: agency.place)],
                    agency: agency.place)
            }
            province = official(try #require(try await platform.agencies.find(OrganID("H42"))))
            let yenMo = try await register("H42.901", .peoplesCommittee, unit: "14701", below: nil)
            commune = official(yenMo)
            let neighbour = try await platform.units.tree().children(of: "37").first { $0.code != "14701" }
            other = official(
                try await register(
                    "H42.902", .peoplesCommittee, unit: try #require(neighbour).code, below: nil))
            desk = official(try await register("H42.901.01", .serviceDesk, unit: "14701", below: yenMo.id))
        }

        let form = "community-groups"
        var answers: [String: String] {
            [
                "groups": "12", "members": "96", "members_trained": "90", "households": "3.214",
                "households_reached": "2.900", "people_guided": "410",
            ]
        }

        @discardableResult
        func send(_ change: [String: String] = [:], because reason: String = "", by actor: Actor) async throws -> Report
        {
            try await service.submit(
                answers.merging(change) { $1 }, because: reason, in: form, quarter, by: actor)
        }

        func facts(_ kind: String) async throws -> [String] {
            try await platform.database.read { db in
                try db.rows("SELECT facts FROM ledger_event WHERE kind = \(kind) ORDER BY id").map {
                    try $0.text("facts")
                }
            }
        }
    }

    private func run(_ backend: Backend, _ body: @escaping @Sendable (Site, State) async throws -> Void) async throws {
        try await Site.run(on: backend, with: Site.units) { site in try await body(site, try await State(site)) }
    }

    @Test("from a draft to an accepted report, its correction and the sums above", arguments: Backend.available)
    func wholeWay(backend: Backend) async throws {
        try await run(backend) { _, state in
            let (service, quarter, form) = (state.service, state.quarter, state.form)
            #expect(
                try await service.owed(by: state.commune).contains { $0.template.id == form && $0.period == quarter })

            // Whatever was typed is kept, and nobody else sees it.
            try await service.save(["groups": "mười hai", "members": "9"], in: form, quarter, by: state.commune)
            let draft = try #require(try await service.sheet(form, quarter, for: state.commune).report)
            #expect(draft.draft == ["groups": "mười hai", "members": "9"])
            #expect(draft.state == .draft)
            await #expect(throws: CollectionProblem.notFound) { try await service.find(draft.id, for: state.province) }

            let sent = try await state.send(by: state.commune)
            #expect((sent.id, sent.state, sent.draft) == (draft.id, .submitted, [:]))
            #expect(sent.last?.values["households"] == "3214")
            // A unit twice in a period.
            await #expect(throws: CollectionProblem.waiting) { try await state.send(by: state.commune) }
            await #expect(throws: CollectionProblem.waiting) {
                try await service.save(["groups": "1"], in: form, quarter, by: state.commune)
            }

            #expect(try await service.waiting(for: state.province).map(\.report.id) == [sent.id])
            #expect(try await service.waiting(for: state.other).isEmpty)
            await #expect(throws: CollectionProblem.notFound) {
                try await service.accept(sent.id, seen: 1, by: state.commune)
            }
            #expect(try await service.summary(form, quarter, for: state.province).sums.isEmpty)

            await #expect(throws: CollectionProblem.blankReason) {
                try await service.sendBack(sent.id, seen: 1, because: "", by: state.province)
            }
            let back = try await service.sendBack(sent.id, seen: 1, because: "Sai số hộ", by: state.province)
            #expect(back.state == .returned)
            // Sent again without a reason: nothing had been accepted.
            try await state.send(["households": "3300"], by: state.commune)
            await #expect(throws: CollectionProblem.decided) {
                try await service.accept(sent.id, seen: 1, by: state.province)
            }
            let accepted = try await service.accept(sent.id, seen: 2, by: state.province)
            #expect(accepted.state == .accepted)
            await #expect(throws: CollectionProblem.decided) {
                try await service.accept(sent.id, seen: 2, by: state.province)
            }

            try await state.send(["groups": "8"], by: state.other)
            let others = try #require(try await service.waiting(for: state.province).first)
            try await service.accept(others.report.id, seen: 1, by: state.province)
            let sums = try await service.summary(form, quarter, for: state.province)
            #expect((sums.sums["groups"], sums.sums["households"]) == (20, 6514))
            #expect(sums.rows.count == 2)

            // Locked: a correction has a reason, and the old one counts until the new one is accepted.
            await #expect(throws: CollectionProblem.blankReason) {
                try await state.send(["groups": "13"], by: state.commune)
            }
            try await state.send(["groups": "13"], because: "Thêm tổ thôn Yên Hòa", by: state.commune)
            #expect(try await service.summary(form, quarter, for: state.province).sums["groups"] == 20)
            let corrected = try await service.accept(sent.id, seen: 3, by: state.province)
            #expect(try await service.summary(form, quarter, for: state.province).sums["groups"] == 21)
            #expect(corrected.versions.map { $0.values["groups"] } == ["12", "12", "13"])
            #expect(corrected.versions.map(\.reason) == ["", "", "Thêm tổ thôn Yên Hòa"])

            #expect(try await state.facts("collection.submitted").count == 3)
            #expect(try await state.facts("collection.corrected").count == 1)
            #expect(try await state.facts("collection.returned").count == 1)
            #expect(try await state.facts("collection.accepted").count == 3)
            #expect(try await state.facts("collection.submitted").allSatisfy { $0.contains("\"on_time\":\"yes\"") })
        }
    }

    @Test("what was not there then, is not asked, or is not over, is refused", arguments: Backend.available)
    func notThen(backend: Backend) async throws {
        try await run(backend) { site, state in
            let (service, form) = (state.service, state.form)
            func submit(_ period: String, by actor: Actor) async throws {
                try await service.submit(state.answers, in: form, try #require(Period(period)), by: actor)
            }
            // Registered on 2025-07-08.
            await #expect(throws: CollectionProblem.notThen) { try await submit("2025-Q2", by: state.commune) }
            await #expect(throws: CollectionProblem.noSuchPeriod) { try await submit("2026-05", by: state.commune) }
            await #expect(throws: CollectionProblem.noSuchPeriod) { try await submit("2026-Q4", by: state.commune) }
            await #expect(throws: CollectionProblem.notOpen(Day("2026-09-15") ?? .beginning)) {
                try await submit("2026-Q3", by: state.commune)
            }
            await #expect(throws: CollectionProblem.notAsked) { try await submit("2026-Q2", by: state.desk) }
            await #expect(throws: CollectionProblem.noSuchForm) {
                try await service.submit([:], in: "none", state.quarter, by: state.commune)
            }
            let stranger = Actor(id: "x", kind: .official, grants: [], agency: state.commune.agency)
            await #expect(throws: Forbidden.self) { try await submit("2026-Q2", by: stranger) }
            await #expect(throws: Forbidden.self) { try await service.waiting(for: stranger) }
            await #expect(throws: Forbidden.self) { try await service.summary(form, state.quarter, for: stranger) }
            let whole = try await service.completeness(form, try #require(Period("2025-Q2")))
            #expect(whole.rows.isEmpty)

            // Late is late, and never taken as on time.
            site.clock.advance(by: 30 * 86_400)
            try await state.send(by: state.commune)
            #expect(try await state.facts("collection.submitted").allSatisfy { $0.contains("\"on_time\":\"no\"") })
            let rows = try await service.completeness(form, state.quarter).rows
            #expect((rows.count, rows.count(where: \.wasSent), rows.count(where: \.isOnTime)) == (2, 1, 0))
        }
    }

    @Test("a desk reports to its committee, that to its province", arguments: Backend.available)
    func levels(backend: Backend) async throws {
        try await run(backend) { _, state in
            let (service, quarter) = (state.service, state.quarter)
            let answers = [
                "staff": "9", "trained": "7", "trained_in_period": "2", "signing": "9", "plan_done": "77,8",
            ]
            for actor in [state.desk, state.commune] {
                try await service.submit(answers, in: "digital-skills", quarter, by: actor)
            }
            let fromDesk = try #require(try await service.waiting(for: state.commune).first)
            #expect(fromDesk.report.agency == state.desk.agency)
            let fromCommune = try #require(try await service.waiting(for: state.province).first)
            #expect(fromCommune.report.agency == state.commune.agency)
            try await service.accept(fromDesk.report.id, seen: 1, by: state.commune)
            try await service.accept(fromCommune.report.id, seen: 1, by: state.province)
            #expect(try await service.summary("digital-skills", quarter, for: state.commune).sums["staff"] == 9)
            let province = try await service.summary("digital-skills", quarter, for: state.province)
            #expect(province.sums["staff"] == 18, "the desk of a commune is below the province too")
            #expect(province.sums["plan_done"] == nil, "percentages are not added")
        }
    }

    @Test("those below who have not sent are reminded, each person once a day", arguments: Backend.available)
    func reminders(backend: Backend) async throws {
        try await run(backend) { site, state in
            let (identity, form, quarter) = (site.platform.identity, state.form, state.quarter)
            let minh = try await identity.open(
                .init(name: "Lê Minh", username: "le.minh", password: "mot-mat-khau-dai-2026"), by: .system)
            try await identity.assign("desk_clerk", at: try #require(state.commune.agency), to: minh.id, by: .system)
            let reader = Actor(id: minh.id.rawValue, kind: .official)
            func notices() async throws -> [String] {
                try await site.platform.notifications.notices(of: reader).map(\.path)
            }
            #expect(try await state.service.remind(form, quarter, by: state.province) == 2)
            #expect(try await state.service.remind(form, quarter, by: state.province) == 2)
            #expect(try await notices() == ["/desk/collection/\(form)/2026-Q2"])
            #expect(try await state.facts("collection.reminded").allSatisfy { $0.contains("\"agencies\":\"2\"") })
            site.clock.advance(by: 86_400)
            for actor in [state.commune, state.other] { try await state.send(by: actor) }
            await #expect(throws: CollectionProblem.nobodyToRemind) {
                try await state.service.remind(form, quarter, by: state.province)
            }
            await #expect(throws: Forbidden.self) {
                try await state.service.remind(form, quarter, by: Actor(id: "x", kind: .official))
            }
            #expect(try await notices().count == 1)
        }
    }

    @Test(
        "the house reminds by itself before a report is due, on the day and a week after", arguments: Backend.available)
    func schedule(backend: Backend) async throws {
        try await run(backend) { site, state in
            let template = try #require(state.service.templates[state.form])
            let days = template.due(state.quarter).number - Day(site.clock.now()).number
            var told: [Int] = []
            site.clock.advance(by: Double(days - 5) * 86_400)
            for day in -5...9 {
                if try await state.service.remindOfDue() > 0 { told.append(day) }
                site.clock.advance(by: 86_400)
            }
            #expect(told.filter { [-3, 0, 7].contains($0) } == [-3, 0, 7])
            let facts = try await state.facts("collection.reminded").filter { $0.contains(state.form) }
            #expect(facts.count == 3)
        }
    }

    @Test("hours are claimed by what agencies say, and open to who said so", arguments: Backend.available)
    func burden(backend: Backend) async throws {
        try await run(backend) { _, state in
            let (service, form) = (state.service, "digital-skills")
            let answers = [
                "staff": "9", "trained": "8", "trained_in_period": "0", "signing": "9", "plan_done": "50",
            ]
            func send(_ minutes: String, by actor: Actor) async throws {
                try await service.submit(answers, taking: minutes, in: form, state.quarter, by: actor)
            }
            #expect(try await service.burden(form).hoursSaved == nil)
            try await send("", by: state.desk)
            #expect(try await service.burden(form).answered == 1)
            #expect(try await service.burden(form).hoursSaved == nil)
            for wrong in ["0", "-3", "half an hour", "200.001", "9999999999999999"] {
                await #expect(throws: CollectionProblem.notMinutes) { try await send(wrong, by: state.commune) }
            }
            try await send("60", by: state.commune)
            try await send("120", by: state.other)
            let burden = try await service.burden(form)
            #expect(burden.efforts.map(\.minutes).sorted() == [60, 120])
            #expect(Set(burden.efforts.map(\.agency)) == [state.commune.agency, state.other.agency])
            // Six figures are typed, one is answered: 90 minutes for six, three times one.
            #expect(burden.perFigure == 15)
            #expect(burden.hoursSaved == 0.75)
            await #expect(throws: CollectionProblem.noSuchForm) { try await service.burden("none") }
        }
    }

    @Test("what is counted under the same name is not asked for")
    func asksNothingCounted() async throws {
        try await run(.sqlite) { site, _ in
            let (content, name) = (Content.embedded.files, "Collection/digital-skills.form.json")
            let catalogue = site.platform.indicators.catalogue
            let source = try #require(content[name]).replacing(#", "counted": "dossiers_on_time""#, with: "")
            #expect(source != content[name])
            #expect(try Templates(content: [name: source], catalogue: catalogue).all.count == 1)
            let counted = try #require(catalogue["dossiers_on_time"]).name[.vi]
            let asks = source.replacing("Tỷ lệ hồ sơ giải quyết đúng hạn", with: counted.uppercased())
            #expect(throws: ContentProblem.self) { try Templates(content: [name: asks], catalogue: catalogue) }
        }
    }

    @Test("two who send at once make one version", arguments: Backend.available)
    func twice(backend: Backend) async throws {
        try await run(backend) { _, state in
            let outcomes = await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<6 { group.addTask { (try? await state.send(by: state.commune)) != nil } }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(outcomes.count { $0 } == 1)
        }
    }
}
