// SPDX-License-Identifier: Apache-2.0

import Foundation
import Kernel
import Web

/// What a cashier has to do, and what was done today.
struct CashierPage: Page {
    static let template = "payments/desk"
    let agency: String
    let links: [Link]
    let isQuiet: Bool
    let waiting: [Table], refused: [Table], refunds: [Table], open: [Table], decided: [Table]

    init(_ desk: CashierDesk, agency: String, mayKeepAccounts: Bool, words: PaymentWords) {
        let strings = words.strings
        self.agency = agency
        let accounts = Link(strings["payments.accounts.title"], "/desk/bills/accounts", isSecondary: true)
        links =
            [
                Link(strings["payments.bills.title"], "/desk/bills/all", isSecondary: true),
                Link(strings["payments.reconciliation.title"], "/desk/bills/reconciliation", isSecondary: true),
            ]
            + (mayKeepAccounts ? [accounts] : [])
        waiting = Self.waiting(desk.waiting, words)
        refused = Self.refused(desk.refused, words)
        refunds = words.table("payments.desk.refunds", desk.refunds, "payments.table.decided") {
            $0.decision?.at ?? $0.issuedAt
        }
        open = words.table("payments.desk.open", desk.open, "payments.table.issued", at: \.issuedAt)
        decided = words.table("payments.desk.today", desk.decided, "payments.table.decided") {
            $0.decision?.at ?? $0.issuedAt
        }
        isQuiet = waiting.isEmpty && open.isEmpty && refunds.isEmpty
    }

    private static func waiting(_ notices: [ReceivedNotice], _ words: PaymentWords) -> [Table] {
        guard !notices.isEmpty else { return [] }
        let strings = words.strings
        return [
            Table(
                caption: strings["payments.desk.waiting"],
                columns: [
                    .text(strings["payments.notice.why"]), .number(strings["payments.table.amount"]),
                    .text(strings["payments.notice.memo"]), .text(strings["payments.notice.received"]),
                ],
                rows: notices.map { received in
                    [
                        .link(words.outcome(received.outcome), "/desk/bills/notices/\(received.id)"),
                        .text(words.amount(of: received.notice)), .text(received.notice.memo),
                        .text(words.formats.time(received.receivedAt)),
                    ]
                })
        ]
    }

    private static func refused(_ refused: [RefusedNotification], _ words: PaymentWords) -> [Table] {
        guard !refused.isEmpty else { return [] }
        let strings = words.strings
        return [
            Table(
                caption: strings["payments.desk.refused"],
                columns: [
                    .text(strings["payments.notice.why"]), .text(strings["payments.table.reference"]),
                    .number(strings["payments.refused.times"]), .text(strings["payments.refused.last"]),
                ],
                rows: refused.map { row in
                    [
                        .text(strings["payments.refused.\(row.reason.rawValue)"]),
                        .text(row.reference.isEmpty ? "–" : row.reference), .text(words.formats.number(row.times)),
                        .text(words.formats.time(row.lastAt)),
                    ]
                })
        ]
    }

    static var mocks: [Self] {
        let refused = RefusedNotification(
            provider: "bank", reason: .forged, agency: .everywhere, reference: "", times: 1_234,
            firstAt: .distantPast, lastAt: Bill.mocks[0].issuedAt)
        let full = CashierDesk(
            open: Bill.mocks, decided: Bill.mocks,
            waiting: [ReceivedNotice.mock("x"), .mock(.hostile, .otherCurrency)].compactMap(\.self), refused: [refused],
            refunds: Bill.mocks)
        let empty = CashierDesk(open: [], decided: [], waiting: [], refused: [], refunds: [])
        return [
            .init(full, agency: .hostile, mayKeepAccounts: true, words: .mock),
            .init(empty, agency: "UBND xã Yên Mô", mayKeepAccounts: false, words: .mock),
        ]
    }
}

/// Money that found no bill, or not the right one, and what a cashier can do about it.
struct NoticePage: Page {
    static let template = "payments/notice"
    let back: Link
    let title: String, advice: String
    let facts: SummaryList
    let errors: ErrorSummary
    let forms: [Forms]

