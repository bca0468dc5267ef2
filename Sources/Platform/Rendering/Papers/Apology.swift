// SPDX-License-Identifier: Apache-2.0

package import Foundation
import Web

/// Văn bản xin lỗi và đề nghị gia hạn: form 04 of Circular 03/2025/TT-VPCP.
package struct Apology: Paper {
    package static let kind = "apology"
    package let title = "Văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết hồ sơ"
    let addressee: String
    let facts: [PaperFact]
    let reason: String
    let promised: String
    let signatures: [SignatureColumn]

    /// `promised` was the day the person was told, `extended` is the day that they are told now; `signer` is the head of
    /// the agency, `office` what stands above the signature ("TM. Ủy ban nhân dân – Chủ tịch").
    package init(
        _ file: CaseOnPaper, received: Date, promised: Date, extended: Date, reason: String, office: String,
        signer: String
    ) {
        addressee = file.addressee.name
        facts =
            file.facts + [
                PaperFact("Thời gian nhận hồ sơ", received.inWords),
                PaperFact("Thời gian đã hẹn trả kết quả", promised.inWords),
            ]
        self.reason = reason
        self.promised = extended.inWords
        signatures = [SignatureColumn(office, note: "", name: signer)]
    }

    package static let mocks = [
        Apology(
            CaseOnPaper.mocks[0], received: .mock, promised: .mock + 86_400, extended: .mock + 3 * 86_400,
            reason: "Phải xác minh thông tin tại nơi cư trú trước đây và chưa nhận được trả lời.",
            office: "Chủ tịch", signer: "Lê Anh Tuấn"),
        Apology(
            CaseOnPaper.mocks[1], received: .mock, promised: .mock, extended: .mock, reason: "Hệ thống bị gián đoạn.",
            office: "Chủ tịch", signer: ""),
        Apology(
            CaseOnPaper.mocks[2], received: .mock, promised: .mock, extended: .mock, reason: .hostile, office: .hostile,
            signer: .hostile),
    ]
}
