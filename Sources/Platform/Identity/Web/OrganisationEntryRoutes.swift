// SPDX-License-Identifier: Apache-2.0

package import Hummingbird
import Kernel
package import Web

/// `/desk/organisations`: entering organisations from their papers.
package struct OrganisationEntryRoutes: WebModule {
    let service: IdentityService

    package init(service: IdentityService) { self.service = service }

    package var pages: [any Page.Type] { [EnteredOrganisationsPage.self] }

    package func home(_ context: WebContext) async throws -> HomePart {
        guard let actor = context.visitor?.actor, actor.can(.enterOrganisations, in: actor.desk) else {
            return HomePart()
        }
        let strings = context.strings
        return HomePart(
            entries: [
                .init(strings["identity.entry.title"], "/desk/organisations", text: strings["identity.entry.entry"])
            ])
    }

    package func addRoutes(to router: RouterGroup<WebContext>) {
        router.group("desk/organisations")
            .get(use: list)
            .post(use: enter)
            .get("new", use: form)
            .get(":id/representative", use: representativeForm)
            .post(":id/representative", use: represent)
    }

    @Sendable func list(request: Request, context: WebContext) async throws -> Response {
        let entered = try await service.enteredOrganisations(by: try context.requireActor())
        return context.page(EnteredOrganisationsPage(entered, strings: context.strings, formats: context.formats))
    }

    @Sendable func form(request: Request, context: WebContext) async throws -> Response {
        let actor = try context.requireActor()
        try actor.may(.enterOrganisations, in: actor.desk)
        return context.page(newPage(context)(context.noMistakes))
    }

    @Sendable func enter(request: Request, context: WebContext) async throws -> Response {
        let actor = try context.requireActor()
        let form = context.form
        return try await context.submit(newPage(context)) {
            let new = IdentityService.NewOrganisation(
                taxCode: form.text("tax_code"), name: form.text("organisation"), basis: form.text("basis"))
            _ = try await service.enter(new, representedBy: .init(form), by: actor)
            return .seeOther("/desk/organisations")
        }
    }

    @Sendable func representativeForm(request: Request, context: WebContext) async throws -> Response {
        let organisation = try await service.enteredOrganisation(
            try context.id("id"), by: try context.requireActor())
        return context.page(representativePage(organisation, context)(context.noMistakes))
    }

    @Sendable func represent(request: Request, context: WebContext) async throws -> Response {
        let actor = try context.requireActor()
        let organisation = try await service.enteredOrganisation(try context.id("id"), by: actor)
        return try await context.submit(representativePage(organisation, context)) {
            try await service.represent(organisation.id, by: .init(context.form), as: actor)
            return .seeOther("/desk/organisations")
        }
    }

    private func newPage(_ context: WebContext) -> (Mistakes) -> FormPage {
        let (strings, form) = (context.strings, context.form)
        return { mistakes in
            let fields = [
                Field(
                    "tax_code", label: strings["identity.organisations.tax_code"], value: form.text("tax_code"),
                    hint: strings["identity.entry.tax_code_hint"], problem: mistakes["tax_code"], width: .half,
                    isNumeric: true),
                Field(
                    "organisation", label: strings["identity.organisations.name"], value: form.text("organisation"),
                    problem: mistakes["organisation"]),
                Field(
                    "basis", label: strings["identity.entry.basis"], value: form.text("basis"),
                    hint: strings["identity.entry.basis_hint"], problem: mistakes["basis"]),
            ]
            return page(
                strings["identity.entry.new.title"], "/desk/organisations",
                fields + representative(context, mistakes), context, mistakes)
        }
    }

    private func representativePage(_ organisation: Organisation, _ context: WebContext) -> (Mistakes) -> FormPage {
        let title = context.strings.fill("identity.entry.representative.title", ["organisation": organisation.name])
        return { mistakes in
            page(
                title, "/desk/organisations/\(organisation.id)/representative", representative(context, mistakes),
                context, mistakes)
        }
    }

    private func representative(_ context: WebContext, _ mistakes: Mistakes) -> [Field] {
        Field.person(context, mistakes, label: "identity.entry.representative.name")
            + [.title(context, mistakes)]
    }

    private func page(
        _ title: String, _ action: String, _ fields: [Field], _ context: WebContext, _ mistakes: Mistakes
    ) -> FormPage {
        let strings = context.strings
        return FormPage(
            title, lead: strings["identity.entry.lead"],
            .init(action: action, fields: fields, button: Button(strings["identity.entry.button"])), mistakes,
            links: [Link(strings["identity.entry.back"], "/desk/organisations")])
    }
}
