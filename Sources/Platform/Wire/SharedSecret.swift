// SPDX-License-Identifier: Apache-2.0

import Crypto
package import Foundation
import Kernel

/// What another system and this node both know: signs `timestamp.body` with HMAC-SHA256.
package struct SharedSecret: Sendable {
    private let key: SymmetricKey

    /// Shorter ones can be guessed.
    package static let minimumBytes = 16
    /// How far a message's time may be from ours, in seconds: enough for slow clocks, little for whoever repeats it.
    package static let window: TimeInterval = 300

    /// Why a signature is not believed.
    package enum Fault: Error, Sendable { case forged, stale }

    /// Nil when it is too short.
    package init?(_ text: String) {
        guard text.utf8.count >= Self.minimumBytes else { return nil }
        key = SymmetricKey(data: Data(text.utf8))
    }

    private init(key: SymmetricKey) { self.key = key }

    /// One that nobody else knows, for the simulators of a demo.
    package static func random() -> SharedSecret { SharedSecret(key: SymmetricKey(size: .bits256)) }

    package func signature(of body: Data, timestamp: String) -> String {
        HMAC<SHA256>.authenticationCode(for: Self.message(body, timestamp), using: key).hex
    }

    /// Throws unless `signature` (hexadecimal) was made with this secret, within the window. Compares in constant time.
    package func check(_ signature: String, of body: Data, timestamp: String, at time: Date) throws(Fault) {
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
