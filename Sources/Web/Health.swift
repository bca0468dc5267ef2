// SPDX-License-Identifier: Apache-2.0

package import Hummingbird
import Kernel
import Logging

/// One thing that must work before this process should be sent requests.
package struct HealthCheck: Sendable {
    package let name: String
    package let run: @Sendable () async throws -> Void

    package init(_ name: String, _ run: @escaping @Sendable () async throws -> Void) {
        self.name = name
        self.run = run
    }
}

/// `/health/live`: the process answers. `/health/ready`: everything it needs answers too. For supervisors and load
/// balancers, so neither looks at sessions.
package struct HealthRoutes: WebModule {
    let checks: [HealthCheck]
    let patience: Duration

    /// A check that takes longer than `patience` has failed.
    package init(checks: [HealthCheck], patience: Duration) {
        self.checks = checks
        self.patience = patience
    }

    package var pages: [any Page.Type] { [] }

    package func addRoutes(to router: RouterGroup<WebContext>) {
        router.group("health").get("live", use: live).get("ready", use: ready)
    }

    @Sendable func live(request: Request, context: WebContext) async throws -> Response {
        Response.json(Health(status: "live", parts: [:]))
    }

    @Sendable func ready(request: Request, context: WebContext) async throws -> Response {
        var parts: [String: String] = [:]
        for check in checks {
            let failure = await failure(of: check)
            parts[check.name] = failure == nil ? "ok" : "failing"
            if let failure {
                context.logger.error("not ready", metadata: ["part": "\(check.name)", "error": "\(failure)"])
            }
        }
        let isReady = !parts.values.contains("failing")
        var response = Response.json(
            Health(status: isReady ? "ready" : "failing", parts: parts), status: isReady ? .ok : .serviceUnavailable)
        response.headers[.cacheControl] = "no-store"
        return response
    }

    private func failure(of check: HealthCheck) async -> (any Error)? {
        do { try await patiently(patience, check.run) } catch { return error }
        return nil
    }

    private struct Health: Encodable {
        let status: String
        let parts: [String: String]
    }
}
