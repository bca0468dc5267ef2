// SPDX-License-Identifier: Apache-2.0

package import Hummingbird
import Kernel
package import Ledger
package import Web

/// `/bills` for who pays, `/desk/bills` for who keeps the money. No rule lives here.
package struct PaymentRoutes: WebModule {
    let service: PaymentService
    let placeName: PlaceName
    let personName: @Sendable (_ account: String) async throws -> String
    /// In a demo, where the simulated bank takes a code.
    let tryOut: String?
    /// Where the matter of a bill is shown; nil where there is no page of it.
    let matterPath: @Sendable (_ subject: String) -> String?

    package init(
        service: PaymentService, placeName: @escaping PlaceName,
        personName: @escaping @Sendable (_ account: String) async throws -> String, tryOut: String? = nil,
        matterPath: @escaping @Sendable (_ subject: String) -> String? = { _ in nil }
    ) {
        self.service = service
        self.placeName = placeName
        self.personName = personName
        self.tryOut = tryOut
        self.matterPath = matterPath
    }

    package var navigation: [NavigationItem] {
        [
            NavigationItem("payments.mine.title", "/bills", for: [.resident]),
            NavigationItem("payments.desk.title", "/desk/bills", for: [.official], needs: Payments.read),
        ]
    }

    package var pages: [any Page.Type] {
        [
            BillPage.self, ReceiptPage.self, CashierPage.self, NoticePage.self, MyBillsPage.self, AccountsPage.self,
            ReconciliationPage.self, BillListPage.self,
        ]
    }

    package var uploads: [String] { ["/desk/bills/statements"] }

    package var api: [APIOperation] { NotificationAPI.operations }

    package func addRoutes(to router: RouterGroup<WebContext>) {
        router.group("bills")
            .get(use: mine)
            .get(":id", use: show)
            .get(":id/receipt", use: receipt)
            .post(":id/cash", use: takeCash)
            .post(":id/exemption", use: exempt)
            .post(":id/refund", use: refund)
            .post(":id/repayment", use: payOut)
        router.group("desk/bills")
            .get(use: desk)
            .get("accounts", use: accounts)
            .post("accounts", use: openAccount)
            .get("all", use: bills)
            .get("reconciliation", use: reconcile)
            .post("statements", use: enterStatement)
            .get("notices/:id", use: notice)
            .post("notices/:id/assignment", use: assign)
            .post("notices/:id/closure", use: close)
        NotificationAPI(service: service).addRoutes(to: router)
    }

    /// What is open stands on the home page of whoever owes it.
    package func home(_ context: WebContext) async throws -> HomePart {
        guard let actor = context.visitor?.actor, actor.kind == .resident else { return HomePart() }
        var part = HomePart()
        let words = words(context)
        part.open = try await service.bills(for: actor).filter { $0.state == .open }.map { bill in
            .init(
                context.strings.fill("payments.home.open", ["amount": words.amount(bill.amount)]), "/bills/\(bill.id)",
                hint: bill.reference.description, status: words.status(of: bill))
        }
        return part
    }

    @Sendable func mine(request: Request, context: WebContext) async throws -> Response {
        let bills = try await service.bills(for: try context.requireActor())
        return context.page(MyBillsPage(bills, words: words(context)))
    }

    @Sendable func show(request: Request, context: WebContext) async throws -> Response {
        try await page(of: try context.id("id"), context: context)
    }

    @Sendable func receipt(request: Request, context: WebContext) async throws -> Response {
        let file = try await service.file(try context.id("id"), for: try context.requireActor())
        guard let receipt = file.receipt else { throw PaymentProblem.noBill }
        return context.page(
            ReceiptPage(
                file.bill, receipt, agency: try await placeName(file.bill.agency.rawValue, context.language),
                payer: try await personName(file.bill.payer), words: words(context)))
    }

    @Sendable func takeCash(request: Request, context: WebContext) async throws -> Response {
        try await decide(context) { try await service.takeCash(for: $0, by: $1) }
    }

    @Sendable func exempt(request: Request, context: WebContext) async throws -> Response {
        try await decide(context) { try await service.exempt($0, because: context.form.text("reason"), by: $1) }
    }

    @Sendable func refund(request: Request, context: WebContext) async throws -> Response {
        try await decide(context) { try await service.refund($0, because: context.form.text("reason"), by: $1) }
    }

    @Sendable func payOut(request: Request, context: WebContext) async throws -> Response {
        try await decide(context) { try await service.payOut($0, by: $1) }
    }

    private func decide<T>(
        _ context: WebContext, _ decision: (ID<Bill>, Actor) async throws -> T
    ) async throws -> Response {
        let id: ID<Bill> = try context.id("id")
        do {
            _ = try await decision(id, try context.requireActor())
            return .seeOther("/bills/\(id)")
        } catch let problem as PaymentProblem where problem.kind == .invalid {
            return try await page(of: id, context: context, problems: [problem])
        }
    }

    private func page(
        of id: ID<Bill>, context: WebContext, problems: [PaymentProblem] = []
    ) async throws -> Response {
        let actor = try context.requireActor()
        let file = try await service.file(id, for: actor)
        let page = BillPage(
            file, agency: try await placeName(file.bill.agency.rawValue, context.language), actor: actor,
            tryOut: tryOut, matter: matterPath(file.bill.subject), form: context.form,
            mistakes: Mistakes(problems, strings: context.strings),
            words: words(context))
        return context.page(page, status: problems.isEmpty ? .ok : .unprocessableContent)
    }

    func words(_ context: WebContext) -> PaymentWords {
        PaymentWords(strings: context.strings, formats: context.formats)
    }
}
