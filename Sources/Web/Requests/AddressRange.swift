// SPDX-License-Identifier: Apache-2.0

import Foundation

#if canImport(Glibc)
    import Glibc
#endif

/// An IPv4 or IPv6 address. IPv4 written inside IPv6 (`::ffff:10.0.0.1`) is the IPv4 address.
package struct Address: Hashable, Sendable {
    let bytes: [UInt8]

    package init?(_ text: some StringProtocol) {
        var v4 = in_addr()
        if inet_pton(AF_INET, String(text), &v4) == 1 {
            bytes = withUnsafeBytes(of: v4) { Array($0) }
            return
        }
        var v6 = in6_addr()
        guard inet_pton(AF_INET6, String(text), &v6) == 1 else { return nil }
        let all = withUnsafeBytes(of: v6) { Array($0) }
        let mapped = all.prefix(10).allSatisfy { $0 == 0 } && all[10] == 0xFF && all[11] == 0xFF
        bytes = mapped ? Array(all.suffix(4)) : all
    }
}

/// Addresses that share their first bits: `10.0.0.0/8`, `::1`, `192.168.1.7`.
package struct AddressRange: Hashable, Sendable, CustomStringConvertible {
    package let description: String
    private let first: Address
    private let bits: Int

    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let first = Address(parts[0]) else { return nil }
        let most = first.bytes.count * 8
        guard let bits = parts.count == 2 ? Int(parts[1]) : most, (0...most).contains(bits) else { return nil }
        description = text
        self.first = first
        self.bits = bits
    }

    package static let loopback = ["127.0.0.0/8", "::1"].compactMap(AddressRange.init)

    package func contains(_ text: some StringProtocol) -> Bool {
        guard let address = Address(text), address.bytes.count == first.bytes.count else { return false }
        return (0..<bits).allSatisfy { bit in
            let mask: UInt8 = 0x80 >> (bit % 8)
            return address.bytes[bit / 8] & mask == first.bytes[bit / 8] & mask
        }
    }
}
