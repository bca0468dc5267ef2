// SPDX-License-Identifier: Apache-2.0

package import Foundation
import Web

/// Thông báo dừng giải quyết hồ sơ: form 05 of Circular 03/2025/TT-VPCP.
package struct StopNotice: Paper {
    package static let kind = "stop-notice"
    package let title = "Thông báo dừng giải quyết hồ sơ"
    let addressee: String
    let facts: [PaperFact]
    let reasons: [NumberedLine]
    let signatures: [SignatureColumn]

    /// `office` stands above the signature, `signer` is who holds it.
    package init(_ file: CaseOnPaper, received: Date, reasons: [String], office: String, signer: String) {
        addressee = file.addressee.name
        facts = file.facts + [PaperFact("Thời gian nhận hồ sơ", received.inWords)]
        self.reasons = NumberedLine.lines(reasons)
        signatures = [SignatureColumn(office, note: "", name: signer)]
    }

    package static let mocks = [
        StopNotice(
            CaseOnPaper.mocks[0], received: .mock,
            reasons: ["Quá thời hạn bổ sung, hoàn thiện hồ sơ mà chưa nhận được hồ sơ bổ sung."], office: "Chủ tịch",
            signer: "Lê Anh Tuấn"),
        StopNotice(
            CaseOnPaper.mocks[1], received: .mock, reasons: ["Theo đề nghị của người nộp."], office: "Chủ tịch",
            signer: ""),
        StopNotice(CaseOnPaper.mocks[2], received: .mock, reasons: [.hostile], office: .hostile, signer: .hostile),
    ]
}
