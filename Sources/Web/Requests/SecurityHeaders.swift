// SPDX-License-Identifier: Apache-2.0

package import Hummingbird

/// Tells browsers what pages of ours may do: nothing but show themselves.
package struct SecurityHeaders: RouterMiddleware {
    private let headers: HTTPFields

    package init(settings: WebSettings) {
        let formAction = (["'self'"] + settings.formTargets).joined(separator: " ")
        var headers: HTTPFields = [
            .contentSecurityPolicy: """
            default-src 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'; form-action \(formAction)
            """,
            .xContentTypeOptions: "nosniff",
            // Keeps our addresses to ourselves, and lets browsers send the Origin of a form.
            .referrerPolicy: "same-origin",
            .frameOptions: "DENY",
            .openerPolicy: "same-origin",
            .resourcePolicy: "same-origin",
            .permittedCrossDomain: "none",
            .permissionsPolicy: "camera=(), geolocation=(self), microphone=(), payment=(), usb=(), browsing-topics=()",
        ]
        if settings.isSecure { headers[.strictTransportSecurity] = "max-age=31536000" }
        self.headers = headers
    }

    package func handle(
        _ request: Request, context: WebContext, next: (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        for field in headers where response.headers[field.name] == nil { response.headers.append(field) }
        return response
    }
}
