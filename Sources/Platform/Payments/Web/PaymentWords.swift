// SPDX-License-Identifier: Apache-2.0

import Foundation
import Kernel
import Web

/// Turns bills and what came for them into the words and shapes that several pages share.
struct PaymentWords {
    let strings: Strings
    let formats: Formats

    func amount(_ money: Money) -> String { formats.amount(money.dong) }

    func status(of bill: Bill) -> Status {
        let word = strings["payments.state.\(bill.state.rawValue)"]
        return switch bill.state {
        case .open: Status(.risk, word)
        case .paid, .exempted: Status(.onTime, word)
        case .cancelled, .refunded: Status(.neutral, word)
        }
    }

    /// What the bill asks money for; the sum stands above.
    func lines(of bill: Bill) -> Table {
        Table(
            caption: strings.fill("payments.lines.caption", ["amount": amount(bill.amount)]),
            columns: [
                .text(strings["payments.lines.what"]), .number(strings["payments.lines.unit"]),
                .number(strings["payments.lines.quantity"]), .number(strings["payments.lines.amount"]),
            ],
            rows: bill.lines.map { line in
                [
                    .text(line.text(in: strings.language)), .text(amount(line.unit)),
                    .text(formats.number(line.quantity)), .text(amount(line.amount)),
                ]
            })
    }

    /// A list of bills; `when` is the moment that counts in it.
    func table(_ caption: String, _ bills: [Bill], _ when: String, at: (Bill) -> Date) -> [Table] {
        guard !bills.isEmpty else { return [] }
        return [
            Table(
                caption: strings[caption],
                columns: [
                    .text(strings["payments.table.reference"]), .text(strings["payments.lines.what"]),
                    .number(strings["payments.table.amount"]), .text(strings[when]),
                    .text(strings["payments.table.state"]),
                ],
                rows: bills.map { bill in
                    [
                        .link(bill.reference.description, "/bills/\(bill.id)"),
                        .text(bill.lines.first?.text(in: strings.language) ?? ""), .text(amount(bill.amount)),
                        .text(formats.time(at(bill))), .status(status(of: bill)),
                    ]
                })
        ]
    }

    func amount(of notice: TransferNotice) -> String {
        notice.money.map(amount) ?? "\(notice.amount) \(notice.currency)"
    }

    func outcome(_ outcome: ReceivedNotice.Outcome) -> String { strings["payments.outcome.\(outcome.rawValue)"] }

    /// What a person wrote, or the sentence of a module that gave a key.
    func reason(_ text: String) -> String {
        let sentence = strings[text]
        return sentence == "⟦\(text)⟧" ? text : sentence
    }

    func sentence(for outcome: StatementOutcome) -> String {
        strings.fill(
            "payments.command.entered",
            [
                "lines": formats.number(outcome.lines), "new": formats.number(outcome.new),
                "applied": formats.number(outcome.applied), "unmatched": formats.number(outcome.unmatched),
                "refunds": formats.number(outcome.paidOut),
            ])
    }

    func provider(_ id: String) -> String { strings["payments.provider.\(id)"] }

    static let mock = PaymentWords(strings: .mock, formats: Formats(.vi))
}

extension Bill {
    /// One bill in each state; the last carries what an attacker would write.
    static let mocks: [Bill] = {
        let noon = Date(timeIntervalSince1970: 1_783_476_000)
        func bill(_ state: State, _ text: String) -> Bill? {
            guard let line = try? BillLine(text, englishText: text, unit: 8_000, quantity: 2),
                let reference = PaymentReference("DC000000000")
            else { return nil }
            return Bill(
                id: ID("01b1"), reference: reference, agency: Place(rawValue: "a"), subject: "01d1", payer: "minh",
                lines: [line], amount: line.amount, issuedAt: noon, state: state,
                decision: state == .open ? nil : Decision(by: "mai", at: noon, reason: text))
        }
        return [
            bill(.open, "Trích lục"), bill(.paid, "Trích lục"), bill(.exempted, "Hộ nghèo"),
            bill(.cancelled, "Rút hồ sơ"), bill(.refunded, .hostile),
        ].compactMap(\.self)
    }()
}

extension ReceivingAccount {
    static func mock(_ text: String, provider: String = BankProvider.id) -> ReceivingAccount {
        ReceivingAccount(
            id: ID("01a1"), agency: Place(rawValue: "a"), provider: provider, bank: "970436", bankName: text,
            number: "0011012345678", holder: text, openedAt: Date(timeIntervalSince1970: 1_783_476_000),
            closedAt: provider == BankProvider.id ? nil : Date(timeIntervalSince1970: 1_783_476_000))
    }
}

extension ReceivedNotice {
    static func mock(_ text: String, _ outcome: Outcome = .otherAmount, handling: Handling? = nil) -> ReceivedNotice? {
        let noon = Date(timeIntervalSince1970: 1_783_476_000)
        return TransferNotice(
            transaction: "FT1", account: "0011012345678", amount: 15_000, currency: "VND", memo: text, paidAt: noon
        ).map {
            ReceivedNotice(
                id: ID("01n1"), provider: BankProvider.id, channel: .notification, notice: $0,
                agency: Place(rawValue: "a"), bill: ID("01b1"), outcome: outcome, receivedAt: noon, repeats: 2,
                handling: handling, remark: text)
        }
    }
}
