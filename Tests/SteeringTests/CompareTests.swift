// SPDX-License-Identifier: Apache-2.0

import Agencies
import Database
import Foundation
import Indicators
import Kernel
import Ledger
import Product
import TestKit
import Testing
import Units
import Web

@testable import Steering

@Suite("Units side by side")
struct CompareTests {
    private static let quarter = "per=quarter&at=2026-Q3"
    private static let inPage = "per=quarter&amp;at=2026-Q3"

    /// With plain spaces.
    private static func lines(_ text: String) -> [String] {
        text.replacing("\u{A0}", with: " ").split(separator: "\n").map(String.init)
    }

    @Test(
        "each number with its target, its place and its lineage, the best and the worst named",
        arguments: Backend.available)
    func numbers(backend: Backend) async throws {
        try await Site.run(on: backend, with: Site.units) { site in
            let (ninhBinh, haNoi) = (try await unit("H42", site), try await unit("H26", site))
            try await site.open("H42", ["online", "online"])
            try await site.open("H26", ["online", "counter", "counter"])
            try await site.settle()
            try await target("dossiers_online", ninhBinh, "2026-Q3", "100", site)
            try await target("dossiers_online", haNoi, "2026", "98", site)
            let path = "/steering/compare?unit=\(ninhBinh)&unit=\(haNoi)&\(Self.quarter)&indicator=dossiers_online"
            let page = try await site.browser().get(path)
            #expect(page.status == 200 && page.text("h1") == "2 đơn vị cạnh nhau, Quý III/2026")
            let cells = page.texts("td").map(Self.lines)
            #expect(cells.count == 2)
            #expect(
                cells.first == ["100,0 % 2/2", "Tốt nhất", "Mục tiêu 100,0 %", "Đạt mục tiêu", "Hạng 1/2, Cả nước"])
            // Not yet, but the year is not over.
            #expect(
                cells.last == ["33,3 % 1/3", "Kém nhất", "Mục tiêu 98,0 %", "Chưa đạt, còn hạn", "Hạng 2/2, Cả nước"])
            #expect(page.html.contains("\"/indicators/dossiers_online?\(Self.inPage)&amp;unit=\(haNoi)\""))
            #expect(page.html.contains("\"/indicators/dossiers_online/ranking?\(Self.inPage)\""))
            let all = try await site.browser().get("/steering/compare?unit=\(ninhBinh)&unit=\(haNoi)&\(Self.quarter)")
            #expect(all.html.contains("Hồ sơ giải quyết đúng hạn") && all.html.contains("Các đơn vị này chưa có số"))
        }
    }

    @Test("a count has no best, and equals have none")
    func extremes() throws {
        func row(_ unit: Indicator.Unit, _ direction: Indicator.Direction, _ parts: [(Int, Int)]) throws
            -> Comparison.Row
        {
            let definition = """
                {"id": "x", "name": {"vi": "a", "en": "b"}, "about": {"vi": "a", "en": "b"}, "programme": "p",
                 "unit": "\(unit.rawValue)", "direction": "\(direction.rawValue)", "periods": ["year"],
                 "formulas": [{"version": 1, "numerator": ["some"], "denominator": [\(unit == .percent ? "\"all\"" : "")],
                               "basis": "x"}],
                 "reported": [], "targets": []}
                """
            let indicator = try JSONDecoder().decode(Indicator.self, from: Data(definition.utf8))
            let formula = try #require(indicator.formulas.first)
            let period = try #require(Period("2020"))
            return Comparison.Row(
                indicator: indicator,
                cells: parts.map { some, all in
                    let value = IndicatorValue(
                        period: period, formula: formula, counts: ["some": some, "all": all], status: .final)
                    return .init(value: all == 0 ? nil : value, course: [], goal: nil, place: nil, others: 0)
                })
        }
        let up = try row(.percent, .up, [(1, 2), (0, 0), (1, 4), (2, 4)]).extremes
        #expect(up.best == [0, 3] && up.worst == [2])
        let down = try row(.percent, .down, [(1, 2), (1, 4)]).extremes
        #expect(down.best == [1] && down.worst == [0])
        for row in [try row(.percent, .up, [(1, 2), (2, 4)]), try row(.count, .up, [(1, 1), (9, 1)])] {
            #expect(row.extremes.best.isEmpty && row.extremes.worst.isEmpty)
        }
    }

    @Test("a unit that was not there is said to be so, and has no number", arguments: Backend.available)
    func absent(backend: Backend) async throws {
        let before = Date(timeIntervalSince1970: 1_747_270_800)
        try await Site.run(on: backend, at: before, with: Site.units) { site in
            let units = "unit=86@2025-07-01&unit=83@0001-01-01&indicator=dossiers_received"
            try await site.open("H07", ["online"], as: "dossiers.received")
            site.clock.advance(by: 400 * 86_400)
            try await site.open("H61", ["online"], as: "dossiers.received")
            try await site.settle()
            func cells(_ question: String) async throws -> [String] {
                let page = try await site.browser().get("/steering/compare?\(units)&\(question)")
                return page.texts("td").map { Self.lines($0).first ?? "" }
            }
            #expect(try await cells("per=quarter&at=2025-Q2") == ["Chưa thành lập", "1"])
            #expect(try await cells("per=quarter&at=2026-Q2") == ["1", "Không còn đơn vị này"])
            let half = try await site.browser().get("/steering/compare?\(units)&per=year&at=2025")
            #expect(half.html.contains("Chỉ có trong một phần của kỳ"))
            // Seen as the country is today, the new unit has a past and the old one is counted in it.
            #expect(try await cells("per=quarter&at=2025-Q2&view=as-now") == ["1", "Không còn đơn vị này"])
            let page = try await site.browser().get("/steering/compare?\(units)&per=quarter&at=2025-Q2")
            #expect(page.html.contains("Chưa có trong kỳ này: thành lập ngày 01/07/2025"))
            #expect(!page.texts("td").contains { Self.lines($0).first == "0" })
        }
    }

    @Test("whatever stands in the address, the answer is a page with a clear sentence")
    func hostile() async throws {
        try await Site.run(on: .sqlite, with: Site.units) { site in
            let visitor = site.browser()
            for query in [
                "unit=%27%3B--", "unit=99@2025-07-01&unit=<script>", "unit=37@9999-99-99",
                "unit=" + String(repeating: "9", count: 3000),
                "unit=37", "unit=@",
            ] {
                let page = try await visitor.get("/steering/compare?" + query)
                #expect(page.status == 200 && page.html.contains("mã đơn vị không có trong danh mục"), "\(query)")
            }
            #expect(try await visitor.get("/steering/compare?unit=%FF").status / 100 == 4)
            let twice = try await visitor.get("/steering/compare?unit=37@2025-07-01&unit=37@2025-07-01")
            #expect(twice.html.contains("chỉ hiện một lần") && twice.texts("strong").count == 1)
            let tree = try await site.platform.units.tree()
            let seven = tree.provinces.prefix(7).map { "unit=\($0.id)" }.joined(separator: "&")
            let many = try await visitor.get("/steering/compare?" + seven)
            #expect(
                many.html.contains("So sánh nhiều nhất 6 đơn vị") && !many.html.contains("type=\"search\" id=\"q\""))
            #expect(try await visitor.get("/steering/compare?per=x&at=2999&view=x&indicator=x").status == 200)
        }
    }

    @Test("units are found as people type them, and added by a link that keeps the rest")
    func found() async throws {
        try await Site.run(on: .sqlite, with: Site.units) { site in
            let visitor = site.browser()
            for name in ["hà nội", "ha noi"] {
                let query = name.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
                let page = try await visitor.get("/steering/compare?unit=37@2025-07-01&per=year&q=" + query)
                let link = try #require(page.links.first { $0.contains("unit=37@2025-07-01&amp;unit=01@") }, "\(name)")
                #expect(link.hasSuffix("per=year"))
                #expect(page.html.contains("Thêm<span class=\"unseen\"> Thành phố Hà Nội</span>"))
            }
            #expect(try await visitor.get("/steering/compare?q=xyzxyz").html.contains("Không tìm thấy đơn vị nào"))
            for page in ["/steering", "/rankings", "/units/37"] {
                #expect(try await visitor.get(page).links.contains { $0.hasPrefix("/steering/compare") }, "\(page)")
            }
        }
    }

    private func unit(_ organID: String, _ site: Site) async throws -> UnitID {
        let agency = try #require(try await site.platform.agencies.find(OrganID(organID)))
        let (history, tree) = (try await site.platform.units.history(), try await site.platform.units.tree())
        let unit = try #require(agency.unit)
        return try #require(history.holder(of: unit, in: tree)).id
    }

    private func target(
        _ indicator: String, _ unit: UnitID, _ period: String, _ value: String, _ site: Site
    ) async throws {
        let agency = try #require(try await site.platform.agencies.find(OrganID("G06")))
        var draft = TargetDraft()
        (draft.indicator, draft.unit, draft.period) = (indicator, unit.description, period)
        (draft.value, draft.owner, draft.basis) = (value, agency.id.rawValue, "Quyết định 1")
        let actor = Actor(
            id: "x", kind: .official, grants: [Grant(.setTargets, in: agency.place)], agency: agency.place)
        try await site.platform.targets.set(draft, by: actor)
    }
}

extension Site {
    /// Dossiers opened now at an agency, one for each channel named.
    func open(_ organID: String, _ channels: [String], as kind: String = "dossiers.opened") async throws {
        let agency = try #require(try await platform.agencies.find(OrganID(organID)))
        try await platform.database.write { [platform] db in
            for channel in channels {
                try Ledger(db).append(
                    Event(
                        id: ID(platform.newID()), kind: kind, subject: "x", place: agency.id.rawValue,
                        actor: "x", at: platform.now(), facts: ["channel": channel]))
            }
        }
    }
}
