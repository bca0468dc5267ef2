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

    @Sendable func asset(request: Request, context: WebContext) async throws -> Response {
        guard let file = assets.file(try context.parameters.require("name")) else { throw HTTPError(.notFound) }
        return Response(
            status: .ok,
            headers: [
                .contentType: file.contentType, .eTag: "\"\(file.etag)\"",
                .cacheControl: "public, max-age=31536000, immutable",
            ],
            body: .init(byteBuffer: .init(bytes: file.bytes)))
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
