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

    /// `?state=open&after=…`, or `?reference=…` for one bill.
    @Sendable func bills(request: Request, context: WebContext) async throws -> Response {
        let (actor, place) = try cashier(context)
        let typed = try request.typed("reference")
        if !typed.isEmpty, let bill = try await service.bill(found: typed, at: place, for: actor) {
            return .seeOther("/bills/\(bill.id)")
        }
        let state = Bill.State(rawValue: try request.typed("state")) ?? .open
        let after = BillMark(try request.typed("after"))
        let list =
            typed.isEmpty
            ? try await service.bills(at: place, in: state, after: after, limit: BillListPage.length + 1, for: actor)
            : []
        let page = BillListPage(
            list, in: state, isFirst: after == nil, sought: typed,
            agency: try await placeName(place.rawValue, context.language), words: words(context))
        return context.page(page)
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
        let day = try request.queryValue("day", expected: "2026-07-08") { Day($0) }
        return try await reconciliationPage(day, context)
    }

    /// A statement as a file; shown is the day of its first line. Sent again it changes nothing.
    @Sendable func enterStatement(request: Request, context: WebContext) async throws -> Response {
        let (actor, place) = try cashier(context)
        try actor.may(Payments.settle, in: place)
        do {
            let statement = try await statement(in: context)
            let provider = AccountsPage.provider(chosenIn: context.upload?.form ?? context.form)
            let outcome = try await service.enter(statement, from: provider, by: actor)
            return try await reconciliationPage(statement.lines.first?.day, context, outcome: outcome)
        } catch let problem as PaymentProblem where problem.kind == .invalid {
            return try await reconciliationPage(nil, context, problems: [problem])
        }
    }

    /// More lines than a commune has in a year.
    private static let statementLimit = 8 << 20

    private func statement(in context: WebContext) async throws -> StatementFile {
        guard let file = try await context.upload?.nextFile() else { throw PaymentProblem.noStatement }
        var bytes: [UInt8] = []
        for try await piece in file {
            bytes += piece
            guard bytes.count <= Self.statementLimit else { throw PaymentProblem.badStatement(line: 1) }
        }
        // What follows the file is read too: the choice of the provider may stand behind it.
        while try await context.upload?.nextFile() != nil {}
        guard !bytes.isEmpty else { throw PaymentProblem.noStatement }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw PaymentProblem.badStatement(line: 1) }
        do { return try StatementFile(text, name: file.name) } catch {
            throw PaymentProblem.badStatement(line: error.line)
        }
    }

    private func reconciliationPage(
        _ day: Day?, _ context: WebContext, outcome: StatementOutcome? = nil, problems: [PaymentProblem] = []
    ) async throws -> Response {
        let (actor, place) = try cashier(context)
        let day = day ?? Day(service.now())
        let page = ReconciliationPage(
            try await service.reconcile(place, on: day, for: actor),
            try await service.balance(of: place, on: day, for: actor),
            agency: try await placeName(place.rawValue, context.language),
            maySettle: actor.can(Payments.settle, in: place), outcome: outcome,
            form: context.upload?.form ?? context.form, mistakes: Mistakes(problems, strings: context.strings),
            words: words(context))
        return context.page(page, status: problems.isEmpty ? .ok : .unprocessableContent)
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
