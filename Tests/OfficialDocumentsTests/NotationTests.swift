// SPDX-License-Identifier: Apache-2.0

import Agencies
import Content
import Kernel
import Testing

@testable import OfficialDocuments

@Suite("Types, numbers and marks")
struct NotationTests {
    private func agency(_ name: String, _ kind: Agency.Kind) throws -> Agency {
        Agency(id: ID("a"), organID: try OrganID("H42"), kind: kind, name: name, englishName: name, basis: "")
    }

    @Test("a number is written as the decree writes it")
    func numbers() throws {
        let types = try DocumentTypes(content: Content.embedded.files)
        let (decision, letter) = (try #require(types["decision"]), try #require(types["letter"]))
        let committee = try agency("Ủy ban nhân dân tỉnh Ninh Bình", .peoplesCommittee)
        #expect(Notation(7, decision, of: committee).text == "07/QĐ-UBND")
        #expect(Notation(112, letter, of: committee).text == "112/UBND")
        for (name, kind, abbreviation) in [
            ("Bộ Khoa học và Công nghệ", Agency.Kind.ministry, "BKHCN"), ("Văn phòng Chính phủ", .ministry, "VPCP"),
            ("Trung tâm Phục vụ hành chính công xã Yên Mô", .serviceDesk, "TTPVHCC"),
            ("Sở Tư pháp tỉnh Ninh Bình", .department, "STP"), ("Hội đồng nhân dân xã Yên Mô", .peoplesCouncil, "HĐND"),
        ] {
            #expect(Notation.abbreviation(of: try agency(name, kind)) == abbreviation, "\(name)")
        }
    }

    @Test("there are 29 types, 27 of them with an abbreviation")
    func types() throws {
        let types = try DocumentTypes(content: Content.embedded.files)
        let state = types.all.filter { $0.family.id == "state" }
        #expect(state.count == 29)
        #expect(state.count { !$0.isLetter } == 27)
        let twice =
            #"[{"id":"a","vi":"A","en":"A","abbreviation":"X"},{"id":"b","vi":"B","en":"B","abbreviation":"X"}]"#
        #expect(throws: ContentProblem.self) { try DocumentTypes(content: ["OfficialDocuments/types.json": twice]) }
    }

    @Test("a mark of secrecy is found, and a word that only sounds like one is not")
    func secrets() {
        for text in [
            "MẬT", "Kính gửi\n  TỐI MẬT  \nNội dung", "Độ mật: Tuyệt mật", "Độ mật: Mật, số 3", "mật".uppercased(),
        ] {
            #expect(SecretMarking.found(in: text) != nil, "\(text)")
        }
        // The same letters, composed another way.
        #expect(SecretMarking.found(in: "MA\u{323}\u{302}T") != nil)
        for text in ["Bảo mật thông tin", "Mật độ dân số 900 người/km²", "Mật khẩu", "mật ong", "Bí mật kinh doanh"] {
            #expect(SecretMarking.found(in: text) == nil, "\(text)")
        }
        // What stands behind the mark is told to nobody.
        #expect(SecretMarking.found(in: "  Độ mật: Tuyệt mật, kế hoạch A") == "Độ mật: Tuyệt mật")
        for name in ["Kế hoạch (Mật).pdf", "TỐI MẬT - kế hoạch.pdf", "tuyệt_mật.docx", "Độ mật: Mật"] {
            #expect(SecretMarking.found(inName: name) != nil, "\(name)")
        }
        for name in ["bảo_mật.pdf", "Mật độ dân số.xlsx", "mật.khẩu.txt", ".mật"] {
            #expect(SecretMarking.found(inName: name) == nil, "\(name)")
        }
    }
}
