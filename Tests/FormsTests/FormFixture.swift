// SPDX-License-Identifier: Apache-2.0

import Forms
import Foundation
import Kernel
import Units
import Web

/// A form with a question of each kind, a page that hangs on an answer, one that repeats, and a value that is computed.
enum FormFixture {
    static let json = #"""
        {
          "name": "everything",
          "version": 3,
          "pages": [
            {
              "name": "person",
              "title": {"vi": "Người khai", "en": "Who states this"},
              "questions": [
                {"id": "name", "type": "text", "limit": 40, "prefill": "person.name", "basis": "unverified",
                 "label": {"vi": "Họ và tên", "en": "Full name"}},
                {"id": "identifier", "type": "identifier", "basis": "unverified",
                 "label": {"vi": "Số định danh", "en": "Personal identifier"}},
                {"id": "born", "type": "date", "not_before": "1900-01-01", "not_after": "today", "basis": "unverified",
                 "label": {"vi": "Ngày sinh", "en": "Date of birth"}}
              ],
              "checks": [
                {"rule": {">=": [{"years": [{"var": "born"}, {"var": "_today"}]}, 18]}, "field": "born",
                 "problem": {"vi": "Phải đủ 18 tuổi", "en": "Must be 18"}, "basis": "unverified"}
              ]
            },
            {
              "name": "contact",
              "title": {"vi": "Liên hệ", "en": "Contact"},
              "questions": [
                {"id": "phone", "type": "phone", "basis": "unverified", "label": {"vi": "Điện thoại", "en": "Phone"}},
                {"id": "email", "type": "email", "required": false, "basis": "unverified",
                 "label": {"vi": "Thư điện tử", "en": "E-mail"}},
                {"id": "home", "type": "address", "basis": "unverified", "label": {"vi": "Nơi ở", "en": "Home"}},
                {"id": "origin", "type": "unit", "levels": ["commune", "province"], "former": true, "required": false,
                 "basis": "unverified", "label": {"vi": "Quê quán", "en": "Place of origin"}}
              ]
            },
            {
              "name": "married",
              "title": {"vi": "Hôn nhân", "en": "Marriage"},
              "questions": [
                {"id": "married", "type": "yes_no", "basis": "unverified",
                 "label": {"vi": "Đã kết hôn chưa?", "en": "Married?"}}
              ]
            },
            {
              "name": "spouse",
              "title": {"vi": "Vợ hoặc chồng", "en": "Spouse"},
              "when": {"var": "married"},
              "questions": [
                {"id": "spouse_name", "type": "text", "basis": "unverified",
                 "label": {"vi": "Họ tên vợ hoặc chồng", "en": "Name of the spouse"}},
                {"id": "spouse_born", "type": "partial_date", "not_after": "today", "basis": "unverified",
                 "label": {"vi": "Năm sinh", "en": "Born"}}
              ]
            },
            {
              "name": "children",
              "title": {"vi": "Con", "en": "Children"},
              "when": {"var": "married"},
              "repeats": {"min": 0, "max": 3, "item": {"vi": "Người con thứ {number}", "en": "Child {number}"}},
              "questions": [
                {"id": "child_name", "type": "text", "basis": "unverified",
                 "label": {"vi": "Họ tên con", "en": "Name of the child"}},
                {"id": "child_age", "type": "number", "min": 0, "max": 120, "basis": "unverified",
                 "label": {"vi": "Tuổi", "en": "Age"}}
              ]
            },
            {
              "name": "order",
              "title": {"vi": "Yêu cầu", "en": "Request"},
              "questions": [
                {"id": "copies", "type": "number", "min": 1, "max": 20, "basis": "unverified",
                 "label": {"vi": "Số bản", "en": "Copies"}},
                {"id": "area", "type": "number", "decimals": 2, "required": false, "basis": "unverified",
                 "label": {"vi": "Diện tích", "en": "Area"}},
                {"id": "income", "type": "money", "required": false, "basis": "unverified",
                 "label": {"vi": "Thu nhập", "en": "Income"}},
                {"id": "way", "type": "choice", "basis": "unverified", "label": {"vi": "Nhận ở đâu?", "en": "Where?"},
                 "options": [{"value": "desk", "label": {"vi": "Tại quầy", "en": "At the desk"}},
                             {"value": "post", "label": {"vi": "Qua bưu điện", "en": "By post"}}]},
                {"id": "papers", "type": "choices", "required": false, "basis": "unverified",
                 "label": {"vi": "Giấy tờ", "en": "Papers"},
                 "options": [{"value": "birth", "label": {"vi": "Khai sinh", "en": "Birth"}},
                             {"value": "card", "label": {"vi": "Căn cước", "en": "Card"}}]},
                {"id": "note", "type": "long_text", "limit": 50, "required": false, "basis": "unverified",
                 "label": {"vi": "Ghi chú", "en": "Note"}}
              ]
            },
            {
              "name": "proof",
              "title": {"vi": "Giấy tờ kèm theo", "en": "Papers"},
              "questions": [
                {"id": "scan", "type": "attachment", "max": 2, "megabytes": 1, "basis": "unverified",
                 "label": {"vi": "Bản chụp", "en": "Scan"}}
              ]
            }
          ],
          "computed": [
            {"id": "total", "rule": {"*": [{"var": "copies"}, 8000]}, "basis": "unverified"}
          ]
        }
        """#

    static var form: FormDefinition {
        get throws { try FormDefinition(file: "Test/forms/everything.json", json) }
    }

    /// The same text with one piece of it replaced.
    static func json(_ piece: String, _ other: String) -> String {
        json.replacing(piece, with: other, maxReplacements: 1)
    }

    static let today = Day(year: 2026, month: 7, day: 8) ?? .beginning

    static let setting = FormSetting(today: today, units: units)

    /// A country of one province, before and after 2025-07-01: Xã Yên Hòa went into Xã Yên Mô.
    static let unitFiles = UnitFiles(
        units: """
            code,parent_code,level,kind,name,latitude,longitude,area_km2,valid_from,valid_to
            37,,province,Tỉnh,Tỉnh Ninh Bình,20,106,,,2025-06-30
            377,37,district,Huyện,Huyện Yên Mô,20,106,,,2025-06-30
            14722,377,commune,Xã,Xã Yên Hòa,20,106,,,2025-06-30
            37,,province,Tỉnh,Tỉnh Ninh Bình,20,106,,2025-07-01,
            14701,37,commune,Xã,Xã Yên Mô,20,106,30,2025-07-01,

