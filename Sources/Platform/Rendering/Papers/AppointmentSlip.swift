// SPDX-License-Identifier: Apache-2.0

package import Foundation
import Web

/// Giấy tiếp nhận hồ sơ và hẹn trả kết quả: form 01 of Circular 03/2025/TT-VPCP.
package struct AppointmentSlip: Paper {
    /// A document of the dossier, and how many of it were handed in.
    package struct Component: Sendable {
        let number: String, name: String, originals: String, copies: String
        fileprivate let counts: (originals: Int, copies: Int)

        package init(_ name: String, originals: Int = 0, copies: Int = 0) {
            self.init(name, originals: originals, copies: copies, number: 0)
        }

        fileprivate init(_ name: String, originals: Int, copies: Int, number: Int) {
            self.name = name
            counts = (originals, copies)
            self.number = "\(number)"
            self.originals = originals == 0 ? "" : "\(originals)"
            self.copies = copies == 0 ? "" : "\(copies)"
        }
    }

    package static let kind = "appointment-slip"
    package let title = "Giấy tiếp nhận hồ sơ và hẹn trả kết quả"
    let facts: [PaperFact]
    let components: [Component], hasComponents: Bool
    let promises: [PaperFact]
    let signatures: [SignatureColumn]

    /// `timeLimit` as the procedure states it ("Trong ngày làm việc"); `handedBack` tells where or how the result is
    /// returned; `receiver` is the official who took the dossier in.
    package init(
        _ file: CaseOnPaper, components: [Component], sets: Int = 1, timeLimit: String, received: Date, promised: Date,
        handedBack: String, receiver: String
    ) {
        facts = file.facts
        self.components = components.enumerated().map { index, part in
            Component(part.name, originals: part.counts.originals, copies: part.counts.copies, number: index + 1)
        }
        hasComponents = !components.isEmpty
        promises =
            [
                PaperFact("Số lượng hồ sơ", "\(sets) bộ"), PaperFact("Thời gian giải quyết hồ sơ", timeLimit),
                PaperFact("Thời gian nhận hồ sơ", received.inWords),
                PaperFact("Thời gian hẹn trả kết quả", promised.inWords), PaperFact("Nhận kết quả", handedBack),
            ].filled
        signatures = [
            SignatureColumn("Người nộp hồ sơ", name: file.addressee.name),
            SignatureColumn("Người tiếp nhận hồ sơ", name: receiver),
        ]
    }

    package static let mocks = [
        AppointmentSlip(
            CaseOnPaper.mocks[0],
            components: [
                Component("Tờ khai đăng ký khai sinh", originals: 1),
                Component("Giấy chứng sinh", originals: 1),
                Component("Giấy chứng nhận kết hôn của cha, mẹ (bản điện tử)", copies: 1),
            ], timeLimit: "Trong ngày làm việc", received: .mock, promised: .mock + 6 * 3600,
            handedBack: "Tại Trung tâm Phục vụ hành chính công xã Yên Mô", receiver: "Trần Thị Lan"),
        AppointmentSlip(
            CaseOnPaper.mocks[1], components: [], timeLimit: "", received: .mock, promised: .mock + 86_400,
            handedBack: "", receiver: ""),
        AppointmentSlip(
            CaseOnPaper.mocks[2], components: [Component(.hostile, originals: 2)], timeLimit: .hostile, received: .mock,
            promised: .mock, handedBack: .hostile, receiver: .hostile),
    ]
}
