// SPDX-License-Identifier: Apache-2.0

import Foundation
import Kernel
import Web

/// What providers told, what the statement says and what is in the books, side by side.
struct ReconciliationPage: Page {
    static let template = "payments/reconciliation"
    let back: Link
    let title: String, agency: String
    let verdict: Notice
    let sums: [Table]
    let rows: [Table]
    let isEmpty: Bool
    let balance: [Table]
    let days: Pagination
    let errors: ErrorSummary
    let entered: [Notice]
    let entry: [Entry]

    /// The form in which a statement is entered, for those who may settle.
    struct Entry: Sendable {
        let provider: Choice
        let statement: FileUpload
        let button: Button
    }

    /// `outcome` is what a statement that was entered just now has brought.
    init(
        _ day: Reconciliation, _ balance: TrialBalance, agency: String, maySettle: Bool = false,
        outcome: StatementOutcome? = nil, form: Form = Form(), mistakes: Mistakes, words: PaymentWords
    ) {
        let (strings, formats) = (words.strings, words.formats)
        errors = mistakes.summary
        entered = outcome.map { [Notice(words.sentence(for: $0), isSuccess: true)] } ?? []
        entry = maySettle ? [Self.entry(form, mistakes, words)] : []
        back = Link(strings["payments.desk.title"], "/desk/bills")
        title = strings.fill("payments.reconciliation.of", ["day": formats.date(day.day)])
        self.agency = agency
        verdict = Self.verdict(day, strings)
        sums = [Self.sums(day, words)]
        isEmpty = day.rows.isEmpty
        rows = day.rows.isEmpty ? [] : [Self.table(day.rows, words)]
        self.balance = balance.lines.isEmpty ? [] : [Self.balance(balance, words)]
        func link(_ key: String, _ day: Day) -> Link { Link(strings[key], "/desk/bills/reconciliation?day=\(day)") }
        days = Pagination(
            label: formats.date(day.day), previous: link("payments.reconciliation.previous", day.day - 1),
            next: link("payments.reconciliation.next", day.day + 1))
    }

    private static func entry(_ form: Form, _ mistakes: Mistakes, _ words: PaymentWords) -> Entry {
        let strings = words.strings
        return Entry(
            provider: AccountsPage.provider(form, words),
            statement: FileUpload(
                "statement", label: strings["payments.statement.file"], accept: ["text/csv", ".csv"],
                hint: strings["payments.statement.hint"], problem: mistakes["statement"]),
            button: Button(strings["payments.statement.enter"], style: .secondary))
    }

    private static func verdict(_ day: Reconciliation, _ strings: Strings) -> Notice {
        let differences = day.rows.count { $0.difference != .none && $0.difference != .noStatement }
        if differences > 0 || day.statedOut != day.bookedOut && day.rows.contains(where: { $0.stated != nil }) {
            return Notice(strings["payments.reconciliation.differs"], strings["payments.reconciliation.differs_text"])
        }
        guard day.rows.contains(where: { $0.difference == .noStatement }) else {
            return Notice(strings["payments.reconciliation.agrees"], isSuccess: true)
        }
        return Notice(strings["payments.reconciliation.no_statement"], strings["payments.reconciliation.enter"])
    }

    private static func sums(_ day: Reconciliation, _ words: PaymentWords) -> Table {
        let (strings, formats) = (words.strings, words.formats)
        return Table(
            caption: strings["payments.reconciliation.sums"],
            columns: [
                .text(strings["payments.reconciliation.direction"]),
                .number(strings["payments.reconciliation.told"]), .number(strings["payments.reconciliation.stated"]),
                .number(strings["payments.reconciliation.booked"]),
            ],
            rows: [
                [
                    .text(strings["payments.reconciliation.in"]), .text(formats.amount(day.notified)),
                    .text(formats.amount(day.stated)), .text(formats.amount(day.booked)),
                ],
                [
                    .text(strings["payments.reconciliation.out"]), .text("–"), .text(formats.amount(day.statedOut)),
                    .text(formats.amount(day.bookedOut)),
                ],
            ])
    }

    private static func table(_ rows: [Reconciliation.Row], _ words: PaymentWords) -> Table {
        let (strings, formats) = (words.strings, words.formats)
        func amount(_ dong: Int?) -> String { dong.map(formats.amount) ?? "–" }
        return Table(
            caption: strings["payments.reconciliation.rows"],
            columns: [
                .text(strings["payments.notice.transaction"]), .text(strings["payments.reconciliation.result"]),
                .number(strings["payments.reconciliation.told"]), .number(strings["payments.reconciliation.stated"]),
                .number(strings["payments.reconciliation.booked"]), .text(strings["payments.reconciliation.outcome"]),
            ],
            rows: rows.map { row in
                let isTold = row.notice.channel == .notification
                return [
                    .link(row.notice.notice.transaction, "/desk/bills/notices/\(row.notice.id)"),
                    .status(status(of: row.difference, strings)),
                    .text(isTold ? words.amount(of: row.notice.notice) : "–"), .text(amount(row.stated)),
                    .text(amount(row.booked)), .text(words.outcome(row.notice.outcome)),
                ]
            })
    }

    private static func status(of difference: Reconciliation.Difference, _ strings: Strings) -> Status {
        let word = strings["payments.difference.\(difference.rawValue)"]
        return switch difference {
        case .none: Status(.onTime, word)
        case .noStatement: Status(.neutral, word)
        case .notNotified: Status(.risk, word)
        case .notOnStatement, .otherAmount, .notBooked: Status(.late, word)
        }
    }

    private static func balance(_ balance: TrialBalance, _ words: PaymentWords) -> Table {
        let (strings, formats) = (words.strings, words.formats)
        return Table(
            caption: strings["payments.balance.caption"],
            columns: [
                .text(strings["payments.balance.account"]), .number(strings["payments.balance.debit"]),
                .number(strings["payments.balance.credit"]), .number(strings["payments.balance.left"]),
            ],
            rows: balance.lines.map { line in
                [
                    .text(strings["payments.book.\(line.account.kind.rawValue)"]), .text(formats.amount(line.debit)),
                    .text(formats.amount(line.credit)), .text(formats.amount(line.balance)),
                ]
            } + [
                [
                    .text(strings["payments.lines.sum"]), .text(formats.amount(balance.debit)),
                    .text(formats.amount(balance.credit)), .text(formats.amount(balance.debit - balance.credit)),
                ]
            ])
    }

    static var mocks: [Self] {
        let place = Place(rawValue: "a")
        let notices = [ReceivedNotice.mock("x"), .mock(.hostile, .otherCurrency)].compactMap(\.self)
        let rows = notices.flatMap { notice in
            [nil, 15_000].map { Reconciliation.Row(notice, stated: $0, booked: 15_000, hasStatement: true) }
        }
        let balance = TrialBalance(lines: [.init(account: BookAccount(.bank, of: place), debit: 15_000, credit: 0)])
        let day = Day(Bill.mocks[0].issuedAt)
        return [
            .init(
                Reconciliation(agency: place, day: day, rows: rows, statedOut: 0, bookedOut: -1), balance,
                agency: .hostile, maySettle: true, outcome: StatementOutcome(),
                mistakes: Mistakes([PaymentProblem.badStatement(line: 3)], strings: .mock), words: .mock),
            .init(
                Reconciliation(agency: place, day: day, rows: [], statedOut: 0, bookedOut: 0), TrialBalance(lines: []),
                agency: "UBND xã Yên Mô", mistakes: Mistakes(strings: .mock), words: .mock),
        ]
    }
}
