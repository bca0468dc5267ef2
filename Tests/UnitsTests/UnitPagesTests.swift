// SPDX-License-Identifier: Apache-2.0

import Content
import Foundation
import Kernel
import Product
import TestKit
import Testing
import Units
import Web

@Suite("Pages of the units")
struct UnitPagesTests {
    /// One site with the shipped units for all questions below, because loading them is the slow part.
    @Test("browse, find, compare, and ask as a program", arguments: Backend.available)
    func pages(backend: Backend) async throws {
        try await Site.run(on: backend, with: Site.units) { site in
            let visitor = site.browser()
            try await Self.country(visitor)
            try await Self.yenHoa(visitor)
            try await Self.merged(visitor)
            try await Self.hostile(visitor)
            try await Self.programs(visitor)
        }
    }

    private static func country(_ visitor: Browser) async throws {
        let country = try await visitor.get("/units")
        #expect(country.text("h1") == "34 tỉnh, thành phố và 3.321 xã, phường, đặc khu")
        #expect(country.links.contains("/units/37"))
        #expect(Self.dots(country) == 3321, "a dot for each commune")
        #expect(country.html.contains(">Hoàng Sa</text>") && country.html.contains(">Trường Sa</text>"))
        #expect(country.html.utf8.count < 50 * 1024)
        let then = try await visitor.get("/units?on=2025-06-30")
        #expect(then.text("h1") == "63 tỉnh, thành phố và 10.035 xã, phường, thị trấn vào ngày 30/06/2025")
        let daNang = try await visitor.get("/units/48")
        #expect(daNang.html.contains(">Hoàng Sa</text>"), "drawn in a box of its own")
        #expect(daNang.html.contains("93 ") || daNang.html.contains("94 "))
    }

    /// The way of somebody who looks for xã Yên Hòa (Yên Mô, Ninh Bình).
    private static func yenHoa(_ visitor: Browser) async throws {
        let found = try await visitor.get("/units?q=xa+yen+hoa+yen+mo+ninh+binh")
        #expect(found.links.contains("/units/14722/2025-06-30"))
        let former = try await visitor.get("/units/14722/2025-06-30")
        #expect(former.text("h1") == "Xã Yên Hòa nay thuộc xã Yên Mô")
        #expect(former.html.contains("<strong>Xã Yên Mô, Tỉnh Ninh Bình</strong>"))
        #expect(former.links.contains("/units/14701"))
        #expect(try await visitor.get("/units/14722").location == "/units/14722/2025-06-30")
        let changes = try await visitor.get("/units/14701/changes")
        #expect(changes.links.contains("/units/14722/2025-06-30"))
        #expect(try await visitor.get("/units/377/changes?view=before").links.contains("/units/14701"))
        let divided = try await visitor.get("/units/00172/2025-06-30")
        #expect(divided.text("h1")?.hasPrefix("Phường Yên Hòa nay thuộc ") == true)
        #expect(divided.html.contains("phần chính"))
        let district = try await visitor.get("/units/377/2025-06-30")
        #expect(district.text("h1") == "Huyện Yên Mô không còn từ ngày 01/07/2025")
        #expect(try await visitor.get("/units/37/2025-06-30").text("h1") == "Tỉnh Ninh Bình trước ngày 01/07/2025")
        #expect(try await visitor.get("/units/36/2025-06-30").text("h1") == "Tỉnh Nam Định nay thuộc tỉnh Ninh Bình")
    }

    /// How many dots are drawn; "h0" may stand in a token or an id as well.
    private static func dots(_ page: TestPage) -> Int {
        page.html.matches(of: /\bd="([^"]*)"/).reduce(0) { $0 + $1.1.matches(of: /h0/).count }
    }

    /// A real value on the map: every commune has one, and the table beside it adds up to all of them.
    private static func merged(_ visitor: Browser) async throws {
        let country = try await visitor.get("/units/merged")
        #expect(country.html.contains("10.035 đơn vị cấp xã của ngày 30/06/2025 nay là 3.321."))
        #expect(dots(country) == 3321 + 6, "a dot for each commune, and one for each colour")
        #expect(!country.html.contains("class=\"none\""), "no commune is without a value")
        let counts = country.html.matches(of: /data-label="Số đơn vị cấp xã" class="number">([0-9.]+)</)
            .compactMap { Int($0.1.replacing(".", with: "")) }
        #expect(counts.count == 6 && counts.reduce(0, +) == 3321)
        let province = try await visitor.get("/units/merged?in=37")
        #expect(province.html.contains("nay là 129."))
        #expect(try await visitor.get("/units/merged?in=14701").status == 404, "a commune has no map of its own")
    }

    private static func hostile(_ visitor: Browser) async throws {
        for (path, status) in [
            ("/units/99999", 404), ("/units/37/2025-02-30", 422), ("/units/37/1900-01-01", 200),
            ("/units?on=hom-nay", 422),
            ("/units/99999/changes", 404), ("/units?q=%FF", 400), ("/units?q=%00", 400), ("/units/%2e%2e%2f", 400),
            ("/api/units/99999", 404), ("/api/units/37?on=x", 422), ("/units?q=%22%CC%81%3Cscript%3E", 200),
        ] {
            let page = try await visitor.get(path)
            #expect(page.status == status, "\(path)")
            #expect(!page.html.contains("<script"))
        }
    }

    private static func programs(_ visitor: Browser) async throws {
        let successors = try await visitor.get("/api/units/14722/successors?on=2025-06-30").html
        #expect(successors.contains("\"code\":\"14701\"") && successors.contains("\"extent\":\"whole\""))
        let found = try await visitor.get("/api/units?q=P.+Y%C3%AAn+H%C3%B2a&limit=1").html
        #expect(found.contains("\"code\":\"00175\""))
        let children = try await visitor.get("/api/units/377/children?on=2025-06-30").html
        #expect(children.contains("14722"))
        #expect(try await visitor.get("/api/units?level=province").html.matches(of: /"level":"province"/).count == 34)
    }
}
