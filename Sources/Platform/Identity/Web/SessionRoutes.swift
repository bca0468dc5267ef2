// SPDX-License-Identifier: Apache-2.0

package import Hummingbird
import Kernel
package import Web

/// `/session`: signing in and out.
package struct SessionRoutes: WebModule {
    let service: IdentityService

    package init(service: IdentityService) { self.service = service }

    package var pages: [any Page.Type] { [SignInPage.self] }

    package func addRoutes(to router: RouterGroup<WebContext>) {
        router.get("session", use: form)
        router.post("session", use: signIn)
        router.post("session/end", use: signOut)
    }

    @Sendable func form(request: Request, context: WebContext) async throws -> Response {
        let from = ReturnPath(request.uri.queryParameters["from"].map(String.init) ?? "")
        if context.visitor != nil { return .seeOther(from.text) }
        return context.page(SignInPage(from: from, service.settings, context.strings))
    }

    @Sendable func signIn(request: Request, context: WebContext) async throws -> Response {
        let from = ReturnPath(context.form.text("from"))
        let login = context.form.text("username")
        do {
            let attempt = Attempt(
                login: login, password: context.form.secret("password"), browser: request.headers[.userAgent] ?? "")
            let token = try await service.signIn(attempt)
            var response = Response.seeOther(from.text)
            response.setCookie(Cookies.lasting(Cookies.session, token.text))
            return response
        } catch let problem as any Problem where problem.kind == .invalid {
            let page = SignInPage(from: from, service.settings, context.strings, login: login, problem: problem)
            return context.page(page, status: .unprocessableContent)
        }
    }

    @Sendable func signOut(request: Request, context: WebContext) async throws -> Response {
        if let visitor = context.visitor {
            try await service.signOut(ID(visitor.sessionID), by: visitor.actor)
        }
        var response = Response.seeOther("/")
        response.setCookie(Cookie(name: Cookies.session, value: "", maxAge: 0, path: "/", httpOnly: true))
        return response
    }
}

/// Where to go after signing in: a path of ours, or home.
struct ReturnPath: Sendable {
    let text: String

    init(_ given: String) {
        let plain = given.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") }
        let ours = given.hasPrefix("/") && !given.hasPrefix("//") && !given.hasPrefix("/session")
        text = plain && ours && given.utf8.count <= 1000 ? given : "/"
    }
}
