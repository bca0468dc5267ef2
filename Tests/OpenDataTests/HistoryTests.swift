// SPDX-License-Identifier: Apache-2.0

import Agencies
import Content
import Database
import Foundation
import Kernel
import Ledger
import Product
import TestKit
import Testing
import Units

@testable import Indicators
@testable import OpenData

@Suite("Open data as of a moment")
struct HistoryTests {
    private static let day: TimeInterval = 86_400

    /// Serves xã Yên Mô.
    private static func desk(_ site: Site) async throws -> String {
        let desk = try await site.platform.agencies.register(
            AgencyService.Registration(
                organID: "H42.19.99", kind: .serviceDesk, name: "Bộ phận một cửa", englishName: "Desk",
                unitCode: "14701"),
            by: .system)
        return desk.id.rawValue
    }

    private static func happen(_ kind: String, _ site: Site, at place: String) async throws {
        let time = site.clock.now()
        try await site.platform.database.write {
            try Ledger($0).append(
                Event(
                    id: ID(UUIDv7.string()), kind: kind, subject: "s", place: place, actor: "lan", at: time, facts: [:])
            )
        }
    }

    /// Period, value, status, numerator and denominator of each row.
    private static func rows(_ site: Site, _ key: String, _ query: String = "") async throws -> [[String]] {
        let page = try await site.browser().get("/sdmx/3.0/data/dataflow/DOICANH/INDICATORS/~/\(key)?\(query)")
        guard page.status == 200 else { return [["\(page.status)"]] }
        let lines = page.html.split(whereSeparator: \.isNewline).map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        #expect(
            lines[0].suffix(6) == ["OBS_VALUE", "UNIT_MEASURE", "OBS_STATUS", "NUMERATOR", "DENOMINATOR", "FORMULA"])
        return lines.dropFirst().map { [$0[7], $0[8], $0[10], $0[11], $0[12]] }
    }

    private static func text(_ time: Date) -> String { time.formatted(.iso8601) }

    @Test("counts what was sealed then, and tells what reads otherwise since", arguments: Backend.available)
    func history(backend: Backend) async throws {
        try await Site.run(on: backend, with: Site.units) { site in
            let desk = try await Self.desk(site)
            for kind in ["petitions.submitted", "petitions.submitted", "petitions.accepted"] {
                try await Self.happen(kind, site, at: desk)
            }
            try await site.settle()
            let first = site.clock.now()
            site.clock.advance(by: 2 * Self.day)
            try await Self.happen("petitions.accepted", site, at: desk)
            // Not sealed yet.
            #expect(
                try await Self.rows(site, "M.petitions_answered.VN.as-was") == [["2026-07", "50.0", "P", "1", "2"]])
            let second = site.clock.now()
            site.clock.advance(by: Self.day)
            try await site.settle()

            let area = "VN_14701_20250701"
            for key in ["M.petitions_answered.VN.as-was", "M.petitions_answered.\(area).as-was"] {
                #expect(try await Self.rows(site, key) == [["2026-07", "100.0", "P", "2", "2"]])
                for moment in [first, first + Self.day, second] {
                    #expect(
                        try await Self.rows(site, key, "asOf=\(Self.text(moment))")
                            == [["2026-07", "50.0", "P", "1", "2"]])
                }
                #expect(try await Self.rows(site, key, "asOf=\(Self.text(first - 1))") == [["404"]])
                #expect(
                    try await Self.rows(site, key, "updatedAfter=\(Self.text(second))")
                        == [["2026-07", "100.0", "P", "2", "2"]])
                #expect(try await Self.rows(site, key, "updatedAfter=\(Self.text(site.clock.now()))") == [["404"]])
            }
            // Nothing happens, and the month is over: that is news too.
            let end = site.clock.now()
            site.clock.advance(by: 40 * Self.day)
            #expect(
                try await Self.rows(site, "M.petitions_answered.VN.as-was", "updatedAfter=\(Self.text(end))")
                    == [["2026-07", "100.0", "A", "2", "2"]])
            #expect(
                try await Self.rows(site, "A.petitions_answered.VN.as-was", "updatedAfter=\(Self.text(end))") == [
                    ["404"]
                ])
        }
    }

    @Test("a printed figure reads as it did then", arguments: Backend.available)
    func figures(backend: Backend) async throws {
        try await Site.run(on: backend) { site in
            func printed(_ query: String) async throws -> [String] {
                let page = try await site.browser().get("/sdmx/3.0/data/dataflow/DOICANH/FIGURES/~/F001?\(query)")
                guard page.status == 200 else { return ["\(page.status)"] }
                let row = page.html.split(whereSeparator: \.isNewline)[1].split(
                    separator: ",", omittingEmptySubsequences: false)
                return [String(row[4]), String(row[6])]
            }
            try await site.platform.figures.load(try FigureFiles(content: Content.embedded.files), by: .system)
            let first = site.clock.now()
            site.clock.advance(by: Self.day)
            var files = Content.embedded.files
            let old = try #require(files["Indicators/figures.csv"])
            files["Indicators/figures.csv"] = old.replacing("Điểm cầu kết nối hội nghị,63,", with: "Điểm cầu,64,")
            try await site.platform.figures.load(try FigureFiles(content: files), by: .system)

            #expect(try await printed("") == ["64", "64"])
            #expect(try await printed("asOf=\(Self.text(first))") == ["63", "63"])
            #expect(try await printed("asOf=\(Self.text(first - 1))") == ["404"])
            #expect(try await printed("updatedAfter=\(Self.text(first))") == ["64", "64"])
            #expect(try await printed("updatedAfter=\(Self.text(site.clock.now()))") == ["404"])
            let all = try await site.browser().get(
                "/sdmx/2.1/data/FIGURES?updatedAfter=\(Self.text(first))&detail=dataonly")
            #expect(all.html.split(separator: "<Obs ").count == 2)
            #expect(!all.html.contains("PRINTED"))
        }
    }

    @Test("more than one answer holds is refused, and never cut short", arguments: Backend.available)
    func limit(backend: Backend) async throws {
        try await Site.run(on: backend, with: Site.units) { site in
            let desk = try await Self.desk(site)
            try await Self.happen("petitions.submitted", site, at: desk)
            try await site.settle()
            let platform = site.platform
            func service(most: Int) -> OpenDataService {
                OpenDataService(
                    indicators: platform.indicators, figures: platform.figures, units: platform.units,
                    ledger: LedgerReader(database: platform.database), most: most, now: platform.now)
            }
            var query = DataQuery(flow: .indicators)
            let all = try await service(most: 1000).data(query)
            #expect(all.count > 10)
            await #expect(throws: OpenDataProblem.tooLarge(all.count - 1)) {
                try await service(most: all.count - 1).data(query)
            }
            query.limit = 3
            #expect(try await service(most: 5).data(query).count == 3)
        }
    }

    @Test("the moment is found by an index, and so are the facts before it", arguments: Backend.available)
    func plans(backend: Backend) async throws {
        try await Site.run(on: backend) { site in
            let planned = PlannedDatabase(site.platform.database)
            _ = try await LedgerReader(database: planned).size(at: site.clock.now())
            #expect(planned.plans(reading: "ledger_head").allSatisfy { $0.contains("ledger_head_time") })
            #expect(!planned.plans(reading: "ledger_head").isEmpty)
        }
    }
}
