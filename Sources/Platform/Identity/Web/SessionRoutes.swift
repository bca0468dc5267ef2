// SPDX-License-Identifier: Apache-2.0

package import Hummingbird
import Kernel
package import Web

/// `/session`: signing in and out.
package struct SessionRoutes: WebModule {
    let service: IdentityService

    package init(service: IdentityService) { self.service = service }

    package var pages: [any Page.Type] { [SignInPage.self, FormPage.self] }

    package func addRoutes(to router: RouterGroup<WebContext>) {
        router.get("session", use: form)
        router.post("session", use: signIn)
        router.post("session/eid", use: depart)
        router.get("session/eid/callback", use: comeBack)
        router.get("session/code", use: codeForm)
        router.post("session/code", use: enterCode)
        router.get("session/recovery", use: recoveryForm)
        router.post("session/recovery", use: recover)
        router.post("session/end", use: signOut)
    }

    @Sendable func form(request: Request, context: WebContext) async throws -> Response {
        let from = ReturnPath(request.uri.queryParameters["from"].map(String.init) ?? "")
        if context.visitor != nil { return .seeOther(from.text) }
        return context.page(signInPage(from, context)(context.noMistakes))
    }

    @Sendable func signIn(request: Request, context: WebContext) async throws -> Response {
        let from = ReturnPath(context.form.text("from"))
        let attempt = Attempt(
            login: context.form.text("username"), password: context.form.secret("password"),
            visit: context.visit(request))
        return try await context.submit(signInPage(from, context)) {
            .welcome(try await service.signIn(attempt), to: from)
        }
    }

    @Sendable func depart(request: Request, context: WebContext) async throws -> Response {
        let from = ReturnPath(context.form.text("from"))
        return try await context.submit(signInPage(from, context)) {
            let departure = try await service.departToElectronicID(from: from.text)
            var response = Response.redirect(to: departure.address, type: .normal)
            response.setCookie(SignInCookies.brief(SignInCookies.journey, departure.step.text))
            return response
        }
    }

    @Sendable func comeBack(request: Request, context: WebContext) async throws -> Response {
        let query = request.uri.queryParameters
        return try await context.submit(signInPage(ReturnPath(""), context)) {
            let (admission, from) = try await service.returnFromElectronicID(
                Token(request.cookies[SignInCookies.journey]?.value ?? ""),
                state: query["state"].map(String.init) ?? "", code: query["code"].map(String.init) ?? "",
                context.visit(request))
            var response = Response.welcome(admission, to: ReturnPath(from))
            response.setCookie(SignInCookies.gone(SignInCookies.journey))
            return response
        }
    }

    private func signInPage(_ from: ReturnPath, _ context: WebContext) -> (Mistakes) -> SignInPage {
        { SignInPage(from: from, service, context, $0) }
    }

    @Sendable func codeForm(request: Request, context: WebContext) async throws -> Response {
        guard request.cookies[SignInCookies.step] != nil else { return .seeOther("/session") }
        let from = ReturnPath(request.cookies[SignInCookies.from]?.value ?? "")
        return context.page(codePage(from, context)(context.noMistakes))
    }

    @Sendable func enterCode(request: Request, context: WebContext) async throws -> Response {
        let step = Token(request.cookies[SignInCookies.step]?.value ?? "")
        let from = ReturnPath(context.form.text("from"))
        return try await context.submit(codePage(from, context)) {
            let code = context.form.text("code")
            do {
                return .welcome(try await service.finish(step, code: code, context.visit(request)), to: from)
            } catch IdentityProblem.stepGone {
                // It begins anew, so it is the first page that says so.
                let mistakes = Mistakes([IdentityProblem.stepGone], strings: context.strings)
                return context.page(signInPage(from, context)(mistakes), status: .unprocessableContent)
            }
        }
    }

    private func codePage(_ from: ReturnPath, _ context: WebContext) -> (Mistakes) -> FormPage {
        let strings = context.strings
        return { mistakes in
            FormPage(
                strings["identity.code.title"], lead: strings["identity.code.lead"],
                .init(
                    action: "/session/code", fields: [.code(context, mistakes)],
                    button: Button(strings["identity.sign_in.button"])), mistakes, from: from)
        }
    }

    @Sendable func recoveryForm(request: Request, context: WebContext) async throws -> Response {
        context.page(recoveryPage(context)(context.noMistakes))
    }

    @Sendable func recover(request: Request, context: WebContext) async throws -> Response {
        let form = context.form
        return try await context.submit(recoveryPage(context)) {
            try await service.recover(
                login: form.text("username"), code: form.text("code"), password: form.secret("password"),
                context.visit(request))
            return .seeOther("/session")
        }
    }

    private func recoveryPage(_ context: WebContext) -> (Mistakes) -> FormPage {
        let (strings, form) = (context.strings, context.form)
        return { mistakes in
            let fields = [
                Field(
                    "username", label: strings["identity.sign_in.username"], value: form.text("username"),
                    width: .half, autocomplete: "username"),
                Field(
                    "code", label: strings["identity.recovery.code"], value: form.text("code"),
                    hint: strings["identity.recovery.code_hint"], problem: mistakes["code"], width: .half),
                .newPassword(context, mistakes),
            ]
            return FormPage(
                strings["identity.recovery.title"], lead: strings["identity.recovery.lead"],
                .init(
                    action: "/session/recovery", fields: fields, button: Button(strings["identity.recovery.button"])),
                mistakes)
        }
    }

    @Sendable func signOut(request: Request, context: WebContext) async throws -> Response {
        if let visitor = context.visitor {
            try await service.signOut(ID(visitor.sessionID), by: visitor.actor)
        }
        var response = Response.seeOther("/")
        response.setCookie(SignInCookies.gone(Cookies.session))
        return response
    }
}
