// SPDX-License-Identifier: Apache-2.0

package import Hummingbird
import Kernel
package import Web

/// `/notices`, what happened to one's affairs, and `/me/mail`, where letters about it go.
package struct NotificationRoutes: WebModule {
    let service: NotificationService

    package init(service: NotificationService) { self.service = service }

    package var navigation: [NavigationItem] { [NavigationItem("notifications.title", "/notices", for: [.resident])] }

    package var pages: [any Page.Type] { [NoticesPage.self, MailPage.self, ConfirmationPage.self] }

    package func home(_ context: WebContext) async throws -> HomePart {
        guard let actor = context.visitor?.actor, actor.kind == .resident else { return HomePart() }
        let unread = try await service.unread(of: actor)
        guard unread > 0 else { return HomePart() }
        let title = context.strings.plural("notifications.unread", unread)
        return HomePart(
            open: [.init(title, "/notices", status: Status(.risk, context.strings["notifications.new"]))])
    }

    package func addRoutes(to router: RouterGroup<WebContext>) {
        router.get("notices", use: list)
        router.post("notices/reading", use: markRead)
        router.get("notices/:id", use: open)
        router.group("me/mail")
            .get(use: settings)
            .post(use: ask)
            .post("letters", use: turn)
            .post("removal", use: remove)
            .get("confirmation", use: confirmation)
            .post("confirmation", use: confirm)
    }

    @Sendable func list(request: Request, context: WebContext) async throws -> Response {
        let actor = try context.requireActor()
        return context.page(
            NoticesPage(
                try await service.notices(of: actor), unread: try await service.unread(of: actor),
                strings: context.strings, formats: context.formats))
    }

    @Sendable func open(request: Request, context: WebContext) async throws -> Response {
        .seeOther(try await service.open(try context.id("id"), by: try context.requireActor()))
    }

    @Sendable func markRead(request: Request, context: WebContext) async throws -> Response {
        try await service.markAllRead(by: try context.requireActor())
        return .seeOther("/notices")
    }

    @Sendable func settings(request: Request, context: WebContext) async throws -> Response {
        try await page(context)
    }

    @Sendable func ask(request: Request, context: WebContext) async throws -> Response {
        let actor = try context.requireActor()
        do {
            try await service.ask(context.form.text("address"), reading: context.language, by: actor)
            return .seeOther("/me/mail")
        } catch let problem as NoticeProblem where problem.field != nil {
            return try await page(context, problem: problem)
        }
    }

    @Sendable func turn(request: Request, context: WebContext) async throws -> Response {
        try await service.turn(
            context.form.text("on") == "1", reading: context.language, by: try context.requireActor())
        return .seeOther("/me/mail")
    }

    @Sendable func remove(request: Request, context: WebContext) async throws -> Response {
        try await service.removeAddress(by: try context.requireActor())
        return .seeOther("/me/mail")
    }

    /// Open to whoever holds the link: the phone that shows the letter need not be signed in here.
    @Sendable func confirmation(request: Request, context: WebContext) async throws -> Response {
        let token = try request.typed("token")
        let page = ConfirmationPage(try await service.pending(token), token: token, strings: context.strings)
        return context.page(page)
    }

    @Sendable func confirm(request: Request, context: WebContext) async throws -> Response {
        try await service.confirm(context.form.text("token"))
        return context.page(ConfirmationPage(doneIn: context.strings))
    }

    private func page(_ context: WebContext, problem: NoticeProblem? = nil) async throws -> Response {
        let page = MailPage(
            try await service.reachability(of: try context.requireActor()), hasMail: service.hasMail,
            typed: context.form.text("address"),
            mistakes: Mistakes(problem.map { [$0] } ?? [], strings: context.strings), strings: context.strings)
        return context.page(page, status: problem == nil ? .ok : .unprocessableContent)
    }
}
