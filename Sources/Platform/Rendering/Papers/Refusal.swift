// SPDX-License-Identifier: Apache-2.0

import Web

/// Phiếu từ chối tiếp nhận giải quyết hồ sơ: form 03 of Circular 03/2025/TT-VPCP.
package struct Refusal: Paper {
    package static let kind = "refusal"
    package let title = "Phiếu từ chối tiếp nhận giải quyết hồ sơ"
    let facts: [PaperFact]
    let reasons: [NumberedLine]
    let guidance: String, hasGuidance: Bool
    let signatures: [SignatureColumn]

    /// `guidance` tells where the person may turn instead, "" when there is nowhere.
    package init(_ file: CaseOnPaper, reasons: [String], guidance: String = "", official: String) {
        facts = file.facts
        self.reasons = NumberedLine.lines(reasons)
        (self.guidance, hasGuidance) = (guidance, !guidance.isEmpty)
        signatures = [
            SignatureColumn("Người nộp hồ sơ", name: file.addressee.name),
            SignatureColumn("Người tiếp nhận hồ sơ", name: official),
        ]
    }

    package static let mocks = [
        Refusal(
            CaseOnPaper.mocks[0],
            reasons: ["Trẻ em đã được đăng ký khai sinh theo số đăng ký 27/2026."],
            guidance: "Ông/Bà có thể yêu cầu cấp bản sao trích lục khai sinh.", official: "Trần Thị Lan"),
        Refusal(CaseOnPaper.mocks[1], reasons: ["Không thuộc thẩm quyền giải quyết."], official: ""),
        Refusal(CaseOnPaper.mocks[2], reasons: [.hostile, .hostile], guidance: .hostile, official: .hostile),
    ]
}
