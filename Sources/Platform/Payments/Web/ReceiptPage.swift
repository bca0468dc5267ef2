// SPDX-License-Identifier: Apache-2.0

import Kernel
import Web

/// A receipt, to be kept or printed.
struct ReceiptPage: Page {
    static let template = "payments/receipt"
    let back: Link
    let title: String, agency: String
    let facts: SummaryList
    let lines: Table
    let inWords: String, hasWords: Bool
    let proof: Link

    init(_ bill: Bill, _ receipt: Receipt, agency: String, payer: String, words: PaymentWords) {
        let strings = words.strings
        back = Link(strings["payments.receipt.back"], "/bills/\(bill.id)")
        title = strings.fill("payments.receipt.title", ["number": receipt.label])
        self.agency = agency
        facts = SummaryList([
            .init(strings["payments.receipt.payer"], payer),
            .init(strings["payments.receipt.paid"], words.amount(bill.amount)),
            .init(strings["payments.receipt.at"], words.formats.time(receipt.issuedAt)),
            .init(strings["payments.table.reference"], bill.reference.description),
        ])
        lines = words.lines(of: bill)
        hasWords = strings.language == .vi
        inWords = bill.amount.inWords
        proof = Link(strings["payments.receipt.proof"], "/ledger/events/\(receipt.event)")
    }

    static var mocks: [Self] {
        Bill.mocks.map { bill in
            .init(
                bill,
                Receipt(
                    agency: bill.agency, year: 2026, number: 12, bill: bill.id, event: ID("1"), issuedAt: bill.issuedAt),
                agency: .hostile, payer: .hostile, words: .mock)
        }
    }
}
