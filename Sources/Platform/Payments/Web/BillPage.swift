// SPDX-License-Identifier: Apache-2.0

import Foundation
import Kernel
import QRCode
import Web

/// One bill: what is owed, how to pay it, and what became of it; for officials also what they may decide.
struct BillPage: Page {
    static let template = "payments/bill"
    let back: Link
    let title: String, lead: String
    let notice: Notice
    let facts: SummaryList
    let lines: Table
    let ways: [Way]
    let reload: [Link]
    let receipt: [Link]
    let matter: [Link]
    let errors: ErrorSummary
    let decisions: [Decision]
    let steps: [Step]

    /// One way to pay.
    struct Way: Sendable {
        let title: String, text: String
        let code: [Code]
        let facts: SummaryList
        let tryOut: [Link]
    }

    struct Code: Sendable { let viewBox: String, path: String }
    struct Decision: Sendable { let title: String, action: String, reason: TextArea, button: Button }
    /// What takes a button and no reason.
    struct Step: Sendable { let title: String, text: String, action: String, button: Button }

    init(
        _ file: BillFile, agency: String, actor: Actor, tryOut: String?, matter: String?, form: Form = Form(),
        mistakes: Mistakes, words: PaymentWords
    ) {
        let (bill, strings) = (file.bill, words.strings)
        let isPayer = bill.payer == actor.id
        back =
            isPayer
            ? Link(strings["payments.mine.title"], "/bills") : Link(strings["payments.desk.title"], "/desk/bills")
        let amount = words.amount(bill.amount)
        title = strings.fill("payments.bill.title.\(bill.state.rawValue)", ["amount": amount])
        let isAtDesk = bill.state == .open && file.accounts.isEmpty
        lead = strings[isAtDesk ? "payments.bill.at_desk" : "payments.bill.next.\(bill.state.rawValue)"]
        notice =
            bill.state == .refunded && file.refund?.paidOutAt != nil
            ? Notice(strings["payments.bill.paid_out"], isSuccess: true) : .none
        facts = SummaryList(Self.facts(bill, agency, words))
        lines = words.lines(of: bill)
        ways =
            bill.state == .open
            ? file.accounts.map { Way(bill, $0, tryOut: tryOut, words) } : []
        reload = ways.isEmpty ? [] : [Link(strings["payments.bill.reload"], "/bills/\(bill.id)", isSecondary: true)]
        receipt =
            file.receipt.map {
                [
                    Link(
                        strings.fill("payments.bill.receipt", ["number": $0.label]), "/bills/\(bill.id)/receipt")
                ]
            } ?? []
        self.matter = matter.map { [Link(strings["payments.bill.matter"], $0, isSecondary: true)] } ?? []
        errors = mistakes.summary
        decisions = Self.decisions(bill, actor, form, mistakes, strings)
        steps = Self.steps(file, actor, strings)
    }

    private static func steps(_ file: BillFile, _ actor: Actor, _ strings: Strings) -> [Step] {
        let bill = file.bill
        func step(_ name: String, _ path: String) -> Step {
            Step(
                title: strings["payments.bill.\(name)_title"], text: strings["payments.bill.\(name)_text"],
                action: "/bills/\(bill.id)/\(path)", button: Button(strings["payments.bill.\(name)"]))
        }
        switch bill.state {
        case .open where actor.can(Payments.settle, in: bill.agency): return [step("cash", "cash")]
        case .refunded where file.refund?.paidOutAt == nil && actor.can(Payments.refund, in: bill.agency):
            return [step("pay_out", "repayment")]
        default: return []
        }
    }

    private static func facts(_ bill: Bill, _ agency: String, _ words: PaymentWords) -> [SummaryList.Row] {
        let strings = words.strings
        var rows: [SummaryList.Row] = [
            .init(strings["payments.table.state"], "", status: words.status(of: bill)),
            .init(strings["payments.bill.agency"], agency),
            .init(strings["payments.table.reference"], bill.reference.description),
            .init(strings["payments.table.issued"], words.formats.time(bill.issuedAt)),
        ]
        if let decision = bill.decision {
            rows.append(.init(strings["payments.bill.decided.\(bill.state.rawValue)"], words.formats.time(decision.at)))
            if !decision.reason.isEmpty {
                rows.append(.init(strings["payments.bill.reason"], words.reason(decision.reason)))
            }
        }
        return rows
    }

