// SPDX-License-Identifier: Apache-2.0

package import Foundation
import Synchronization

/// The time, passed in so that a test can hold it still.
package typealias Now = @Sendable () -> Date

/// A source of fresh ids, passed in so that a test can foresee them.
package typealias NewID = @Sendable () -> String

extension Date {
    /// Whole milliseconds since 1970 UTC: the only form in which a time is stored.
    package var milliseconds: Int64 { Int64((timeIntervalSince1970 * 1000).rounded(.down)) }

    package init(milliseconds: Int64) { self.init(timeIntervalSince1970: Double(milliseconds) / 1000) }
}

/// RFC 9562 UUID version 7: 48 bits of milliseconds, 12 that count, 62 random bits. Those that one process makes of now
/// sort in the order in which they were made.
package enum UUIDv7 {
    /// An id of now.
    package static func string() -> String {
        let now = Date().milliseconds
        let (milliseconds, turn) = last.withLock { last in
            if now > last.milliseconds {
                last = (now, .random(in: 0..<0x0800))
            } else {
                // RFC 9562, section 6.2, method 1; also while a clock that was set back catches up.
                last.turn += 1
                if last.turn > 0x0FFF { last = (last.milliseconds + 1, 0) }
            }
            return last
        }
        return string(milliseconds, turn)
    }

    /// An id of another time, such as that of a replayed year.
    package static func string(at time: Date) -> String { string(time.milliseconds, .random(in: 0...0x0FFF)) }

    private static let last = Mutex<(milliseconds: Int64, turn: UInt16)>((.min, 0))

    private static func string(_ milliseconds: Int64, _ turn: UInt16) -> String {
        var bytes = withUnsafeBytes(of: UInt64(milliseconds).bigEndian) { Array($0.dropFirst(2)) }
        bytes += [0x70 | UInt8(turn >> 8), UInt8(truncatingIfNeeded: turn)]
        withUnsafeBytes(of: UInt64.random(in: 0...(.max))) { bytes += $0 }
        bytes[8] = bytes[8] & 0x3F | 0x80
        return format(bytes)
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
