// SPDX-License-Identifier: Apache-2.0

package import Hummingbird
import Kernel
import Logging

/// Reads language, session and form, so that routes find them in the context.
package struct RequestMiddleware: RouterMiddleware {
    /// Enough for the longest form; attachments come by a road of their own.
    static let formLimit = 256 * 1024

    let pages: Pages
    let doorkeeper: any Doorkeeper

    package init(pages: Pages, doorkeeper: any Doorkeeper) {
        self.pages = pages
        self.doorkeeper = doorkeeper
    }

    package func handle(
        _ request: Request, context: WebContext, next: (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        var request = request
        var context = context
        context.pages = pages
        context.path = request.uri.path
        if let token = request.cookies[Cookies.session]?.value {
            context.visitor = try await doorkeeper.visitor(token: token)
        }
        context.language = language(of: request, context)
        let csrf = request.cookies[Cookies.csrf]?.value
        context.csrf = csrf ?? UUIDv7.string()
        if request.method == .post { context.form = try await form(from: &request) }
        var response: Response
        do {
            if request.method == .post, csrf == nil || context.form.text("_csrf") != csrf { throw FormProblem.stale }
            response = try await next(request, context)
        } catch {
            response = try ProblemPages.response(to: error, context: context)
        }
        if csrf == nil { response.setCookie(Cookies.lasting(Cookies.csrf, context.csrf)) }
        return response
    }

    private func form(from request: inout Request) async throws -> Form {
        guard request.headers[.contentType]?.hasPrefix("application/x-www-form-urlencoded") == true else {
            return Form()
        }
        let body = try await request.collectBody(upTo: Self.formLimit)
        return try Form(urlEncoded: body.readableBytesView)
    }

    private func language(of request: Request, _ context: WebContext) -> Language {
        if let chosen = context.visitor?.language { return chosen }
        if let cookie = request.cookies[Cookies.language].flatMap({ Language(rawValue: $0.value) }) { return cookie }
        let accepted = request.headers[.acceptLanguage]?.split(separator: ",") ?? []
        return accepted.lazy.compactMap { Language(rawValue: String($0.prefix(2)).lowercased()) }.first ?? .vi
    }
}

/// Knows who holds a session token. Identity implements it.
package protocol Doorkeeper: Sendable {
    func visitor(token: String) async throws -> Visitor?
}

/// The names and manners of our cookies.
package enum Cookies {
    package static let session = "session"
    package static let csrf = "csrf"
    package static let language = "language"

    package static func lasting(_ name: String, _ value: String) -> Cookie {
        Cookie(name: name, value: value, path: "/", httpOnly: true, sameSite: .lax)
    }
}
