// SPDX-License-Identifier: Apache-2.0

import Kernel
import Web

/// Into which accounts an agency is paid, and the form for another one.
struct AccountsPage: Page {
    static let template = "payments/accounts"
    let back: Link
    let agency: String
    let errors: ErrorSummary
    let accounts: [Table]
    let isEmpty: Bool
    let provider: Choice
    let bank: Field, bankName: Field, number: Field, holder: Field
    let button: Button

    init(
        _ accounts: [ReceivingAccount], agency: String, form: Form = Form(), mistakes: Mistakes, words: PaymentWords
    ) {
        let strings = words.strings
        back = Link(strings["payments.desk.title"], "/desk/bills")
        self.agency = agency
        errors = mistakes.summary
        isEmpty = accounts.isEmpty
        self.accounts = accounts.isEmpty ? [] : [Self.table(accounts, words)]
        provider = Self.provider(form, words)
        bank = Field(
            "bank", label: strings["payments.accounts.bank"], value: form.text("bank"),
            hint: strings["payments.accounts.bank_hint"], problem: mistakes["bank"], width: .tiny, isNumeric: true)
        bankName = Field(
            "bank_name", label: strings["payments.way.bank_name"], value: form.text("bank_name"),
            problem: mistakes["bank_name"], width: .half)
        number = Field(
            "account", label: strings["payments.way.number"], value: form.text("account"),
            problem: mistakes["account"], width: .half)
        holder = Field(
            "holder", label: strings["payments.way.holder"], value: form.text("holder"), problem: mistakes["holder"],
            width: .half)
        button = Button(strings["payments.accounts.open"])
    }

    private static let providers = [BankProvider.id, MobileMoneyProvider.id]

    static func provider(_ form: Form, _ words: PaymentWords) -> Choice {
        Choice(
            "provider", legend: words.strings["payments.notice.provider"],
            options: providers.map { .init($0, words.provider($0), isChosen: $0 == provider(chosenIn: form)) })
    }

    /// A transfer to a bank unless the form says otherwise.
    static func provider(chosenIn form: Form) -> String {
        providers.first { $0 == form.text("provider") } ?? BankProvider.id
    }

    private static func table(_ accounts: [ReceivingAccount], _ words: PaymentWords) -> Table {
        let strings = words.strings
        return Table(
            caption: strings["payments.accounts.caption"],
            columns: [
                .text(strings["payments.way.number"]), .text(strings["payments.way.bank_name"]),
                .text(strings["payments.way.holder"]), .text(strings["payments.table.state"]),
            ],
            rows: accounts.map { account in
                let state =
                    account.closedAt.map {
                        Status(
                            .neutral,
                            strings.fill("payments.accounts.closed", ["time": words.formats.date($0)]))
                    } ?? Status(.onTime, strings["payments.accounts.in_use"])
                return [
                    .text(account.number), .text(account.bankName), .text(account.holder), .status(state),
                ]
            })
    }

    static var mocks: [Self] {
        let accounts = [ReceivingAccount.mock(.hostile), .mock("x", provider: MobileMoneyProvider.id)]
        return [
            .init([], agency: "UBND xã Yên Mô", mistakes: Mistakes(strings: .mock), words: .mock),
            .init(
                accounts, agency: .hostile, form: Form(["bank": [.hostile], "holder": [.hostile]]),
                mistakes: Mistakes([PaymentProblem.badBank, .badAccount], strings: .mock), words: .mock),
        ]
    }
}
