// SPDX-License-Identifier: Apache-2.0

package import Hummingbird
import Kernel

/// Screens the request and reads language, session and form, so that routes find them in the context. Whatever is thrown
/// further in becomes a page or a problem document here; nothing gets past it.
package struct RequestMiddleware: RouterMiddleware {
    /// Enough for the longest form; attachments come by a road of their own.
    static let formLimit = 256 * 1024

    let pages: Pages
    let doorkeeper: any Doorkeeper
    let settings: WebSettings
    let routes: RouteTable

    package init(
        pages: Pages, doorkeeper: any Doorkeeper, settings: WebSettings = WebSettings(),
        routes: RouteTable = RouteTable([])
    ) {
        self.pages = pages
        self.doorkeeper = doorkeeper
        self.settings = settings
        self.routes = routes
    }

    package func handle(
        _ request: Request, context: WebContext, next: (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        let jar = CookieJar(request, isSecure: settings.isSecure)
        let request = jar.applied(to: request)
        var context = context
        context.pages = pages
        context.path = request.uri.path
        context.wantsDocument = ProblemAnswer.isForPrograms(
            request, isInterface: pages.interfaces.contains(context.endpointPath ?? ""))
        context.language = language(of: request, visitor: nil)
        let secret = jar[Cookies.csrf].flatMap { ForgeryToken.isSecret($0) ? $0 : nil } ?? ForgeryToken.secret()
        context.csrf = ForgeryToken.issue(secret: secret, session: "")
        do {
            try RequestScreen.check(request)
            (context.clientAddress, context.isSecure) = settings.client(of: request, peer: context.peer)
            if let token = jar[Cookies.session] { context.visitor = try await doorkeeper.visitor(token: token) }
            context.language = language(of: request, visitor: context.visitor)
            let session = context.visitor?.sessionID ?? ""
            context.csrf = ForgeryToken.issue(secret: secret, session: session)
            // The router names the route before the middleware runs; without a name there is none.
            if context.endpointPath == nil { throw HTTPError(.notFound) }
            if !request.method.isSafe {
                try await readForm(of: request, into: &context)
                let cookie = jar[Cookies.csrf] == nil ? nil : secret
                try ForgeryCheck(settings: settings, secret: cookie, session: session).check(request, context)
            }
            let response = try await next(request, context)
            return finished(response, secret: jar[Cookies.csrf] == secret ? nil : secret)
        } catch {
            let answer = ProblemAnswer(error, request: request, routes: routes, context: context)
            return finished(answer.response(context), secret: jar[Cookies.csrf] == secret ? nil : secret)
        }
    }

    /// Only a page carries forms, so only a page needs the secret; files for shared caches must not set cookies.
    private func finished(_ response: Response, secret: String?) -> Response {
        var response = response
        if let secret, response.headers[.contentType]?.hasPrefix("text/html") == true {
            response.setCookie(Cookies.lasting(Cookies.csrf, secret))
        }
        if settings.isSecure { CookieJar.harden(&response) }
        return response
    }

    /// A form with files is read up to the first of them; the route reads on.
    private func readForm(of request: Request, into context: inout WebContext) async throws {
        if let scanner = MultipartScanner(contentType: request.headers[.contentType] ?? "") {
            guard pages.uploads.contains(context.endpointPath ?? "") else { throw Refusal.unsupportedMediaType }
            let upload = MultipartBody(request.body, scanner: scanner, fieldLimit: Self.formLimit)
            try await upload.readFields()
            (context.upload, context.form, context.hasForm) = (upload, upload.form, true)
        } else if let form = try await form(from: request) {
            (context.form, context.hasForm) = (form, true)
        }
    }

    /// Nil when there is no form in it.
    private func form(from request: Request) async throws -> Form? {
        let length = request.headers[.contentLength].flatMap(Int.init)
        let type = request.headers[.contentType]?.lowercased() ?? ""
        if type.hasPrefix("application/json"), request.uri.path.hasPrefix("/api/") { return nil }
        guard type.hasPrefix("application/x-www-form-urlencoded") else {
            guard length ?? 0 == 0, request.headers[.transferEncoding] == nil, type.isEmpty else {
                throw Refusal.unsupportedMediaType
            }
            return nil
        }
        if let length, length > Self.formLimit { throw Refusal.tooLarge }
        let body = try await request.wholeBody(upTo: Self.formLimit)
        // A connection that ends early must not turn half a form into a whole one.
        if let length, body.readableBytes != length { throw FormProblem.malformed }
        return try Form(urlEncoded: body.readableBytesView)
    }

    private func language(of request: Request, visitor: Visitor?) -> Language {
        if let chosen = visitor?.language { return chosen }
        if let cookie = request.cookies[Cookies.language].flatMap({ Language(rawValue: $0.value) }) { return cookie }
        let accepted = request.headers[.acceptLanguage]?.split(separator: ",") ?? []
        return accepted.lazy.compactMap { tag in
            let code = tag.drop { $0 == " " }.prefix(2).lowercased()
            return Language(rawValue: code)
        }.first ?? .vi
    }
}

extension HTTPRequest.Method {
    /// RFC 9110 §9.2.1: asks for nothing to be changed, so no token is needed.
    var isSafe: Bool { self == .get || self == .head || self == .options }
}

/// Knows who holds a session token. Identity implements it.
package protocol Doorkeeper: Sendable {
    func visitor(token: String) async throws -> Visitor?
}
