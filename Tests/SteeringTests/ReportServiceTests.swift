// SPDX-License-Identifier: Apache-2.0

import Agencies
import Content
import Database
import Foundation
import Indicators
import Kernel
import Ledger
import Product
import Reports
import TestKit
import Testing
import Units
import Web

@testable import Steering

@Suite("Reports of an agency")
struct ReportServiceTests {
    /// A ministry that reports, with the figures that ship with the product.
    private struct Ministry {
        let platform: Platform
        let service: ReportService
        let head: Actor

        init(_ site: Site, organID: String = "G06") async throws {
            platform = site.platform
            try await platform.loadFigures()
            service = ReportService(
                database: platform.database,
                rooms: RoomService(
                    indicators: platform.indicators, targets: platform.targets, figures: platform.figures,
                    units: platform.units),
                cases: platform.cases, agencies: platform.agencies,
                plan: try ReportPlan(content: platform.content.files), now: platform.now, newID: platform.newID,
                write: { [views = platform.views] in ReportWords.write($0, views.strings($1)) })
            head = try await Self.official(organID, platform)
        }

        static func official(_ organID: String, _ platform: Platform) async throws -> Actor {
            let agency = try #require(try await platform.agencies.find(OrganID(organID)))
            return Actor(
                id: organID, kind: .official, grants: [Grant(.report, in: agency.place)], agency: agency.place)
        }

        /// Reports from the scene, of which so many were answered.
        func petitions(_ sent: Int, answered: Int, in site: Site) async throws {
            try await platform.database.write { [platform] db in
                for number in 0..<sent + answered {
                    try Ledger(db).append(
                        Event(
                            id: ID(platform.newID()),
                            kind: number < sent ? "petitions.submitted" : "petitions.accepted",
                            subject: "x", place: Site.agency.rawValue, actor: "x", at: platform.now()))
                }
            }
            try await site.settle()
        }

        func report(_ period: String, _ language: Language = .vi) async throws -> Report {
            let period = try #require(Period(period))
            let kind = period.kind == .year ? "yearly" : "quarterly"
            return try await service.report(
                .init(kind: kind, period: period, unit: nil), in: language, for: head)
        }
    }

    private static func row(_ id: String, _ table: String, in report: Report) -> [Report.Cell]? {
        report.tables.first { $0.id == table }?.rows.first { $0.id == id }?.cells
    }