    struct Forms: Sendable {
        let assignment: String, closure: String
        let reference: Field, assign: Button
        let reason: TextArea, close: Button
    }

    init(
        _ received: ReceivedNotice, bill: Bill?, maySettle: Bool, form: Form = Form(), mistakes: Mistakes,
        words: PaymentWords
    ) {
        let (strings, notice) = (words.strings, received.notice)
        back = Link(strings["payments.desk.title"], "/desk/bills")
        title = words.outcome(received.outcome)
        advice = received.isWaiting ? strings["payments.advice.\(received.outcome.rawValue)"] : ""
        facts = SummaryList(
            [
                .init(strings["payments.table.amount"], words.amount(of: notice)),
                .init(strings["payments.notice.memo"], notice.memo),
                .init(strings["payments.notice.provider"], words.provider(received.provider)),
                .init(strings["payments.notice.transaction"], notice.transaction),
                .init(strings["payments.way.number"], notice.account),
                .init(strings["payments.notice.paid"], words.formats.time(notice.paidAt)),
                .init(strings["payments.notice.received"], words.formats.time(received.receivedAt)),
                .init(strings["payments.notice.repeats"], words.formats.number(received.repeats)),
            ] + Self.bill(bill, words) + Self.handling(received, words))
        errors = mistakes.summary
        forms =
            received.isWaiting && maySettle
            ? [
                Forms(
                    assignment: "/desk/bills/notices/\(received.id)/assignment",
                    closure: "/desk/bills/notices/\(received.id)/closure",
                    reference: Field(
                        "reference", label: strings["payments.notice.reference"],
                        value: form.text("reference"), hint: strings["payments.notice.reference_hint"],
                        problem: mistakes["reference"], width: .half),
                    assign: Button(strings["payments.notice.assign"]),
                    reason: TextArea(
                        "reason", label: strings["payments.notice.remark"], value: form.text("reason"),
                        hint: strings["payments.notice.remark_hint"], problem: mistakes["reason"], rows: 3),
                    close: Button(strings["payments.notice.close"], style: .secondary))
            ] : []
    }

    private static func bill(_ bill: Bill?, _ words: PaymentWords) -> [SummaryList.Row] {
        guard let bill else { return [] }
        return [
            .init(
                words.strings["payments.notice.bill"], "\(bill.reference), \(words.amount(bill.amount))",
                change: Link(words.strings["payments.notice.open_bill"], "/bills/\(bill.id)"),
                status: words.status(of: bill))
        ]
    }

    private static func handling(_ received: ReceivedNotice, _ words: PaymentWords) -> [SummaryList.Row] {
        guard let handling = received.handling else { return [] }
        let done = words.strings["payments.handling.\(handling.rawValue)"]
        return [
            .init(
                words.strings["payments.notice.handled"], received.remark.isEmpty ? done : "\(done): \(received.remark)"
            )
        ]
    }

    static var mocks: [Self] {
        let notices = [
            ReceivedNotice.mock("x"), .mock(.hostile, .unknownReference), .mock(.hostile, handling: .returned),
        ]
        return notices.compactMap(\.self).flatMap { received in
            [nil, Bill.mocks.last].map { bill in
                .init(
                    received, bill: bill, maySettle: true, form: Form(["reference": [.hostile]]),
                    mistakes: Mistakes([PaymentProblem.otherAmount, .blankReason], strings: .mock), words: .mock)
            }
        }
    }
}

/// The bills of whoever asks.
struct MyBillsPage: Page {
    static let template = "payments/mine"
    let isEmpty: Bool
    let bills: [Table]

    init(_ bills: [Bill], words: PaymentWords) {
        isEmpty = bills.isEmpty
        self.bills = words.table("payments.mine.caption", bills, "payments.table.issued", at: \.issuedAt)
    }

    static var mocks: [Self] {
        [.init([], words: .mock), .init(Bill.mocks, words: .mock)]
    }
}