            """,
        successions: """
            old_code,old_level,new_code,new_level,extent,main_part
            37,province,37,province,whole,
            14722,commune,14701,commune,whole,

            """,
        changes: "day,basis\n2025-07-01,Luật thử\n")

    /// The same, without a database.
    static let units: UnitHistory = {
        let (before, after) = (Day.beginning, Day(year: 2025, month: 7, day: 1) ?? .beginning)
        func unit(
            _ code: String, _ level: AdministrativeUnit.Level, _ kind: String, _ name: String, in parent: String? = nil,
            isFormer: Bool
        ) -> AdministrativeUnit {
            AdministrativeUnit(
                id: UnitID(code, from: isFormer ? before : after), validTo: isFormer ? after - 1 : nil, level: level,
                kind: kind, name: "\(kind) \(name)", parentCode: parent, latitude: 20, longitude: 106, areaKm2: nil)
        }
        return UnitHistory(
            version: 1,
            units: [
                unit("37", .province, "Tỉnh", "Ninh Bình", isFormer: true),
                unit("377", .district, "Huyện", "Yên Mô", in: "37", isFormer: true),
                unit("14722", .commune, "Xã", "Yên Hòa", in: "377", isFormer: true),
                unit("37", .province, "Tỉnh", "Ninh Bình", isFormer: false),
                unit("14701", .commune, "Xã", "Yên Mô", in: "37", isFormer: false),
            ], successions: [], changes: [])
    }()

    /// Answers to everything that has to be answered by somebody who is not married.
    static let answers = Answers([
        "name": .string("Nguyễn Văn Minh"), "identifier": .string("037084000001"), "born": .string("1984-03-02"),
        "phone": .string("0912345678"), "married": .bool(false), "copies": .number(2), "way": .string("desk"),
        "home": .object([
            "line": .string("Thôn Yên Thượng"),
            "unit": .object([
                "code": .string("14701"), "from": .string("2025-07-01"), "name": .string("Xã Yên Mô, Tỉnh Ninh Bình"),
            ]),
        ]),
        "scan": .array([
            .object([
                "hash": .string("0a"), "name": .string("giấy.pdf"), "size": .number(2000),
                "kind": .string("application/pdf"),
            ])
        ]),
    ])

    static func fields(_ fields: [String: String]) -> Form { Form(fields.mapValues { [$0] }) }

    static let strings = Strings(language: .vi, table: ["forms.yes": "Có", "forms.no": "Không"])
}
