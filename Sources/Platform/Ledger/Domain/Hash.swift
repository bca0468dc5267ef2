// SPDX-License-Identifier: Apache-2.0

import Crypto
package import Foundation
import Kernel

/// A SHA-256 value: 32 bytes.
package struct Hash: Hashable, Sendable, CustomStringConvertible {
    package let bytes: [UInt8]

    /// Nil unless there are 32 bytes.
    package init?(_ bytes: [UInt8]) {
        guard bytes.count == 32 else { return nil }
        self.bytes = bytes
    }

    /// Nil unless `hex` is 64 hexadecimal digits.
    package init?(hex: String) {
        guard let bytes = Hex.bytes(hex) else { return nil }
        self.init(bytes)
    }

    private init(_ digest: SHA256.Digest) { bytes = Array(digest) }

    package static func of(_ bytes: some DataProtocol) -> Hash { Hash(SHA256.hash(data: bytes)) }

    /// RFC 9162 section 2.1.1: SHA-256(0x00 ‖ bytes).
    package static func leaf(_ bytes: [UInt8]) -> Hash { prefixed(0x00, bytes, []) }

    /// RFC 9162 section 2.1.1: SHA-256(0x01 ‖ left ‖ right).
    package static func node(_ left: Hash, _ right: Hash) -> Hash { prefixed(0x01, left.bytes, right.bytes) }

    static func prefixed(_ prefix: UInt8, _ first: [UInt8], _ second: [UInt8]) -> Hash {
        var sha = SHA256()
        sha.update(data: [prefix])
        sha.update(data: first)
        sha.update(data: second)
        return Hash(sha.finalize())
    }

    /// 32 zero bytes: stands where there is nothing before, or nothing committed to.
    package static let zero = Hash([UInt8](repeating: 0, count: 32))!

    /// The root of the tree without leaves: SHA-256 of nothing.
    package static let emptyTree = Hash.of([UInt8]())

    package var hex: String { bytes.hex }

    package var description: String { hex }
}