    @Test("the review of 2020 tells results against the targets that were printed", arguments: Backend.available)
    func year(backend: Backend) async throws {
        try await Site.run(on: backend, with: Site.units) { site in
            let ministry = try await Ministry(site)
            let report = try await ministry.report("2020")
            #expect(report.title == "Báo cáo tổng kết năm 2020, nhiệm vụ năm 2021")
            #expect(report.author == "Bộ Thông tin và Truyền thông" || !report.author.isEmpty)
            let level4 = try #require(Self.row("services_level_4/F067", "goals", in: report))
            #expect(
                level4.map(\.text) == [
                    "Dịch vụ công cung cấp ở mức độ 4 (đã công bố)", "trên 31\u{A0}%", "30,0\u{A0}%", "Đạt mục tiêu",
                ])
            #expect(level4[1].number?.value == 0.31 && level4[1].href == nil && level4[0].href == "/figures/F067")
            #expect(level4[1].notes.map { report.notes[$0 - 1] }.first?.contains("19/02/2021") == true)
            // A share of kinds of products is no result against a target for products.
            let products = try #require(Self.row("F176", "goals", in: report))
            #expect(products.map(\.text)[1...2] == ["Chưa có số cùng định nghĩa", "90 %"])
            #expect(Self.row("F172", "goals", in: report) == nil)
            // Rank 86 of 193, two places better than before.
            let rank = try #require(Self.row("F063", "countries", in: report))
            #expect(rank.map(\.text)[1...3] == ["86/193", "88", "+2"])
            #expect(rank[3].number == .init(2, .plain, .difference(2, 1)))
            #expect(Self.row("F126", "coming", in: report) != nil)
            // The revenue of nine months belongs to the third quarter, that of the year to the year.
            #expect(Self.row("F181", "printed/postal", in: report) == nil)
            #expect(Self.row("F049", "printed/postal", in: report) != nil)
            let quarter = try await ministry.report("2020-Q3")
            #expect(quarter.title == "Báo cáo giao ban quý III/2020")
            #expect(Self.row("F181", "printed/postal", in: quarter)?[1].number?.value == 23_300)
            #expect(Self.row("F049", "printed/postal", in: quarter) == nil)
            #expect(Self.row("F172", "coming", in: quarter) != nil)

            let english = try await ministry.report("2020", .en)
            #expect(english.title == "Review of 2020 and tasks for 2021")
            #expect(english.tables.map(\.id) == report.tables.map(\.id))
            #expect(english.tables.map { $0.rows.map(\.id) } == report.tables.map { $0.rows.map(\.id) })
        }
    }

    @Test("what was counted stands with its parts, its target and its address", arguments: Backend.available)
    func counted(backend: Backend) async throws {
        try await Site.run(on: backend, with: Site.units) { site in
            let ministry = try await Ministry(site)
            try await ministry.petitions(4, answered: 3, in: site)
            let report = try await ministry.report("2026-Q3")
            let row = try #require(Self.row("petitions_answered", "counted/digital_government", in: report))
            #expect(row.map(\.text) == ["Phản ánh đã trả lời", "3", "4", "75,0\u{A0}%", "–", "–", "–"])
            #expect(row[3].number == .init(0.75, .percent, .quotient(1, 2)))
            #expect(row[0].href == "/indicators/petitions_answered?per=quarter&at=2026-Q3&view=as-now")
            let head = try #require(try await LedgerReader(database: site.platform.database).newestHead())
            #expect(report.notes[row[0].notes[0] - 1].hasSuffix("sự kiện thứ \(head.head.size)."))
        }
    }

    @Test("an edition stays what it was, and tells what changed since", arguments: Backend.available)
    func editions(backend: Backend) async throws {
        try await Site.run(on: backend, with: Site.units) { site in
            let ministry = try await Ministry(site)
            let service = ministry.service, head = ministry.head
            let question = ReportService.Question(
                kind: "quarterly", period: try #require(Period("2026-Q3")), unit: nil)
            try await ministry.petitions(4, answered: 3, in: site)
            let first = try await service.makeEdition(question, by: head)
            #expect((first.number, first.agency) == (1, head.agency))
            #expect(try await service.changes(in: first, .vi) == nil)
            #expect(try await service.changesSince(first, .vi, for: head).changes.isEmpty)

            try await ministry.petitions(4, answered: 4, in: site)
            let since = try await service.changesSince(first, .vi, for: head).changes
            #expect(since.map(\.column) == ["Tử số", "Mẫu số", "Kết quả"])
            #expect(since.map(\.before) == ["3", "4", "75,0\u{A0}%"])
            #expect(since.map(\.after) == ["7", "8", "87,5\u{A0}%"])
            let second = try await service.makeEdition(question, by: head)
            #expect(second.number == 2)
            let changes = try #require(try await service.changes(in: second, .en))
            #expect(changes.before.id == first.id)
            #expect(changes.difference.changes.map(\.after) == ["7", "8", "87.5\u{A0}%"])
            let kept = try await service.content(of: first, in: .vi)
            #expect(Self.row("petitions_answered", "counted/digital_government", in: kept)?[3].text == "75,0\u{A0}%")

            try await service.handOver(second.id, by: head)
            await #expect(throws: EditionProblem.handedOver) { try await service.handOver(second.id, by: head) }
            #expect(try await service.edition(second.id, for: head).handedOver?.by == head.id)
            #expect(try await service.editions(for: head).map(\.id) == [second.id, first.id])
            try await site.settle()
            let counts = try await LedgerReader(database: site.platform.database).counts()
            #expect(["steering.edition_made", "steering.edition_handed_over"].map { counts[$0] } == [2, 1])
        }
    }

    @Test("editions are the agency's own, and nobody else's", arguments: Backend.available)
    func refused(backend: Backend) async throws {
        try await Site.run(on: backend, with: Site.units) { site in
            let ministry = try await Ministry(site)
            let service = ministry.service
            let question = ReportService.Question(kind: "yearly", period: try #require(Period("2020")), unit: nil)
            let edition = try await service.makeEdition(question, by: ministry.head)
            let other = try await Ministry.official("H42", site.platform)
            await #expect(throws: EditionProblem.noSuchEdition) { try await service.edition(edition.id, for: other) }
            await #expect(throws: EditionProblem.noSuchEdition) { try await service.handOver(edition.id, by: other) }
            #expect(try await service.editions(for: other).isEmpty)
            let stranger = Actor(id: "x", kind: .official, agency: ministry.head.agency)
            await #expect(throws: Forbidden.self) { try await service.makeEdition(question, by: stranger) }
            await #expect(throws: Forbidden.self) { try await service.handOver(edition.id, by: stranger) }
            func refuses(_ problem: EditionProblem, _ kind: String, _ period: String) async throws {
                let question = ReportService.Question(kind: kind, period: try #require(Period(period)), unit: nil)
                await #expect(throws: problem) { try await service.makeEdition(question, by: ministry.head) }
            }
            try await refuses(.noSuchReport, "weekly", "2020")
            try await refuses(.noSuchReport, "yearly", "2020-Q1")
            try await refuses(.notOver, "yearly", "2027")
            await #expect(throws: UnitProblem.self) {
                try await service.makeEdition(
                    .init(kind: "yearly", period: question.period, unit: UnitID("99999", from: .beginning)),
                    by: ministry.head)
            }
        }
    }

    @Test("a printed figure tells of the time its period says")
    func times() throws {
        let figures = try FigureFiles(content: Content.embedded.files).figures
        func days(_ code: String) -> String? {
            figures.first { $0.code == code }?.days.map { "\($0.lowerBound)..\($0.upperBound)" }
        }
        #expect(days("F049") == "2020-01-01..2020-12-31")
        #expect(days("F062") == "2020-01-01..2020-12-31")
        #expect(days("F083") == "2016-01-01..2020-12-31")
        #expect(days("F181") == "2020-01-01..2020-09-30")
        #expect(days("F144") == "2015-01-01..2020-12-31")
        #expect(days("F185") == "2020-09-01..2020-09-30")
        #expect(days("F147") == nil)
    }
}
