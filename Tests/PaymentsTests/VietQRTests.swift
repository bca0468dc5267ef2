// SPDX-License-Identifier: Apache-2.0

import QRCode
import Testing

@testable import Payments

@Suite("VietQR")
struct VietQRTests {
    @Test("the checksum is CRC-16/CCITT-FALSE")
    func checksum() { #expect(VietQR.checksum("123456789") == "29B1") }

    /// The codes of the specification.
    static let vectors: [(text: String, order: VietQR)] = {
        var bill = VietQR(bank: "970403", account: "0011012345678", amount: 180_000)
        (bill.billNumber, bill.purpose) = ("NPS6869", "thanh toan don hang")
        return [
            (
                "00020101021138570010A00000072701270006970403011300110123456780208QRIBFTTA53037045802VN63049E6F",
                VietQR(bank: "970403", account: "0011012345678")
            ),
            (
                "00020101021238570010A00000072701270006970403011300110123456780208QRIBFTTA530370454061800005802VN"
                    + "62340107NPS68690819thanh toan don hang63042E2E",
                bill
            ),
            (
                "00020101021138600010A00000072701300006970403011697040311012345670208QRIBFTTC53037045802VN63044F52",
                VietQR(bank: "970403", account: "9704031101234567", service: .card)
            ),
        ]
    }()

    @Test("the codes of the specification are written and read", arguments: 0..<3)
    func vectors(number: Int) {
        let (text, order) = Self.vectors[number]
        #expect(order.text == text)
        #expect(VietQR(reading: text) == order)
    }

    @Test("one changed sign is noticed, wherever it stands")
    func damaged() {
        let text = Self.vectors[1].text
        for index in text.indices {
            var damaged = text
            damaged.replaceSubrange(index...index, with: text[index] == "7" ? "8" : "7")
            #expect(VietQR(reading: damaged) == nil, "\(damaged)")
        }
    }

    @Test("what is no transfer order is not read", arguments: ["", "6304", "00020163046EC1", "đ", "000201010211"])
    func noOrder(text: String) { #expect(VietQR(reading: text) == nil) }

    @Test("codes with a good checksum and broken parts are not read", arguments: ["380", "3805000", "540312a", "5400"])
    func broken(field: String) {
        let body = "000201" + field + "53037045802VN6304"
        #expect(VietQR(reading: body + VietQR.checksum(body)) == nil)
    }

    @Test(
        "names lose their marks and are cut to what fits",
        arguments: [
            ("Trung tâm Phục vụ hành chính công xã Yên Mô", "Trung tam Phuc vu hanh ch"),
            ("ỦY BAN NHÂN DÂN ĐẮK LẮK", "UY BAN NHAN DAN DAK LAK"), ("đ\u{1F600}Ð", "d"), ("   ", ""),
            ("Kho bạc  Nhà\nnước", "Kho bac Nhanuoc"),
        ])
    func ascii(text: String, expected: String) { #expect(VietQR.ascii(text, limit: 25) == expected) }

    @Test("a bill's order carries its reference, and a code can be drawn of it")
    func order() throws {
        var order = VietQR(bank: "970436", account: "0011012345678", amount: 16_000)
        (order.name, order.city) = ("Ủy ban nhân dân xã Yên Mô", "Ninh Bình")
        order.purpose = PaymentReference.random().description
        let read = try #require(VietQR(reading: order.text))
        #expect(read.purpose == order.purpose && read.amount == 16_000)
        #expect(read.name == "Uy ban nhan dan xa Yen Mo" && read.city == "Ninh Binh")
        #expect(QRCode(order.text) != nil)
    }
}

@Suite("Payment reference")
struct PaymentReferenceTests {
    @Test("it fits a code's memo, and is read back")
    func shape() {
        for _ in 0..<200 {
            let text = PaymentReference.random().description
            #expect(text.count <= VietQR.purposeLimit && text.allSatisfy(\.isASCII))
            #expect(PaymentReference(text)?.description == text)
        }
    }

    @Test("one wrong sign and two exchanged ones are always noticed")
    func mistakes() {
        let signs = Array(PaymentReference.random().description)
        for place in 2..<signs.count {
            for sign in PaymentReference.alphabet where sign != signs[place] {
                var wrong = signs
                wrong[place] = sign
                #expect(PaymentReference(String(wrong)) == nil)
            }
            for other in place..<signs.count where signs[place] != signs[other] {
                var wrong = signs
                wrong.swapAt(place, other)
                #expect(PaymentReference(String(wrong)) == nil)
            }
        }
    }

    @Test("it is found among what payers and banks write")
    func found() {
        for _ in 0..<50 {
            let reference = PaymentReference.random()
            let text = reference.description
            let split = text.prefix(4) + " " + text.dropFirst(4).lowercased()
            for memo in [text, "MBVCB.3278.\(text).CT tu 0011", "nop phi \(split)", "DDC\(text)", "D-\(text)-DC"] {
                #expect(PaymentReference.found(in: memo) == reference, "\(memo)")
            }
        }
        for memo in ["", "DC", "nop phi", "DC12345678I", "đc"] { #expect(PaymentReference.found(in: memo) == nil) }
    }
}

@Suite("Money")
struct MoneyTests {
    @Test("an amount is whole, not below zero, and fits a code")
    func limits() {
        for dong in [-1, Money.limit + 1] { #expect(Money(dong) == nil) }
        #expect(Money(Money.limit)?.dong == 9_999_999_999_999)
        #expect((8_000 as Money) * 2 == 16_000)
        #expect((8_000 as Money) * -1 == nil && (8_000 as Money) * Int.max == nil)
        #expect(Money(Money.limit)! + 1 == nil)
    }
}
