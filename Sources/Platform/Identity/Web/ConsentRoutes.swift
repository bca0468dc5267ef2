// SPDX-License-Identifier: Apache-2.0

package import Hummingbird
import Kernel
package import Web

/// `/me/consents`: who may act for me, and for whom I may act.
package struct ConsentRoutes: WebModule {
    let service: IdentityService

    package init(service: IdentityService) { self.service = service }

    package var pages: [any Page.Type] { [ConsentsPage.self] }

    package func addRoutes(to router: RouterGroup<WebContext>) {
        router.group("me/consents")
            .get(use: list)
            .post(use: give)
            .get("new", use: form)
            .get(":id", use: withdrawalForm)
            .post(":id/withdrawal", use: withdraw)
    }

    @Sendable func list(request: Request, context: WebContext) async throws -> Response {
        guard let actor = context.visitor?.actor else { return context.signInFirst }
        let page = ConsentsPage(
            given: try await service.consents(givenBy: actor), held: try await service.mandates(of: actor),
            at: service.now(), words: ConsentWords(service.matters, context))
        return context.page(page)
    }

    @Sendable func form(request: Request, context: WebContext) async throws -> Response {
        guard context.visitor != nil else { return context.signInFirst }
        return context.page(page(context)(context.noMistakes))
    }

    @Sendable func give(request: Request, context: WebContext) async throws -> Response {
        let actor = try context.requireActor()
        let form = context.form
        return try await context.submit(page(context)) {
            guard let until = Day(form.text("until")) else { throw IdentityProblem.badConsentTime }
            try await service.consent(
                to: form.text("identifier"), named: form.text("name"), in: form.text("matter"), until: until,
                by: actor)
            return .seeOther("/me/consents")
        }
    }

    @Sendable func withdrawalForm(request: Request, context: WebContext) async throws -> Response {
        guard let actor = context.visitor?.actor else { return context.signInFirst }
        let consent = try await service.consent(try context.id("id"), givenBy: actor)
        guard consent.state(at: service.now()) == .holds else { return .seeOther("/me/consents") }
        let strings = context.strings
        let slots = [
            "name": consent.granteeName, "matter": ConsentWords(service.matters, context).matter(of: consent),
            "date": context.formats.date(consent.lastDay),
        ]
        let page = FormPage(
            strings.fill("identity.consents.withdraw.title", slots),
            lead: strings.fill("identity.consents.withdraw.lead", slots),
            .init(
                action: "/me/consents/\(consent.id)/withdrawal", fields: [],
                button: Button(strings["identity.consents.withdraw.button"], style: .warning)), context.noMistakes,
            links: [Link(strings["identity.consents.back"], "/me/consents")])
        return context.page(page)
    }

    @Sendable func withdraw(request: Request, context: WebContext) async throws -> Response {
        try await service.withdraw(try context.id("id", of: Consent.self), by: try context.requireActor())
        return .seeOther("/me/consents")
    }

    private func page(_ context: WebContext) -> (Mistakes) -> FormPage {
        let strings = context.strings
        return { mistakes in
            let words = ConsentWords(service.matters, context)
            return FormPage(
                strings["identity.consents.new.title"], lead: strings["identity.consents.new.lead"],
                .init(
                    action: "/me/consents", fields: Field.person(context, mistakes),
                    choices: [
                        words.matterChoice(context.form, mistakes),
                        words.untilChoice(from: Day(service.now()), context.form, mistakes),
                    ],
                    button: Button(strings["identity.consents.new.button"])), mistakes,
                links: [Link(strings["identity.consents.back"], "/me/consents")])
        }
    }
}
