// SPDX-License-Identifier: Apache-2.0

import Foundation
import Identity
import Kernel
import Product
import TestKit
import Testing

@Suite("Accounts and organisations in the browser")
struct AccountRoutesTests {
    @Test("an operator opens an account, gives a post, and the person gets in", arguments: Backend.available)
    func open(backend: Backend) async throws {
        try await Site.run(on: backend) { site in
            let hung = try await site.signIn(as: .hung)
            try await hung.get("/operator/accounts/new")
            let opened = try await hung.post(
                "/operator/accounts", ["name": "Bùi Thị Mai", "username": "mai", "identifier": ""])
            #expect(opened.status == 200)
            let code = try #require(opened.text("strong"))
            let list = try await hung.get("/operator/accounts?q=bui%20mai")
            let account = try #require(
                list.links.first { $0.hasPrefix("/operator/accounts/0") })
            let unknown = try await hung.post("\(account)/posts", ["role": "desk_clerk", "agency": "H99.99"])
            #expect(unknown.status == 422)
            #expect(unknown.links.contains("#agency"))
            let undated = try await hung.post(
                "\(account)/posts", ["role": "desk_clerk", "agency": "H42.19.05", "until": "31/x/12/2026"])
            #expect(undated.status == 422 && undated.links.contains("#until"))
            let given = try await hung.post(
                "\(account)/posts", ["role": "desk_clerk", "agency": "H42.19.05", "until": "31/12/2026"])
            #expect(given.location == account)
            #expect(try await hung.get(account).texts("h3").first?.contains("xã Yên Mô") == true)

            let mai = site.browser()
            try await mai.get("/session/recovery")
            let password = "con mèo trèo cây cau"
            let set = try await mai.post(
                "/session/recovery", ["username": "mai", "code": code, "password": password])
            #expect(set.location == "/session")
            #expect(try await mai.post("/session", ["username": "mai", "password": password]).status == 303)
            #expect(try await mai.get("/desk/scene-reports").status == 200)

            // Closed, and out at once; the operator's look is in the log of whose account it is.
            #expect(try await hung.post("\(account)/closure").location == account)
            #expect(try await mai.get("/me").location == "/session?from=/me")
        }
    }

    @Test("a head enters a firm; its representative authorises and ends it", arguments: Backend.available)
    func organisation(backend: Backend) async throws {
        try await Site.run(on: backend) { site in
            let tuan = try await site.signIn(as: .tuan)
            let minh = try await site.signIn(as: .minh)
            let hoa = try await site.signIn(as: .hoa)
            #expect(try await tuan.get("/").links.contains("/desk/organisations"))
            try await tuan.get("/desk/organisations/new")
            let paper = [
                "tax_code": "0100109106", "organisation": "Hợp tác xã Yên Mô", "basis": "Giấy số 1",
                "identifier": "037090000001", "name": "Nguyễn Văn Minh", "title": "Giám đốc",
            ]
            let wrong = try await tuan.post("/desk/organisations", paper.merging(["tax_code": "0100109107"]) { $1 })
            #expect(wrong.status == 422 && wrong.links.contains("#tax_code"))
            #expect(try await tuan.post("/desk/organisations", paper).location == "/desk/organisations")
            #expect(try await tuan.post("/desk/organisations", paper).status == 409)

            let firm = try #require(
                try await minh.get("/me/organisations").links.first { $0.hasPrefix("/me/organisations/") })
            let page = try await minh.get(firm)
            #expect(page.html.contains("Chưa đối chiếu với Cơ sở dữ liệu quốc gia"))
            try await minh.get("\(firm)/authorisations/new")
            let until = (Day(site.clock.now()) + 30).description
            let person = ["identifier": "037188000002", "name": "Phạm Thị Hoa", "title": "Kế toán", "until": until]
            #expect(try await minh.post("\(firm)/authorisations", person).location == firm)
            #expect(try await hoa.get(firm).status == 200)
            #expect(try await hoa.get("\(firm)/authorisations/new").status == 404)

            let authorisation = try #require(
                try await minh.get(firm).links.first { $0.hasPrefix("\(firm)/authorisations/0") })
            try await minh.get(authorisation)
            #expect(try await minh.post("\(authorisation)/withdrawal").location == firm)
            #expect(try await hoa.get(firm).status == 404)
        }
    }
}
