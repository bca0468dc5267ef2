// SPDX-License-Identifier: Apache-2.0

package import Database
import Foundation
package import Jobs
package import Kernel
import Ledger
package import Payments
import Synchronization

/// An invented bank for demos and tests. It reads the code of a bill as a banking app does, and tells this node of the
/// transfer as a bank does: by a signed notification over HTTP, after the order was taken, again and again until it is
/// heard. Nothing waits for it.
package struct DemoBank: Sendable {
    /// Sends one notification to an address and returns the status of the answer.
    package typealias Post = @Sendable (_ notification: RawNotification, _ address: String) async throws -> Int

    private let database: any Database
    private let secret: SharedSecret
    private let address: FrontDoor
    private let post: Post
    private let now: Now
    private let newID: NewID

    package init(
        database: any Database, secret: SharedSecret, address: FrontDoor, post: @escaping Post, now: @escaping Now,
        newID: @escaping NewID
    ) {
        self.database = database
        self.secret = secret
        self.address = address
        self.post = post
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
        let status = try await post(notification, try address.url(of: "/api/payments/notifications/\(BankProvider.id)"))
        guard status == 200 else { throw NotHeard(status: status) }
    }

    private struct NotHeard: Error { let status: Int }
}

/// Where this process listens, known once it does.
package final class FrontDoor: Sendable {
    private let base = Mutex<String?>(nil)

    package init() {}

    /// `address` is scheme, host and port: `http://127.0.0.1:8080`.
    package func open(at address: String) { base.withLock { $0 = address } }

    func url(of path: String) throws -> String {
        guard let base = base.withLock({ $0 }) else { throw Closed() }
        return base + path
    }

    private struct Closed: Error {}
}
