// SPDX-License-Identifier: Apache-2.0

package import Database
import Foundation
package import Jobs
package import Kernel
import Ledger
import Payments
package import Wire

/// An invented bank for demos and tests. It reads the code of a bill as a banking app does, and tells this node of the
/// transfer as a bank does: by a signed notification over HTTP, after the order was taken, again and again until it is
/// heard. Nothing waits for it.
package struct DemoBank: Sendable {
    private let database: any Database
    private let secret: SharedSecret
    private let address: FrontDoor
    private let send: Send
    private let now: Now
    private let newID: NewID

    package init(
        database: any Database, secret: SharedSecret, address: FrontDoor, send: @escaping Send, now: @escaping Now,
        newID: @escaping NewID
    ) {
        self.database = database
        self.secret = secret
        self.address = address
        self.send = send
        self.now = now
        self.newID = newID
    }

    /// What somebody tells the bank to pay. What the code says may be changed, as in every banking app.
    package struct Order: Codable, Sendable {
        package let account: String, amount: Int, memo: String

        package init(account: String, amount: Int, memo: String) {
            (self.account, self.amount, self.memo) = (account, amount, memo)
        }
    }

    /// Takes an order and returns at once: the notification follows by way of the outbox.
    package func transfer(_ order: Order, by actor: Actor) async throws {
        let sent = Sent(order: order, transaction: "FT\(newID())", at: now())
        let body = String(decoding: try JSONEncoder().encode(sent), as: UTF8.self)
        let event = Event(
            id: ID(newID()), kind: "demobank.transferred", subject: sent.transaction, actor: actor.id, at: sent.at,
            facts: ["amount": "\(order.amount)"])
        let message = OutgoingMessage(
            id: ID(newID()), kind: kind, event: event.id.rawValue, body: body)
        try await database.write { connection in
            try Ledger(connection).append(event)
            try Outbox(connection).put(message, due: sent.at)
        }
    }

    private struct Sent: Codable {
        let order: Order, transaction: String, at: Date
    }
}

extension DemoBank: Courier {
    package var kind: String { "demo-bank" }

    package func deliver(_ message: OutgoingMessage) async throws {
        guard let sent = try? JSONDecoder().decode(Sent.self, from: Data(message.body.utf8)),
            let notice = TransferNotice(
                transaction: sent.transaction, account: sent.order.account, amount: Decimal(sent.order.amount),
                currency: "VND", memo: sent.order.memo, paidAt: sent.at)
        else { throw Undeliverable("not an order of the simulated bank") }
        // Signed when it is sent: a notification that waited would be too old to be believed.
        let notification = try BankProvider.notification(of: notice, secret: secret, at: now())
        let path = "/api/payments/notifications/\(BankProvider.id)"
        let answer = try await send(
            OutgoingCall(to: try address.url(of: path), headers: notification.headers, body: notification.body))
        guard answer.status == 200 else { throw NotHeard(status: answer.status) }
    }

    private struct NotHeard: Error { let status: Int }
}
