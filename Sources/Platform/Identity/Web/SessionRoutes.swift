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
        return context.page(SignInPage(from: from, service, context))
    }

    @Sendable func signIn(request: Request, context: WebContext) async throws -> Response {
        let from = ReturnPath(context.form.text("from"))
        do {
            let attempt = Attempt(
                login: context.form.text("username"), password: context.form.secret("password"),
                visit: context.visit(request))
            return .welcome(try await service.signIn(attempt), to: from)
        } catch let problem as any Problem where problem.isAboutTheForm {
            return context.page(
                SignInPage(from: from, service, context, problem: problem), status: .of(problem))
        }
    }

    @Sendable func depart(request: Request, context: WebContext) async throws -> Response {
        let from = ReturnPath(context.form.text("from"))
        do {
            let departure = try await service.departToElectronicID(from: from.text)
            var response = Response.redirect(to: departure.address, type: .normal)
            response.setCookie(SignInCookies.brief(SignInCookies.journey, departure.step.text))
            return response
        } catch let problem as ElectronicIDProblem {
            return context.page(SignInPage(from: from, service, context, problem: problem), status: .of(problem))
        }
    }

    @Sendable func comeBack(request: Request, context: WebContext) async throws -> Response {
        let query = request.uri.queryParameters
        do {
            let (admission, from) = try await service.returnFromElectronicID(
                Token(request.cookies[SignInCookies.journey]?.value ?? ""),
                state: query["state"].map(String.init) ?? "", code: query["code"].map(String.init) ?? "",
                context.visit(request))
            var response = Response.welcome(admission, to: ReturnPath(from))
            response.setCookie(SignInCookies.gone(SignInCookies.journey))
            return response
        } catch let problem as ElectronicIDProblem {
            let page = SignInPage(from: ReturnPath(""), service, context, problem: problem)
            return context.page(page, status: .of(problem))
        }
    }

    @Sendable func codeForm(request: Request, context: WebContext) async throws -> Response {
        guard request.cookies[SignInCookies.step] != nil else { return .seeOther("/session") }
        return context.page(codePage(ReturnPath(request.cookies[SignInCookies.from]?.value ?? ""), context))
    }

    @Sendable func enterCode(request: Request, context: WebContext) async throws -> Response {
        let step = Token(request.cookies[SignInCookies.step]?.value ?? "")
        let from = ReturnPath(context.form.text("from"))
        do {
            let admission = try await service.finish(step, code: context.form.text("code"), context.visit(request))
            return .welcome(admission, to: from)
        } catch IdentityProblem.stepGone {
            let page = SignInPage(from: from, service, context, problem: IdentityProblem.stepGone)
            return context.page(page, status: .unprocessableContent)
        } catch let problem as any Problem where problem.isAboutTheForm {
            return context.page(codePage(from, context, problem), status: .of(problem))
        }
    }

    private func codePage(_ from: ReturnPath, _ context: WebContext, _ problem: (any Problem)? = nil) -> FormPage {
        let strings = context.strings
        let mistakes = Mistakes(problem.map { [$0] } ?? [], strings: strings)
        let code = Field(
            "code", label: strings["identity.code.label"], hint: strings["identity.code.hint"],
            problem: mistakes["code"], width: .short, autocomplete: "one-time-code")
        return FormPage(
            strings["identity.code.title"], lead: strings["identity.code.lead"],
            .init(action: "/session/code", fields: [code], button: Button(strings["identity.sign_in.button"])),
            from: from, errors: mistakes.summary)
    }

    @Sendable func recoveryForm(request: Request, context: WebContext) async throws -> Response {
        context.page(recoveryPage(context))
    }

    @Sendable func recover(request: Request, context: WebContext) async throws -> Response {
        let form = context.form
        do {
            try await service.recover(
                login: form.text("username"), code: form.text("code"), password: form.secret("password"),
                context.visit(request))
            return .seeOther("/session")
        } catch let problem as any Problem where problem.isAboutTheForm {
            return context.page(recoveryPage(context, problem), status: .of(problem))
        }
    }

    private func recoveryPage(_ context: WebContext, _ problem: (any Problem)? = nil) -> FormPage {
        let strings = context.strings
        let mistakes = Mistakes(problem.map { [$0] } ?? [], strings: strings)
        let fields = [
            Field(
                "username", label: strings["identity.sign_in.username"], value: context.form.text("username"),
                width: .half, autocomplete: "username"),
            Field(
                "code", label: strings["identity.recovery.code"], value: context.form.text("code"),
                hint: strings["identity.recovery.code_hint"], problem: mistakes["code"], width: .half),
            .newPassword("password", strings["identity.password.new"], mistakes["password"], strings),
        ]
        return FormPage(
            strings["identity.recovery.title"], lead: strings["identity.recovery.lead"],
            .init(
                action: "/session/recovery", fields: fields,
                button: Button(strings["identity.recovery.button"])),
            errors: mistakes.summary)
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
