// SPDX-License-Identifier: Apache-2.0

import Foundation
package import Hummingbird
import Kernel
package import Web
import Wire

/// `/api/registers`: where national registers answer.
package struct RegisterAPI: WebModule {
    let answers: RegisterAnswers

    package init(answers: RegisterAnswers) { self.answers = answers }

    package var pages: [any Page.Type] { [] }

    package func addRoutes(to router: RouterGroup<WebContext>) {
        router.post("api/registers/:register/answers", use: take)
    }

    /// Answered with 200 once it is kept, however often it comes: it need not be sent again.
    @Sendable func take(request: Request, context: WebContext) async throws -> Response {
        let register = try context.parameters.require("register")
        let message = try await request.signedMessage(upTo: CallAnswer.limit)
        let isNew = try await answers.receive(message, from: register)
        return Response.json(Answer(status: isNew ? "taken" : "known"))
    }

    private struct Answer: Encodable { let status: String }

    package var api: [APIOperation] {
        [
            APIOperation(
                "POST", "/api/registers/{register}/answers", id: "answerRegisterRequest",
                summary: "A national register answers what this node asked it, signed; told again, it changes nothing",
                parameters: [.path("register", "The name of the register", .text(matching: "^[a-z-]+$"))], body: .any,
                answer: .object([.field("status", .string)]), refusals: [401, 403, 404, 409, 413, 415, 422])
        ]
    }
}
