// SPDX-License-Identifier: Apache-2.0

/// An address for electronic mail: ASCII, without comments or quotes, so that nothing in it can end a line or begin another
/// address.
package struct MailAddress: Hashable, Sendable, CustomStringConvertible {
    package let text: String

    /// Nil for what is no address of that kind; the domain is compared in small letters.
    package init?(_ typed: String) {
        let parts = typed.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, typed.utf8.count <= 254, Self.isLocal(parts[0]), Self.isDomain(parts[1]) else {
            return nil
        }
        text = "\(parts[0])@\(parts[1].lowercased())"
    }

    package var description: String { text }

    package var domain: String { String(text.split(separator: "@")[1]) }

    /// Enough to know one's own again: `m…@example.vn`.
    package var masked: String { "\(text.prefix(1))…@\(domain)" }

    private static func isLocal(_ part: Substring) -> Bool {
        (1...64).contains(part.utf8.count) && !part.hasPrefix(".") && !part.hasSuffix(".") && !part.contains("..")
            && part.utf8.allSatisfy { $0.isLetterOrDigit || Array(".!#$%&'*+/=?^_`{|}~-".utf8).contains($0) }
    }

    private static func isDomain(_ part: Substring) -> Bool {
        let labels = part.split(separator: ".", omittingEmptySubsequences: false)
        return labels.count > 1
            && labels.allSatisfy { label in
                (1...63).contains(label.utf8.count) && !label.hasPrefix("-") && !label.hasSuffix("-")
                    && label.utf8.allSatisfy { $0.isLetterOrDigit || $0 == UInt8(ascii: "-") }
            }
    }
}

extension UInt8 {
    fileprivate var isLetterOrDigit: Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self)
            || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self)
    }
}
