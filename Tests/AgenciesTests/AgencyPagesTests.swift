// SPDX-License-Identifier: Apache-2.0

import Agencies
import Content
import Kernel
import Product
import TestKit
import Testing
import Units

@Suite("Pages of the agencies")
struct AgencyPagesTests {
    @Test("today's, those of before, one story, and as a program", arguments: Backend.available)
    func pages(backend: Backend) async throws {
        try await Site.run(on: backend) { site in
            try await site.platform.units.load(try .provincesAndYenMo, by: .system)
            try await site.platform.agencies.load(try AgencyFiles(content: Content.embedded.files), by: .system)
            let visitor = site.browser()
            try await Self.lists(visitor)
            try await Self.story(visitor)
            try await Self.programs(visitor)
        }
    }

    private static func lists(_ visitor: Browser) async throws {
        let today = try await visitor.get("/agencies")
        #expect(
            today.texts("h2") == [
                "Bộ, cơ quan ngang bộ (17)", "Ủy ban nhân dân (34)", "Trung tâm Phục vụ hành chính công (1)",
            ])
        #expect(!today.links.contains("/agencies/g14"))
        #expect(try await visitor.get("/agencies?former=1").links.contains("/agencies/g14"))
        let found = try await visitor.get("/agencies?q=thong+tin+truyen")
        #expect(found.links.filter { $0.hasPrefix("/agencies/") } == ["/agencies/g14"])
        #expect(try await visitor.get("/agencies?q=H42").links.contains("/agencies/h42-2025"))
        #expect(try await visitor.get("/agencies?q=%22%CC%81%3Cscript%3E").status == 200)
    }

    /// The Ministry of Information and Communications, function by function.
    private static func story(_ visitor: Browser) async throws {
        let ministry = try await visitor.get("/agencies/g14")
        #expect(
            ministry.text("h1")
                == "Bộ Thông tin và Truyền thông: chức năng chuyển cho 3 cơ quan từ ngày 01/03/2025")
        #expect(ministry.texts("h3").count == 3)
        for function in ["Bưu chính", "Báo chí", "An toàn thông tin mạng"] { #expect(ministry.html.contains(function)) }
        #expect(ministry.html.contains("chưa kiểm chứng"), "what nobody has looked up says so")
        let science = try await visitor.get("/agencies/g06-2025")
        #expect(science.text("h2") == "Từ ngày 01/03/2025 tiếp nhận từ")
        #expect(science.links.contains("/agencies/g14"))
        let ethnic = try await visitor.get("/agencies/g21")
        #expect(ethnic.text("h1") == "Ủy ban Dân tộc nay là Bộ Dân tộc và Tôn giáo")
        let province = try await visitor.get("/agencies/h42")
        #expect(province.html.contains("000.00.00.H42"))
        #expect(province.links.contains("/units/37"))
        #expect(try await visitor.get("/agencies/none").status == 404)
    }

    private static func programs(_ visitor: Browser) async throws {
        let found = try await visitor.get("/api/agencies?organ_id=000.00.00.H42&on=2021-01-01").html
        #expect(found.contains("\"id\":\"h42\""))
        #expect(try await visitor.get("/api/agencies?on=2024-01-01").html.contains("\"id\":\"g14\""))
        let story = try await visitor.get("/api/agencies/g14").html
        #expect(story.contains("\"function\":\"Bưu chính\"") && story.contains("\"trust\":\"unconfirmed\""))
        #expect(try await visitor.get("/api/agencies?on=x").status == 422)
        #expect(try await visitor.get("/api/agencies?organ_id=x").status == 422)
        #expect(try await visitor.get("/api/agencies/none").status == 404)
    }
}
