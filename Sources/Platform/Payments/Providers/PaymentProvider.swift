// SPDX-License-Identifier: Apache-2.0

import Crypto
package import Foundation

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

/// What a provider and this node both know: signs `timestamp.body` with HMAC-SHA256.
package struct SharedSecret: Sendable {
    private let key: SymmetricKey

    /// Shorter ones can be guessed.
    package static let minimumBytes = 16
    /// How far a notification's time may be from ours, in seconds: enough for slow clocks, little for whoever repeats it.
    package static let window: TimeInterval = 300

    /// Nil when it is too short.
    package init?(_ text: String) {
        guard text.utf8.count >= Self.minimumBytes else { return nil }
        key = SymmetricKey(data: Data(text.utf8))
    }

    private init(key: SymmetricKey) { self.key = key }

    /// One that nobody else knows, for the simulators of a demo.
    package static func random() -> SharedSecret { SharedSecret(key: SymmetricKey(size: .bits256)) }

    package func signature(of body: Data, timestamp: String) -> String {
        HMAC<SHA256>.authenticationCode(for: Self.message(body, timestamp), using: key)
            .map { String(format: "%02x", $0) }.joined()
    }

    /// Throws unless `signature` (hexadecimal) was made with this secret, within the window. Compares in constant time.
    func check(
        _ signature: String, of body: Data, timestamp: String, at time: Date
    ) throws(RefusedNotification.Reason) {
        guard let code = Self.bytes(signature), let seconds = Int64(timestamp), timestamp == "\(seconds)",
            HMAC<SHA256>.isValidAuthenticationCode(
                code, authenticating: Self.message(body, timestamp), using: key)
        else { throw .forged }
        guard abs(time.timeIntervalSince1970 - Double(seconds)) <= Self.window else { throw .stale }
    }

    private static func message(_ body: Data, _ timestamp: String) -> Data { Data("\(timestamp).".utf8) + body }

    private static func bytes(_ hex: String) -> [UInt8]? {
        let digits = Array(hex.utf8)
        guard digits.count == 64 else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let byte = UInt8(String(decoding: digits[index...index + 1], as: UTF8.self), radix: 16) else {
                return nil
            }
            bytes.append(byte)
        }
        return bytes
    }
}
