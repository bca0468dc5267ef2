// SPDX-License-Identifier: Apache-2.0

package import Foundation
import Kernel
import Web
package import Wire

/// A service for mobile money (tiền di động): an envelope with several kinds of messages, of which one tells of a payment;
/// time and signature in one header, `t=1783476000,v1=…`.
package struct MobileMoneyProvider: PaymentProvider {
    package static let id = "mobile-money"
    package var id: String { Self.id }
    private let secret: SharedSecret

    package init(secret: SharedSecret) { self.secret = secret }

    package func open(
        _ notification: RawNotification, at time: Date
    ) throws(RefusedNotification.Reason) -> TransferNotice {
        let parts = Self.parts(of: notification.headers[Self.signatureHeader] ?? "")
        try secret.confirm(parts["v1"] ?? "", of: notification.body, timestamp: parts["t"] ?? "", at: time)
        guard let message = try? JSONReader.read(Message.self, from: notification.body), message.event == Self.event,
            let amount = Decimal(string: message.data.amount.value),
            let notice = TransferNotice(
                transaction: message.data.id, account: message.data.merchant, amount: amount,
                currency: message.data.amount.currency, memo: message.data.note,
                paidAt: Date(milliseconds: message.data.completedAt))
        else { throw .unreadable }
        return notice
    }

    package static let signatureHeader = "mobile-money-signature"
    private static let event = "payment.received"

    /// A notification as the service would send it: for tests.
    package static func notification(
        of notice: TransferNotice, secret: SharedSecret, at time: Date
    ) throws -> RawNotification {
        let body = try JSONEncoder().encode(
            Message(
                event: event,
                data: .init(
                    id: notice.transaction, merchant: notice.account,
                    amount: .init(value: "\(notice.amount)", currency: notice.currency), note: notice.memo,
                    completedAt: notice.paidAt.milliseconds)))
        let timestamp = "\(Int64(time.timeIntervalSince1970))"
        let signature = secret.signature(of: body, timestamp: timestamp)
        return RawNotification(headers: [signatureHeader: "t=\(timestamp),v1=\(signature)"], body: body)
    }

    private static func parts(of header: String) -> [String: String] {
        header.split(separator: ",").reduce(into: [:]) { parts, part in
            let pair = part.split(separator: "=", maxSplits: 1).map(String.init)
            if pair.count == 2 { parts[pair[0]] = pair[1] }
        }
    }

    private struct Message: Codable {
        struct Payment: Codable {
            struct Amount: Codable { let value: String, currency: String }

            let id: String, merchant: String, amount: Amount, note: String, completedAt: Int64

            enum CodingKeys: String, CodingKey {
                case id, merchant, amount, note
                case completedAt = "completed_at"
            }
        }

        let event: String, data: Payment
    }
}
