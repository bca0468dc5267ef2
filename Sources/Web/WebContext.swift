// SPDX-License-Identifier: Apache-2.0

import HTTPServer
package import Hummingbird
package import Kernel

/// Who is signed in, as the session tells it.
package struct Visitor: Sendable {
    package let actor: Actor
    package let name: String
    /// Names the session, never its secret.
    package let sessionID: String
    package let language: Language?

    package init(actor: Actor, name: String, sessionID: String, language: Language? = nil) {
        self.actor = actor
        self.name = name
        self.sessionID = sessionID
        self.language = language
    }
}

/// What travels with one request. Filled by the middleware, read by the routes.
package struct WebContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    package var requestID = UUIDv7.string()
    package var language = Language.vi
    package var path = "/"
    package var visitor: Visitor?
    package var csrf = ""
    /// The fields of a posted form; empty for other requests.
    package var form = Form()
    /// The rest of a posted form that has files; its fields after the first file come with it.
    package var upload: MultipartBody?
    var hasForm = false
    /// Who sent the request, behind the proxies we trust; "" in tests without a socket. For rate limits only: never stored.
    package var clientAddress = ""
    /// It left the browser over HTTPS.
    package var isSecure = false
    /// A program asks, so problems are documents rather than pages.
    package var wantsDocument = false
    /// The other end of the socket.
    let peer: String
    /// Renders pages for this request; set before any route runs.
    package var pages: Pages!

    package init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        peer = source.peerAddress
    }

    package var strings: Strings { pages.views.strings(language) }
    package var formats: Formats { Formats(language) }

    package func requireActor() throws(Unauthenticated) -> Actor {
        guard let visitor else { throw Unauthenticated() }
        return visitor.actor
    }

    /// The answer that shows `page`. Personal pages are never stored by a cache.
    package func page<P: Page>(_ page: P, status: HTTPResponse.Status = .ok) -> Response {
        pages.response(page, status: status, context: self)
    }

    /// An id from the path, for example `/petitions/:id`.
    package func id<E>(_ name: String, of _: E.Type = E.self) throws -> ID<E> {
        ID(try coreContext.parameters.require(name))
    }
}

/// Views and navigation together: how a request becomes a page.
package struct Pages: Sendable {
    let views: Views
    let navigation: [NavigationItem]
    let footer: [NavigationItem]
    let isDemo: Bool
    let isSimulated: Bool
    /// The addresses that the description of the interfaces names.
    let interfaces: Set<String>
    /// The addresses that take forms with files.
    let uploads: Set<String>

    package init(views: Views, modules: [any WebModule] = [], isDemo: Bool = false, isSimulated: Bool = false) {
        self.views = views
        navigation = modules.flatMap(\.navigation)
        footer = modules.flatMap(\.footer)
        (self.isDemo, self.isSimulated) = (isDemo, isSimulated)
        interfaces = Set(modules.flatMap(\.api).map(\.template))
        uploads = Set(modules.flatMap(\.uploads))
    }

    func response<P: Page>(_ page: P, status: HTTPResponse.Status, context: WebContext) -> Response {
        let html = views.render(page, frame: Frame(context: context, pages: self))
        return Response(
            status: status,
            headers: [
                .contentType: "text/html; charset=utf-8",
                .contentLanguage: context.language.rawValue,
                .cacheControl: context.visitor == nil ? "private, no-cache" : "no-store",
                .vary: "Cookie, Accept-Language",
            ],
            body: .init(byteBuffer: .init(string: html)))
    }
}

extension Response {
    /// 303 to a path of ours, after a POST.
    package static func seeOther(_ path: String) -> Response {
        precondition(path.hasPrefix("/") && !path.hasPrefix("//"), "only paths of ours")
        return .redirect(to: path, type: .normal)
    }
}

/// A module's routes, its pages and its links in header and footer.
package protocol WebModule: Sendable {
    var navigation: [NavigationItem] { get }
    /// Links at the foot of every page.
    var footer: [NavigationItem] { get }
    /// Every page the module shows, so that the tests can walk their templates.
    var pages: [any Page.Type] { get }
    /// What programs may call; every route under /api/ is described here, and the tests hold the two together.
    var api: [APIOperation] { get }
    /// The addresses, such as `/drafts/{id}/{page}`, that take forms with files.
    var uploads: [String] { get }
    func addRoutes(to router: RouterGroup<WebContext>)
    /// What the module offers on the home page to whoever asks.
    func home(_ context: WebContext) async throws -> HomePart
}

extension WebModule {
    package var navigation: [NavigationItem] { [] }
    package var footer: [NavigationItem] { [] }
    package func home(_ context: WebContext) async throws -> HomePart { HomePart() }
    package var api: [APIOperation] { [] }
    package var uploads: [String] { [] }
}

extension Request {
    /// A query parameter as a person typed it: NFC, trimmed, "" when it is missing. Refuses what is not UTF-8.
    package func typed(_ name: String) throws -> String { try Form(urlEncoded: (uri.query ?? "").utf8).text(name) }
}
