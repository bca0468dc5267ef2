// SPDX-License-Identifier: Apache-2.0

package import Foundation

/// The time, passed in so that a test can hold it still.
package typealias Now = @Sendable () -> Date

/// A source of fresh ids, passed in so that a test can foresee them.
package typealias NewID = @Sendable () -> String

extension Date {
    /// Whole milliseconds since 1970 UTC: the only form in which a time is stored.
    package var milliseconds: Int64 { Int64((timeIntervalSince1970 * 1000).rounded(.down)) }

    package init(milliseconds: Int64) { self.init(timeIntervalSince1970: Double(milliseconds) / 1000) }
}

/// RFC 9562 UUID version 7: 48 bits of milliseconds, then 74 random bits.
package enum UUIDv7 {
    package static func string(at time: Date = Date()) -> String {
        var bytes = withUnsafeBytes(of: UInt64(time.milliseconds).bigEndian) { Array($0.dropFirst(2)) }
        var random = SystemRandomNumberGenerator()
        withUnsafeBytes(of: (random.next() as UInt64, random.next() as UInt64)) { bytes += $0.prefix(10) }
        bytes[6] = bytes[6] & 0x0F | 0x70
        bytes[8] = bytes[8] & 0x3F | 0x80
        return Self.format(bytes)
    }

    private static func format(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        text.reserveCapacity(36)
        for (index, byte) in bytes.enumerated() {
            if [4, 6, 8, 10].contains(index) { text.append(UInt8(ascii: "-")) }
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 0x0F)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}
