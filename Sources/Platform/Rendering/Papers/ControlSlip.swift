// SPDX-License-Identifier: Apache-2.0

package import Foundation
import Kernel
import Web

/// Phiếu kiểm soát quá trình giải quyết hồ sơ: form 06 of Circular 03/2025/TT-VPCP. One line for each time the dossier
/// changed hands.
package struct ControlSlip: Paper {
    package struct Step: Sendable {
        package enum Outcome: Sendable { case early, onTime, late }

        let from: String, to: String, time: String, due: String, outcome: String, note: String

        /// `due` is until when the one who received it had time, nil when nothing was set; `outcome` nil while it is still
        /// there.
        package init(
            from: String, to: String, at time: Date, due: Date? = nil, outcome: Outcome? = nil, note: String = ""
        ) {
            let formats = Formats(.vi)
            (self.from, self.to, self.note) = (from, to, note)
            self.time = formats.time(time)
            self.due = due.map(formats.time) ?? ""
            self.outcome =
                switch outcome {
                case .early: "Trước hạn"
                case .onTime: "Đúng hạn"
                case .late: "Quá hạn"
                case nil: ""
                }
        }
    }

    package static let kind = "control-slip"
    package let title = "Phiếu kiểm soát quá trình giải quyết hồ sơ"
    let facts: [PaperFact]
    let steps: [Step]
    let signatures: [SignatureColumn] = []

    /// `received` is nil before the receipt, `promised` where no time is set.
    package init(_ file: CaseOnPaper, received: Date?, promised: Date?, steps: [Step]) {
        facts =
            file.facts
            + [
                PaperFact("Thời gian nhận hồ sơ", received?.inWords ?? ""),
                PaperFact("Thời gian hẹn trả kết quả", promised?.inWords ?? ""),
            ].filled
        self.steps = steps
    }

    package static let mocks = [
        ControlSlip(
            CaseOnPaper.mocks[0], received: .mock, promised: .mock + 86_400,
            steps: [
                Step(
                    from: "Trung tâm Phục vụ hành chính công", to: "Phòng Văn hóa – Xã hội", at: .mock + 600,
                    due: .mock + 7200, outcome: .early, note: "Chuyển hồ sơ điện tử"),
                Step(
                    from: "Phòng Văn hóa – Xã hội", to: "Lãnh đạo Ủy ban nhân dân xã", at: .mock + 5400,
                    due: .mock + 9000, outcome: .late),
                Step(from: "Lãnh đạo Ủy ban nhân dân xã", to: "Trung tâm Phục vụ hành chính công", at: .mock + 12_000),
            ]),
        ControlSlip(CaseOnPaper.mocks[1], received: .mock, promised: .mock, steps: []),
        ControlSlip(
            CaseOnPaper.mocks[2], received: .mock, promised: .mock,
            steps: [Step(from: .hostile, to: .hostile, at: .mock, outcome: .onTime, note: .hostile)]),
    ]
}
