// SPDX-License-Identifier: Apache-2.0

import Foundation
import Kernel
import Web

/// A line of a paper: what, and the answer.
package struct PaperFact: Sendable {
    let label: String, value: String

    package init(_ label: String, _ value: String) { (self.label, self.value) = (label, value) }
}

extension [PaperFact] {
    /// Lines without an answer are left out: a dotted line invites somebody to fill it.
    var filled: [PaperFact] { filter { !$0.value.isEmpty } }
}

/// Lines that belong together, under a heading of their own: "Người mẹ".
package struct PaperPart: Sendable {
    let title: String, hasTitle: Bool
    let facts: [PaperFact]

    /// `title` is "" for lines without a heading.
    package init(_ title: String, _ facts: [PaperFact]) {
        (self.title, hasTitle, self.facts) = (title, !title.isEmpty, facts.filled)
    }
}

/// Room for a signature by hand, or the name of who signs by certificate.
package struct SignatureColumn: Sendable {
    let title: String, note: String, name: String

    package init(_ title: String, note: String = "(Ký, ghi rõ họ tên)", name: String = "") {
        (self.title, self.note, self.name) = (title, note, name)
    }
}

/// The person or organisation that a slip is written to.
package struct Addressee: Sendable {
    package let name: String
    package let identifier: String
    package let address: String
    package let phone: String
    package let email: String

    /// `identifier` is a personal identifier or a tax code. What is "" is not printed.
    package init(name: String, identifier: String = "", address: String = "", phone: String = "", email: String = "") {
        self.name = name
        self.identifier = identifier
        self.address = address
        self.phone = phone
        self.email = email
    }

    static let mocks = [
        Addressee(
            name: "Nguyễn Thị Hương Giang", identifier: "037199012345",
            address: "Thôn Phong Lẫm, xã Yên Mô, tỉnh Ninh Bình", phone: "0912 345 678", email: "giang@example.vn"),
        Addressee(name: "Vũ Đức Ơn"),
        Addressee(name: .hostile, identifier: .hostile, address: .hostile, phone: .hostile, email: .hostile),
    ]
}

/// What a slip is about.
package struct CaseOnPaper: Sendable {
    package let code: String
    /// The name of the procedure.
    package let procedure: String
    package let addressee: Addressee

    package init(code: String, procedure: String, addressee: Addressee) {
        self.code = code
        self.procedure = procedure
        self.addressee = addressee
    }

    var facts: [PaperFact] {
        [
            PaperFact("Mã hồ sơ", code), PaperFact("Cá nhân, tổ chức nộp hồ sơ", addressee.name),
            PaperFact("Số định danh cá nhân/Mã số thuế", addressee.identifier),
            PaperFact("Địa chỉ", addressee.address), PaperFact("Số điện thoại", addressee.phone),
            PaperFact("Email", addressee.email), PaperFact("Nội dung yêu cầu giải quyết", procedure),
        ].filled
    }

    static let mocks = [
        CaseOnPaper(
            code: "H42.19.05-260708-0015", procedure: "Đăng ký khai sinh", addressee: Addressee.mocks[0]),
        CaseOnPaper(
            code: "H42.19.05-260708-0016", procedure: "Cấp bản sao trích lục hộ tịch", addressee: Addressee.mocks[1]),
        CaseOnPaper(code: .hostile, procedure: .hostile, addressee: Addressee.mocks[2]),
    ]
}

/// One thing after another, numbered from 1.
struct NumberedLine: Sendable {
    let number: String, text: String

    static func lines(_ texts: [String]) -> [NumberedLine] {
        texts.enumerated().map { NumberedLine(number: "\($0 + 1)", text: $1) }
    }
}

extension Date {
    /// "09 giờ 00 phút, ngày 08 tháng 7 năm 2026", in Việt Nam's time.
    var inWords: String {
        let parts = Formats.calendar.dateComponents([.hour, .minute], from: self)
        let (hour, minute) = (parts.hour ?? 0, parts.minute ?? 0)
        return "\(hour < 10 ? "0" : "")\(hour) giờ \(minute < 10 ? "0" : "")\(minute) phút, \(Day(self).inWords)"
    }

    static let mock = Date(timeIntervalSince1970: 1_783_476_000)
}
