// SPDX-License-Identifier: Apache-2.0

package import Hummingbird
import Logging
import Metrics

/// One line and one measurement per request: what was asked for by route template, what came of it, how long it took.
/// Never an address, a name or an id, so logs and metrics hold no personal data.
package struct RequestLog: RouterMiddleware {
    package init() {}

    package func handle(
        _ request: Request, context: WebContext, next: (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        context.logger[metadataKey: "request"] = "\(context.requestID)"
        let start = ContinuousClock.now
        var response = try await next(request, context)
        response.headers[.requestID] = context.requestID
        report(request, context, response.status.code, ContinuousClock.now - start)
        return response
    }

    private func report(_ request: Request, _ context: WebContext, _ status: Int, _ elapsed: Duration) {
        let method = Self.methods.contains(request.method) ? request.method.rawValue : "other"
        let route = context.endpointPath ?? "none"
        let nanoseconds = elapsed.components.seconds * 1_000_000_000 + elapsed.components.attoseconds / 1_000_000_000
        Counter(
            label: "http_requests_total",
            dimensions: [("method", method), ("route", route), ("status", "\(status)")]
        ).increment()
        Metrics.Timer(label: "http_request_duration_seconds", dimensions: [("method", method), ("route", route)])
            .recordNanoseconds(nanoseconds)
        context.logger.log(
            // 501 refuses a part of a standard that is not here: no fault of the machine.
            level: status >= 500 && status != 501 ? .error : .info, "request",
            metadata: [
                "method": "\(method)", "route": "\(route)", "status": "\(status)",
                "ms": "\(Double(nanoseconds / 1000) / 1000)",
            ])
    }

    private static let methods: Set<HTTPRequest.Method> = [.get, .head, .post, .put, .patch, .delete, .options]
}
