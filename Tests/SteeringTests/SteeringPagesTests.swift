// SPDX-License-Identifier: Apache-2.0

import Agencies
import Casework
import Foundation
import Identity
import Kernel
import Product
import TestKit
import Testing
import Web

@testable import Steering

/// From the browser of a head of agency.
@Suite("Pages of directives, plans and reminders")
struct SteeringPagesTests {
    @Test("a directive is entered, its tasks pasted, a late one reminded of", arguments: Backend.available)
    func directive(backend: Backend) async throws {
        try await Site.run(on: backend, with: Site.units) { site in
            var tuan = try await site.signIn(as: .tuan)
            #expect(try await tuan.get("/desk/directives").html.contains("Nhập văn bản chỉ đạo"))
            let draft = [
                "notation": "05/CT-UBND", "title": "Chỉ thị về chuyển đổi số", "day-day": "1", "day-month": "7",
                "day-year": "2026", "priorities": "Dân số\nĐất đai", "groups": "Hạ tầng\nDữ liệu\nNhân lực",
            ]
            let wrong = try await tuan.post("/desk/directives/new", draft.merging(["groups": ""]) { $1 })
            #expect(wrong.status == 422 && wrong.html.contains("Nêu ít nhất một nhóm nhiệm vụ."))
            #expect(wrong.html.contains("05/CT-UBND"))
            let entered = try await tuan.post("/desk/directives/new", draft)
            let sheet = try #require(entered.location)
            #expect(try await tuan.get(sheet).html.contains("title,text,lead,joining,due,group,priority,indicator"))

            let head = "title\ttext\tlead\tjoining\tdue\tgroup\tpriority\tindicator"
            let refused = try await tuan.post(
                sheet, ["tasks": "\(head)\nA\tB\tH42\t\t10/7/2026\t3\t\t\nC\tD\tX99\t\t10/7/2026\t4\t\t"], files: [])
            #expect(refused.status == 422)
            #expect(refused.html.contains("Dòng 3: Không có cơ quan nào khác mang mã định danh này."))
            #expect(refused.html.contains("Dòng 3: Văn bản không có nhóm nhiệm vụ này."))
            let path = try #require(sheet.split(separator: "/tasks").first.map(String.init))
            #expect(try await tuan.get(path).html.contains("2 trọng tâm, 3 nhóm nhiệm vụ, 0 nhiệm vụ."))

            // The file counts, not what stands in the field.
            let file = "\(head)\nPhủ sóng\tMọi thôn có sóng\tH42\t\t10/7/2026\t3\t2\tdossiers_on_time"
            let given = try await tuan.post(
                sheet, ["tasks": "x"], files: [(field: "file", name: "tasks.csv", bytes: Array(file.utf8))])
            #expect(given.status == 303 && given.location == path)
            let page = try await tuan.get(path)
            #expect(page.html.contains("1. Phủ sóng") && page.html.contains("Ủy ban nhân dân tỉnh Ninh Bình"))
            #expect(page.html.contains("0 hoàn thành, 0 quá hạn, trong 1 nhiệm vụ"))
            #expect(try await tuan.get("\(path)?show=late").html.contains("Không có nhiệm vụ nào."))
            let task = try #require(page.html.firstMatch(of: /\/tasks\/[0-9a-f-]+/).map { String($0.0) })
            let face = try await tuan.get(task).html
            #expect(face.contains("3. Nhân lực") && face.contains("2. Đất đai") && face.contains("Tiến độ theo chỉ số"))

            // One alone, with the headings to choose from.
            let id = try #require(path.split(separator: "/").last)
            #expect(try await tuan.get("/desk/tasks/new?directive=\(id)").html.contains("2. Dữ liệu"))
            let one = [
                "directive": String(id), "group": "2", "title": "Làm sạch", "text": "Dữ liệu", "lead": "H42",
                "due-day": "31", "due-month": "12", "due-year": "2026",
            ]
            #expect(try await tuan.post("/desk/tasks/new", one.merging(["group": ""]) { $1 }).status == 422)
            #expect(try await tuan.post("/desk/tasks/new", one).status == 303)
            #expect(try await tuan.get(path).html.contains("2. Làm sạch"))

            // The session has ended by then.
            site.clock.advance(by: 5 * 86_400)
            tuan = try await site.signIn(as: .tuan)
            #expect(try await tuan.get("\(path)?show=late").html.contains("1. Phủ sóng"))
            let province = try #require(try await site.platform.agencies.find(OrganID("H42")))
            let letters = "/desk/tasks/reminders"
            #expect(try await tuan.get(letters).html.contains("\(letters)/\(province.id)"))
            let draftPage = try await tuan.get("\(letters)/\(province.id)")
            #expect(draftPage.html.contains("Phủ sóng") && draftPage.html.contains("quý cơ quan khẩn trương"))
            let paper = try await tuan.post("\(letters)/\(province.id)", ["closing": "Đề nghị gấp.", "act": "look"])
            #expect(paper.status == 200 && paper.html.contains("<strong>Ủy ban nhân dân tỉnh Ninh Bình</strong>"))
            let none = try await tuan.post("\(letters)/\(province.id)", ["closing": "", "act": "send"])
            #expect(none.status == 422 && none.html.contains("Viết phần kết của công văn."))
            let sent = try await tuan.post("\(letters)/\(province.id)", ["closing": "Đề nghị gấp.", "act": "send"])
            #expect(try await tuan.get(try #require(sent.location)).html.contains("Đề nghị gấp."))
            #expect(try await tuan.get(task).html.contains("Công văn đôn đốc ngày"))
            #expect(try await tuan.get(letters).html.contains(try #require(sent.location)))
            #expect(try await tuan.get("\(letters)/none").status == 409)
        }
    }

    @Test("a plan is entered, seen by everybody, and withdrawn")
    func plan() async throws {
        try await Site.run(on: .sqlite, with: Site.units) { site in
            let tuan = try await site.signIn(as: .tuan)
            let draft = [
                "kind": "strategy", "title": "Chiến lược của xã", "notation": "7/QĐ-UBND", "day-day": "2",
                "day-month": "1", "day-year": "2026", "from": "2026", "to": "2030",
                "link": "https://yenmo.example.gov.vn/cl.pdf",
            ]
            #expect(try await tuan.get("/desk/plans/new").status == 200)
            let wrong = try await tuan.post("/desk/plans/new", draft.merging(["link": "javascript:x"]) { $1 })
            #expect(wrong.status == 422 && wrong.html.contains("bắt đầu bằng https://"))
            let entered = try await tuan.post("/desk/plans/new", draft)
            let path = try #require(entered.location)
            let everybody = try await site.browser().get("/plans").html
            #expect(everybody.contains("href=\"https://yenmo.example.gov.vn/cl.pdf\""))
            // A commune is in the register, but none of those that are counted.
            #expect(everybody.contains("0 trong ") && everybody.contains("34 Ủy ban nhân dân cấp tỉnh chưa có"))
            #expect(try await tuan.post("\(path)/withdrawal", ["reason": ""]).status == 422)
            #expect(try await tuan.post("\(path)/withdrawal", ["reason": "Nhập sai"]).status == 303)
            #expect(try await tuan.get(path).html.contains("Nhập sai"))
            #expect(try await !site.browser().get("/plans").html.contains("Chiến lược của xã"))
            #expect(try await site.browser().get("/plans?kind=annual").html.contains("kế hoạch năm nay"))
        }
    }
}
