// SPDX-License-Identifier: Apache-2.0

import Hummingbird
import Kernel
import Web

/// `/desk/bills`.
extension PaymentRoutes {
    @Sendable func desk(request: Request, context: WebContext) async throws -> Response {
        let (actor, place) = try cashier(context)
        let desk = try await service.desk(at: place, for: actor)
        return context.page(
            CashierPage(
                desk, agency: try await placeName(place.rawValue, context.language),
                mayKeepAccounts: actor.can(Payments.keepAccounts, in: place), words: words(context)))
    }

    @Sendable func notice(request: Request, context: WebContext) async throws -> Response {
        try await page(ofNotice: try context.id("id"), context)
    }

    @Sendable func assign(request: Request, context: WebContext) async throws -> Response {
        try await settle(context) { try await service.assign($0, to: context.form.text("reference"), by: $1) }
    }

    @Sendable func close(request: Request, context: WebContext) async throws -> Response {
        try await settle(context) { try await service.close($0, because: context.form.text("reason"), by: $1) }
    }

    @Sendable func accounts(request: Request, context: WebContext) async throws -> Response {
        try await accountsPage(context)
    }

    @Sendable func openAccount(request: Request, context: WebContext) async throws -> Response {
        let ((actor, place), form) = (try cashier(context), context.form)
        let statement = ReceivingAccount.Statement(
            provider: AccountsPage.provider(chosenIn: form), bank: form.text("bank"), bankName: form.text("bank_name"),
            number: form.text("account"), holder: form.text("holder"))
        do {
            _ = try await service.openAccount(statement, at: place, by: actor)
            return .seeOther("/desk/bills/accounts")
        } catch let problem as PaymentProblem where problem.kind == .invalid {
            return try await accountsPage(context, problems: [problem])
        }
    }

    /// `?day=2026-07-08`; today unless told.
    @Sendable func reconcile(request: Request, context: WebContext) async throws -> Response {
        let (actor, place) = try cashier(context)
        let day = try request.queryValue("day", expected: "2026-07-08") { Day($0) } ?? Day(service.now())
        let page = ReconciliationPage(
            try await service.reconcile(place, on: day, for: actor),
            try await service.balance(of: place, on: day, for: actor),
            agency: try await placeName(place.rawValue, context.language), words: words(context))
        return context.page(page)
    }

    private func accountsPage(_ context: WebContext, problems: [PaymentProblem] = []) async throws -> Response {
        let (actor, place) = try cashier(context)
        let page = AccountsPage(
            try await service.accounts(at: place, for: actor),
            agency: try await placeName(place.rawValue, context.language), form: context.form,
            mistakes: Mistakes(problems, strings: context.strings), words: words(context))
        return context.page(page, status: problems.isEmpty ? .ok : .unprocessableContent)
    }

    /// Who works at a desk, and for which agency.
    func cashier(_ context: WebContext) throws -> (actor: Actor, place: Place) {
        let actor = try context.requireActor()
        guard let place = actor.agency else { throw Forbidden(Payments.read) }
        return (actor, place)
    }

    private func settle<T>(
        _ context: WebContext, _ work: (ID<ReceivedNotice>, Actor) async throws -> T
    ) async throws -> Response {
        let id: ID<ReceivedNotice> = try context.id("id")
        do {
            _ = try await work(id, try context.requireActor())
            return .seeOther("/desk/bills/notices/\(id)")
        } catch let problem as PaymentProblem where problem.kind == .invalid {
            return try await page(ofNotice: id, context, problems: [problem])
        }
    }

    private func page(
        ofNotice id: ID<ReceivedNotice>, _ context: WebContext, problems: [PaymentProblem] = []
    ) async throws -> Response {
        let actor = try context.requireActor()
        let (received, bill) = try await service.notice(id, for: actor)
        let page = NoticePage(
            received, bill: bill, maySettle: actor.can(Payments.settle, in: received.agency), form: context.form,
            mistakes: Mistakes(problems, strings: context.strings), words: words(context))
        return context.page(page, status: problems.isEmpty ? .ok : .unprocessableContent)
    }
}
