// SPDX-License-Identifier: Apache-2.0

package import Hummingbird
import Kernel
import Payments
package import Web

/// `/demo-bank`: the banking app of the demo.
package struct DemoBankRoutes: WebModule {
    private let bank: DemoBank

    package init(bank: DemoBank) { self.bank = bank }

    /// Where one comes with a code in hand.
    package static let path = "/demo-bank/transfer"

    package var pages: [any Page.Type] { [TransferPage.self, TransferredPage.self] }

    package func addRoutes(to router: RouterGroup<WebContext>) {
        router.get("demo-bank/transfer", use: show)
        router.post("demo-bank/transfer", use: transfer)
    }

    @Sendable func show(request: Request, context: WebContext) async throws -> Response {
        let code = try request.typed("code")
        guard let order = VietQR(reading: code) else { throw DemoBankProblem.noCode }
        let form = Form(["amount": ["\(order.amount?.dong ?? 0)"], "memo": [order.purpose]])
        return context.page(
            TransferPage(order, code: code, from: try request.typed("from"), form: form, context: context))
    }

    @Sendable func transfer(request: Request, context: WebContext) async throws -> Response {
        let (form, actor) = (context.form, try context.requireActor())
        guard let order = VietQR(reading: form.text("code")) else { throw DemoBankProblem.noCode }
        do {
            guard let amount = Int(form.text("amount")), amount > 0, let money = Money(amount) else {
                throw DemoBankProblem.noAmount
            }
            guard form.text("memo").count <= 200 else { throw DemoBankProblem.longMemo }
            try await bank.transfer(
                .init(account: order.account, amount: money.dong, memo: form.text("memo")), by: actor)
            return context.page(TransferredPage(money, from: form.text("from"), context: context))
        } catch let problem as DemoBankProblem {
            let page = TransferPage(
                order, code: form.text("code"), from: form.text("from"), form: form, problem: problem, context: context)
            return context.page(page, status: .unprocessableContent)
        }
    }
}

enum DemoBankProblem: Problem, Equatable {
    case noCode, noAmount, longMemo

    var code: String {
        switch self {
        case .noCode: "demobank.no_code"
        case .noAmount: "demobank.no_amount"
        case .longMemo: "demobank.long_memo"
        }
    }

    var kind: ProblemKind { .invalid }

    var field: String? {
        switch self {
        case .noCode: nil
        case .noAmount: "amount"
        case .longMemo: "memo"
        }
    }
}

/// What the code says, and what shall be sent: both may differ, so that one can see what becomes of odd transfers.
struct TransferPage: Page {
    static let template = "demobank/transfer"
    let errors: ErrorSummary
    let warning: Notice
    let facts: SummaryList
    let code: String, from: String
    let amount: Field, memo: Field
    let send: Button

    init(
        _ order: VietQR, code: String, from: String, form: Form, problem: DemoBankProblem? = nil, context: WebContext
    ) {
        self.init(
            order, code: code, from: from, form: form,
            mistakes: Mistakes(problem.map { [$0] } ?? [], strings: context.strings), strings: context.strings)
    }

    private init(_ order: VietQR, code: String, from: String, form: Form, mistakes: Mistakes, strings: Strings) {
        errors = mistakes.summary
        warning = Notice(strings["demobank.warning"], strings["demobank.warning_why"])
        facts = SummaryList([
            .init(strings["demobank.to"], order.name.isEmpty ? order.account : order.name),
            .init(strings["demobank.account"], order.account), .init(strings["demobank.bank"], order.bank),
        ])
        (self.code, self.from) = (code, from)
        amount = Field(
            "amount", label: strings["demobank.amount"], value: form.text("amount"),
            hint: strings["demobank.amount_hint"], problem: mistakes["amount"], width: .short, isNumeric: true)
        memo = Field(
            "memo", label: strings["demobank.memo"], value: form.text("memo"), problem: mistakes["memo"], width: .half)
        send = Button(strings["demobank.send"])
    }

    static var mocks: [Self] {
        let order = VietQR(bank: "970436", account: "0011012345678", amount: 16_000)
        var hostile = order
        hostile.name = .hostile
        return [
            .init(
                order, code: "0002", from: "/bills/1", form: Form(["amount": ["16000"], "memo": ["DC1"]]),
                mistakes: Mistakes(strings: .mock), strings: .mock),
            .init(
                hostile, code: .hostile, from: .hostile, form: Form(["amount": [.hostile], "memo": [.hostile]]),
                mistakes: Mistakes([DemoBankProblem.noAmount, DemoBankProblem.longMemo], strings: .mock),
                strings: .mock),
        ]
    }
}

/// The order was taken.
struct TransferredPage: Page {
    static let template = "demobank/transferred"
    let panel: Panel
    let back: [Link]

    init(_ money: Money, from: String, context: WebContext) {
        self.init(context.formats.amount(money.dong), from: from, strings: context.strings)
    }

    private init(_ amount: String, from: String, strings: Strings) {
        panel = Panel(strings.fill("demobank.sent", ["amount": amount]), text: strings["demobank.sent_next"])
        back =
            from.hasPrefix("/") && !from.hasPrefix("//") && !from.hasPrefix("/\\")
            ? [Link(strings["demobank.back"], from)] : []
    }

    static var mocks: [Self] {
        [
            .init("16.000 đ", from: "/bills/1", strings: .mock), .init("16.000 đ", from: "", strings: .mock),
            .init(.hostile, from: "/" + .hostile, strings: .mock),
        ]
    }
}
