// SPDX-License-Identifier: Apache-2.0

import Web

/// Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ: form 02 of Circular 03/2025/TT-VPCP.
package struct SupplementRequest: Paper {
    package static let kind = "supplement-request"
    package let title = "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ"
    let facts: [PaperFact]
    let items: [NumberedLine]
    let reason: String, hasReason: Bool
    let contact: String, hasContact: Bool
    let signatures: [SignatureColumn]

    /// `items` are what is to be added or mended, `reason` is "" where they say it themselves; `contact` is whom to ask, with a telephone number.
    package init(_ file: CaseOnPaper, items: [String], reason: String = "", contact: String = "", official: String) {
        facts = file.facts
        self.items = NumberedLine.lines(items)
        (self.reason, hasReason) = (reason, !reason.isEmpty)
        (self.contact, hasContact) = (contact, !contact.isEmpty)
        signatures = [SignatureColumn("Người hướng dẫn", name: official)]
    }

    package static let mocks = [
        SupplementRequest(
            CaseOnPaper.mocks[0],
            items: ["Giấy chứng sinh (bản chính)", "Ghi rõ nơi sinh đến xã, tỉnh trong tờ khai"],
            reason: "Thành phần hồ sơ chưa đủ; nơi sinh chưa ghi đầy đủ.",
            contact: "Trung tâm Phục vụ hành chính công xã Yên Mô, số điện thoại 0229 123 4567",
            official: "Trần Thị Lan"),
        SupplementRequest(CaseOnPaper.mocks[1], items: ["Tờ khai"], reason: "Thiếu tờ khai.", official: ""),
        SupplementRequest(
            CaseOnPaper.mocks[2], items: [.hostile], reason: .hostile, contact: .hostile, official: .hostile),
    ]
}
