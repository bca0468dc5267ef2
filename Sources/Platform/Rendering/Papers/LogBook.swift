// SPDX-License-Identifier: Apache-2.0

package import Foundation
package import Kernel
import Web

/// Sổ theo dõi hồ sơ: form 07 of Circular 03/2025/TT-VPCP, on A4 across.
package struct LogBook: Paper {
    package struct Line: Sendable {
        let number: String, code: String, procedure: String, sets: String, applicant: String, contact: String
        let agency: String, received: String, promised: String, returned: String, channel: String, note: String

        /// `contact` is address and telephone; `channel` how it came in ("Trực tuyến"); `returned` nil while it is open.
        package init(
            _ number: Int, code: String, procedure: String, sets: Int = 1, applicant: String, contact: String,
            agency: String, received: Date, promised: Date?, returned: Date? = nil, channel: String, note: String = ""
        ) {
            let formats = Formats(.vi)
            (self.number, self.code, self.procedure, self.sets) = ("\(number)", code, procedure, "\(sets)")
            (self.applicant, self.contact, self.agency) = (applicant, contact, agency)
            self.received = formats.time(received)
            self.promised = promised.map(formats.time) ?? ""
            self.returned = returned.map(formats.time) ?? ""
            (self.channel, self.note) = (channel, note)
        }
    }

    package static let kind = "log-book"
    /// More than one book can be printed of; a longer one is split by its days.
    package static let limit = 1000

    package let title = "Sổ theo dõi hồ sơ"
    let period: String
    let lines: [Line]
    let signatures: [SignatureColumn] = []

    /// Whoever asks for a book of more than `limit` lines is told so before.
    package init(from first: Day, to last: Day, lines: [Line]) {
        self.init(period: Self.words(first, last), lines: lines)
    }

    private init(period: String, lines: [Line]) { (self.period, self.lines) = (period, lines) }

    /// "Từ ngày 01 tháng 7 năm 2026 đến ngày 31 tháng 7 năm 2026"
    private static func words(_ first: Day, _ last: Day) -> String {
        let begin = first.inWords
        return first == last
            ? begin.prefix(1).uppercased() + begin.dropFirst() : "Từ \(begin) đến \(last.inWords)"
    }

    package static let mocks = [
        LogBook(
            from: Day(number: 20_635), to: Day(number: 20_665),
            lines: (1...14).map { number in
                Line(
                    number, code: "H42.19.05-260708-00\(10 + number)", procedure: "Đăng ký khai sinh",
                    applicant: "Nguyễn Thị Hương Giang", contact: "Thôn Phong Lẫm; 0912 345 678",
                    agency: "Ủy ban nhân dân xã Yên Mô", received: .mock, promised: .mock + 86_400,
                    returned: number.isMultiple(of: 3) ? nil : .mock + 80_000,
                    channel: number.isMultiple(of: 2) ? "Trực tuyến" : "Trực tiếp")
            }),
        LogBook(from: Day(.mock), to: Day(.mock), lines: []),
        LogBook(
            period: .hostile,
            lines: [
                Line(
                    1, code: .hostile, procedure: .hostile, applicant: .hostile, contact: .hostile, agency: .hostile,
                    received: .mock, promised: .mock, channel: .hostile, note: .hostile)
            ]),
    ]
}
