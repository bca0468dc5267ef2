// SPDX-License-Identifier: Apache-2.0

package import Hummingbird
import Kernel
package import Web

/// `/me/organisations`: for which organisations I act, and who else may.
package struct OrganisationRoutes: WebModule {
    let service: IdentityService
    let agencies: AgencyDirectory

    package init(service: IdentityService, agencies: AgencyDirectory) {
        self.service = service
        self.agencies = agencies
    }

    package var pages: [any Page.Type] { [OrganisationsPage.self, OrganisationPage.self] }

    package func addRoutes(to router: RouterGroup<WebContext>) {
        router.group("me/organisations")
            .get(use: list)
            .get(":id", use: show)
            .get(":id/authorisations/new", use: form)
            .post(":id/authorisations", use: authorise)
            .get(":id/authorisations/:authorisation", use: withdrawalForm)
            .post(":id/authorisations/:authorisation/withdrawal", use: withdraw)
    }

    @Sendable func list(request: Request, context: WebContext) async throws -> Response {
        guard let actor = context.visitor?.actor else { return context.signInFirst }
        let page = OrganisationsPage(
            try await service.organisations(of: actor), strings: context.strings, formats: context.formats)
        return context.page(page)
    }

    @Sendable func show(request: Request, context: WebContext) async throws -> Response {
        guard let actor = context.visitor?.actor else { return context.signInFirst }
        let found = try await service.organisation(try context.id("id"), of: actor)
        let place = try await agencies.name(entering: found.organisation, context)
        return context.page(
            OrganisationPage(
                found, enteredAt: place, at: service.now(), strings: context.strings, formats: context.formats))
    }

    @Sendable func form(request: Request, context: WebContext) async throws -> Response {
        guard let actor = context.visitor?.actor else { return context.signInFirst }
        return context.page(page(try await represented(by: actor, context), context)(context.noMistakes))
    }

    @Sendable func authorise(request: Request, context: WebContext) async throws -> Response {
        let actor = try context.requireActor()
        let form = context.form
        let organisation = try await represented(by: actor, context)
        return try await context.submit(page(organisation, context)) {
            guard let until = Day(form.text("until")) else { throw IdentityProblem.badConsentTime }
            try await service.authorise(.init(form), for: organisation.id, until: until, by: actor)
            return .seeOther("/me/organisations/\(organisation.id)")
        }
    }

    @Sendable func withdrawalForm(request: Request, context: WebContext) async throws -> Response {
        guard let actor = context.visitor?.actor else { return context.signInFirst }
        let found = try await service.organisation(try context.id("id"), of: actor)
        let id: ID<Authorisation> = try context.id("authorisation")
        let path = "/me/organisations/\(found.organisation.id)"
        guard found.isRepresentative, let authorisation = found.authorisations.first(where: { $0.id == id }),
            authorisation.kind == .authorised, authorisation.holds(at: service.now())
        else { throw IdentityProblem.noSuchAuthorisation }
        let strings = context.strings
        let slots = ["name": authorisation.personName, "organisation": found.organisation.name]
        let page = FormPage(
            strings.fill("identity.organisations.withdraw.title", slots),
            lead: strings.fill("identity.organisations.withdraw.lead", slots),
            .init(
                action: "\(path)/authorisations/\(id)/withdrawal", fields: [],
                button: Button(strings["identity.organisations.withdraw.button"], style: .warning)),
            context.noMistakes, links: [Link(strings["identity.organisations.back_one"], path)])
        return context.page(page)
    }

    @Sendable func withdraw(request: Request, context: WebContext) async throws -> Response {
        try await service.withdraw(
            try context.id("authorisation", of: Authorisation.self), by: try context.requireActor())
        return .seeOther("/me/organisations/\(try context.id("id", of: Organisation.self))")
    }

    private func represented(by actor: Actor, _ context: WebContext) async throws -> Organisation {
        let found = try await service.organisation(try context.id("id"), of: actor)
        guard found.isRepresentative else { throw IdentityProblem.noSuchOrganisation }
        return found.organisation
    }

    private func page(_ organisation: Organisation, _ context: WebContext) -> (Mistakes) -> FormPage {
        let strings = context.strings
        return { mistakes in
            let until = ConsentWords(service.matters, context)
                .untilChoice(from: Day(service.now()), context.form, mistakes)
            return FormPage(
                strings.fill("identity.organisations.authorise.title", ["organisation": organisation.name]),
                lead: strings["identity.organisations.authorise.lead"],
                .init(
                    action: "/me/organisations/\(organisation.id)/authorisations",
                    fields: Field.person(context, mistakes) + [.title(context, mistakes)], choices: [until],
                    button: Button(strings["identity.organisations.authorise.button"])), mistakes,
                links: [
                    Link(strings["identity.organisations.back_one"], "/me/organisations/\(organisation.id)")
                ])
        }
    }
}

extension IdentityService.Officeholder {
    /// From the fields `identifier`, `name` and `title`.
    init(_ form: Form) {
        self.init(identifier: form.text("identifier"), name: form.text("name"), title: form.text("title"))
    }
}

extension Field {
    /// What a person is in an organisation.
    static func title(_ context: WebContext, _ mistakes: Mistakes) -> Field {
        Field(
            "title", label: context.strings["identity.organisations.person_title"], value: context.form.text("title"),
            hint: context.strings["identity.organisations.person_title_hint"], problem: mistakes["title"], width: .half)
    }
}

extension AgencyDirectory {
    /// Where an organisation was entered; the operator's own entries have no agency.
    func name(entering organisation: Organisation, _ context: WebContext) async throws -> String {
        organisation.enteredAt == .everywhere
            ? context.strings["identity.organisations.operator"]
            : try await name(organisation.enteredAt.rawValue, context.language)
    }
}
