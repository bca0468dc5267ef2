// SPDX-License-Identifier: Apache-2.0

package import Foundation
import Wire

/// A bank or a service for mobile money that tells of money it has taken for an agency. It is only ever listened to, never
/// asked, so one that hangs holds nothing up.
package protocol PaymentProvider: Sendable {
    /// Stands in the address of its notifications, `/api/payments/notifications/{id}`, and with each of its accounts.
    var id: String { get }

    /// What a notification says, once it is known to be the provider's own and fresh.
    func open(_ notification: RawNotification, at time: Date) throws(RefusedNotification.Reason) -> TransferNotice
}

/// A notification as it came: nothing in it is believed yet.
package struct RawNotification: Sendable {
    /// By lower-case name.
    package let headers: [String: String]
    package let body: Data

    package static let limit = 16 * 1024

    package init(headers: [String: String], body: Data) {
        self.headers = headers
        self.body = body
    }
}

extension SharedSecret {
    /// Throws unless `signature` is the provider's, and fresh.
    func confirm(
        _ signature: String, of body: Data, timestamp: String, at time: Date
    ) throws(RefusedNotification.Reason) {
        do { try check(signature, of: body, timestamp: timestamp, at: time) } catch {
            switch error {
            case .forged: throw .forged
            case .stale: throw .stale
            }
        }
    }
}