    private static func decisions(
        _ bill: Bill, _ actor: Actor, _ form: Form, _ mistakes: Mistakes, _ strings: Strings
    ) -> [Decision] {
        func decision(_ name: String, _ path: String) -> Decision {
            Decision(
                title: strings["payments.bill.\(name)"], action: "/bills/\(bill.id)/\(path)",
                reason: TextArea(
                    "reason", label: strings["payments.bill.reason"], value: form.text("reason"),
                    hint: strings["payments.bill.reason_hint"], problem: mistakes["reason"], rows: 3),
                button: Button(strings["payments.bill.\(name)_button"], style: .warning))
        }
        switch bill.state {
        case .open where actor.can(Payments.exempt, in: bill.agency): return [decision("exempt", "exemption")]
        case .paid where actor.can(Payments.refund, in: bill.agency): return [decision("refund", "refund")]
        default: return []
        }
    }

    static var mocks: [Self] {
        let cashier = Actor(
            id: "thu", kind: .official,
            grants: [
                .init(Payments.exempt, in: .everywhere), .init(Payments.settle, in: .everywhere),
                .init(Payments.refund, in: .everywhere),
            ])
        return Bill.mocks.flatMap { bill in
            [(Actor(id: "minh", kind: .resident), ""), (cashier, "x"), (cashier, .hostile)].map { actor, text in
                let accounts =
                    text.isEmpty
                    ? []
                    : [
                        ReceivingAccount.mock(text), .mock(text, provider: MobileMoneyProvider.id),
                    ]
                let receipt = Receipt(
                    agency: bill.agency, year: 2026, number: 12, bill: bill.id, event: ID("1"), issuedAt: bill.issuedAt)
                let refund = Refund(
                    id: ID("1"), bill: bill.id, amount: bill.amount, decidedAt: bill.issuedAt,
                    paidOutAt: text.isEmpty ? bill.issuedAt : nil)
                return .init(
                    BillFile(
                        bill: bill, receipt: bill.state == .paid ? receipt : nil,
                        refund: bill.state == .refunded ? refund : nil, accounts: accounts),
                    agency: text + "UBND xã Yên Mô", actor: actor, tryOut: text.isEmpty ? nil : "/demo-bank/transfer",
                    matter: text.isEmpty ? nil : "/dossiers/1",
                    form: Form(["reason": [text]]),
                    mistakes: Mistakes(text.isEmpty ? [] : [PaymentProblem.blankReason], strings: .mock), words: .mock)
            }
        }
    }
}

extension BillPage.Way {
    init(_ bill: Bill, _ account: ReceivingAccount, tryOut: String?, _ words: PaymentWords) {
        let strings = words.strings
        let isBank = account.provider == BankProvider.id
        title = strings["payments.way.\(account.provider)"]
        text = strings["payments.way_text.\(account.provider)"]
        let order = isBank ? account.order(for: bill).text : ""
        code = QRCode(order).map { [BillPage.Code(viewBox: $0.viewBox, path: $0.path)] } ?? []
        facts = SummaryList([
            .init(strings["payments.way.bank_name"], account.bankName),
            .init(strings["payments.way.number"], account.number),
            .init(strings["payments.way.holder"], account.holder),
            .init(strings["payments.table.amount"], words.amount(bill.amount)),
            .init(strings["payments.way.memo"], bill.reference.description),
        ])
        self.tryOut =
            isBank
            ? tryOut.map { [Link(strings["payments.way.try_out"], Self.address($0, order, bill))] } ?? [] : []
    }

    private static func address(_ path: String, _ order: String, _ bill: Bill) -> String {
        let code = order.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        return "\(path)?code=\(code)&from=/bills/\(bill.id)"
    }
}
