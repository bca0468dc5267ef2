// SPDX-License-Identifier: Apache-2.0

package import Hummingbird
import Kernel
package import Web
import Wire

/// `/api/demo-registers`: the door of the simulated registers.
package struct DemoRegisterAPI: WebModule {
    let register: DemoRegister

    package init(register: DemoRegister) { self.register = register }

    package var pages: [any Page.Type] { [] }

    package func addRoutes(to router: RouterGroup<WebContext>) {
        router.post("api/demo-registers/:register/requests", use: take)
    }

    @Sendable func take(request: Request, context: WebContext) async throws -> Response {
        let message = try await request.signedMessage(upTo: 1 << 20)
        try await register.take(message, for: try context.parameters.require("register"))
        return Response.json(Answer(status: "taken"), status: .accepted)
    }

    private struct Answer: Encodable { let status: String }

    package var api: [APIOperation] {
        [
            APIOperation(
                "POST", "/api/demo-registers/{register}/requests", id: "askDemoRegister",
                summary: "A simulated national register takes what it shall enter, signed, and answers later",
                parameters: [.path("register", "The name of the register", .text(matching: "^[a-z-]+$"))], body: .any,
                answer: .object([.field("status", .string)]), refusals: [401, 403, 404, 413, 415, 422])
        ]
    }
}
