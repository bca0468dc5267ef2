// SPDX-License-Identifier: Apache-2.0

package import Hummingbird
import Kernel

/// `/metrics`, for the collectors named in the settings; to everybody else there is no such page.
package struct MetricsRoutes: WebModule {
    let text: @Sendable () async -> String
    let settings: WebSettings

    package init(settings: WebSettings, text: @escaping @Sendable () async -> String) {
        self.settings = settings
        self.text = text
    }

    package var pages: [any Page.Type] { [] }

    package func addRoutes(to router: RouterGroup<WebContext>) { router.get("metrics", use: metrics) }

    @Sendable func metrics(request: Request, context: WebContext) async throws -> Response {
        // A proxy nobody told us of stands on the same machine and would let everybody in.
        let isForwarded = request.headers[.forwardedFor] != nil && context.clientAddress == context.peer
        guard !isForwarded, settings.metricsReaders.contains(where: { $0.contains(context.clientAddress) }) else {
            throw HTTPError(.notFound)
        }
        let text = await text()
        return Response(
            status: .ok,
            headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8", .cacheControl: "no-store"],
            body: .init(byteBuffer: .init(string: text)))
    }
}
