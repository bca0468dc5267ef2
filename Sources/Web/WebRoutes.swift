// SPDX-License-Identifier: Apache-2.0

package import Hummingbird
import Kernel

/// What every installation serves whatever its modules: assets and the choice of language.
package struct WebRoutes: WebModule {
    let assets: Assets

    package init(assets: Assets) { self.assets = assets }

    package var pages: [any Page.Type] { [ProblemPage.self] }

    package func addRoutes(to router: RouterGroup<WebContext>) {
        router.get("assets/:name", use: asset)
        router.post("language", use: chooseLanguage)
    }

    /// An address with the right version never changes its content; without it, the browser has to ask each time.
    @Sendable func asset(request: Request, context: WebContext) async throws -> Response {
        guard let file = assets.file(try context.parameters.require("name")) else { throw HTTPError(.notFound) }
        // Weak, because the compressed and the plain form share it.
        let tag = "W/\"\(file.etag)\""
        let isCurrent = request.uri.queryParameters["v"].map(String.init) == file.etag
        let headers: HTTPFields = [
            .contentType: file.contentType, .eTag: tag,
            .cacheControl: isCurrent ? "public, max-age=31536000, immutable" : "public, no-cache",
        ]
        let known = request.headers[.ifNoneMatch]?.split(separator: ",").map { $0.filter { $0 != " " } } ?? []
        if known.contains(tag) || known.contains("*") { return Response(status: .notModified, headers: headers) }
        return Response(status: .ok, headers: headers, body: .init(byteBuffer: .init(bytes: file.bytes)))
    }

    @Sendable func chooseLanguage(request: Request, context: WebContext) async throws -> Response {
        let language = Language(rawValue: context.form.text("language")) ?? .vi
        let back = context.form.text("from")
        let path = back.hasPrefix("/") && !back.hasPrefix("//") && !back.contains("\\") ? back : "/"
        var response = Response.seeOther(path)
        response.setCookie(Cookies.lasting(Cookies.language, language.rawValue))
        return response
    }
}
