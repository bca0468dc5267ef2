// SPDX-License-Identifier: Apache-2.0

package import Foundation
import Web
package import Wire

/// A bank that tells of each transfer as JSON, its signature in two headers.
package struct BankProvider: PaymentProvider {
    package static let id = "bank"
    package var id: String { Self.id }
    private let secret: SharedSecret

    package init(secret: SharedSecret) { self.secret = secret }

    package func open(
        _ notification: RawNotification, at time: Date
    ) throws(RefusedNotification.Reason) -> TransferNotice {
        try secret.confirm(
            notification.headers[Self.signatureHeader] ?? "", of: notification.body,
            timestamp: notification.headers[Self.timestampHeader] ?? "", at: time)
        guard let message = try? JSONReader.read(Message.self, from: notification.body),
            let paidAt = try? Date(message.paidAt, strategy: .iso8601),
            let notice = TransferNotice(
                transaction: message.transactionId, account: message.account, amount: message.amount,
                currency: message.currency, memo: message.content, paidAt: paidAt)
        else { throw .unreadable }
        return notice
    }

    package static let timestampHeader = "x-bank-timestamp"
    package static let signatureHeader = "x-bank-signature"

    /// A notification as the bank would send it: for the simulated bank and for tests.
    package static func notification(
        of notice: TransferNotice, secret: SharedSecret, at time: Date
    ) throws -> RawNotification {
        let body = try JSONEncoder().encode(
            Message(
                transactionId: notice.transaction, account: notice.account, amount: notice.amount,
                currency: notice.currency, content: notice.memo, paidAt: notice.paidAt.ISO8601Format()))
        let timestamp = "\(Int64(time.timeIntervalSince1970))"
        return RawNotification(
            headers: [
                timestampHeader: timestamp, signatureHeader: secret.signature(of: body, timestamp: timestamp),
            ], body: body)
    }

    private struct Message: Codable {
        let transactionId: String, account: String, amount: Decimal, currency: String, content: String, paidAt: String
    }
}
