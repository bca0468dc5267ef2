// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A transfer order that every Vietnamese banking app reads from a code (VietQR, an EMVCo merchant-presented code): tags of
/// two digits, lengths of two digits, values, and at the end a CRC-16/CCITT-FALSE over all of it.
package struct VietQR: Equatable, Sendable {
    package enum Service: String, Sendable {
        case account = "QRIBFTTA"
        case card = "QRIBFTTC"
    }

    /// The bank, as its card issuer number of six digits.
    package var bank: String
    package var account: String
    package var service = Service.account
    package var amount: Money?
    package var billNumber = ""
    /// What the payer's app writes as the memo of the transfer.
    package var purpose = ""
    package var name = ""
    package var city = ""

    package init(bank: String, account: String, service: Service = .account, amount: Money? = nil) {
        (self.bank, self.account, self.service, self.amount) = (bank, account, service, amount)
    }

    package static let nameLimit = 25
    package static let cityLimit = 15
    package static let purposeLimit = 25

    /// What the code says.
    package var text: String {
        let beneficiary = Self.field("00", bank) + Self.field("01", account)
        let merchant =
            Self.field("00", Self.scheme) + Self.field("01", beneficiary) + Self.field("02", service.rawValue)
        let extra =
            Self.optional("01", Self.ascii(billNumber, limit: Self.purposeLimit))
            + Self.optional("08", Self.ascii(purpose, limit: Self.purposeLimit))
        let body =
            Self.field("00", "01") + Self.field("01", amount == nil ? "11" : "12") + Self.field("38", merchant)
            + Self.field("53", Self.currency) + Self.optional("54", amount.map { "\($0.dong)" } ?? "")
            + Self.field("58", "VN") + Self.optional("59", Self.ascii(name, limit: Self.nameLimit))
            + Self.optional("60", Self.ascii(city, limit: Self.cityLimit)) + Self.optional("62", extra) + "6304"
        return body + Self.checksum(body)
    }

    /// Reads a code, as a banking app does. Nil when the checksum, a length or what a transfer needs is wrong.
    package init?(reading text: String) {
        guard text.utf8.allSatisfy({ $0 < 0x80 }), text.count > 8, text.dropLast(4).hasSuffix("6304"),
            Self.checksum(String(text.dropLast(4))) == text.suffix(4), let fields = Self.fields(text.dropLast(8)),
            fields["00"] == "01", fields["53"] == Self.currency, fields["58"] == "VN",
            let merchant = fields["38"].flatMap({ Self.fields($0[...]) }), merchant["00"] == Self.scheme,
            let beneficiary = merchant["01"].flatMap({ Self.fields($0[...]) }), let bank = beneficiary["00"],
            let account = beneficiary["01"], let service = merchant["02"].flatMap(Service.init(rawValue:)),
            let extra = Self.fields((fields["62"] ?? "")[...])
        else { return nil }
        let amount = fields["54"].map { Int($0).flatMap { Money($0) } }
        if case .some(nil) = amount { return nil }
        self.init(bank: bank, account: account, service: service, amount: amount ?? nil)
        (billNumber, purpose) = (extra["01"] ?? "", extra["08"] ?? "")
        (name, city) = (fields["59"] ?? "", fields["60"] ?? "")
    }

    private static let scheme = "A000000727"
    private static let currency = "704"

    private static func field(_ tag: String, _ value: String) -> String {
        tag + (value.count < 10 ? "0" : "") + "\(value.count)" + value
    }

    private static func optional(_ tag: String, _ value: String) -> String { value.isEmpty ? "" : field(tag, value) }

    private static func fields(_ text: Substring) -> [String: String]? {
        var (fields, rest): ([String: String], Substring) = ([:], text)
        while !rest.isEmpty {
            let (tag, digits) = (rest.prefix(2), rest.dropFirst(2).prefix(2))
            guard digits.count == 2, let length = Int(digits), length > 0, rest.count >= 4 + length,
                fields[String(tag)] == nil
            else { return nil }
            fields[String(tag)] = String(rest.dropFirst(4).prefix(length))
            rest = rest.dropFirst(4 + length)
        }
        return fields
    }

    /// Letters without their marks, đ as d, nothing but printable ASCII, cut to `limit`: what every bank's app can show.
    package static func ascii(_ text: String, limit: Int) -> String {
        var plain = ""
        for scalar in text.decomposedStringWithCanonicalMapping.unicodeScalars {
            switch scalar {
            case "đ": plain += "d"
            case "Đ": plain += "D"
            case " "..."~": plain.unicodeScalars.append(scalar)
            default: break
            }
        }
        let words = plain.split(separator: " ").joined(separator: " ")
        return String(words.prefix(limit)).trimmingCharacters(in: .whitespaces)
    }

    /// Polynomial 0x1021, start 0xFFFF, not reflected, as four capital hexadecimal digits.
    static func checksum(_ text: String) -> String {
        var crc: UInt16 = 0xFFFF
        for byte in text.utf8 {
            crc ^= UInt16(byte) << 8
            for _ in 0..<8 { crc = crc & 0x8000 == 0 ? crc << 1 : crc << 1 ^ 0x1021 }
        }
        return String(format: "%04X", crc)
    }
}
