// SPDX-License-Identifier: Apache-2.0

package import Hummingbird
import Kernel
package import Web

/// `/data`: how to fetch the data.
package struct DataRoutes: WebModule {
    let service: OpenDataService
    let publicURL: String

    package init(service: OpenDataService, publicURL: String) { (self.service, self.publicURL) = (service, publicURL) }

    package var pages: [any Page.Type] { [DataPage.self] }

    package func addRoutes(to router: RouterGroup<WebContext>) { router.get("data", use: show) }

    @Sendable func show(request: Request, context: WebContext) async throws -> Response {
        let sample = try await service.sample()
        return context.page(
            DataPage(sample, most: service.most, at: publicURL, strings: context.strings, formats: context.formats))
    }
}
