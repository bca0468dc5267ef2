// SPDX-License-Identifier: Apache-2.0

package import Hummingbird
import Kernel
package import Web

/// `/me`: who I am here, in which capacity I act, where I am signed in, how I prove it is me.
package struct MeRoutes: WebModule {
    let service: IdentityService
    let agencies: AgencyDirectory

    package init(service: IdentityService, agencies: AgencyDirectory) {
        self.service = service
        self.agencies = agencies
    }

    package var pages: [any Page.Type] { [MePage.self, EnrolmentPage.self, PaperCodesPage.self] }

    package func addRoutes(to router: RouterGroup<WebContext>) {
        router.get("me", use: me)
        router.post("me/capacity", use: choose)
        router.post("me/sessions/end", use: endOthers)
        router.get("me/password", use: passwordForm)
        router.post("me/password", use: changePassword)
        router.get("me/second-factor", use: enrol)
        router.post("me/second-factor", use: confirm)
        router.get("me/second-factor/removal", use: removalForm)
        router.post("me/second-factor/removal", use: remove)
    }

    @Sendable func me(request: Request, context: WebContext) async throws -> Response {
        guard let visitor = context.visitor else { return context.signInFirst }
        let profile = try await service.profile(of: visitor.actor, session: ID(visitor.sessionID))
        let names = try await agencies.names(of: profile.posts, in: context.language)
        return context.page(MePage(profile, service.roles, names, context))
    }

    @Sendable func choose(request: Request, context: WebContext) async throws -> Response {
        let visitor = try context.requireVisitor()
        let chosen = context.form.text("capacity")
        let post: ID<Post>? = chosen == MePage.resident ? nil : ID(chosen)
        let token = try await service.act(in: post, session: ID(visitor.sessionID), by: visitor.actor)
        return .goOn(to: "/me", token)
    }

    @Sendable func endOthers(request: Request, context: WebContext) async throws -> Response {
        let visitor = try context.requireVisitor()
        try await service.signOutEverywhere(except: ID(visitor.sessionID), by: visitor.actor)
        return .seeOther("/me")
    }

    @Sendable func passwordForm(request: Request, context: WebContext) async throws -> Response {
        guard context.visitor != nil else { return context.signInFirst }
        return context.page(passwordPage(context)(context.noMistakes))
    }

    @Sendable func changePassword(request: Request, context: WebContext) async throws -> Response {
        let visitor = try context.requireVisitor()
        return try await context.submit(passwordPage(context)) {
            let token = try await service.changePassword(
                from: context.form.secret("current"), to: context.form.secret("password"),
                session: ID(visitor.sessionID), by: visitor.actor)
            return .goOn(to: "/me", token)
        }
    }

    private func passwordPage(_ context: WebContext) -> (Mistakes) -> FormPage {
        let strings = context.strings
        return { mistakes in
            let current = Field(
                "current", label: strings["identity.password.current"], problem: mistakes["current"], kind: .password,
                width: .half, autocomplete: "current-password")
            return FormPage(
                strings["identity.password.title"], lead: strings["identity.password.lead"],
                .init(
                    action: "/me/password", fields: [current, .newPassword(context, mistakes)],
                    button: Button(strings["identity.password.button"])), mistakes, links: [.toMe(strings)])
        }
    }

    @Sendable func enrol(request: Request, context: WebContext) async throws -> Response {
        guard let visitor = context.visitor else { return context.signInFirst }
        if try await service.secondFactor(of: visitor.actor).isOn { return .seeOther("/me/second-factor/removal") }
        let enrolment = try await service.beginSecondFactor(by: visitor.actor)
        return context.page(EnrolmentPage(enrolment, context.strings))
    }

    @Sendable func confirm(request: Request, context: WebContext) async throws -> Response {
        let visitor = try context.requireVisitor()
        do {
            let (codes, token) = try await service.confirmSecondFactor(
                context.form.text("code"), session: ID(visitor.sessionID), by: visitor.actor)
            // Shown once, in the answer itself: the codes are not kept in a form that could be shown again.
            var response = context.page(PaperCodesPage(codes: codes))
            response.setCookie(Cookies.lasting(Cookies.session, token.text))
            return response
        } catch IdentityProblem.wrongCode {
            let enrolment = try await service.beginSecondFactor(by: visitor.actor)
            let page = EnrolmentPage(enrolment, context.strings, problem: IdentityProblem.wrongCode)
            return context.page(page, status: .unprocessableContent)
        }
    }

    @Sendable func removalForm(request: Request, context: WebContext) async throws -> Response {
        guard let visitor = context.visitor else { return context.signInFirst }
        guard try await service.secondFactor(of: visitor.actor).isOn else { return .seeOther("/me/second-factor") }
        return context.page(removalPage(context)(context.noMistakes))
    }

    @Sendable func remove(request: Request, context: WebContext) async throws -> Response {
        let visitor = try context.requireVisitor()
        return try await context.submit(removalPage(context)) {
            try await service.removeSecondFactor(context.form.text("code"), by: visitor.actor)
            return .seeOther("/me")
        }
    }

    private func removalPage(_ context: WebContext) -> (Mistakes) -> FormPage {
        let strings = context.strings
        return { mistakes in
            FormPage(
                strings["identity.removal.title"], lead: strings["identity.removal.lead"],
                .init(
                    action: "/me/second-factor/removal", fields: [.code(context, mistakes)],
                    button: Button(strings["identity.removal.button"], style: .warning)), mistakes,
                links: [.toMe(strings)])
        }
    }
}

extension Link {
    static func toMe(_ strings: Strings) -> Link { Link(strings["identity.me.back"], "/me") }
}

extension WebContext {
    func requireVisitor() throws(Unauthenticated) -> Visitor {
        guard let visitor else { throw Unauthenticated() }
        return visitor
    }
}
