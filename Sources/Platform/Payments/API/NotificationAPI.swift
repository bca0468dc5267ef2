// SPDX-License-Identifier: Apache-2.0

import Foundation
import HTTPTypes
import Hummingbird
import Kernel
import Web

/// `/api/payments/notifications`: where providers tell of transfers.
struct NotificationAPI {
    let service: PaymentService

    func addRoutes(to router: RouterGroup<WebContext>) {
        router.post("api/payments/notifications/:provider", use: take)
    }

    /// Anything the provider itself sent is answered with 200, whether it paid something or not: it need not be sent again.
    @Sendable func take(request: Request, context: WebContext) async throws -> Response {
        let provider = try context.parameters.require("provider")
        let headers = request.headers.reduce(into: [:]) { $0[$1.name.canonicalName] = $1.value }
        let body = try await request.jsonBytes(upTo: RawNotification.limit)
        let notification = RawNotification(headers: headers, body: body)
        switch try await service.receive(notification, from: provider) {
        case .new: return Response.json(Answer(status: "taken"))
        case .known: return Response.json(Answer(status: "known"))
        }
    }

    private struct Answer: Encodable { let status: String }

    static let operations = [
        APIOperation(
            "POST", "/api/payments/notifications/{provider}", id: "notifyPayment",
            summary:
                "A provider tells of a transfer, signed with HMAC-SHA256; told again, it changes nothing",
            parameters: [.path("provider", "bank or mobile-money")], body: .any,
            answer: .object([.field("status", .string)]), refusals: [401, 403, 404, 413, 415, 422])
    ]
}
